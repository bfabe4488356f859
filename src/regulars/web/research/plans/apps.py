"""Plans as a Django app, within research."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class PlansConfig(AppConfig):
    """Plans come before studies."""

    name = "regulars.web.research.plans"
    label = "plans"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("listen", message("Plans"), "plans:plans", Permission.MANAGE_STUDIES)
