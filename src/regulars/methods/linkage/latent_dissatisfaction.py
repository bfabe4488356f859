"""Dissatisfaction that nobody spoke of: who shows signs of it, and how many of them complained?"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.linkage.satisfied_leavers import share_or_nothing
from regulars.methods.linkage.signs import Given, Rules, Sign, signs_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import above_zero, finite, whole
from regulars.methods.scores.estimates import Share


@dataclass(frozen=True, kw_only=True)
class LatentDissatisfaction(Result):
    """Two columns of dissatisfied customers: those who complained, and the silent ones.

    ``share``: of the customers who show at least ``at_least`` signs, how many never complained, 0 to 1;
    ``silent_per_complaint``: silent ones for each who complained. ``dissatisfied``: the share of all customers who
    show so many. The arrays have one entry for each of the ``signs``: of how many customers it could be judged, how
    many show it, how many of these complained. ``overlap``: customers who show both, shape (signs, signs). Counts are
    customers, never weighted.
    """

    minimum_n = 20

    share: float
    low: float
    high: float
    silent_per_complaint: float
    silent_per_complaint_low: float
    silent_per_complaint_high: float
    n_dissatisfied: int
    n_silent: int
    n_complained: int
    dissatisfied: float
    dissatisfied_low: float
    dissatisfied_high: float
    signs: tuple[Sign, ...]
    sign_judged: Ints
    sign_shown: Ints
    sign_complained: Ints
    sign_silent: Ints
    sign_share: Floats
    sign_share_low: Floats
    sign_share_high: Floats
    overlap: Ints
    at_least: int
    low_to: float
    falls_by: float
    lapsed_after: float
    words_from: int
    n_dissatisfied_effective: float
    n_effective: float

    @property
    def too_few(self) -> bool:
        """Whether too few customers show a sign."""
        return self.n_dissatisfied_effective < self.minimum_n

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a sign is not."""
        return (message("A sign is no proof. Ask these customers before you treat them as dissatisfied."),)


@method(
    message("Who is dissatisfied and has not said so, and how many of them are there for each complaint?"),
    rows=("M22",),
    minimum_n=LatentDissatisfaction.minimum_n,
)
def latent_dissatisfaction(
    complained: IntoColumn,
    *,
    rating: IntoColumn | None = None,
    previous_rating: IntoColumn | None = None,
    days_since: IntoColumn | None = None,
    usual_days: IntoColumn | None = None,
    comment: IntoColumn | None = None,
    replied: IntoColumn | None = None,
    scale: Scale = (1, 5),
    low_to: float | None = None,
    falls_by: float = 1,
    lapsed_after: float = 3,
    words_from: int = 4,
    at_least: int = 1,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> LatentDissatisfaction:
    """Customers who show signs of dissatisfaction, split into those who complained and the silent ones.

    One row for each customer. Each sign has its rule and its cut; only the signs whose columns are given are looked
    for, and of a customer only those that can be judged. Who has no complaint recorded and shows a sign is silent.
    Customers of whom nothing can be judged, or whose complaints are not known, are counted in ``n_missing``.

    Parameters:
        complained: whether the customer complained in the time looked at, by whatever way: 1 and 0, yes and no.
        rating: the last rating on ``scale``. Low is up to ``low_to``.
        previous_rating: the one before. Falling is lower by ``falls_by`` or more.
        days_since: days since the last purchase.
        usual_days: the customer's own usual number of days between purchases. Lapsed is ``lapsed_after`` times that.
        comment: what the customer wrote to an open question. Hardly a word is fewer than ``words_from`` letters, or one
            letter over and over; who wrote nothing is not judged.
        replied: whether the customer replied when asked; none for those who were not asked.
        scale: lowest and highest rating.
        low_to: highest rating that is low; a third of the scale when omitted, 2 of five points.
        falls_by: points of the scale.
        lapsed_after: how many usual intervals without a purchase are a lapse.
        words_from: letters and figures; a Chinese character is two of them.
        at_least: how many signs it takes to count as dissatisfied.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: which account the customer belongs to.
        missing: codes that mean "no answer".
        confidence: level of the intervals.

    Source: [goodman1999], [tarp1986]; [wilson1927].

    >>> result = latent_dissatisfaction([1, 0, 0, 0], rating=[1, 2, 5, 2], replied=["yes", "yes", "no", "yes"])
    >>> result.n_dissatisfied, result.n_complained, result.n_silent, result.share
    (4, 1, 3, 0.75)
    >>> [str(sign) for sign in result.signs], result.sign_shown.tolist(), result.silent_per_complaint
    (['low rating', 'no reply'], [3, 1], 3.0)
    """
    check_confidence(confidence)
    rules = _rules(check_scale(scale), low_to, falls_by, lapsed_after, words_from)
    needed = whole(1, at_least, name="at_least")
    given = Given(rating, previous_rating, days_since, usual_days, comment, replied)
    spoke = happened(complained, name="complained", missing=missing)
    shown = signs_of(given, rules, size=len(spoke), scale=scale, missing=missing)
    if needed > len(shown):
        raise OptionError(
            message(
                "at_least is {value}, and there are {count} signs to look for. Give more columns or ask for fewer.",
                value=needed,
                count=len(shown),
            )
        )
    table = np.column_stack(list(shown.values()))
    judged = ~np.isnan(table).all(axis=1) & ~np.isnan(spoke)
    people = Sample.of(np.where(judged, 1 - spoke, np.nan), weights=weights, counts=counts, clusters=clusters)
    table = table[people.rows]
    return _result(tuple(shown), table, (table == 1).sum(axis=1) >= needed, people, rules, needed, confidence)


def _rules(scale: Scale, low_to: float | None, falls_by: float, lapsed_after: float, words_from: int) -> Rules:
    low, high = (float(end) for end in scale)
    third = (high - low) / 3
    cut = low + (math.floor(third) if low.is_integer() and high.is_integer() else third)
    cut = cut if low_to is None else finite(low_to, name="low_to")
    if not low <= cut < high:
        raise OptionError(
            message(
                "low_to is {value}. It lies on the scale {low} to {high}, below its top.", value=cut, low=low, high=high
            )
        )
    return Rules(
        cut,
        above_zero(falls_by, name="falls_by"),
        above_zero(lapsed_after, name="lapsed_after"),
        whole(1, words_from, name="words_from"),
    )


def _result(
    signs: tuple[Sign, ...],
    table: Floats,
    dissatisfied: NDArray[np.bool_],
    people: Sample,
    rules: Rules,
    needed: int,
    confidence: float,
) -> LatentDissatisfaction:
    silent, repeat = people.values, people.counts
    own = _silent_among(people, dissatisfied, confidence)
    of_all = share_or_nothing(people, dissatisfied.astype(np.float64), confidence)
    each = [_silent_among(people, column == 1, confidence) for column in table.T]
    marked = (table == 1).astype(np.int64)
    shown = repeat @ marked
    quiet = (repeat * (silent == 1)) @ marked
    n_dissatisfied = int(repeat[dissatisfied].sum())
    n_silent = int(repeat[dissatisfied & (silent == 1)].sum())
    return LatentDissatisfaction(
        share=own.share,
        low=own.low,
        high=own.high,
        silent_per_complaint=_odds(own.share),
        silent_per_complaint_low=_odds(own.low),
        silent_per_complaint_high=_odds(own.high),
        n_dissatisfied=n_dissatisfied,
        n_silent=n_silent,
        n_complained=n_dissatisfied - n_silent,
        dissatisfied=of_all.share,
        dissatisfied_low=of_all.low,
        dissatisfied_high=of_all.high,
        signs=signs,
        sign_judged=repeat @ (~np.isnan(table)).astype(np.int64),
        sign_shown=shown,
        sign_complained=shown - quiet,
        sign_silent=quiet,
        sign_share=np.array([one.share for one in each]),
        sign_share_low=np.array([one.low for one in each]),
        sign_share_high=np.array([one.high for one in each]),
        overlap=(marked * repeat[:, None]).T @ marked,
        at_least=needed,
        low_to=rules.low_to,
        falls_by=rules.falls_by,
        lapsed_after=rules.lapsed_after,
        words_from=rules.words_from,
        n_dissatisfied_effective=own.n_effective,
        n_effective=people.effective_n(),
        n=people.n,
        n_missing=people.n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )


def _silent_among(people: Sample, inside: NDArray[np.bool_], confidence: float) -> Share:
    part = people.over(np.where(inside, people.values, np.nan))
    return share_or_nothing(part, part.values, confidence)


def _odds(share: float) -> float:
    """How many silent customers for each one who complained; NaN where nobody did."""
    return share / (1 - share) if share < 1 else math.nan
