"""What a measure moved, against customers who were left alone."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, numbers, same_length, within_reach
from regulars.methods.comparison.difference import Verdict, difference
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least
from regulars.methods.scores.estimates import mean_of, share_of

EACH_SIDE = 50


@dataclass(frozen=True, kw_only=True)
class Uplift(Result):
    """Shares 0 to 1; money in the unit of ``values``, for one customer approached, less ``cost``.

    ``effect`` is the share among those approached less that among those held out, ``extra`` how many customers that
    are. ``profit`` is NaN where no values were given.
    """

    minimum_n = 2 * EACH_SIDE

    effect: float
    effect_low: float
    effect_high: float
    effect_verdict: str
    effect_p: float
    approached: float
    approached_low: float
    approached_high: float
    left_alone: float
    left_alone_low: float
    left_alone_high: float
    n_approached: int
    n_left_alone: int
    extra: float
    extra_low: float
    extra_high: float
    profit: float
    profit_low: float
    profit_high: float
    cost: float

    @property
    def too_few(self) -> bool:
        """Whether one side is too small."""
        return min(self.n_approached, self.n_left_alone) < EACH_SIDE

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the effect rests on."""
        found = [
            message(
                "The two groups must have been drawn by lot. If staff chose whom to approach, this is no effect of the "
                "measure."
            )
        ]
        if self.too_few:
            found.append(message("Too few to judge: both groups need {needed} customers or more.", needed=EACH_SIDE))
        return tuple(found)


@method(
    message("What did the campaign move, against customers left alone?"),
    rows=("L18", "L29"),
    minimum_n=Uplift.minimum_n,
    samples=False,
)
def uplift(
    outcome: IntoColumn,
    treated: IntoColumn,
    *,
    values: IntoColumn | None = None,
    cost: float = 0,
    yes: Any = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Uplift:
    """Difference of two shares with Newcombe's interval, and of two mean values.

    Parameters:
        outcome: whether it happened (stayed, came back, bought); yes and no, 1 and 0.
        treated: whether the customer was approached; the others were held out by lot.
        values: what each customer brought in that time, 0 for nothing; gives ``profit``.
        cost: of approaching one customer.
        yes: the value that means yes, where the columns have words of their own.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        clusters: the household or account that customers share.
        missing: codes that mean "not known".
        confidence: level of the intervals and of the verdict.

    Rows without outcome, side or (where given) value are counted in ``n_missing``.

    Source: [newcombe1998b] method 10, [zou2008]; shares [wilson1927].

    >>> result = uplift([1] * 56 + [0] * 14 + [1] * 48 + [0] * 32, [1] * 70 + [0] * 80)
    >>> round(result.effect, 4), round(result.effect_low, 4), round(result.effect_high, 4), result.effect_verdict
    (0.2, 0.0524, 0.3339, 'clearly higher')
    """
    check_confidence(confidence)
    spent = at_least(0, cost, name="cost")
    done, side = (
        happened(column, name=name, yes=yes, missing=missing)
        for name, column in (("outcome", outcome), ("treated", treated))
    )
    same_length(len(done), ("treated", side))
    brought: Floats | None = None
    if values is not None:
        brought = within_reach(numbers(values, name="values", missing=missing), name="values")
        same_length(len(done), ("values", brought))
    known = np.where(np.isnan(side) | (np.isnan(brought) if brought is not None else False), np.nan, done)
    sample = Sample.of(known, weights=weights, counts=counts, clusters=clusters)
    own = side[sample.rows]
    groups = [sample.over(np.where(own == which, sample.values, np.nan)) for which in (1, 0)]
    for group, said in zip(groups, (message("approached"), message("left alone")), strict=True):
        if not group.n or group.n_clusters == 1:
            raise TooFewAnswersError(
                message("There are {count} customers who were {which}: nothing to compare.", count=group.n, which=said)
            )
    one, other = (share_of(group, group.values, confidence) for group in groups)
    moved = difference((one.share, one.low, one.high), (other.share, other.low, other.high))
    profit = (math.nan,) * 3
    if brought is not None:
        ends = []
        for which, group in zip((1, 0), groups, strict=True):
            mean = mean_of(group.over(brought[sample.rows][own == which]), confidence)
            ends.append((mean.mean, mean.low, mean.high))
        if not np.isnan(ends).any():
            found = difference(ends[0], ends[1])
            profit = (found.value - spent, found.low - spent, found.high - spent)
        else:
            profit = (ends[0][0] - ends[1][0] - spent, math.nan, math.nan)
    n_one, n_other = groups[0].n, groups[1].n
    return Uplift(
        effect=moved.value,
        effect_low=moved.low,
        effect_high=moved.high,
        effect_verdict=(Verdict.TOO_FEW if min(n_one, n_other) < EACH_SIDE else moved.verdict).value,
        effect_p=moved.p_value(confidence),
        approached=one.share,
        approached_low=one.low,
        approached_high=one.high,
        left_alone=other.share,
        left_alone_low=other.low,
        left_alone_high=other.high,
        n_approached=n_one,
        n_left_alone=n_other,
        extra=n_one * moved.value,
        extra_low=n_one * moved.low,
        extra_high=n_one * moved.high,
        profit=profit[0],
        profit_low=profit[1],
        profit_high=profit[2],
        cost=spent,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.NEWCOMBE,
    )
