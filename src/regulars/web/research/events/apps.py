"""Events as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class EventsConfig(AppConfig):
    """Kinds, intake, triggers, the list of calls."""

    name = "regulars.web.research.events"
    label = "events"

    def ready(self) -> None:
        """Stand in the navigation; forget whom the company forgets."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place
        from regulars.web.research.events import erasure  # noqa: F401 (it listens)

        place("listen", message("Events"), "events:events", Permission.MANAGE_STUDIES)
        place("listen", message("Calls"), "events:calls", Permission.ENTER_RESPONSES)
