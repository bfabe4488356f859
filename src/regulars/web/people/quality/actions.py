"""What leaves the house about the quality of records."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.web.audit import Event, record


@transaction.atomic
def note_export(*, by: Any, check: str, count: int, purpose: str) -> None:
    """Names left the house."""
    record(Event.FINDINGS_EXPORTED, by=by, check=check, count=count, purpose=purpose)
