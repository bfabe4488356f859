"""The poster as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class PosterConfig(AppConfig):
    """Its pages; it has no models of its own: what a poster leads to is a link."""

    name = "regulars.web.channels.poster"
    label = "poster"

    def ready(self) -> None:
        """Its pages belong to those of studies."""
        from regulars.web.pages.places import within
        from regulars.web.research.places import Group, study_place

        within("poster", "listen")
        study_place(Group.WAYS, message("Posters and cards"), "poster:posters", rank=40)
