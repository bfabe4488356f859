"""Many differences at once: interval, test, and test of being about the same.

| measure | test | interval of the difference |
|---|---|---|
| mean | Welch's t | of the same standard error and degrees of freedom |
| share | z with the pooled share | Newcombe's hybrid of Wilson's limits |
| nps | z | hybrid of the limits of both scores; from 1,000 answers each it is that of z |

With clusters z becomes t; clusters that answer on both sides bring their covariance into both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints
from regulars.methods.comparison.limits import limits_of, quantile
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.moments import Estimates, pooled_spread

Limits = Callable[[float], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Contrasts:
    """Arrays over pairs. ``limits`` gives the interval of the difference at a level of confidence.

    ``p_pooled`` is the p-value if every group had the spread of all together, and is 0 where the test itself pools.
    ``p_same`` is the larger of the two one-sided p-values against ±margin; empty where no margin was named.
    """

    difference: Floats
    statistic: Floats
    degrees: Floats
    p: Floats
    p_pooled: Floats
    p_same: Floats
    limits: Limits = field(repr=False)


@dataclass(frozen=True)
class Sides:
    """Two estimates for each pair, the covariance between them, and the degrees of freedom they share at most.

    ``places`` say where among ``groups`` the first of each pair stands, and where among ``others`` the second.
    """

    groups: Estimates
    others: Estimates
    places: tuple[Ints, Ints]
    covariance: Floats
    most_degrees: Floats

    @cached_property
    def first(self) -> Estimates:
        """Of each pair."""
        return self.groups.take(self.places[0])

    @cached_property
    def second(self) -> Estimates:
        """Of each pair."""
        return self.others.take(self.places[1])

    @property
    def difference(self) -> Floats:
        """First less second."""
        return self.first.value - self.second.value

    def degrees(self, first: Floats, second: Floats) -> Floats:
        """Satterthwaite's for the sum of these two variances. Source: [welch1947], [satterthwaite1946]."""
        together = (first + second) ** 2
        apart = first**2 / self.first.degrees + second**2 / self.second.degrees
        return np.asarray(np.minimum(together / apart, self.most_degrees))

    def variance(self, first: Floats, second: Floats) -> Floats:
        """Of the difference, from these two variances; the covariance keeps its part of them."""
        scale: Floats = np.sqrt(first / self.first.variance) * np.sqrt(second / self.second.variance)
        together = np.where(self.covariance == 0, 0.0, np.nan_to_num(self.covariance * scale))
        return np.asarray(np.maximum(first + second - 2 * together, 0.0))

    @property
    def correlation(self) -> Floats:
        """Of the two estimates."""
        together = np.sqrt(self.first.variance) * np.sqrt(self.second.variance)
        found = np.divide(self.covariance, together, out=np.zeros(len(together)), where=together > 0)
        return np.asarray(np.clip(found, -1, 1))


def contrasts(measure: Measure, sides: Sides, margin: float | None) -> Contrasts:
    """Test every pair."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        return _contrasts(measure, sides, margin)


def _contrasts(measure: Measure, sides: Sides, margin: float | None) -> Contrasts:
    first, second = sides.first, sides.second
    clustered = first.clustered or second.clustered
    own = first.variance, second.variance
    variance = sides.variance(*own)
    tested = sides.variance(*_pooled(first, second)) if measure.kind == "share" else variance
    endless = np.full(len(variance), np.inf)
    degrees = sides.degrees(*own) if measure.kind == "mean" or clustered else endless
    statistic = sides.difference / np.sqrt(tested)
    if measure.kind == "share":  # nobody, or everybody, on both sides
        statistic = np.where((tested == 0) & (sides.difference == 0), 0.0, statistic)

    def hybrid(confidence: float) -> tuple[Floats, Floats]:
        # Once for each group, not for each of its pairs.
        one = limits_of(measure, sides.groups, confidence)
        other = one if sides.others is sides.groups else limits_of(measure, sides.others, confidence)
        (a, b), (c, d) = (
            [limit[place] for limit in found] for found, place in zip((one, other), sides.places, strict=True)
        )
        return mover((first.value, a, b), (second.value, c, d), sides.correlation)

    def student(confidence: float) -> tuple[Floats, Floats]:
        reach = quantile(confidence, degrees) * np.sqrt(variance)
        return sides.difference - reach, sides.difference + reach

    return Contrasts(
        sides.difference,
        statistic,
        degrees,
        two_sided(statistic, degrees),
        _with_one_spread(measure, sides),
        about_the_same(sides.difference, np.sqrt(variance), degrees, margin),
        student if measure.kind == "mean" else hybrid,
    )


def _with_one_spread(measure: Measure, sides: Sides) -> Floats:
    """P-values with the spread within all groups together; 0 for shares, whose test pools already.

    In the far tails, where many pairs are decided, a small group's own spread misleads: in skewed answers it is small
    just where the mean is far out.
    """
    if measure.kind == "share":
        return np.zeros(len(sides.difference))
    spread, all_degrees = pooled_spread(sides.groups, measure.ddof)
    variance = sides.variance(spread / sides.first.n_effective, spread / sides.second.n_effective)
    if sides.groups.clustered:
        degrees = sides.degrees(sides.first.variance, sides.second.variance)
    else:
        degrees = np.full(len(variance), all_degrees if measure.kind == "mean" else np.inf)
    return two_sided(sides.difference / np.sqrt(variance), degrees)


def mover(
    first: tuple[Floats, Floats, Floats], second: tuple[Floats, Floats, Floats], correlation: Floats
) -> tuple[Floats, Floats]:
    """Limits of the difference of two estimates with (value, low, high) each. Source: [newcombe1998b], [zou2008]."""
    (a, a_low, a_high), (b, b_low, b_high) = first, second
    down, up = (a - a_low, b_high - b), (a_high - a, b - b_low)
    below, above = (np.sqrt(np.maximum(x**2 + y**2 - 2 * correlation * x * y, 0.0)) for x, y in (down, up))
    return a - b - below, a - b + above


def two_sided(statistic: Floats, degrees: Floats) -> Floats:
    """P-value of t, or of z where the degrees of freedom are endless."""
    return np.asarray(np.minimum(2 * _upper(np.abs(statistic), degrees), 1.0))


def about_the_same(difference: Floats, error: Floats, degrees: Floats, margin: float | None) -> Floats:
    """P-value of the two one-sided tests that the difference lies within ±margin. Source: [schuirmann1987]."""
    if margin is None:
        return np.full(len(difference), np.nan)
    room = margin - np.abs(difference)
    ratio = np.where(error > 0, room / error, np.where(np.isnan(error), np.nan, np.copysign(np.inf, room)))
    return _upper(ratio, degrees)


def _upper(statistic: Floats, degrees: Floats) -> Floats:
    normal = np.isinf(degrees)
    student = scipy.special.stdtr(np.where(normal, 1.0, degrees), -statistic)
    return np.asarray(np.where(normal, scipy.special.ndtr(-statistic), student))


def _pooled(first: Estimates, second: Estimates) -> tuple[Floats, Floats]:
    """Variances of both shares if the two groups were one."""
    size = first.n_effective + second.n_effective
    share = (first.n_effective * first.value + second.n_effective * second.value) / size
    spread = np.maximum(share * (1 - share), 0.0)
    return spread / first.n_effective, spread / second.n_effective
