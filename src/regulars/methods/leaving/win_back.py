"""Winning lost customers back: how many return, what they bring, and whether that beats winning new ones."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import IntoColumn, numbers, same_length, within_reach
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson
from regulars.methods.leaving.happened import happened
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least, whole
from regulars.methods.scores.estimates import mean_of, share_of
from regulars.methods.value.effective import effective_customers

Limits: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class WinBack(Result):
    """Shares 0 to 1; money in the unit of ``values``.

    ``won_back`` is the share of lost customers approached who returned, ``second_value`` what one who returned brings
    (his second lifetime value), ``worth`` what approaching one brings less its cost. ``times`` is the share won back
    over that of prospects won, and ``claim`` whether that is more than twice.
    """

    minimum_n = 100

    won_back: float
    won_back_low: float
    won_back_high: float
    n_returned_customers: int
    second_value: float
    second_value_low: float
    second_value_high: float
    worth: float
    worth_low: float
    worth_high: float
    cost: float
    n_effective: float
    prospect_share: float
    prospect_share_low: float
    prospect_share_high: float
    times: float
    times_low: float
    times_high: float
    claim: str | None

    @property
    def notes(self) -> tuple[Message, ...]:
        """What is compared, and that some would have returned by themselves."""
        found = [
            message(
                "Some would have returned by themselves. What the approach moved is told by a group left alone: see "
                "uplift."
            )
        ]
        if self.claim is not None:
            found.append(_CLAIMS[self.claim])
        return tuple(found)


_CLAIMS = {
    "more": message("Lost customers are won back more than twice as easily as new ones are won."),
    "less": message("Winning lost customers back is less than twice as easy as winning new ones."),
    "cannot tell": message("Whether lost customers are won more than twice as easily as new ones cannot be told."),
}


@method(
    message("How many lost customers return, what are they worth, and is that easier than winning new ones?"),
    rows=("L18",),
    minimum_n=WinBack.minimum_n,
    samples=False,
)
def win_back(
    returned: IntoColumn,
    *,
    values: IntoColumn | None = None,
    cost: float = 0,
    prospects: int | None = None,
    prospects_won: int | None = None,
    yes: Any = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> WinBack:
    """Win-back rate, second lifetime value and the ratio to new prospects, each with its interval.

    Parameters:
        returned: whether each lost customer approached returned; yes and no, 1 and 0.
        values: what each brings after returning; only those of who returned count.
        cost: of approaching one customer.
        prospects: how many prospects were approached in the same way.
        prospects_won: how many of them became customers.
        yes: the value of ``returned`` that means yes, where it has words of its own.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known".
        confidence: level of the intervals.

    The denominator are those approached, not all who ever left. Who returned without a value known is left out of
    ``second_value`` and ``worth``; where there is such a row both are NaN if nobody else returned.

    Source: [stauss1999], [griffin2001]; shares [wilson1927]; ratio of shares [katz1978].

    >>> result = win_back([1] * 30 + [0] * 70, prospects=400, prospects_won=40)
    >>> result.won_back, round(result.times, 2), round(result.times_low, 2), round(result.times_high, 2), result.claim
    (0.3, 3.0, 1.97, 4.56, 'cannot tell')
    """
    check_confidence(confidence)
    spent = at_least(0, cost, name="cost")
    back = happened(returned, name="returned", yes=yes, missing=missing)
    sample = Sample.of(back, counts=counts)
    found = share_of(sample, sample.values, confidence)
    second, worth = (math.nan,) * 3, (math.nan,) * 3
    if values is not None:
        brought = within_reach(numbers(values, name="values", missing=missing), name="values")
        same_length(len(back), ("values", brought))
        brought = brought[sample.rows]
        theirs = sample.over(np.where(sample.values == 1, brought, np.nan))
        if theirs.n:
            mean = mean_of(theirs, confidence)
            second = (mean.mean, mean.low, mean.high)
        each = sample.over(np.where(sample.values == 1, brought, 0.0))
        if each.n and (theirs.n or not sample.values.any()):
            mean = mean_of(each, confidence)
            worth = (mean.mean - spent, mean.low - spent, mean.high - spent)
    share: Limits = (math.nan,) * 3
    rests_on = (
        float(sample.n)
        if values is None
        else min(float(sample.n), effective_customers(each.values, each.counts.astype(np.float64)))
    )
    times, claim = share, None
    if prospects is not None or prospects_won is not None:
        share, times = _prospects(prospects, prospects_won, found.share, sample.n, confidence)
        claim = "more" if times[1] > 2 else "less" if times[2] < 2 else "cannot tell"
    return WinBack(
        won_back=found.share,
        won_back_low=found.low,
        won_back_high=found.high,
        n_returned_customers=round(found.share * sample.n),
        second_value=second[0],
        second_value_low=second[1],
        second_value_high=second[2],
        worth=worth[0],
        worth_low=worth[1],
        worth_high=worth[2],
        cost=spent,
        n_effective=rests_on,
        prospect_share=share[0],
        prospect_share_low=share[1],
        prospect_share_high=share[2],
        times=times[0],
        times_low=times[1],
        times_high=times[2],
        claim=claim,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )


def _prospects(asked: int | None, won: int | None, share: float, n: int, confidence: float) -> tuple[Limits, Limits]:
    if asked is None or won is None:
        raise OptionError(message("Give both prospects and prospects_won, or none of them."))
    size, gained = whole(1, asked, name="prospects"), whole(0, won, name="prospects_won")
    if gained > size:
        raise MethodError(message("prospects_won is {won}, more than the {count} approached.", won=gained, count=size))
    z = critical(confidence)
    other = gained / size
    beside: Limits = (other, *wilson(other, size, z))
    if not share or not gained:
        return beside, (math.nan,) * 3
    error = math.sqrt((1 - share) / (share * n) + (1 - other) / gained)
    ratio = share / other
    return beside, (ratio, ratio * math.exp(-z * error), ratio * math.exp(z * error))
