"""Scheduled imports as a Django app, within imports."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Stands on the page of imports."""

    name = "regulars.web.imports.feeds"
    label = "feeds"

    def ready(self) -> None:
        """Stand beside the imports; hear of customers that go."""
        from regulars.web.pages.places import within

        within("feeds", "identify")
        import_module("regulars.web.imports.feeds.erasure")
