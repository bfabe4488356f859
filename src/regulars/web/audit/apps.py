"""The audit trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.pages.places import place


class AuditConfig(AppConfig):
    """The trail and its page."""

    name = "regulars.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Stand in the menu."""
        place("company", message("Audit trail"), "audit:trail", Permission.SEE_AUDIT, rank=9)
