"""Feedback as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class FeedbackConfig(AppConfig):
    """Its page; what comes in are responses like all others."""

    name = "regulars.web.channels.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Stand in the navigation beside the responses."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("listen", message("Feedback"), "feedback:feedback", Permission.SEE_RESPONSES)
