"""Purchases cut in two by a day: the histories known by then, and what the same customers did after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from regulars.language import Day, message
from regulars.methods.buying.histories import Histories, grouped
from regulars.methods.columns import Floats, IntoColumn, Ints, groups, same_length
from regulars.methods.days import day_of, days
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

FEWEST = 2  # days after the split


@dataclass(frozen=True)
class Cut:
    """Customers whose first purchase was by the split. Times are days; a day with purchases is one purchase.

    ``later`` counts the purchases of each from the day after the split to ``until``. ``bought`` are the days of all
    their repeat purchases, before and after.
    """

    frequency: Floats
    recency: Floats
    T: Floats
    first: Floats
    later: Floats
    bought: Floats
    split: float
    until: float
    n_missing: int
    newer: int  # customers who came after the split

    @classmethod
    def of(cls, customers: IntoColumn, dates: IntoColumn, split: str | date, until: str | date | None) -> Cut:
        """Check, take purchases of one customer and day together, cut."""
        day = days(dates, name="dates")
        same_length(len(day), ("customers", customers))
        who = groups(customers, name="customers")[1]
        known = ~np.isnan(day)
        if not known.any():
            raise TooFewAnswersError(message("There is no purchase with a day."))
        last = float(day[known].max()) if until is None else _day(until, "until")
        at = _day(split, "split")
        known &= day <= last
        start = float(day[known].min(initial=np.inf))
        if not start <= at <= last - FEWEST:
            raise OptionError(
                message(
                    "The split is {split}; the purchases run from {start} to {end}. Choose a day within, such as after "
                    "two thirds of the time.",
                    split=Day(day_of(at)),
                    start=Day(day_of(min(start, last))),
                    end=Day(day_of(last)),
                )
            )
        missing = int(np.isnan(day).sum())
        code, when = _customer_days(who[known], day[known])
        first = np.r_[True, code[1:] != code[:-1]]
        begin = np.flatnonzero(first)
        entered = when[begin]
        size = np.diff(np.r_[begin, len(code)])
        owner = np.repeat(np.arange(len(begin)), size)
        before = when <= at
        kept = entered <= at
        if not kept.any():
            raise TooFewAnswersError(message("No customer had bought by the split."))
        frequency = np.bincount(owner, weights=before).astype(np.float64) - 1
        latest = np.maximum.reduceat(np.where(before, when, -np.inf), begin)
        later = np.bincount(owner, weights=~before).astype(np.float64)
        return cls(
            frequency[kept],
            (latest - entered)[kept],
            (at - entered)[kept],
            entered[kept],
            later[kept],
            when[~first & kept[owner]],
            at,
            last,
            missing,
            int((~kept).sum()),
        )

    @property
    def horizon(self) -> float:
        """Days held out."""
        return self.until - self.split

    @property
    def rows(self) -> Histories:
        """Distinct histories by the split."""
        return grouped(np.stack((self.frequency, self.recency, self.T)))


def _customer_days(who: Ints, day: Floats) -> tuple[Ints, Floats]:
    """Distinct pairs in order."""
    order = np.lexsort((day, who))
    who, day = who[order], day[order]
    new = np.r_[True, (who[1:] != who[:-1]) | (day[1:] != day[:-1])]
    return who[new], day[new]


def _day(value: str | date, name: str) -> float:
    try:
        return float(days([value], name=name)[0])
    except MethodError:
        raise OptionError(
            message("{option} is “{value}”. Give a day such as 2026-11-22.", option=name, value=str(value)[:60])
        ) from None
