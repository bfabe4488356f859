"""Teams as a Django app, within research."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class TeamsConfig(AppConfig):
    """Teams within units."""

    name = "regulars.web.research.teams"
    label = "teams"

    def ready(self) -> None:
        """Stand beside the units."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("company", message("Teams"), "teams:teams", Permission.MANAGE_TEAMS)
