"""What is done with the trail itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.web.audit.events import Event
from regulars.web.audit.recording import record


@transaction.atomic
def note_export(*, by: Any, count: int, filters: list[str]) -> None:
    """Somebody took the trail along."""
    record(Event.TRAIL_EXPORTED, by=by, count=count, filters=filters)
