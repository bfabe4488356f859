"""The keep list as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class KeepConfig(AppConfig):
    """Whom to call before they go."""

    name = "regulars.web.worth.keep"
    label = "keep"

    def ready(self) -> None:
        """A place in the loop."""
        from regulars.web.pages.places import place

        place("keep", message("Keep list"), "keep:list", Permission.SEE_CUSTOMERS, rank=-1)
