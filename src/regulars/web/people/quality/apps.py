"""The quality of records as a Django app, within people."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class QualityConfig(AppConfig):
    """Findings stand beside the customers."""

    name = "regulars.web.people.quality"
    label = "quality"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("identify", message("Quality of the records"), "quality:quality", Permission.SEE_CUSTOMERS, rank=2)
