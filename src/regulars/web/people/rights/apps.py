"""Rights as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class RightsConfig(AppConfig):
    """Requests of customers about their own data."""

    name = "regulars.web.people.rights"
    label = "rights"

    def ready(self) -> None:
        """Stand in the navigation, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("company", message("Rights and retention"), "rights:claims", Permission.ERASE)
        import_module("regulars.web.people.rights.own_panels")
        import_module("regulars.web.people.rights.work")
