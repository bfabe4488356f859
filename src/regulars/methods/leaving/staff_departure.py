"""Which customers hang on one member of staff, and what would be at risk if that one left."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length, within_reach
from regulars.methods.comparison.difference import Verdict, difference
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson
from regulars.methods.patterns.lines import keys_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import whole

FEW = 30


@dataclass(frozen=True, kw_only=True)
class StaffDeparture(Result):
    """Arrays over members of staff, the most value first; money in the unit of ``values``.

    ``tied`` is the value of the customers whom each serves (times their part of the contacts, where given),
    ``tied_share`` of all value. ``followed`` is the share of customers who left when their contact left, less the
    share who leave anyway, from own departures; ``at_risk`` = tied · followed. Both are NaN without own departures.
    """

    minimum_n = 1

    total_value: float
    largest_share: float
    followed: float
    followed_low: float
    followed_high: float
    followed_verdict: str | None
    staff_names: tuple[str, ...]
    staff_customers: Ints
    tied: Floats
    tied_share: Floats
    at_risk: Floats
    at_risk_low: Floats
    at_risk_high: Floats

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the risk rests on."""
        if self.followed_verdict is None:
            return (
                message(
                    "How many customers follow somebody who leaves is known from your own departures only; without "
                    "them "
                    "this is the value tied, not the value at risk."
                ),
            )
        found = []
        if self.followed_verdict != Verdict.HIGHER:
            found.append(
                message("Your own departures show no clear sign that customers leave when their contact leaves.")
            )
        return tuple(found)


@method(
    message("How much value hangs on a member of staff, and what is at risk if that one leaves?"),
    rows=("L11",),
    minimum_n=StaffDeparture.minimum_n,
    samples=False,
)
def staff_departure_exposure(
    staff: IntoColumn,
    values: IntoColumn,
    *,
    contact_share: IntoColumn | None = None,
    followed: tuple[int, int] | None = None,
    otherwise: tuple[int, int] | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> StaffDeparture:
    """Value by the familiar member of staff, and its part at risk from what own departures did.

    Parameters:
        staff: who serves each customer, one row a customer.
        values: what each customer is worth in the time to come (margin of a year, lifetime value); zero or more.
        contact_share: part of the customer's contacts with that person, 0 to 1; all when omitted.
        followed: of the customers whose contact left, how many left within the time counted, and how many there were.
        otherwise: the same of customers whose contact stayed.
        missing: codes that mean "not known".
        confidence: level of the intervals.

    The interval is that of the difference of the two shares (Newcombe); values are taken as known. Rows without
    staff or value are counted in ``n_missing``.

    Source: [heskett1994]; [newcombe1998b] method 10.

    >>> result = staff_departure_exposure(["li", "li", "wu"], [100, 50, 50], followed=(12, 40), otherwise=(20, 200))
    >>> result.staff_names, result.tied_share.tolist(), round(result.followed, 2), result.at_risk.round(2).tolist()
    (('li', 'wu'), [0.75, 0.25], 0.2, [30.0, 10.0])
    """
    check_confidence(confidence)
    who = keys_of(staff, missing=missing)
    value = within_reach(numbers(values, name="values", missing=missing), name="values")
    same_length(len(who.codes), ("values", value))
    below = np.flatnonzero(value < 0)
    if below.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. A customer who costs more than he brings has no value at risk; "
                "write 0.",
                row=int(below[0]) + 1,
                column="values",
                value=float(value[below[0]]),
            )
        )
    part = np.ones(len(value))
    if contact_share is not None:
        part = numbers(contact_share, name="contact_share", missing=missing)
        same_length(len(value), ("contact_share", part))
        off = np.flatnonzero((part < 0) | (part > 1))
        if off.size:
            raise MethodError(
                message(
                    "Row {row} of {column} is {value}. It is a share from 0 to 1.",
                    row=int(off[0]) + 1,
                    column="contact_share",
                    value=float(part[off[0]]),
                )
            )
    known = (who.codes >= 0) & ~np.isnan(value + part)
    if not known.any() or not value[known].any():
        raise TooFewAnswersError(message("No customer has a member of staff and a value above 0."))
    extra, verdict = _followed(followed, otherwise, confidence)
    size = len(who.names)
    tied: Floats = np.bincount(who.codes[known], weights=(value * part)[known], minlength=size).astype(np.float64)
    people = np.bincount(who.codes[known], minlength=size)
    order = np.lexsort((np.arange(size), -tied))
    order = order[people[order] > 0]
    total = float(value[known].sum())
    return StaffDeparture(
        total_value=total,
        largest_share=float(tied.max() / total),
        followed=extra[0],
        followed_low=extra[1],
        followed_high=extra[2],
        followed_verdict=verdict,
        staff_names=tuple(who.names[at] for at in order),
        staff_customers=people[order],
        tied=tied[order],
        tied_share=tied[order] / total,
        at_risk=tied[order] * extra[0],
        at_risk_low=tied[order] * extra[1],
        at_risk_high=tied[order] * extra[2],
        n=int(known.sum()),
        n_missing=int((~known).sum()),
        confidence=confidence,
        interval=Interval.NEWCOMBE,
    )


def _followed(followed: Any, otherwise: Any, confidence: float) -> tuple[tuple[float, float, float], str | None]:
    if followed is None and otherwise is None:
        return (math.nan,) * 3, None
    ends, sizes = [], []
    for name, pair in (("followed", followed), ("otherwise", otherwise)):
        if isinstance(pair, str) or not hasattr(pair, "__len__") or len(pair) != 2:
            raise OptionError(
                message(
                    "{name} is “{value}”. Give how many left and how many there were.", name=name, value=str(pair)[:60]
                )
            )
        left, there = whole(0, pair[0], name=name), whole(1, pair[1], name=name)
        if left > there:
            raise OptionError(
                message("{name}: {left} left of {count}. Nobody leaves twice.", name=name, left=left, count=there)
            )
        ends.append((left / there, *wilson(left / there, there, critical(confidence))))
        sizes.append(there)
    found = difference(ends[0], ends[1])
    verdict = Verdict.TOO_FEW if min(sizes) < FEW else found.verdict
    return (found.value, found.low, found.high), verdict.value
