"""Results as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class ResultsConfig(AppConfig):
    """Pages over the insights; no models of its own."""

    name = "regulars.web.results"
    label = "results"

    def ready(self) -> None:
        """A place in the loop."""
        from regulars.web.pages.context import place

        place("understand", message("Results"), "results:surveys", Permission.SEE_RESULTS)
        place("understand", message("Tracking"), "tracking:report", Permission.SEE_RESULTS)
