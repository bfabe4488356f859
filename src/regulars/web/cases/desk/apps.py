"""The desk as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class DeskConfig(AppConfig):
    """What somebody who works on cases sees in the morning, and does with many of them at once."""

    name = "regulars.web.cases.desk"
    label = "desk"

    def ready(self) -> None:
        """Stand in the navigation and on the list of cases, and know the work."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.corners import corner
        from regulars.web.pages.places import place

        place("act", message("My day"), "desk:day", Permission.WORK_CASES, rank=-30)
        corner(message("Board"), "desk:board", Permission.SEE_CASES, rank=10)
        corner(message("Calendar"), "desk:calendar", Permission.SEE_CASES, rank=20)
        corner(message("Load"), "desk:load", Permission.APPROVE, rank=30)
        for name in ("indexing", "own_day", "own_calendar", "own_list", "work"):
            import_module(f"regulars.web.cases.desk.{name}")
