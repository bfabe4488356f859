"""What people do with kinds, triggers and customers who are left alone. Each change stands in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from regulars.language import message
from regulars.survey.happenings import HappeningKind
from regulars.web.audit import Event, record
from regulars.web.people.models import Customer
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.kinds import PURCHASE
from regulars.web.research.events.models import EventKind, Exclusion, Happening, State, Trigger
from regulars.web.research.models import Study


def add_kind(*, content: Mapping[str, Any], by: Any) -> EventKind:
    """A kind of the company's own. Raises ``EntryError``, ``EventError``."""
    plain = HappeningKind.from_dict(content)
    try:
        with transaction.atomic():
            made = EventKind.objects.create(
                key=plain.key, name=plain.name, fields=[one.to_dict() for one in plain.fields], own=True
            )
            record(Event.KIND_ADDED, target=made, by=by, code=plain.key)
    except IntegrityError:
        raise EventError(message("There is already a kind “{key}”. Choose another key.", key=plain.key)) from None
    return made


@transaction.atomic
def change_kind(*, kind: EventKind, content: Mapping[str, Any], by: Any) -> None:
    """Its name and fields; the key stays. Details of a field that went are kept and not shown."""
    plain = HappeningKind.from_dict({**content, "key": kind.key})
    fields = [one.to_dict() for one in plain.fields]
    changed = [
        name for name, old, new in (("name", kind.name, plain.name), ("fields", kind.fields, fields)) if old != new
    ]
    if changed:
        kind.name, kind.fields = plain.name, fields
        kind.save(update_fields=["name", "fields"])
        record(Event.KIND_CHANGED, target=kind, by=by, fields=changed)


@transaction.atomic
def take_purchases(*, taken: bool, by: Any) -> None:
    """Let what is imported from now on count as events, or no more."""
    kind = EventKind.objects.get(key=PURCHASE)
    if taken != (kind.taken_since is not None):
        EventKind.objects.filter(pk=kind.pk).update(taken_since=timezone.now() if taken else None)
        record(Event.KIND_CHANGED, target=kind, by=by, fields=["purchases"])


@transaction.atomic
def add_trigger(*, kind: EventKind, study: Study, fields: Mapping[str, Any], by: Any) -> Trigger:
    """Behind the others of its kind, and off: nobody is asked before somebody switches it on."""
    last = Trigger.objects.filter(kind=kind).aggregate(last=Max("place"))["last"] or 0
    made = Trigger.objects.create(kind=kind, study=study, place=last + 1, by=by, **fields)
    record(Event.TRIGGER_ADDED, target=made, by=by, study=study.public_id, code=kind.key)
    return made


@transaction.atomic
def change_trigger(*, trigger: Trigger, fields: Mapping[str, Any], by: Any) -> list[str]:
    """What it waits for, whom it asks, how often. What waits already keeps its time."""
    changed = [name for name, value in fields.items() if getattr(trigger, name) != value]
    if changed:
        for name in changed:
            setattr(trigger, name, fields[name])
        trigger.changed = timezone.now()
        trigger.save(update_fields=[*changed, "changed"])
        record(Event.TRIGGER_CHANGED, target=trigger, by=by, fields=changed)
    return changed


@transaction.atomic
def switch(*, trigger: Trigger, on: bool, by: Any) -> int:
    """On or off. Switched off, what waits for it is not asked; returns how many those were."""
    if not Trigger.objects.filter(pk=trigger.pk, on=not on).update(on=on, changed=timezone.now()):
        return 0
    record(Event.TRIGGER_SWITCHED, target=trigger, by=by, on=on)
    if on:
        return 0
    waiting = Happening.objects.filter(trigger=trigger, state=State.WAITING)
    return waiting.update(state=State.STOPPED, decided_at=timezone.now())


@transaction.atomic
def move(*, trigger: Trigger, earlier: bool, by: Any) -> None:
    """One place on among those of its kind; at the end of the list it stays."""
    order = list(Trigger.objects.select_for_update().filter(kind=trigger.kind_id).order_by("place", "pk"))
    at = [one.pk for one in order].index(trigger.pk)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, one in enumerate(order, 1):
        if one.place != place:
            Trigger.objects.filter(pk=one.pk).update(place=place)
    record(Event.TRIGGER_CHANGED, target=trigger, by=by, fields=["place"])


@transaction.atomic
def remove_trigger(*, trigger: Trigger, by: Any) -> None:
    """For good. What it has asked stays asked; what waits for it is not asked."""
    waiting = Happening.objects.filter(trigger=trigger, state=State.WAITING)
    waiting.update(state=State.STOPPED, decided_at=timezone.now())
    record(Event.TRIGGER_REMOVED, target=trigger, by=by, code=trigger.kind.key)
    trigger.delete()


@transaction.atomic
def leave_alone(*, customer: Customer, kind: EventKind | None, by: Any) -> None:
    """Never ask this customer about such events, or about any; what waits is not asked either."""
    _, fresh = Exclusion.objects.get_or_create(customer=customer, kind=kind, defaults={"by": by})
    waiting = Happening.objects.filter(customer=customer, state=State.WAITING)
    if kind is not None:
        waiting = waiting.filter(kind=kind)
    waiting.update(state=State.EXCLUDED, decided_at=timezone.now())
    if fresh:
        record(Event.CUSTOMER_LEFT_ALONE, target=customer, by=by, code=kind.key if kind else "")


@transaction.atomic
def ask_again(*, exclusion: Exclusion, by: Any) -> None:
    """From now on they may be asked about such events again."""
    record(
        Event.CUSTOMER_ASKED_AGAIN, target=exclusion.customer, by=by, code=exclusion.kind.key if exclusion.kind else ""
    )
    exclusion.delete()
