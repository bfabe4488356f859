"""The scorecard as a Django app, within results."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class ScorecardConfig(AppConfig):
    """Four pages on the programme as a whole; it keeps what somebody thinks of doing, and series from elsewhere."""

    name = "regulars.web.results.scorecard"
    label = "scorecard"

    def ready(self) -> None:
        """A place in the loop."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("understand", message("Scorecard"), "scorecard:scorecard", Permission.SEE_RESULTS)
