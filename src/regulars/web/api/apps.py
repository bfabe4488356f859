"""REST as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class ApiConfig(AppConfig):
    """Tokens, and what programs may do with them."""

    name = "regulars.web.api"
    label = "api"

    def ready(self) -> None:
        """Stand in the menu of the company; forget whom the company forgets."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("company", message("Access for programs"), "api:tokens", Permission.SEE_CUSTOMERS, rank=2)
        import_module("regulars.web.api.erasure")  # it listens
        import_module("regulars.web.api.work")
