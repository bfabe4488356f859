"""Noting steps, taking in series from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.results.scorecard.measures import by_key, read
from regulars.web.results.scorecard.models import Measure, Remedy


@transaction.atomic
def note_step(*, title: str, problem: str, days: int, removes: int, by: Any) -> Remedy:
    """A step against a problem; the same twice is one."""
    own, new = Remedy.objects.get_or_create(
        title=title, problem=problem, done_at=None, defaults={"days": days, "removes": removes, "by": by}
    )
    if not new:
        Remedy.objects.filter(pk=own.pk).update(days=days, removes=removes)
    record(Event.STEP_NOTED, target=own, by=by)
    return own


@transaction.atomic
def settle_step(*, step: Remedy, done: bool, by: Any) -> None:
    """It was taken, or nobody thinks of it any more. Pressed twice, it is done once."""
    if done:
        if Remedy.objects.filter(pk=step.pk, done_at=None).update(done_at=timezone.now()):
            record(Event.STEP_TAKEN, target=step, by=by)
    elif Remedy.objects.filter(pk=step.pk).delete()[0]:
        record(Event.STEP_DROPPED, by=by)


@transaction.atomic
def take_in(*, file: Path, name: str, by: Any) -> int:
    """All values of a file; a day that is known already gets the new value, so the same file twice changes nothing."""
    units = dict(Unit.objects.values_list("code", "pk"))
    rows = list(by_key(read(file, name=name, units=units)))
    names = {one.name for one in rows}
    known = {
        (one.name, one.unit_id, one.day): one for one in Measure.objects.filter(name__in=names).select_for_update()
    }
    new, changed = [], []
    for one in rows:
        unit = units[one.unit] if one.unit else None
        before = known.get((one.name, unit, one.day))
        if before is None:
            new.append(Measure(name=one.name, unit_id=unit, day=one.day, value=one.value))
        elif before.value != one.value:
            before.value = one.value
            changed.append(before)
    Measure.objects.bulk_create(new, batch_size=500)
    Measure.objects.bulk_update(changed, ["value"], batch_size=500)
    record(Event.MEASURES_TAKEN, by=by, rows=len(rows))
    return len(new) + len(changed)


@transaction.atomic
def forget_series(*, name: str, by: Any) -> None:
    """All values of a series."""
    rows, _ = Measure.objects.filter(name=name).delete()
    if rows:
        record(Event.MEASURES_FORGOTTEN, by=by, rows=rows)
