"""The interviewer as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class InterviewerConfig(AppConfig):
    """Its pages, and who entered which response."""

    name = "regulars.web.channels.interviewer"
    label = "interviewer"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("listen", message("Interviews"), "interviewer:start", Permission.ENTER_RESPONSES)
