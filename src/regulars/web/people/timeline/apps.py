"""The timeline as a Django app, within people."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TimelineConfig(AppConfig):
    """No tables of its own: it asks those of others."""

    name = "regulars.web.people.timeline"
    label = "timeline"

    def ready(self) -> None:
        """Know what each app knows: its ``own_timeline.py``."""
        from regulars.web.pages.places import within

        within("timeline", "identify")
        autodiscover_modules("own_timeline")
