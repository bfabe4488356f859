"""What people decide about the fieldwork of a study; each decision stands in the trail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.survey.conditions import ConditionError
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.people.segments import count_of
from regulars.web.research.actions import close_study
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.models import Asked, Fieldwork, State
from regulars.web.research.fieldwork.models.asked import OPEN
from regulars.web.research.fieldwork.sweeping import take_back
from regulars.web.research.models import Cell, Study
from regulars.web.research.models import State as Course

CHANGEABLE = (
    "auto", "people", "seed", "reminders", "shares", "currency", "limit", "fixed", "due",
    "invitation_subject", "invitation_body", "reminder_subject", "reminder_body",
)  # fmt: skip


@transaction.atomic
def change_fieldwork(*, fieldwork: Fieldwork, by: User | None, **fields: Any) -> None:
    """How it is carried out. Raises ``FieldworkError`` where the condition cannot be read."""
    now = Fieldwork.objects.select_for_update().get(pk=fieldwork.pk)
    if people := fields.get("people", ""):
        check_condition(people)
    changed = sorted(name for name in CHANGEABLE if name in fields and getattr(now, name) != fields[name])
    if not changed:
        return
    for name in changed:
        setattr(now, name, fields[name])
    if "due" in changed:
        now.alarmed_at = None
        changed.append("alarmed_at")
    now.save(update_fields=changed)
    record(Event.FIELDWORK_CHANGED, target=now.study, by=by, changed=changed)


def check_condition(text: str) -> None:
    """Raises ``FieldworkError`` with what is wrong with it."""
    try:
        count_of(text, most=0)
    except ConditionError as error:
        raise FieldworkError(error.message) from error


@transaction.atomic
def keep_cell(*, study: Study, by: User | None, cell: Cell | None = None, **fields: Any) -> Cell:
    """Add a part of the population, or change one: its label, unit, rule, answers wanted, quota."""
    if rule := fields.get("rule", ""):
        check_condition(rule)
    made = cell or Cell(study=study)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    record(Event.FIELDWORK_CHANGED, target=study, by=by, changed=["cells"], cell=made.key)
    return made


@transaction.atomic
def drop_cell(*, cell: Cell, by: User | None) -> None:
    """A part that nobody was drawn of, and nobody answered in."""
    if cell.asked.exists() or cell.study.responses.filter(cell=cell).exists():
        raise FieldworkError(message("People of this part were asked already. It stays; set its quota instead."))
    record(Event.FIELDWORK_CHANGED, target=cell.study, by=by, changed=["cells"], cell=cell.key)
    cell.delete()


@transaction.atomic
def extend(*, study: Study, until: datetime, by: User | None, remind: bool = False) -> None:
    """It goes on until then, its report is due as much later; ``remind``: whoever has not answered hears today."""
    now = timezone.now()
    row = Study.objects.select_for_update().get(pk=study.pk)
    before = row.closes_at or now
    if until <= now or (row.closes_at is not None and until <= row.closes_at and row.state == Course.OPEN):
        raise FieldworkError(message("Choose a day after the one on which it closes now."))
    if row.state == Course.DRAFT:
        raise FieldworkError(message("This study has not begun. Change its last day instead."))
    Study.objects.filter(pk=row.pk).update(closes_at=until, state=Course.OPEN)
    longer = (until - before).days if until > before else 0
    found = Fieldwork.objects.select_for_update().filter(study=row).first()
    if found is not None:
        found.due = found.due + timedelta(days=longer) if found.due else None
        found.alarmed_at = found.stopped_at = None
        if remind and row.opens_at is not None:
            found.reminders = sorted({*found.reminders, _today(row.opens_at, now)})
        found.save(update_fields=["due", "alarmed_at", "stopped_at", "reminders"])
    # Whoever was left out because it closed, and has no letter yet, may be asked after all.
    Asked.objects.filter(study=row, state=State.OVER, invitation=None).update(state=State.DRAWN)
    record(Event.FIELDWORK_EXTENDED, target=row, by=by, until=until.isoformat(), remind=remind)
    study.refresh_from_db()


def _today(first: datetime, now: datetime) -> int:
    zone = company_zone()
    return max(1, (now.astimezone(zone).date() - first.astimezone(zone).date()).days)


@transaction.atomic
def end(*, study: Study, by: User | None) -> int:
    """Close it now: whoever was not invited yet is not; how many."""
    study.refresh_from_db()
    if study.state == Course.OPEN:
        close_study(study=study, by=by)
    Fieldwork.objects.filter(study=study).update(stopped_at=timezone.now())
    return take_back(study)


@transaction.atomic
def take_one_back(*, asked: Asked, by: User | None) -> None:
    """Their address leads nowhere any more, and no letter goes to them."""
    if not Asked.objects.filter(pk=asked.pk, state__in=(State.DRAWN, *OPEN)).update(state=State.CANCELLED):
        raise FieldworkError(message("This invitation is over already."))
    names = [f"invite:{asked.public_id}", *(f"remind:{asked.public_id}:{number}" for number in range(1, 32))]
    waiting = Outgoing.objects.filter(nonce__in=names, state=Sent.WAITING)
    waiting.update(state=Sent.CANCELLED, ended=timezone.now())
    record(Event.ASKED_TAKEN_BACK, target=asked.study, by=by, asked=asked.public_id)


@transaction.atomic
def leave_alone(*, asked: Asked, by: User | None, quiet: bool = False) -> None:
    """Not this customer: neither now nor by any draw or event to come, until somebody says otherwise.

    ``quiet``: in a study that knows nobody an invitation that went out stays as it is.
    """
    if asked.customer is None:
        raise FieldworkError(message("This person is no customer. Take the invitation back instead."))
    if not asked.customer.not_asked.filter(kind=None).exists():
        asked.customer.not_asked.create(kind=None, by=by)
        record(Event.CUSTOMER_LEFT_ALONE, target=asked.customer, by=by)
    if asked.state in ((State.DRAWN, State.QUEUED) if quiet else (State.DRAWN, *OPEN)):
        take_one_back(asked=asked, by=by)
