"""The same thing done with many cases, each for itself, and taken back where nobody was there since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from regulars.language import RegularsError, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.cases import actions
from regulars.web.cases.actions.changing import change
from regulars.web.cases.clocks import Calendars, set_clocks
from regulars.web.cases.desk.models import Did, Do, Lot
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case
from regulars.web.cases.states import Step
from regulars.web.words import stored

MOST = 1_000
_OF: dict[str, tuple[str, ...]] = {
    Do.ACKNOWLEDGE: ("state", "acknowledged"),
    Do.TAKE: ("owner_id",),
    Do.HAND: ("owner_id",),
    Do.GRADE: ("severity", "priority"),
}
Chosen = tuple[str, int | None]


def do_with_all(
    chosen: Iterable[Chosen], *, do: Do, by: User, rows: Any, to: User | None = None, severity: int = 0,
    back: str = "",
) -> Lot:  # fmt: skip
    """``chosen``: public ids with the revision that was seen, or None; ``rows``: what may be worked on."""
    wanted = dict(list(chosen)[:MOST])
    lot = Lot.objects.create(by=by, do=do, back=back[:600])
    todo = _what(do, by, to, severity)
    for case in rows.filter(public_id__in=list(wanted)).select_related("unit", "customer", "owner").order_by("pk"):
        _one(lot, case, wanted[case.public_id], todo)
    Lot.objects.filter(pk=lot.pk).update(left=lot.left)
    return lot


def _what(do: Do, by: User, to: User | None, severity: int) -> Callable[[Case, int | None], None]:
    def todo(case: Case, seen: int | None) -> None:
        if do is Do.ACKNOWLEDGE:
            actions.step(case=case, step=Step.ACKNOWLEDGE, by=by, seen=seen)
        elif do is Do.GRADE:
            actions.grade(case=case, severity=severity, by=by, seen=seen)
        else:
            actions.hand_over(case=case, to=by if do is Do.TAKE or to is None else to, by=by, seen=seen)

    return todo


def _one(lot: Lot, case: Case, seen: int | None, todo: Callable[[Case, int | None], None]) -> None:
    before = {name: _plain(getattr(case, name)) for name in (*_OF[lot.do], "revision")}
    revision = case.revision
    try:
        with transaction.atomic():
            if seen is not None and seen != revision:
                raise MeanwhileError(message("Somebody worked on it since the list was shown."))
            todo(case, seen)
            if case.revision == revision:
                raise CaseError(message("It is so already."))
            Did.objects.create(lot=lot, case=case, revision=case.revision, before=before)
    except RegularsError as error:
        lot.left.append([case.pk, stored(error.message)])


def take_back(lot: Lot, *, by: User, now: datetime | None = None) -> int:
    """What was before, in each case that nobody changed since; says in how many. Raises ``CaseError`` when too late."""
    moment = now or timezone.now()
    if not lot.open(moment) or not Lot.objects.filter(pk=lot.pk, undone=None).update(undone=moment):
        raise CaseError(message("This cannot be taken back any more."))
    done, kept = 0, []
    for one in lot.done.select_related("case__unit", "case__customer"):
        try:
            _restore(one, by)
            done += 1
        except MeanwhileError:
            kept.append(one.case_id)
    Lot.objects.filter(pk=lot.pk).update(kept=kept)
    return done


@transaction.atomic
def _restore(one: Did, by: User) -> None:
    case = one.case
    if case.revision != one.revision:
        raise MeanwhileError(message("Somebody worked on it since."))
    fields = {name: _typed(name, value) for name, value in one.before.items()}
    earlier = fields.pop("revision")
    if fields.get("owner_id") and not User.objects.filter(pk=fields["owner_id"], is_active=True).exists():
        raise MeanwhileError(message("Its owner left."))
    for name, value in fields.items():
        setattr(case, name, value)
    set_clocks(case, Calendars())
    clocks = {name: getattr(case, name) for name in ("due_acknowledge", "due_respond", "due_resolve", "next_due")}
    change(case, seen=one.revision, **fields, **clocks)
    # It is as the lot before this one left it: that one can be taken back as well.
    Did.objects.filter(case=case, revision=earlier, lot__undone=None).update(revision=case.revision)
    write(case, "taken-back", by=by, do=one.lot.do)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["undo"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(name: str, value: Any) -> Any:
    return parse_datetime(value) if name == "acknowledged" and value else value
