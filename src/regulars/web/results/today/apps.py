"""Today as a Django app, within results."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The page of the day; the brand of every page leads there. It remembers when somebody looked."""

    name = "regulars.web.results.today"
    label = "today"
