"""Verdicts as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class VerdictsConfig(AppConfig):
    """Asks the customer, closes or reopens by what they say, and looks at odd complaints before they are dismissed."""

    name = "regulars.web.cases.verdicts"
    label = "verdicts"

    def ready(self) -> None:
        """Hear of every step, work by night, stand on the pages of a case and a customer."""
        from regulars.web.pages.places import within

        within("verdicts", "act")
        for name in ("hearing", "forgetting", "own_calendar", "own_panels", "own_timeline", "work"):
            import_module(f"regulars.web.cases.verdicts.{name}")
