"""The widget as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class WidgetConfig(AppConfig):
    """On which sites a link may be shown in a frame."""

    name = "regulars.web.channels.widget"
    label = "widget"

    def ready(self) -> None:
        """Its pages belong to those of studies."""
        from regulars.web.pages.places import within
        from regulars.web.research.places import Group, study_place

        within("widget", "listen")
        study_place(Group.WAYS, message("On websites"), "widget:widgets", rank=42)
