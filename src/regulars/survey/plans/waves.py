"""When the waves of a plan open, remind, close and are reported on."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from regulars.survey.plans.parts import Every, Waves
from regulars.survey.plans.plan import Plan

MONTHS = {Every.ONCE: 0, Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Wave:
    """``last``: the last day on which answers count; ``due``: the day of its report."""

    number: int
    first: date
    reminders: tuple[date, ...]
    last: date
    due: date


def waves(plan: Plan) -> tuple[Wave, ...]:
    """All waves of a plan; one that listens to events is open until it is closed and has none."""
    if not isinstance(plan.frequency, Waves):
        return ()
    found = []
    for number in range(plan.frequency.count):
        first = _later(plan.first, number * MONTHS[plan.frequency.every])
        last = first + timedelta(days=plan.days - 1)
        reminders = tuple(first + timedelta(days=day) for day in plan.reminders)
        found.append(Wave(number + 1, first, reminders, last, last + timedelta(days=plan.report_after)))
    return tuple(found)


def _later(day: date, months: int) -> date:
    """The same day of a later month, its last where it is shorter: the 31st of January, the 28th of February.

    >>> _later(date(2027, 1, 31), 1), _later(date(2027, 11, 30), 3)
    (datetime.date(2027, 2, 28), datetime.date(2028, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
