"""Candidates as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class CandidatesConfig(AppConfig):
    """A queue of proposals."""

    name = "regulars.web.cases.candidates"
    label = "candidates"

    def ready(self) -> None:
        """Stand in the navigation, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.corners import corner

        corner(message("Hidden complaints"), "candidates:candidates", Permission.WORK_CASES, rank=50)
        import_module("regulars.web.cases.candidates.work")
