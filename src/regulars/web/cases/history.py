"""Writing down what was done in a case, and saying it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from regulars.language import Message, message
from regulars.web.cases.models import Case, Entry
from regulars.web.cases.states import Step

Say = Message | Callable[[dict[str, Any]], Message]
# Besides the steps; each app adds its own.
SORTS: dict[str, Say] = {
    "opened": message("Opened"),
    "handed": lambda data: message("Handed to {name}", name=data.get("name", "?")),
    "nobody": message("Nobody may work on it: it waits for an owner"),
    "escalated": lambda data: message("Went up to {name}: time has run out", name=data.get("name", "?")),
    "raised": lambda data: message("Passed up to {name}", name=data.get("name", "?")),
    "note": message("Note"),
    "call": message("Telephone call"),
    "paused": message("Clocks stand still"),
    "resumed": message("Clocks run again"),
    "graded": lambda data: message("Severity {before} became {after}", **_two(data)),
    "cause": message("Root cause noted"),
    "clocks": message("The calendar was changed: clocks were set anew"),
    **{step.value: step.said for step in Step},
}


def sort(name: str, say: Say) -> None:
    """Add a kind of entry; called by an app's ``ready``. ``say``: words, or what makes them of the entry's data."""
    SORTS[name] = say


def write(case: Case, sort: str, /, *, by: Any = None, at: datetime | None = None, **data: Any) -> Entry:
    """One line. Inside the transaction of what it tells of."""
    return Entry.objects.create(case=case, sort=sort, by=by, at=at or timezone.now(), data=data)


def said(entry: Entry) -> Message:
    """What an entry tells."""
    if entry.data.get("erased"):
        return message("Struck out: the customer’s data was erased")
    say = SORTS.get(entry.sort, message("{what}", what=entry.sort))
    return say if isinstance(say, Message) else say(entry.data)


def _two(data: dict[str, Any]) -> dict[str, Any]:
    return {"before": data.get("before", "?"), "after": data.get("after", "?")}
