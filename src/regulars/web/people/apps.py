"""People as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class PeopleConfig(AppConfig):
    """Customers, organisations, scores."""

    name = "regulars.web.people"
    label = "people"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.context import place

        place("identify", message("Customers"), "people:customers", Permission.SEE_CUSTOMERS)
        place("identify", message("Segments"), "segments:segments", Permission.SEE_CUSTOMERS)
        place("identify", message("What they want"), "people:needs", Permission.SEE_CUSTOMERS, rank=1)
        place("keep", message("Care"), "people:quiet", Permission.SEE_CUSTOMERS)
        import_module("regulars.web.people.own_panels")
