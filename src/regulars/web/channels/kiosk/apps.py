"""The kiosk as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class KioskConfig(AppConfig):
    """Its page; it has no models of its own: what a device shows is a link."""

    name = "regulars.web.channels.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        """Its page belongs to those of studies."""
        from regulars.web.pages.places import within
        from regulars.web.research.places import Group, study_place

        within("kiosk", "listen")
        study_place(Group.WAYS, message("Kiosks"), "kiosk:kiosks", rank=44)
