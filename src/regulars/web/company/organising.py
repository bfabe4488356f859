"""Units: adding, changing, moving, closing. The tree is sound on every day, past and to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from regulars.language import Day, Text, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.errors import TreeError
from regulars.web.company.models import Unit, UnitMembership
from regulars.web.company.tree import Branch, moved, overlapping, ring


@transaction.atomic
def add_unit(*, code: str, name: Text, parent: Unit | None = None, by: User, **fields: Any) -> Unit:
    """A new unit, below its parent since ever."""
    if Unit.objects.filter(code=code).exists():
        raise TreeError(message("There is a unit with the code “{code}” already.", code=code))
    unit = Unit.objects.create(code=code, name=name, **fields)
    if parent is not None:
        UnitMembership.objects.create(unit=unit, parent=parent)
    record(Event.UNIT_ADDED, target=unit, by=by, code=code)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, fields: Mapping[str, Any], by: User) -> list[str]:
    """Set these fields; returns the names of those that changed. The code stays: facts know the unit by it."""
    changed = [name for name, value in fields.items() if getattr(unit, name) != value]
    if changed:
        for name in changed:
            setattr(unit, name, fields[name])
        unit.save(update_fields=changed)
        record(Event.UNIT_CHANGED, target=unit, by=by, fields=changed)
    return changed


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, since: date | None, by: User) -> None:
    """Put a unit below another from a day on (None: since ever); results of earlier days keep the earlier tree."""
    before = _locked()
    if parent == unit:
        raise TreeError(message("{unit} cannot belong to itself.", unit=unit.shown_name))
    later = [one.first for one in before if one.unit == unit.pk and one.first > (since or date.min)]
    planned = min(later, default=None)
    if planned is not None:
        raise TreeError(
            message(
                "{unit} moves on {day} already. Take that move back first, or choose a later day.",
                unit=unit.shown_name,
                day=Day(planned),
            )
        )
    after = moved(before, unit.pk, None if parent is None else parent.pk, since)
    _check(after)
    _store(before, after)
    record(
        Event.UNIT_CHANGED,
        target=unit,
        by=by,
        fields=["parent"],
        parent=parent.code if parent else "",
        since=since.isoformat() if since else "",
    )


@transaction.atomic
def take_move_back(*, membership: UnitMembership, by: User) -> None:
    """Remove the last membership of a unit; the one before it holds on."""
    unit = membership.unit
    later = unit.memberships.exclude(pk=membership.pk).filter(since__gt=membership.since or date.min)
    if later.exists():
        raise TreeError(message("Only the last move of {unit} can be taken back.", unit=unit.shown_name))
    before = _locked()
    last_day = membership.since - timedelta(days=1) if membership.since else None
    after = [
        Branch(one.unit, one.parent, one.since, None, one.pk)
        if one.unit == unit.pk and one.until is not None and one.until == last_day
        else one
        for one in before
        if one.pk != membership.pk
    ]
    _check(after)
    _store(before, after)
    record(Event.UNIT_CHANGED, target=unit, by=by, fields=["parent"], taken_back=True)


def _locked() -> list[Branch]:
    """The tree as it is, while nobody else changes it."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    rows = UnitMembership.objects.values_list("unit_id", "parent_id", "since", "until", "pk")
    return [Branch(*row) for row in rows]


def _check(branches: list[Branch]) -> None:
    if pair := overlapping(branches):
        unit = Unit.objects.get(pk=pair[0].unit)
        raise TreeError(
            message(
                "{unit} would belong to two units on {day}.",
                unit=unit.shown_name,
                day=Day(max(one.first for one in pair)),
            )
        )
    if found := ring(branches):
        day, pk = found
        unit = Unit.objects.get(pk=pk)
        if day == date.min:
            raise TreeError(message("{unit} would stand below itself. Choose another unit.", unit=unit.shown_name))
        raise TreeError(
            message(
                "{unit} would stand below itself on {day}. Choose another unit or another day.",
                unit=unit.shown_name,
                day=Day(day),
            )
        )


def _store(before: list[Branch], after: list[Branch]) -> None:
    kept = {one.pk: one for one in after if one.pk is not None}
    for one in before:
        if one.pk not in kept:
            UnitMembership.objects.filter(pk=one.pk).delete()
        elif kept[one.pk] != one:
            UnitMembership.objects.filter(pk=one.pk).update(since=kept[one.pk].since, until=kept[one.pk].until)
    UnitMembership.objects.bulk_create(
        UnitMembership(unit_id=one.unit, parent_id=one.parent, since=one.since, until=one.until)
        for one in after
        if one.pk is None
    )
