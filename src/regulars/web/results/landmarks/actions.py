"""Setting and ending targets, noting events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.company.models import Company
from regulars.web.results.landmarks.errors import LandmarkError
from regulars.web.results.landmarks.models import Happening, Target
from regulars.web.results.landmarks.periods import said

MOST = 2000  # of either kind; every report reads those in its reader's sight


@transaction.atomic
def set_target(*, one: Target, by: Any) -> Target:
    """Store a new one or a changed one. Raises ``LandmarkError`` where another one is in force meanwhile."""
    # One at a time: two that overlap, set at once, would not see each other.
    Company.objects.select_for_update().filter(pk=1).first()
    _refuse_overlap(one)
    if one.pk is None:
        _refuse_more(Target)
        one.by = by
        one.save()
        record(Event.TARGET_SET, target=one, by=by, **_told(one))
        return one
    before = Target.objects.filter(pk=one.pk, ended=None).first()
    if before is None:
        raise LandmarkError(message("Somebody ended this target meanwhile. Set a new one."))
    if _told(before) != _told(one):
        one.save()
        record(Event.TARGET_CHANGED, target=one, by=by, before=_told(before), now=_told(one))
    return one


@transaction.atomic
def end_target(*, one: Target, by: Any) -> None:
    """From today on it is in force no more; what came before stays held against it. Once."""
    today = timezone.localdate()
    if not Target.objects.filter(pk=one.pk, ended=None, last__gte=today).update(ended=today):
        raise LandmarkError(message("This target has ended already."))
    record(Event.TARGET_ENDED, target=one, by=by, **_told(one))


@transaction.atomic
def note(*, one: Happening, by: Any) -> Happening:
    """Store a new event or a changed one. The trail tells its days; its words may name somebody."""
    if one.pk is None:
        _refuse_more(Happening)
        one.by = by
        one.save()
        record(Event.HAPPENING_NOTED, target=one, by=by, **_days(one))
        return one
    before = Happening.objects.filter(pk=one.pk).first()
    if before is None:
        raise LandmarkError(message("Somebody removed this event meanwhile."))
    if (before.words, _days(before)) != (one.words, _days(one)):
        one.save()
        record(Event.HAPPENING_CHANGED, target=one, by=by, before=_days(before), now=_days(one))
    return one


@transaction.atomic
def remove(*, one: Happening, by: Any) -> None:
    """It stands on no trend any more."""
    record(Event.HAPPENING_REMOVED, target=one, by=by, **_days(one))
    one.delete()


def _refuse_overlap(one: Target) -> None:
    same = Target.objects.filter(indicator=one.indicator, survey=one.survey, unit=one.unit).exclude(pk=one.pk)
    other = same.filter(
        Q(ended=None) | Q(ended__gt=F("first")) & Q(ended__gt=one.first), first__lte=one.last, last__gte=one.first
    ).first()
    if other is not None:
        raise LandmarkError(
            message(
                "A target of {target} is already set for this: {period}. Change or end that one, or choose another "
                "period.",
                target=other.aimed,
                period=said(other.first, other.last),
            )
        )


def _refuse_more(model: Any) -> None:
    if model.objects.count() >= MOST:
        raise LandmarkError(message("There are {most} already, and more are not kept. Change one of them.", most=MOST))


def _told(one: Target) -> dict[str, Any]:
    return {"indicator": one.indicator, "value": str(one.value), **_days(one)}


def _days(one: Target | Happening) -> dict[str, Any]:
    unit = "" if one.unit is None else one.unit.code
    return {"first": _iso(one.first), "last": _iso(one.last), "survey": one.survey, "unit": unit}


def _iso(day: date) -> str:
    return day.isoformat()
