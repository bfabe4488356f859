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
        from regulars.web.research.places import Group, study_place

        within("fieldwork", "listen")
        study_place(Group.PREPARE, message("Try first"), "fieldwork:trying", rank=10, whole=True)
        study_place(Group.PREPARE, message("Whom and when"), "fieldwork:carry", rank=4, whole=True)
        study_place(Group.PREPARE, message("Letters"), "fieldwork:wording", rank=6, whole=True)
        study_place(Group.FIELDWORK, message("Draws"), "fieldwork:draws", rank=21, whole=True)
        study_place(Group.FIELDWORK, message("Board"), "fieldwork:board", rank=20, whole=True)
        study_place(Group.FIELDWORK, message("Asked people"), "fieldwork:asked", rank=22, whole=True)
        import_module("regulars.web.research.fieldwork.work")
