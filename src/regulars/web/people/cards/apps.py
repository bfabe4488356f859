"""Guest cards as a Django app, within people."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class CardsConfig(AppConfig):
    """Arrivals stand beside the customers."""

    name = "regulars.web.people.cards"
    label = "cards"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Arriving today"), "cards:arriving", Permission.SEE_CUSTOMERS)
