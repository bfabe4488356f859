"""Intake as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class IntakeConfig(AppConfig):
    """Rules that open cases, and the form that anybody may send."""

    name = "regulars.web.cases.intake"
    label = "intake"

    def ready(self) -> None:
        """Stand in the navigation, hear of responses, know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.corners import corner

        corner(message("Rules of cases"), "intake:rules", Permission.MANAGE_CASES, rank=70)
        for name in ("hearing", "work", "own_panels"):
            import_module(f"regulars.web.cases.intake.{name}")
