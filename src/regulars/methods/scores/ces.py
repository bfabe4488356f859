"""Customer Effort Score."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from regulars.language import message
from regulars.methods.columns import IntoColumn, Scale
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import mean_answer, share_of
from regulars.methods.scores.tally import sample_of


@dataclass(frozen=True)
class Version:
    """One wording of the question; ``easy`` is the range of answers that say it was easy."""

    scale: Scale
    easy: Scale
    high_is_good: bool


# The two versions ask opposite questions; nothing here turns one into the other.
VERSIONS = {"1.0": Version((1, 5), (1, 2), high_is_good=False), "2.0": Version((1, 7), (5, 7), high_is_good=True)}


@dataclass(frozen=True, kw_only=True)
class Ces(Result):
    """Mean on the version's own scale; ``share`` (0 to 1) of those who say that it was easy."""

    minimum_n = 15

    mean: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    version: str
    high_is_good: bool
    n_effective: float
    design_effect: float


@method(message("How easy do we make it for customers?"), rows=("M03", "E06"), minimum_n=Ces.minimum_n)
def ces(
    scores: IntoColumn,
    *,
    version: str = "2.0",
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Ces:
    """Customer Effort Score: the mean on its scale, and the share from 0 to 1 of those who found it easy.

    Version "2.0" asks for agreement with "made it easy to handle my issue", 1 to 7, high is good; easy is
    5 to 7. Version "1.0" asks "how much effort did you have to put forth", 1 to 5, low is good; easy is 1
    to 2. The versions are never mixed: one column, one version. Missing answers stay out of the denominator
    and are counted in ``n_missing``. The mean has the interval of ``mean_rating``, the share Wilson's.

    Parameters:
        scores: answers, whole points of the version's scale; anything else raises ``OutOfScaleError``.
        version: which of the two questions was asked.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: level of the intervals.

    Source: [dixon2010] (1.0), [dixon2013] (2.0).

    >>> result = ces([7, 6, 6, 5, 4, 2, 1])
    >>> round(result.mean, 6), round(result.share, 6)
    (4.428571, 0.571429)
    """
    if not isinstance(version, str | float | int):
        raise OptionError(
            message(
                "The two versions of the Customer Effort Score ask opposite questions and are never mixed. "
                "Give the answers to one version at a time, and name that version."
            )
        )
    asked = VERSIONS.get(str(version))
    if asked is None:
        raise OptionError(
            message(
                "There is no version {version} of the Customer Effort Score. Choose one of: {known}.",
                version=str(version),
                known=tuple(VERSIONS),
            )
        )
    sample = sample_of(scores, scale=asked.scale, missing=missing, weights=weights, counts=counts, clusters=clusters)
    least, most = asked.easy
    easy = share_of(sample, ((sample.values >= least) & (sample.values <= most)).astype(float), confidence)
    average = mean_answer(sample, confidence, asked.scale)
    return Ces(
        mean=average.mean,
        low=average.low,
        high=average.high,
        share=easy.share,
        share_low=easy.low,
        share_high=easy.high,
        version=str(version),
        high_is_good=asked.high_is_good,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=average.n_effective,
        design_effect=sample.n / average.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )
