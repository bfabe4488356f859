"""Jobs as a Django app."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

from regulars.language import message


class JobsConfig(AppConfig):
    """Every app may have a module ``work`` that registers what it does outside the page."""

    name = "regulars.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read all those modules, so that worker and clock know them, and stand in the navigation."""
        for app in apps.get_app_configs():
            if app.name.startswith("regulars.") and find_spec(f"{app.name}.work"):
                import_module(f"{app.name}.work")
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.context import place

        place("company", message("Schedule"), "jobs:schedule", Permission.MANAGE_COMPANY)
