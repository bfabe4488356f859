"""Service as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class ServiceConfig(AppConfig):
    """Visits, and what they found."""

    name = "regulars.web.service"
    label = "service"

    def ready(self) -> None:
        """Stand in the navigation: somebody goes and looks, and mends what is not right."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Checklists"), "service:checklists", Permission.VISIT)
        place("act", message("Findings"), "service:findings", Permission.VISIT)
        place("understand", message("Standards"), "standards:standards", Permission.SEE_RESULTS)
