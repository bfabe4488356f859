"""Playbooks as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class PlaybooksConfig(AppConfig):
    """Cards in files, and which of their steps were done in which case."""

    name = "regulars.web.cases.playbooks"
    label = "playbooks"

    def ready(self) -> None:
        """Stand in the navigation and on the page of a case."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Playbooks"), "playbooks:playbooks", Permission.SEE_CASES, rank=20)
        import_module("regulars.web.cases.playbooks.own_panels")
