"""Options and gestures as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class AdviceConfig(AppConfig):
    """What can be done for a customer, what it costs and keeps, and who may give it."""

    name = "regulars.web.cases.advice"
    label = "advice"

    def ready(self) -> None:
        """Stand in the navigation and on the page of a case."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.corners import corner
        from regulars.web.pages.places import place

        corner(message("To approve"), "advice:approvals", Permission.APPROVE, rank=40)
        place("act", message("Gestures"), "advice:gestures", Permission.MANAGE_CASES, rank=30)
        place("understand", message("Effect of gestures"), "advice:effect", Permission.SEE_CASES, rank=60)
        for name in ("erasure", "own_day", "own_panels"):
            import_module(f"regulars.web.cases.advice.{name}")
