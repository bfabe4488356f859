"""Policies as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class PoliciesConfig(AppConfig):
    """Texts with versions, and the cases in which they were applied."""

    name = "regulars.web.cases.policies"
    label = "policies"

    def ready(self) -> None:
        """Stand in the navigation and on the page of a case."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("act", message("Policies"), "policies:policies", Permission.SEE_CASES, rank=25)
        import_module("regulars.web.cases.policies.own_panels")
