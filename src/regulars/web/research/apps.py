"""Research as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """Questionnaires, studies and responses; the channels bring the answers."""

    name = "regulars.web.research"
    label = "research"
