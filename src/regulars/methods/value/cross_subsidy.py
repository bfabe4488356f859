"""Cross-subsidy: which customers pay for the discounts of others."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    as_array,
    codes_of,
    groups,
    numbers,
    same_length,
    text_of,
    within_reach,
)
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.value.effective import effective_customers

FEW = 30  # customers of a segment
PAYS, RECEIVES, UNCLEAR, TOO_FEW = "pays for others", "is paid for", "no clear difference", "too few to judge"


@dataclass(frozen=True, kw_only=True)
class CrossSubsidy(Result):
    """Arrays in the order of ``names``; money as in ``spent``; rates are shares of the list price.

    ``transfer`` is what a segment got in discounts beyond its part at the rate of all: above 0 it is paid for,
    below 0 it pays for others; they add up to 0. ``shifted`` is the sum that goes from some to others.
    """

    minimum_n = 200

    overall_rate: float
    overall_rate_low: float
    overall_rate_high: float
    shifted: float
    n_effective: float
    names: tuple[str, ...]
    people: tuple[int, ...]
    spent: Floats
    discount: Floats
    segment_rate: Floats
    segment_rate_low: Floats
    segment_rate_high: Floats
    transfer: Floats
    transfer_low: Floats
    transfer_high: Floats
    verdict: tuple[str, ...]

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a transfer says, and what it does not."""
        paying = tuple(name for name, verdict in zip(self.names, self.verdict, strict=True) if verdict == PAYS)
        found = []
        if paying:
            found.append(message("These pay for the discounts of others: {names}.", names=paying))
        found.append(
            message("A lower discount is a fact about prices. It is no reason to charge loyal customers more.")
        )
        return tuple(found)


@method(
    message("Do loyal customers pay for the discounts of others, and how much?"),
    rows=("L05", "L06"),
    minimum_n=CrossSubsidy.minimum_n,
    samples=False,
)
def cross_subsidy(
    segment: IntoColumn,
    spent: IntoColumn,
    discount: IntoColumn,
    *,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> CrossSubsidy:
    """What each segment gets in discounts, beyond what it would get if all had the same rate.

    The rate of all is R = Σ discount / Σ spent at list price; a segment's transfer is Σ (discount - R spent)
    over its customers. Whoever would have bought without the discount was given that money by those who paid
    the list price. Intervals are those of sums and ratios of a random draw of customers; a segment of fewer than 30
    customers is too few to judge.

    Parameters:
        segment: the segment of each customer, such as a type of loyalty; a customer without one stays out.
        spent: what the customer's purchases cost at list price, before discounts.
        discount: the discounts, points and gifts that the customer got; 0 or more, at most ``spent``.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the intervals.

    Source: [reichheld1996]; variance [cochran1977] chapter 6.

    >>> found = cross_subsidy(["loyal", "loyal", "deal"], [100, 100, 100], [0, 0, 30])
    >>> found.overall_rate, dict(zip(found.names, found.transfer.round(2).tolist(), strict=True))
    (0.1, {'deal': 20.0, 'loyal': -20.0})
    """
    check_confidence(confidence)
    list_price = within_reach(numbers(spent, name="spent", missing=missing), name="spent")
    given = within_reach(numbers(discount, name="discount", missing=missing), name="discount")
    size = len(list_price)
    same_length(size, ("discount", given))
    _check(list_price, given)
    words = [text_of(value) for value in as_array(segment).tolist()]
    same_length(size, ("segment", words))
    codes = {text_of(code) for code in codes_of(missing)}
    here = np.array([bool(word) and word not in codes for word in words], dtype=bool)
    sample = Sample.of(np.where(here, list_price + given, np.nan))
    s, d = list_price[sample.rows], given[sample.rows]
    if s.sum() <= 0:
        raise TooFewAnswersError(message("Nobody spent anything: there is no rate of discount."))
    names, code = groups([words[row] for row in sample.rows], name="segment")
    return _result(names, code, s, d, sample, confidence)


def _check(spent: Floats, discount: Floats) -> None:
    for name, column in (("spent", spent), ("discount", discount)):
        below = np.flatnonzero(column < 0)
        if below.size:
            raise MethodError(
                message(
                    "Row {row} of {column} is {value}. It cannot be below 0; net returns against purchases first.",
                    row=int(below[0]) + 1,
                    column=name,
                    value=float(column[below[0]]),
                )
            )
    above = np.flatnonzero(discount > spent)
    if above.size:
        raise MethodError(
            message(
                "Row {row}: a discount of {discount} on purchases of {spent}. Give what was spent at list price, "
                "before the discount.",
                row=int(above[0]) + 1,
                discount=float(discount[above[0]]),
                spent=float(spent[above[0]]),
            )
        )


def _result(
    names: tuple[str, ...], code: Ints, s: Floats, d: Floats, sample: Sample, confidence: float
) -> CrossSubsidy:
    n, rate = sample.n, float(d.sum() / s.sum())
    over = d - rate * s
    reach = critical(confidence, n - 1) if n > 1 else math.nan
    error = reach * math.sqrt(float(over.var(ddof=1)) / n) / float(s.mean()) if n > 1 else math.nan
    rows = [_segment(code == at, s, d, over, reach, confidence) for at in range(len(names))]
    transfer = np.array([row[5] for row in rows])
    return CrossSubsidy(
        overall_rate=rate,
        overall_rate_low=max(0.0, rate - error),
        overall_rate_high=min(1.0, rate + error),
        shifted=float(np.maximum(transfer, 0).sum()),
        n_effective=min(effective_customers(s), effective_customers(d)),
        names=names,
        people=tuple(int((code == at).sum()) for at in range(len(names))),
        spent=np.array([row[0] for row in rows]),
        discount=np.array([row[1] for row in rows]),
        segment_rate=np.array([row[2] for row in rows]),
        segment_rate_low=np.array([row[3] for row in rows]),
        segment_rate_high=np.array([row[4] for row in rows]),
        transfer=transfer,
        transfer_low=np.array([row[6] for row in rows]),
        transfer_high=np.array([row[7] for row in rows]),
        verdict=tuple(_verdict(int((code == at).sum()), row[6], row[7]) for at, row in enumerate(rows)),
        n=n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
    )


def _segment(
    mine: NDArray[np.bool_], s: Floats, d: Floats, over: Floats, reach: float, confidence: float
) -> tuple[float, ...]:
    """Spent, discount, rate with limits, transfer with limits."""
    n, people, part = len(s), int(mine.sum()), float(s[mine].sum() / s.sum())
    # The rate of all moves with the customers too: each adds to the transfer by the segment's part of what is spent.
    added = over * mine - part * over
    transfer, margin = float(over[mine].sum()), reach * math.sqrt(n * float(added.var(ddof=1))) if n > 1 else math.nan
    own = float(d[mine].sum() / s[mine].sum()) if s[mine].sum() > 0 else math.nan
    error = math.nan
    if people > 1 and not math.isnan(own):
        residual = d[mine] - own * s[mine]
        error = (
            critical(confidence, people - 1) * math.sqrt(float(residual.var(ddof=1)) / people) / float(s[mine].mean())
        )
    low, high = max(0.0, own - error), min(1.0, own + error)
    if math.isnan(error):
        low = high = math.nan
    return float(s[mine].sum()), float(d[mine].sum()), own, low, high, transfer, transfer - margin, transfer + margin


def _verdict(people: int, low: float, high: float) -> str:
    if people < FEW:
        return TOO_FEW
    return PAYS if high < 0 else RECEIVES if low > 0 else UNCLEAR
