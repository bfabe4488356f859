"""Messages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class MessagesConfig(AppConfig):
    """The outbox. Django has an app of the label ``messages`` already: what a page tells once."""

    name = "regulars.web.messages"
    label = "outbox"

    def ready(self) -> None:
        """Stand in the navigation; forget whom the company forgets."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.messages import erasure, own_panel  # noqa: F401 (one listens, one shows)
        from regulars.web.pages.places import place

        place("listen", message("Messages"), "messages:messages", Permission.MANAGE_STUDIES, rank=1)
