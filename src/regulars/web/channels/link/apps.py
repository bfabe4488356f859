"""The link as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LinkConfig(AppConfig):
    """Templates of the public page; it has no models of its own."""

    name = "regulars.web.channels.link"
    label = "link"
