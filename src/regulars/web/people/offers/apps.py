"""Suggestions and care as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class OffersConfig(AppConfig):
    """Suggestions stand beside the customers."""

    name = "regulars.web.people.offers"
    label = "offers"

    def ready(self) -> None:
        """Stand in the navigation, on the pages of a customer, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("keep", message("Suggestions"), "offers:offers", Permission.SEE_CUSTOMERS)
        place("identify", message("Kinds of customers"), "offers:personas", Permission.SEE_CUSTOMERS, rank=2)
        import_module("regulars.web.people.offers.own_panels")
        import_module("regulars.web.people.offers.work")
