"""Familiar contacts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission


class FacesConfig(AppConfig):
    """Read from cases and promises; no models of its own."""

    name = "regulars.web.worth.faces"
    label = "faces"

    def ready(self) -> None:
        """A place in the loop."""
        from regulars.web.pages.places import place

        place("keep", message("Familiar contacts"), "faces:faces", Permission.EXPORT, rank=6)
