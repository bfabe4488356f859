"""Customers by the period in which they first bought: how many buy again, period by period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, same_length
from regulars.methods.days import day_of, days
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.patterns.lines import bought, people_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of

PERIODS = ("day", "week", "month", "quarter", "year")
MOST_CELLS = 1_000_000
Period = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, kw_only=True)
class CohortRetention(Result):
    """A table of cohorts (rows, oldest first) by age in periods (columns, 0 the first); shares 0 to 1.

    ``kept`` has NaN where a cohort has not come so far; ``complete`` is false where that period is not over on
    ``until``. ``all_*`` are over all cohorts whose period of that age is over, ``all_size`` their customers.
    """

    minimum_n = 100

    period: str
    until: str
    first_cohort: str
    cohorts: tuple[str, ...]
    cohort_size: Ints
    age: Ints
    all_kept: Floats
    all_kept_low: Floats
    all_kept_high: Floats
    all_size: Ints
    kept: Floats
    kept_low: Floats
    kept_high: Floats
    complete: Any
    n_returned: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """Old customers in the first cohort, and a period that is not over."""
        found = [
            message(
                "{cohort} is the first period of the data: it holds old customers too, who stay more than new ones.",
                cohort=self.first_cohort,
            )
        ]
        if not self.complete[-1, 0]:
            found.append(
                message(
                    "The period {cohort} is not over on {day}. Its cells are marked, and stay out of the line for all.",
                    cohort=self.cohorts[-1],
                    day=self.until,
                )
            )
        return tuple(found)


@method(
    message("Of those who first bought in one period, how many buy in each period after it?"),
    rows=("L26", "V10"),
    minimum_n=CohortRetention.minimum_n,
    samples=False,
)
def cohort_retention(
    customers: IntoColumn,
    dates: IntoColumn,
    *,
    period: Period = "month",
    until: Any = None,
    quantity: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> CohortRetention:
    """Share of each cohort that buys again at each age, with Wilson's interval.

    Parameters:
        customers: who bought, one entry for each purchase or line.
        dates: the day of it.
        period: "day", "week" (from Monday), "month", "quarter" or "year".
        until: the last day that the data know; the last one in them when omitted. Later rows are left out.
        quantity: pieces; lines with none or fewer (returns) are left out and counted in ``n_returned``.
        missing: codes that mean "not known".
        confidence: level of the intervals.

    Rows without customer or day are counted in ``n_missing``. ``n`` are customers.

    Source: [glenn2005]; shares [wilson1927].

    >>> result = cohort_retention(
    ...     ["a", "b", "a", "c", "a"], ["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-09", "2026-03-31"]
    ... )
    >>> result.cohorts, result.cohort_size.tolist(), result.all_kept.round(2).tolist()
    (('2026-01', '2026-02'), [2, 1], [1.0, 0.33, 0.5])
    """
    check_confidence(confidence)
    one_of(PERIODS, period, name="period")
    who, day = people_of(customers, missing=missing), days(dates, name="dates", missing=missing)
    same_length(len(who), ("dates", day))
    rows, n_missing, n_returned = bought(quantity, (who >= 0) & ~np.isnan(day), missing)
    last = day[rows].max() if until is None else float(days([until], name="until")[0])
    if np.isnan(last) or not (day[rows] <= last).any():
        raise OptionError(message("No customer bought anything until {day}. Name a later day.", day=str(until)[:60]))
    rows &= day <= last
    index = _index(day[rows], period)
    person, place = np.unique(who[rows], return_inverse=True)
    start = np.full(len(person), np.iinfo(np.int64).max)
    np.minimum.at(start, place, index)
    begins, end = int(start.min()), int(_index(np.array([last]), period)[0])
    width = end - begins + 1
    if width * width > MOST_CELLS:
        raise OptionError(
            message("The data span {count} periods of a {period}. Choose a longer period.", count=width, period=period)
        )
    size = np.bincount(start - begins, minlength=width)
    cells = np.sort((start - begins)[place] * width * len(person) + (index - start[place]) * len(person) + place)
    once = cells[np.append(True, cells[1:] != cells[:-1])]  # sorting millions is ten times as fast as np.unique
    active = np.bincount(once // len(person), minlength=width * width).reshape(width, width)
    held = size > 0
    ages = np.arange(width)
    come = begins + np.flatnonzero(held)[:, None] + ages <= end
    over = begins + np.flatnonzero(held)[:, None] + ages + 1 <= _index(np.array([last + 1]), period)[0]
    people = np.where(come, size[held][:, None], 0).astype(np.float64)
    kept = np.where(come, active[held] / np.maximum(size[held][:, None], 1), np.nan)
    z = critical(confidence)
    low, high = wilson_of_each(kept, people, z)
    total = (over * size[held][:, None]).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        all_kept = (over * active[held]).sum(axis=0) / total
    all_low, all_high = wilson_of_each(all_kept, total.astype(np.float64), z)
    for part in (low[:, 0], high[:, 0], all_low[:1], all_high[:1]):
        part[~np.isnan(part)] = 1.0  # who first bought in a period bought in it; that is no estimate
    names = tuple(_name(begins + int(at), period) for at in np.flatnonzero(held))
    return CohortRetention(
        period=period,
        until=day_of(last).isoformat(),
        first_cohort=names[0],
        cohorts=names,
        cohort_size=size[held],
        age=ages,
        all_kept=all_kept,
        all_kept_low=all_low,
        all_kept_high=all_high,
        all_size=total,
        kept=kept,
        kept_low=low,
        kept_high=high,
        complete=over,
        n_returned=n_returned,
        n=len(person),
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )


def _index(day: Floats, period: str) -> Ints:
    """The number of the period that holds each day; neighbours differ by one."""
    if period == "day":
        return day.astype(np.int64)
    if period == "week":
        return np.asarray((day.astype(np.int64) + 3) // 7)  # 1 January 1970 was a Thursday
    months = day.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // {"month": 1, "quarter": 3, "year": 12}[period])


def _name(index: int, period: str) -> str:
    if period in ("day", "week"):
        first: date = day_of(index if period == "day" else 7 * index - 3)
        return first.isoformat() if period == "day" else f"{first.isoformat()}–{(first + timedelta(6)).isoformat()}"
    year, part = divmod(index, {"month": 12, "quarter": 4, "year": 1}[period])
    return {"month": f"{1970 + year}-{part + 1:02}", "quarter": f"{1970 + year} Q{part + 1}"}.get(
        period, str(1970 + year)
    )
