"""Weights as a Django app, within research."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class WeightsConfig(AppConfig):
    """A page of a study."""

    name = "regulars.web.research.weights"
    label = "weights"

    def ready(self) -> None:
        """Stand among the pages of a study."""
        from regulars.web.pages.places import within
        from regulars.web.research.places import Group, study_place

        within("weights", "listen")
        study_place(Group.WEIGHTS, message("Weights"), "weights:weights", rank=60, whole=True)
