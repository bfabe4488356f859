"""Worth as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class WorthConfig(AppConfig):
    """Pages over ``insights.worth``; no models of its own."""

    name = "regulars.web.worth"
    label = "worth"

    def ready(self) -> None:
        """A place in the loop."""
        from regulars.web.pages.context import place

        place("keep", message("Value and loyalty"), "worth:first", Permission.SEE_RESULTS, rank=-1)
