"""What somebody found out, and why it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.actions.changing import change
from regulars.web.cases.causes import causes
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case


@transaction.atomic
def note(*, case: Case, words: str, by: Any, sort: str = "note") -> None:
    """Write something down; nobody is told, and nobody is in the way of anybody."""
    if not words.strip():
        raise CaseError(message("Write what is to be noted."))
    write(case, sort, by=by, words=words)


@transaction.atomic
def set_cause(
    *, case: Case, cause: str, prevention: str, by: Any, seen: int | None = None, at: datetime | None = None
) -> None:
    """Why it happened, and what is done so that it does not happen again."""
    if cause not in causes():
        raise CaseError(message("Choose one of the causes."))
    if (cause, prevention) == (case.cause, case.prevention):
        return
    change(case, seen=seen, cause=cause, prevention=prevention)
    write(case, "cause", by=by, at=at, cause=cause, words=prevention)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["cause"])
