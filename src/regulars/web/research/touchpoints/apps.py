"""Touchpoints as a Django app, within research."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class TouchpointsConfig(AppConfig):
    """The register, and the journey."""

    name = "regulars.web.research.touchpoints"
    label = "touchpoints"

    def ready(self) -> None:
        """Stand in the navigation: the register where things are asked, the journey where they are understood."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("listen", message("Touchpoints"), "touchpoints:register", Permission.MANAGE_STUDIES)
        place("understand", message("Journey"), "touchpoints:journey", Permission.SEE_RESULTS)
