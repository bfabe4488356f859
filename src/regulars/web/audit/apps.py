"""The audit trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail and its page."""

    name = "regulars.web.audit"
    label = "audit"
