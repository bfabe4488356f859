"""Who works on a case, and how urgent it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.cases.actions.changing import change
from regulars.web.cases.assigning import manager_of, workers
from regulars.web.cases.clocks import CLOCK_FIELDS, Calendars, set_clocks
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.hooks import GRADED, HANDED, told
from regulars.web.cases.models import Case
from regulars.web.cases.workflows import SEVERITIES


@transaction.atomic
def hand_over(*, case: Case, to: User, by: Any, words: str = "", seen: int | None = None, sort: str = "handed") -> None:
    """Somebody else owns it from now on. Raises ``CaseError`` for whoever may not work on it."""
    if not case.is_open:
        raise CaseError(message("It is closed. Open it again first."))
    if not workers(case.unit).filter(pk=to.pk).exists():
        raise CaseError(message("{name} may not work on cases of this unit.", name=to.shown_name))
    if case.owner_id == to.pk:
        return
    raised = {"escalated": case.escalated + 1} if sort != "handed" else {}
    change(case, seen=seen, owner=to, **raised)
    write(case, sort, by=by, name=to.shown_name, to=to.pk, words=words)
    record(Event.CASE_HANDED, target=case, by=by)
    told(HANDED, case, by)


def take(*, case: Case, by: User) -> None:
    """Own it oneself."""
    hand_over(case=case, to=by, by=by)


def raise_up(*, case: Case, by: Any, words: str, seen: int | None = None) -> User:
    """Pass it to whoever leads the unit; says to whom. Raises ``CaseError`` where nobody stands above."""
    to = manager_of(case.unit, but=case.owner)
    if to is None:
        raise CaseError(message("Nobody stands above who may work on it. Hand it to somebody by name."))
    hand_over(case=case, to=to, by=by, words=words, seen=seen, sort="raised")
    return to


@transaction.atomic
def grade(*, case: Case, severity: int, by: Any, words: str = "", seen: int | None = None) -> None:
    """How bad it is; its clocks are set anew from when they began."""
    if severity not in SEVERITIES:
        raise CaseError(message("Severity is 1 to 4."))
    before = case.severity
    if severity == before:
        return
    case.severity, case.priority = severity, severity * case.stake
    set_clocks(case, Calendars())
    fields = {name: getattr(case, name) for name in ("severity", "priority", *CLOCK_FIELDS)}
    change(case, seen=seen, **fields)
    write(case, "graded", by=by, before=before, after=severity, words=words)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["severity"])
    told(GRADED, case, by)
