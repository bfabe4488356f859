"""Fieldwork as a Django app, within research."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Carries out studies."""

    name = "regulars.web.research.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Know its work."""
        import_module("regulars.web.research.fieldwork.work")
