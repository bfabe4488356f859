"""Details as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class DetailsConfig(AppConfig):
    """Further addresses, fields of the company's own, notes and files of customers."""

    name = "regulars.web.people.details"
    label = "details"

    def ready(self) -> None:
        """Put up the cards, stand among the settings, say who reads the files, know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("company", message("Fields of customers"), "details:fields", Permission.MANAGE_COMPANY, rank=1)
        import_module("regulars.web.people.details.own_panels")
        import_module("regulars.web.people.details.reading")
        import_module("regulars.web.people.details.work")
