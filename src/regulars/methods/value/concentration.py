"""Concentration of value: does a small part of the customers bring most of the money?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, counts_of, numbers
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result, plain
from regulars.methods.value.effective import effective_customers

ROUNDING = 1e-12  # of sums of money in floating point: 0.1 eight times is still 80 % of ten times 0.1
CURVE_POINTS = 101


@dataclass(frozen=True, kw_only=True)
class Concentration(Result):
    """How unevenly value is spread. ``gini`` is 0 where all bring the same, towards 1 where one brings all.

    ``values`` are the distinct totals in ascending order, ``counts`` how many customers have each.
    """

    minimum_n = 150
    kept_back = ("values", "counts")

    gini: float
    gini_low: float
    gini_high: float
    total: float
    n_negative: int = 0
    n_effective: float
    values: Floats = field(repr=False, compare=False)
    counts: Floats = field(repr=False, compare=False)

    def top_share(self, part: float) -> float:
        """Share of the total held by the top ``part`` of the customers (0.2 = the best fifth, rounded up)."""
        people = _people(part, self.n)
        return float(min(1.0, max(0.0, 1 - self._held_below(np.array([self.n - people]))[0])))

    def top_share_interval(self, part: float) -> tuple[float, float]:
        """Interval of ``top_share``, if these customers were a random draw. NaN for a single customer."""
        share = self.top_share(part)
        people = _people(part, self.n)
        mean = self.total / self.n
        edge = float(self.values[np.searchsorted(np.cumsum(self.counts), self.n - people, side="right")])
        top = people / self.n
        influence = np.maximum(self.values - edge, 0) + top * edge - self.values * share
        return _interval(share, influence / mean, self.counts, self.confidence)

    def holders_of(self, share: float) -> int:
        """The smallest number of customers who together hold this share of the total."""
        _check_part(share)
        wanted = share * self.total * (1 - ROUNDING)
        from_top, people = self.values[::-1], self.counts[::-1]
        held = np.cumsum(from_top * people)
        group = int(np.searchsorted(held, wanted))
        if group >= len(held):
            return self.n
        before = held[group] - from_top[group] * people[group]
        needed = math.ceil(float((wanted - before) / from_top[group]) - ROUNDING)
        return int(people[:group].sum()) + max(needed, 1)

    def curve(self, points: int = CURVE_POINTS) -> tuple[Floats, Floats]:
        """Lorenz curve: share of the customers from the poorest up, and the share of the total they bring."""
        parts = np.linspace(0, 1, points)
        return parts, self._held_below(parts * self.n)

    def _held_below(self, people: Floats) -> Floats:
        """Share of the total that the poorest ``people`` bring; a straight line within one value."""
        ends = np.concatenate(([0.0], np.cumsum(self.counts)))
        held = np.concatenate(([0.0], np.cumsum(self.values * self.counts)))
        return np.asarray(np.interp(people, ends, held / held[-1]))

    def to_dict(self) -> dict[str, Any]:
        """The numbers people ask for, and the curve; not every customer's total."""
        parts, held = self.curve()
        return {
            **super().to_dict(),
            "top_share": {str(part): self.top_share(part) for part in (0.01, 0.05, 0.1, 0.2, 0.5)},
            "holders_of": {str(share): self.holders_of(share) for share in (0.5, 0.8, 0.9)},
            "curve": {"customers": plain(parts), "value": plain(held)},
        }


@method(
    message("Do a few customers bring most of the money?"),
    rows=("V22",),
    minimum_n=Concentration.minimum_n,
    samples=False,
)
def concentration(
    values: IntoColumn,
    *,
    counts: IntoColumn | None = None,
    negative: Literal["refuse", "exclude"] = "refuse",
    confidence: float = 0.95,
) -> Concentration:
    """Gini coefficient, share of the top customers, and how many hold a given share; shares are 0 to 1.

    Of all customers this is a description and exact. The intervals answer another question: how far could it
    differ if these customers were a random draw from many? (Linearised variance on the log-odds; with a few
    giants among few customers they are too narrow: ``n_effective`` says on how many customers of equal value the
    money rests, and below ``minimum_n`` of these it is too few to judge.)

    Parameters:
        values: total value of each customer, in one currency.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        negative: a negative total (more returned than bought) has no place in a Gini coefficient: "refuse"
            raises and names the row, "exclude" leaves these customers out and counts them in ``n_negative``.
        confidence: level of the intervals.

    Missing totals stay out and are counted in ``n_missing``. No small-sample correction.

    Source: [gini1912]; variance [davidson2009], [beach1983].

    >>> result = concentration([1, 2, 3, 4])
    >>> result.gini, result.top_share(0.2), result.holders_of(0.8)
    (0.25, 0.4, 3)
    """
    check_confidence(confidence)
    if negative not in ("refuse", "exclude"):
        raise OptionError(
            message("negative is “{value}”. It is one of: {known}.", value=str(negative), known=("refuse", "exclude"))
        )
    amounts = numbers(values, name="values")
    repeat = counts_of(counts, len(amounts))
    repeat = np.ones(len(amounts), dtype=np.int64) if repeat is None else repeat
    below = (amounts < 0) & (repeat > 0)
    if negative == "refuse" and below.any():
        row = int(np.flatnonzero(below)[0])
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. Concentration is not defined with negative totals; leave them out "
                'with negative="exclude", or take purchases without returns.',
                row=row + 1,
                column="values",
                value=float(amounts[row]),
            )
        )
    kept = (amounts >= 0) & (repeat > 0)  # NaN is neither
    if not (amounts[kept] > 0).any():
        raise TooFewAnswersError(message("There is no value above 0, so there is nothing to be concentrated."))
    distinct, place = np.unique(amounts[kept], return_inverse=True)
    people = np.bincount(place, weights=repeat[kept]).astype(np.float64)
    gini, low, high = _gini(distinct, people, confidence)
    return Concentration(
        gini=gini,
        gini_low=low,
        gini_high=high,
        total=float(distinct @ people),
        n=int(people.sum()),
        n_missing=int(repeat[np.isnan(amounts)].sum()),
        n_negative=int(repeat[below].sum()),
        n_effective=effective_customers(distinct, people),
        confidence=confidence,
        interval=Interval.LINEARISATION,
        values=distinct,
        counts=people,
    )


def _gini(values: Floats, counts: Floats, confidence: float) -> tuple[float, float, float]:
    """2 Σ i·x_(i) / (n Σ x) − (n + 1)/n with x ascending, and its interval."""
    n, total = counts.sum(), values @ counts
    before = np.cumsum(counts) - counts
    ranks = counts * before + counts * (counts + 1) / 2  # sum of the ranks of equal values
    gini = float(2 * (ranks @ values) / (n * total) - (n + 1) / n)
    gini = min(1.0, max(0.0, gini))
    position = (before + counts / 2) / n  # the distribution function, in the middle of its step
    partial = (np.cumsum(values * counts) - values * counts / 2) / n
    influence = (2 * (values * position - partial) - (gini + 1) * values) * n / total
    return gini, *_interval(gini, influence, counts, confidence)


def _interval(share: float, influence: Floats, counts: Floats, confidence: float) -> tuple[float, float]:
    """Wald's interval on the log-odds of a number between 0 and 1, from what each customer adds to it."""
    n = counts.sum()
    if n < 2:
        return math.nan, math.nan
    centre = counts @ influence / n
    error = math.sqrt(float(counts @ (influence - centre) ** 2) / (n - 1) / n)
    if not ROUNDING < share < 1 - ROUNDING:
        return share, share
    odds, reach = math.log(share / (1 - share)), critical(confidence) * error / (share * (1 - share))
    return _from_odds(odds - reach), _from_odds(odds + reach)


def _from_odds(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def _people(part: float, n: int) -> int:
    """How many customers the top ``part`` is: rounded up, but not for the last digit of 0.1 · 30."""
    _check_part(part)
    return max(1, math.ceil(part * n * (1 - ROUNDING)))


def _check_part(part: float) -> None:
    if not 0 < part <= 1:
        raise OptionError(
            message("{value} is no share. It lies above 0 and at most at 1, such as 0.2.", value=float(part))
        )
