"""The kiosk as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """Its page; it has no models of its own: what a device shows is a link."""

    name = "regulars.web.channels.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        """Its page belongs to those of studies."""
        from regulars.web.pages.places import within

        within("kiosk", "listen")
