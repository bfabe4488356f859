"""The alarm of loyal customers as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class FallsConfig(AppConfig):
    """Who was loyal, and no longer is."""

    name = "regulars.web.worth.falls"
    label = "falls"

    def ready(self) -> None:
        """A place in the loop and on the page of the day; the work of the night."""
        from regulars.web.pages.places import place

        place("keep", message("Loyal, and slipping"), "falls:falls", Permission.WORK_CASES, rank=0)
        import_module("regulars.web.worth.falls.own_day")
