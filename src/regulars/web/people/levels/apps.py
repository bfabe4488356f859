"""Service levels as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class LevelsConfig(AppConfig):
    """What each tier is promised stands beside the customers, wherever staff meet them."""

    name = "regulars.web.people.levels"
    label = "levels"

    def ready(self) -> None:
        """Stand in the navigation and where staff meet customers, and hear of cases."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("keep", message("Service levels"), "levels:levels", Permission.SEE_CUSTOMERS, rank=5)
        for name in ("own_panels", "promising"):
            import_module(f"regulars.web.people.levels.{name}")
