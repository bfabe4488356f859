"""When a case is due: business hours of its unit, without the time in which it rested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from regulars.web.cases.models import Case, Pause
from regulars.web.cases.states import State
from regulars.web.cases.workflows import Clock
from regulars.web.company.business import Hours, business_time, open_between
from regulars.web.company.errors import CalendarError
from regulars.web.company.models import Company, Unit, UnitMembership

Span = tuple[datetime, datetime]
_DAY = (("00:00", "24:00"),)


@dataclass(frozen=True)
class Always:
    """Of a unit without a calendar: every hour counts, so that nothing is forgotten because nobody set one."""

    zone: str = "UTC"
    hours: Sequence[Sequence[Sequence[str]]] = (_DAY,) * 7
    days_off: Sequence[str] = ()
    days_on: Sequence[str] = ()


def deadline(calendar: Hours, since: datetime, hours: float, rests: Iterable[Span] = ()) -> datetime | None:
    """When so many business hours have passed since an instant, those of ``rests`` not counted.

    None where the calendar never opens again. ``rests``: over, in order, none within another.
    """
    left = timedelta(hours=hours)
    try:
        due = business_time(calendar, since, left)
        for begins, ends in rests:
            begins = max(begins, since)
            if begins >= due or ends <= begins:
                continue
            left += open_between(calendar, begins, ends)
            due = business_time(calendar, since, left)
    except CalendarError:
        return None
    return due


def passed(calendar: Hours, since: datetime, now: datetime, rests: Iterable[Span] = ()) -> timedelta:
    """How much of a clock has run."""
    run = open_between(calendar, since, now)
    for begins, ends in rests:
        begins, ends = max(begins, since), min(ends, now)
        if ends > begins:
            run -= open_between(calendar, begins, ends)
    return run


@dataclass
class Calendars:
    """Of units, each looked up once: its own, else that of the unit above it, else every hour."""

    _known: dict[int | None, Hours] = field(default_factory=dict)

    def of(self, unit: Unit | None) -> Hours:
        """The hours that count for a unit."""
        key = unit.pk if unit else None
        if key not in self._known:
            self._known[key] = _calendar(unit)
        return self._known[key]


def _calendar(unit: Unit | None) -> Hours:
    seen: set[int] = set()
    while unit is not None and unit.pk not in seen:
        if unit.calendar is not None:
            return unit.calendar
        seen.add(unit.pk)
        above = UnitMembership.objects.filter(unit=unit, until=None).select_related("parent__calendar").first()
        unit = above.parent if above else None
    return Always(zone=Company.current().zone or "UTC")


def set_clocks(case: Case, calendars: Calendars) -> None:
    """Put the ends of its clocks into a case that is not yet stored: those that still run."""
    calendar, rests = calendars.of(case.unit), _rests(case)
    for clock in Clock:
        if not _met(case, clock):
            hours = case.workflow.hours(clock, case.severity)
            due = None if hours is None else deadline(calendar, case.since, hours, rests)
            setattr(case, f"due_{clock}", due)
    case.next_due = next_due(case)


CLOCK_FIELDS = ("due_acknowledge", "due_respond", "due_resolve", "next_due")


def next_due(case: Case) -> datetime | None:
    """The first clock that is not met; none while the case rests, waits for the customer, or is closed."""
    if case.resting or not case.ours:
        return None
    dues = [getattr(case, f"due_{clock}") for clock in Clock if not _met(case, clock)]
    return min((due for due in dues if due is not None), default=None)


def _met(case: Case, clock: Clock) -> bool:
    if case.state == State.CLOSED:
        return True
    stamp = {Clock.ACKNOWLEDGE: case.acknowledged, Clock.RESPOND: case.responded, Clock.RESOLVE: case.closed}[clock]
    return stamp is not None


def _rests(case: Case) -> list[Span]:
    """Those that are over; one that still lasts ends the clocks until then."""
    if case.pk is None:
        return []
    rows = Pause.objects.filter(case=case, until__isnull=False, until__gt=case.since).order_by("since")
    return list(rows.values_list("since", "until"))


@dataclass(frozen=True)
class Face:
    """A clock as a page shows it. ``met``: when what it asks for was done; ``run``: business time so far."""

    clock: Clock
    due: datetime | None
    met: datetime | None
    target: timedelta
    run: timedelta
    resting: bool

    @property
    def share(self) -> float:
        """Of the time that there is."""
        return 1.0 if not self.target else min(1.0, self.run / self.target)

    @property
    def late(self) -> bool:
        """Whether it took longer, or takes longer already."""
        return self.run > self.target


def faces(case: Case, now: datetime) -> list[Face]:
    """The clocks of a case, in business time."""
    calendar, rests = Calendars().of(case.unit), _rests(case)
    stands = Pause.objects.filter(case=case, until=None).first()
    if stands is not None:
        rests = [*rests, (stands.since, now)]
    made: list[Face] = []
    stamps: dict[Clock, Any] = {
        Clock.ACKNOWLEDGE: case.acknowledged,
        Clock.RESPOND: case.responded,
        Clock.RESOLVE: case.closed,
    }
    for clock in Clock:
        hours = case.workflow.hours(clock, case.severity)
        if hours is None:
            continue
        met = stamps[clock]
        begins = min(case.since, met) if met and met < case.since else case.since
        run = passed(calendar, case.opened if begins < case.since else begins, met or now, rests)
        made.append(Face(clock, getattr(case, f"due_{clock}"), met, timedelta(hours=hours), run, case.resting))
    return made
