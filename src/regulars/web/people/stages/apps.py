"""Relationships as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class StagesConfig(AppConfig):
    """A page of all, a card on the page of each."""

    name = "regulars.web.people.stages"
    label = "stages"

    def ready(self) -> None:
        """Stand in the navigation, put up the card, know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("keep", message("Relationships"), "stages:stages", Permission.SEE_CUSTOMERS)
        import_module("regulars.web.people.stages.own_panels")
        import_module("regulars.web.people.stages.work")
