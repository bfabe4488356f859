"""Landmarks as a Django app, within results."""

from __future__ import annotations

from django.apps import AppConfig


class LandmarksConfig(AppConfig):
    """Targets and events; every report takes them in, and shows what they say of its figures."""

    name = "regulars.web.results.landmarks"
    label = "landmarks"
