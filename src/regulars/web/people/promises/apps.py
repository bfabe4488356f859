"""Promises as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class PromisesConfig(AppConfig):
    """Promises stand beside the customers."""

    name = "regulars.web.people.promises"
    label = "promises"

    def ready(self) -> None:
        """Stand in the navigation, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Promises to customers"), "promises:promises", Permission.SEE_CUSTOMERS)
        import_module("regulars.web.people.promises.own_panels")
        import_module("regulars.web.people.promises.work")
