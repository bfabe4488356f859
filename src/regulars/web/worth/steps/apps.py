"""The five steps as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class StepsConfig(AppConfig):
    """For whoever computes values."""

    name = "regulars.web.worth.steps"
    label = "worthsteps"

    def ready(self) -> None:
        """A place in the loop, and the work."""
        from regulars.web.pages.places import place

        place("keep", message("Value in five steps"), "steps:steps", Permission.SCORE, rank=5)
        import_module("regulars.web.worth.steps.work")
