"""Disconfirmation: what customers got against what they expected, in three states."""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale, ratings, same_length
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval
from regulars.methods.items import answers_on
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_answer, share_of
from regulars.methods.service.pairing import paired


class Expectation(StrEnum):
    """How an experience stands to what was expected of it."""

    DISSATISFIED = "dissatisfied"  # less than expected
    INDIFFERENT = "indifferent"  # as expected: satisfied or indifferent, and no success
    DELIGHTED = "delighted"  # more than expected


@dataclass(frozen=True, kw_only=True)
class Disconfirmation(Result):
    """``gap`` is performance less expectation in points of the scale; shares 0 to 1, with Wilson's limits.

    ``state`` is that of the attribute as a whole: beyond the band only where the interval of the mean gap lies
    beyond it. ``clear`` says that the interval lies in one state altogether.
    """

    minimum_n = 10

    gap: float
    low: float
    high: float
    standard_error: float
    state: Expectation
    clear: bool
    expectation: float
    performance: float
    dissatisfied: float
    dissatisfied_low: float
    dissatisfied_high: float
    indifferent: float
    indifferent_low: float
    indifferent_high: float
    delighted: float
    delighted_low: float
    delighted_high: float
    tolerance: float
    n_effective: float
    design_effect: float


@method(
    message("Do customers get less than they expected, about that, or more?"),
    rows=("M01", "M02"),
    minimum_n=Disconfirmation.minimum_n,
)
def disconfirmation(
    expectation: IntoColumn,
    performance: IntoColumn,
    *,
    scale: Scale = (1, 5),
    tolerance: float = 0,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Disconfirmation:
    """Mean of performance less expectation, in points of the scale, and the shares of three states.

    A gap below the band is "dissatisfied", within it, edges included, "indifferent" (satisfied or
    indifferent), above it "delighted". The band reaches ``tolerance`` to each side of 0. Both answers come
    from the same respondent; who gave only one counts in ``n_missing``. The mean gap has Student's interval,
    the shares Wilson's.

    Parameters:
        expectation: what was expected, on ``scale``; asked before, or looking back.
        performance: what was experienced, on the same scale.
        scale: lowest and highest answer; high is good.
        tolerance: half the width of the band, in points of the scale; 0 or more.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in both columns.
        confidence: level of the intervals.

    Source: [oliver1980]; band [zeithaml1993]; intervals [student1908], [wilson1927].

    >>> result = disconfirmation([4, 4, 3, 5, None], [5, 4, 2, 4, 3])
    >>> result.gap, result.n, result.n_missing
    (-0.25, 4, 1)
    >>> result.dissatisfied, result.indifferent, result.delighted
    (0.5, 0.25, 0.25)
    """
    gaps, expected, got = _gaps(expectation, performance, scale, tolerance, missing)
    sample = Sample.of(gaps, weights=weights, counts=counts, clusters=clusters)
    reach = scale[1] - scale[0]
    mean = mean_answer(sample, confidence, (-reach, reach))
    below, above = sample.values < -_edge(tolerance), sample.values > _edge(tolerance)
    less, same, more = (
        share_of(sample, inside.astype(float), confidence) for inside in (below, ~(below | above), above)
    )
    state, clear = _of_interval(mean.low, mean.high, tolerance)
    return Disconfirmation(
        gap=mean.mean,
        low=mean.low,
        high=mean.high,
        standard_error=mean.standard_error,
        state=state,
        clear=clear,
        expectation=sample.mean(expected[sample.rows]),
        performance=sample.mean(got[sample.rows]),
        dissatisfied=less.share,
        dissatisfied_low=less.low,
        dissatisfied_high=less.high,
        indifferent=same.share,
        indifferent_low=same.low,
        indifferent_high=same.high,
        delighted=more.share,
        delighted_low=more.low,
        delighted_high=more.high,
        tolerance=float(tolerance),
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=mean.n_effective,
        design_effect=sample.n / mean.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def disconfirmations(
    expectations: Any, performances: Any, *, scale: Scale = (1, 5), missing: Collection[Any] = (), **options: Any
) -> dict[str, Disconfirmation]:
    """``disconfirmation`` of many attributes: one result for each column of ``performances``.

    The columns of ``expectations`` are found by the same names, or else stand in the same order; ``options``
    are those of ``disconfirmation``.

    >>> found = disconfirmations({"room": [4, 3], "staff": [4, 5]}, {"room": [5, 4], "staff": [3, 5]})
    >>> {name: result.gap for name, result in found.items()}
    {'room': 1.0, 'staff': -0.5}
    """
    before = answers_on(expectations, scale=scale, missing=missing, part_of="expectations")
    after = answers_on(performances, scale=scale, missing=missing, part_of="performances")
    pairs = paired(tuple(before), tuple(after), called=("expectations", "performances"))
    return {
        name: disconfirmation(before[partner], after[name], scale=scale, **options) for name, partner in pairs.items()
    }


def states_of(
    expectation: IntoColumn,
    performance: IntoColumn,
    *,
    scale: Scale = (1, 5),
    tolerance: float = 0,
    missing: Collection[Any] = (),
) -> tuple[Expectation | None, ...]:
    """The state of each respondent, in their order; ``None`` where one of the two answers is missing.

    >>> [None if state is None else str(state) for state in states_of([4, 4, 3, None], [5, 4, 2, 3])]
    ['delighted', 'indifferent', 'dissatisfied', None]
    """
    gaps, _, _ = _gaps(expectation, performance, scale, tolerance, missing)
    return tuple(None if math.isnan(gap) else _of_gap(gap, tolerance) for gap in gaps)


def _gaps(
    expectation: IntoColumn, performance: IntoColumn, scale: Scale, tolerance: float, missing: Collection[Any]
) -> tuple[Floats, Floats, Floats]:
    check_scale(scale)
    given: Any = tolerance
    if not isinstance(given, numbers.Real) or not 0 <= float(given) < scale[1] - scale[0]:
        raise OptionError(
            message(
                "tolerance is {value}. It is 0 or more, and less than the scale is long ({length} points).",
                value=float(given) if isinstance(given, numbers.Real) else str(given)[:60],
                length=float(scale[1] - scale[0]),
            )
        )
    before = ratings(expectation, name="expectation", scale=scale, missing=missing)
    after = ratings(performance, name="performance", scale=scale, missing=missing)
    same_length(len(before), ("performance", after))
    return after - before, before, after


def _edge(tolerance: float) -> float:
    """The edge belongs to the band, whatever rounding does to 4.3 − 4."""
    return tolerance + 1e-9


def _of_gap(gap: float, tolerance: float) -> Expectation:
    if gap < -_edge(tolerance):
        return Expectation.DISSATISFIED
    return Expectation.DELIGHTED if gap > _edge(tolerance) else Expectation.INDIFFERENT


def _of_interval(low: float, high: float, tolerance: float) -> tuple[Expectation, bool]:
    if high < -_edge(tolerance):
        return Expectation.DISSATISFIED, True
    if low > _edge(tolerance):
        return Expectation.DELIGHTED, True
    return Expectation.INDIFFERENT, -_edge(tolerance) <= low <= high <= _edge(tolerance)
