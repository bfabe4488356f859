"""Satisfaction is not loyalty: how many of those who left had said that they were satisfied?"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale, counts_of, ratings, same_length
from regulars.methods.comparison.compare import compare
from regulars.methods.days import day_of, days
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import above_zero, finite
from regulars.methods.sampling.settings import share as share_setting
from regulars.methods.scores.estimates import Share, share_of

CLAIM = (0.65, 0.85)


class ClaimVerdict(StrEnum):
    """How own data stand to the claim."""

    INSIDE = "inside the claim"
    BELOW = "below the claim"
    ABOVE = "above the claim"
    UNCLEAR = "no clear difference"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True, kw_only=True)
class SatisfiedLeavers(Result):
    """``share`` of the leavers with a rating in time who had said satisfied, 0 to 1, beside that of those who stayed.

    ``verdict`` holds it against the claim: clearly inside or outside only where the whole interval is.
    ``left_satisfied`` and ``left_others`` look the other way: the share who left, of those who had said satisfied and
    of all others; NaN where nobody who stayed has a rating in time. ``n`` counts leavers and stayers together;
    ``n_outside`` of ``n_missing`` had a rating, but none in time.
    """

    minimum_n = 20

    share: float
    low: float
    high: float
    n_left: int
    stayed_share: float
    stayed_share_low: float
    stayed_share_high: float
    n_stayed: int
    difference: float
    difference_low: float
    difference_high: float
    p_value: float
    difference_verdict: str
    claim_low: float
    claim_high: float
    verdict: ClaimVerdict
    left_satisfied: float
    left_satisfied_low: float
    left_satisfied_high: float
    left_others: float
    left_others_low: float
    left_others_high: float
    satisfied_from: float
    within: float
    as_of: str
    n_outside: int
    n_left_effective: float
    n_effective: float

    @property
    def too_few(self) -> bool:
        """Whether too few leavers had a rating in time."""
        return self.n_left_effective < self.minimum_n

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the share by itself does not say."""
        found = []
        if not self.n_stayed:
            found.append(
                message("Nobody who stayed has a rating in time: there is nothing to hold the share among leavers to.")
            )
        if self.difference_verdict == "no clear difference":
            found.append(
                message(
                    "Those who stayed had said satisfied about as often. The share among leavers says little about "
                    "leaving by itself."
                )
            )
        if self.n_outside:
            found.append(
                plural(
                    "{count} customer was rated outside the time that counts, and is left out.",
                    "{count} customers were rated outside the time that counts; they are left out.",
                    self.n_outside,
                )
            )
        return tuple(found)


@method(
    message("How many of the customers who left had said that they were satisfied?"),
    rows=("M39",),
    minimum_n=SatisfiedLeavers.minimum_n,
)
def satisfied_leavers(
    rating: IntoColumn,
    left: IntoColumn,
    *,
    rating_day: IntoColumn | None = None,
    leaving_day: IntoColumn | None = None,
    as_of: str | date | None = None,
    within: float = 365,
    scale: Scale = (1, 5),
    satisfied_from: float | None = None,
    claim: tuple[float, float] = CLAIM,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> SatisfiedLeavers:
    """Of the leavers rated in the year before they left, the share who had said satisfied; and of those who stayed.

    One row for each customer: his last rating before he left, or before ``as_of`` where he stayed. With days, ratings
    older than ``within``, or given after leaving, do not count. The claim it is held against, 65 to 85 %, is told of
    defectors in many industries and seldom with its base; own data decide. Shares have Wilson's interval, their
    difference Newcombe's.

    Parameters:
        rating: satisfaction on ``scale``.
        left: whether the customer left: 1 and 0, yes and no.
        rating_day: day of the rating, such as 2026-11-22. Needed together with ``leaving_day``.
        leaving_day: day on which the customer left; none for those who stayed.
        as_of: last day that is known of those who stayed; the latest day in the two columns when omitted.
        within: how many days before leaving a rating counts.
        scale: lowest and highest rating.
        satisfied_from: lowest rating that says satisfied; the second highest point when omitted, 4 of 5.
        claim: lower and upper share that is claimed.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: which account the customer belongs to.
        missing: codes that mean "no answer".
        confidence: level of the intervals; 1 less it is the level of the test.

    Source: [reichheld1996], [jones1995]; [wilson1927], [newcombe1998b].

    >>> result = satisfied_leavers([5, 2, 5, 2], ["yes", "yes", "no", "no"], counts=[30, 20, 80, 20])
    >>> round(result.share, 4), round(result.low, 4), round(result.high, 4), result.verdict.value
    (0.6, 0.4618, 0.7239, 'no clear difference')
    >>> result.stayed_share, round(result.left_satisfied, 4), result.left_others
    (0.8, 0.2727, 0.5)
    """
    check_confidence(confidence)
    lowest, highest = check_scale(scale)
    answers = ratings(rating, name="rating", scale=scale, missing=missing)
    cut = finite(highest - 1 if satisfied_from is None else satisfied_from, name="satisfied_from")
    if not lowest < cut <= highest:
        raise OptionError(
            message(
                "satisfied_from is {value}. It lies above {low} and not beyond {high}.",
                value=cut,
                low=float(lowest),
                high=float(highest),
            )
        )
    bounds = _claimed(claim)
    gone = happened(left, name="left", missing=missing)
    same_length(len(answers), ("left", gone))
    in_time, last = _in_time(answers, gone, rating_day, leaving_day, as_of, above_zero(within, name="within"), missing)
    known = ~np.isnan(answers) & ~np.isnan(gone)
    satisfied = np.where(known & in_time, (answers >= cut).astype(np.float64), np.nan)
    everyone = Sample.of(satisfied, weights=weights, counts=counts, clusters=clusters)
    gone_here = gone[everyone.rows]
    leavers, stayers = _part(everyone, gone_here == 1), _part(everyone, gone_here == 0)
    if not leavers.n:
        raise TooFewAnswersError(
            message("None of the customers with a rating in time has left: there is nothing to share out.")
        )
    of_left, of_stayed = (
        share_or_nothing(leavers, leavers.values, confidence),
        share_or_nothing(stayers, stayers.values, confidence),
    )
    those_satisfied, others = everyone.values == 1, everyone.values == 0
    # Where nobody who stayed counts, all who do have left: a hundred per cent of nothing.
    base = gone_here if stayers.n else np.full(len(gone_here), np.nan)
    left_satisfied = _among(everyone, those_satisfied, base, confidence)
    left_others = _among(everyone, others, base, confidence)
    difference, low, high, p_value, said = _difference(
        satisfied, gone, of_stayed, weights, counts, clusters, confidence
    )
    repeat = counts_of(counts, len(answers))
    outside = known & ~in_time
    return SatisfiedLeavers(
        share=of_left.share,
        low=of_left.low,
        high=of_left.high,
        n_left=leavers.n,
        stayed_share=of_stayed.share,
        stayed_share_low=of_stayed.low,
        stayed_share_high=of_stayed.high,
        n_stayed=stayers.n,
        difference=difference,
        difference_low=low,
        difference_high=high,
        p_value=p_value,
        difference_verdict=said,
        claim_low=bounds[0],
        claim_high=bounds[1],
        verdict=_verdict(of_left, bounds),
        left_satisfied=left_satisfied.share,
        left_satisfied_low=left_satisfied.low,
        left_satisfied_high=left_satisfied.high,
        left_others=left_others.share,
        left_others_low=left_others.low,
        left_others_high=left_others.high,
        satisfied_from=cut,
        within=float(within),
        as_of=last,
        n_outside=int(outside.sum() if repeat is None else repeat[outside].sum()),
        n_left_effective=of_left.n_effective,
        n_effective=everyone.effective_n(),
        n=everyone.n,
        n_missing=everyone.n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )


def _claimed(claim: Any) -> tuple[float, float]:
    try:
        low, high = claim
    except (TypeError, ValueError):
        low = high = None
    if low is None:
        raise OptionError(
            message(
                "The claim is {value}. Give its lower and its upper share, such as (0.65, 0.85).", value=str(claim)[:60]
            )
        )
    found = share_setting(low, name="claim"), share_setting(high, name="claim")
    if not found[0] < found[1]:
        raise OptionError(message("A claim goes up; {low} to {high} does not.", low=found[0], high=found[1]))
    return found


def _in_time(
    answers: Floats,
    gone: Floats,
    rating_day: IntoColumn | None,
    leaving_day: IntoColumn | None,
    as_of: str | date | None,
    within: float,
    missing: Collection[Any],
) -> tuple[NDArray[np.bool_], str]:
    """Whose rating counts, and the last day known; without days everyone's."""
    if (rating_day is None) != (leaving_day is None):
        raise OptionError(message("Give both rating_day and leaving_day, or neither of them."))
    if rating_day is None or leaving_day is None:
        if as_of is not None:
            raise OptionError(message("as_of is a day, and there are none. Give rating_day and leaving_day too."))
        return np.ones(len(answers), dtype=bool), ""
    rated, went = (
        days(column, name=name, missing=missing)
        for column, name in ((rating_day, "rating_day"), (leaving_day, "leaving_day"))
    )
    same_length(len(answers), ("rating_day", rated), ("leaving_day", went))
    lacking = np.flatnonzero((gone == 1) & np.isnan(went) & ~np.isnan(answers))
    if lacking.size:
        raise MethodError(message("Row {row} has left and has no leaving_day. Give the day.", row=int(lacking[0]) + 1))
    known = np.concatenate([rated[~np.isnan(rated)], went[~np.isnan(went)]])
    if not known.size:
        raise TooFewAnswersError(message("There is no day in rating_day: nobody's rating can be placed."))
    last = float(known.max()) if as_of is None else float(days([as_of], name="as_of")[0])
    if math.isnan(last):
        raise OptionError(message("as_of is empty. Give a day, such as 2026-11-22."))
    before = np.where(gone == 1, went, last) - rated
    with np.errstate(invalid="ignore"):
        return (before >= 0) & (before <= within), day_of(last).isoformat()


def _part(everyone: Sample, inside: NDArray[np.bool_]) -> Sample:
    return everyone.over(np.where(inside, everyone.values, np.nan))


def _among(everyone: Sample, inside: NDArray[np.bool_], gone: Floats, confidence: float) -> Share:
    """The share who left of some of the customers."""
    part = everyone.over(np.where(inside, gone, np.nan))
    return share_or_nothing(part, part.values, confidence)


def share_or_nothing(sample: Sample, inside: Floats, confidence: float) -> Share:
    """A share, NaN where there is nobody, without limits where all are of one account."""
    if not sample.n:
        return Share(math.nan, math.nan, math.nan, 0.0)
    if sample.n_clusters == 1:
        return Share(sample.mean(inside), math.nan, math.nan, 1.0)
    return share_of(sample, inside, confidence)


def _verdict(found: Share, claim: tuple[float, float]) -> ClaimVerdict:
    if found.n_effective < SatisfiedLeavers.minimum_n or math.isnan(found.low):
        return ClaimVerdict.TOO_FEW
    if found.high < claim[0]:
        return ClaimVerdict.BELOW
    if found.low > claim[1]:
        return ClaimVerdict.ABOVE
    return ClaimVerdict.INSIDE if claim[0] <= found.low and found.high <= claim[1] else ClaimVerdict.UNCLEAR


def _difference(
    satisfied: Floats,
    gone: Floats,
    of_stayed: Share,
    weights: IntoColumn | None,
    counts: IntoColumn | None,
    clusters: IntoColumn | None,
    confidence: float,
) -> tuple[float, float, float, float, str]:
    """Leavers less stayers, as ``compare`` has it: value, limits, p-value, verdict."""
    if math.isnan(of_stayed.share):
        return math.nan, math.nan, math.nan, math.nan, str(ClaimVerdict.TOO_FEW)
    named = np.where(np.isnan(satisfied), "", np.where(gone == 1, "left", "stayed")).astype(object)
    found = compare(
        np.where(satisfied == 1, 2.0, np.where(satisfied == 0, 1.0, np.nan)),
        named,
        measure="share",
        scale=(1, 2),
        top=1,
        weights=weights,
        counts=counts,
        clusters=clusters,
        confidence=confidence,
    )
    return (
        float(found.difference[0]),
        float(found.difference_low[0]),
        float(found.difference_high[0]),
        float(found.p_value[0]),
        str(found.verdict[0].value),
    )
