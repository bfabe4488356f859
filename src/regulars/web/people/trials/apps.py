"""Trials as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class TrialsConfig(AppConfig):
    """What customers try."""

    name = "regulars.web.people.trials"
    label = "trials"

    def ready(self) -> None:
        """Stand in the navigation, hold back what would be sold too soon, know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Trials"), "trials:trials", Permission.SEE_CUSTOMERS)
        for name in ("holding", "own_panels", "work"):
            import_module(f"regulars.web.people.trials.{name}")
