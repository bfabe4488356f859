"""The frame of every page, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Templates, static files and template tags that all pages share."""

    name = "regulars.web.pages"
    label = "pages"

    def ready(self) -> None:
        """Let all forms speak our words."""
        from regulars.web.pages.asking import teach

        teach()
