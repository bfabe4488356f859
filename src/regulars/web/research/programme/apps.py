"""Programmes as a Django app, within research."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class ProgrammeConfig(AppConfig):
    """What is done about what was found."""

    name = "regulars.web.research.programme"
    label = "programme"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Programmes"), "programme:programmes", Permission.MANAGE_STUDIES, rank=20)
