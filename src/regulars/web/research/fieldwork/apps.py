"""Fieldwork as a Django app, within research."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class FieldworkConfig(AppConfig):
    """Carries out studies."""

    name = "regulars.web.research.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Know its work; stand among the pages of a study."""
        from regulars.web.pages.places import within
        from regulars.web.research.places import study_place

        within("fieldwork", "listen")
        study_place(message("Try first"), "fieldwork:trying", rank=10)
        study_place(message("Fieldwork"), "fieldwork:board", rank=20)
        import_module("regulars.web.research.fieldwork.work")
