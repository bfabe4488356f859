"""Purchases by day read as occasions: in each week, month or year after the first, did the customer buy or not?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, groups, same_length
from regulars.methods.days import day_of, days
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

WEEK, LONGEST_MONTH = 7, 31
CROWDED = 0.05  # share of occasions with several purchases from which on the note is given


@dataclass(frozen=True)
class Occasions:
    """One row for each customer, in the order of the customers' ids: what BG/BB is fitted to.

    ``T`` counts the periods after that of the first purchase, ``frequency`` those of them with a purchase, ``recency``
    is the number of the last one. ``crowded`` is the share of all periods with a purchase that saw several.
    """

    frequency: Floats
    recency: Floats
    T: Floats
    crowded: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What counting occasions leaves out."""
        if self.crowded < CROWDED:
            return ()
        return (
            message(
                "In {share} of the periods with a purchase there were several, which this model takes as one. It "
                "speaks of periods with a purchase; a model in time counts purchases.",
                share=Estimate(self.crowded, kind=Kind.SHARE),
            ),
        )


def occasions(customers: IntoColumn, dates: IntoColumn, *, period: str, until: str | date) -> Occasions:
    """Count periods backwards from ``until``, so that the last is whole.

    Parameters:
        customers: the customer of each purchase.
        dates: its day; a purchase after ``until`` or without a day is left out.
        period: "day", "week", "month" or "year". Months and years end on the day of ``until``, or with the month
            where that is its last day.
        until: the last day observed.

    >>> found = occasions([1, 1, 1, 2], ["2024-03-01", "2024-09-01", "2026-02-01", "2026-05-01"], period="year",
    ...     until="2026-12-31")
    >>> found.frequency.tolist(), found.recency.tolist(), found.T.tolist()
    ([1.0, 0.0], [2.0, 0.0], [2.0, 0.0])
    """
    if period not in _BLOCKS:
        raise OptionError(
            message("There is no period {name}. Choose one of: {known}.", name=str(period)[:60], known=tuple(_BLOCKS))
        )
    day = days(dates, name="dates")
    same_length(len(day), ("customers", customers))
    try:
        last = float(days([until], name="until")[0])
    except MethodError:
        raise OptionError(
            message("{option} is “{value}”. Give a day such as 2026-11-22.", option="until", value=str(until)[:60])
        ) from None
    who = groups(customers, name="customers")[1]
    known = day <= last
    if not known.any():
        raise TooFewAnswersError(message("There is no purchase with a day."))
    back = _BLOCKS[period](day[known].astype(np.int64).astype("datetime64[D]"), day_of(last))
    order = np.lexsort((-back, who[known]))
    owner, back = who[known][order], back[order]
    new = np.r_[True, (owner[1:] != owner[:-1]) | (back[1:] != back[:-1])]
    times = np.diff(np.r_[np.flatnonzero(new), len(new)])
    owner, back = owner[new], back[new]
    begin = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    size = np.diff(np.r_[begin, len(owner)])
    T = back[begin].astype(np.float64)
    return Occasions(
        frequency=size - 1.0,
        recency=T - back[begin + size - 1],
        T=T,
        crowded=float((times > 1).mean()),
    )


def _by_days(length: int) -> Callable[[np.ndarray, date], Ints]:
    return lambda day, until: (np.datetime64(until) - day).astype(np.int64) // length


def _by_month(day: np.ndarray, until: date) -> Ints:
    month = day.astype("datetime64[M]")
    later = (day - month.astype("datetime64[D]")).astype(np.int64) + 1 > _last(until)
    return np.asarray(12 * until.year + until.month - 1 - (month.astype(np.int64) + 12 * 1970) - later)


def _by_year(day: np.ndarray, until: date) -> Ints:
    return _by_month(day, until) // 12


def _last(until: date) -> int:
    """The day on which a month of this kind ends."""
    return LONGEST_MONTH if (until + timedelta(days=1)).day == 1 else until.day


_BLOCKS: dict[str, Callable[[np.ndarray, date], Ints]] = {
    "day": _by_days(1),
    "week": _by_days(WEEK),
    "month": _by_month,
    "year": _by_year,
}
