"""Cases as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class CasesConfig(AppConfig):
    """The engine: states, clocks, owners. What else a case can do stands in apps below it."""

    name = "regulars.web.cases"
    label = "cases"

    def ready(self) -> None:
        """Stand in the navigation, know the work, forget whom the company forgets."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.corners import corner
        from regulars.web.pages.places import place

        place("act", message("Cases"), "cases:cases", Permission.SEE_CASES, rank=-10)
        corner(message("List"), "cases:cases", Permission.SEE_CASES, rank=0)
        for name in ("erasure", "own_panels", "own_timeline", "own_customer", "work"):
            import_module(f"regulars.web.cases.{name}")
