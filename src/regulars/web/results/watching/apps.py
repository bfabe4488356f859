"""Watching as a Django app, within results."""

from __future__ import annotations

from django.apps import AppConfig


class WatchingConfig(AppConfig):
    """Subscriptions to a survey, the alerts and the digests that come of them."""

    name = "regulars.web.results.watching"
    label = "watching"
