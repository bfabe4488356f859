"""Clocks stand still while somebody else is to do something."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.actions.changing import change
from regulars.web.cases.clocks import CLOCK_FIELDS, Calendars, set_clocks
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case, Pause, Why
from regulars.web.cases.states import State

LONGEST = timedelta(days=60)


@transaction.atomic
def pause(*, case: Case, why: Why, back: date, by: Any, words: str = "", seen: int | None = None) -> None:
    """Let it rest until a day at the latest. Raises ``CaseError`` before the customer knows that they were heard."""
    if not case.ours or case.resting:
        raise CaseError(message("Its clocks do not run."))
    if case.state == State.RECEIVED:
        raise CaseError(message("Acknowledge it first: the customer waits to hear that they were heard."))
    today = timezone.localdate()
    if not today < back <= today + LONGEST:
        raise CaseError(message("Choose a day after today and within {days} days.", days=LONGEST.days))
    Pause.objects.create(case=case, why=why, back=back)
    change(case, seen=seen, resting=True, next_due=None)
    write(case, "paused", by=by, why=why.value, back=back.isoformat(), words=words)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["pause"])


@transaction.atomic
def resume(*, case: Case, by: Any, words: str = "", seen: int | None = None) -> None:
    """Its clocks run again, with as much time left as there was. Done twice, it is done once."""
    if not Pause.objects.filter(case=case, until=None).update(until=timezone.now()):
        return
    case.resting = False
    set_clocks(case, Calendars())
    change(case, seen=seen, resting=False, **{name: getattr(case, name) for name in CLOCK_FIELDS})
    write(case, "resumed", by=by, words=words)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["pause"])
