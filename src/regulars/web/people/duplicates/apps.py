"""Duplicates as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class DuplicatesConfig(AppConfig):
    """Who is perhaps the same, and who was put together."""

    name = "regulars.web.people.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        """Stand in the navigation and on the pages of a customer, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.context import place

        place("identify", message("Perhaps the same"), "duplicates:pairs", Permission.EDIT_CUSTOMERS, rank=2)
        import_module("regulars.web.people.duplicates.own_panels")
        import_module("regulars.web.people.duplicates.work")
