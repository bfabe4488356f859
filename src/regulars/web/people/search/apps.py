"""Search as a Django app, within people."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Keeps the index in step with the customers."""

    name = "regulars.web.people.search"
    label = "search"

    def ready(self) -> None:
        """Listen to customers being saved, and know the work."""
        import_module("regulars.web.people.search.indexing")
        import_module("regulars.web.people.search.work")
