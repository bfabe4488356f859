"""Imports as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class ImportsConfig(AppConfig):
    """Uploads, saved mappings, and the pages over the import engine."""

    name = "regulars.web.imports"
    label = "imports"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("identify", message("Imports"), "imports:history", Permission.IMPORT)
        place("company", message("Facts"), "imports:facts", Permission.MANAGE_COMPANY)
