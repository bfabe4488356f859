"""One score of one group of responses, with what comparisons need of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from regulars.insights.satisfaction.counts import Counted, Key, ends
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words, weighted_in_words
from regulars.language import Estimate, Kind, Message, Missing, message
from regulars.methods import Csat, Nps, csat, nps
from regulars.methods.intervals import critical
from regulars.methods.result import Result
from regulars.methods.scores.ces import VERSIONS
from regulars.survey import Item

TOO_FEW = message("too few to judge")


class Measure(StrEnum):
    """What units and steps of time are compared by; the value is the key of its column."""

    SATISFIED = "share"
    RECOMMENDED = "nps"


KINDS = {Measure.SATISFIED: Kind.SHARE, Measure.RECOMMENDED: Kind.POINTS}
RANGES = {Kind.SHARE: (0.0, 1.0), Kind.POINTS: (-100.0, 100.0)}


def standard_error(low: float, high: float, confidence: float) -> float:
    """Half an interval in units of the normal distribution; unlike p (1 − p) / n it is not 0 where all agree."""
    return (high - low) / 2 / critical(confidence)


@dataclass(frozen=True)
class Score:
    """A share (0 to 1) or points (−100 to 100) with its interval."""

    measure: Measure
    value: float
    low: float
    high: float
    n: int
    confidence: float
    weighed_n: float | None = None  # the effective n, where answers have weights

    @property
    def n_effective(self) -> float:
        """How many answers without weights would tell as much."""
        return float(self.n) if self.weighed_n is None else self.weighed_n

    @property
    def judged_n(self) -> int:
        """The same as a whole number, for what counts answers."""
        return max(1, round(self.n_effective))

    @property
    def standard_error(self) -> float:
        """What the interval says of it."""
        return standard_error(self.low, self.high, self.confidence)

    @property
    def estimate(self) -> Estimate:
        """As a page shows it."""
        return Estimate(self.value, self.low, self.high, KINDS[self.measure])


@dataclass(frozen=True)
class Group:
    """A unit or a step: its responses, and its scores where there are enough."""

    n: int
    csat: Csat | None
    nps: Nps | None

    def score(self, measure: Measure) -> Score | None:
        """One of its scores."""
        if measure is Measure.SATISFIED:
            return None if self.csat is None else _of(measure, self.csat.share, self.csat)
        return None if self.nps is None else _of(measure, self.nps.points, self.nps)


def _of(measure: Measure, value: float, result: Csat | Nps) -> Score:
    return Score(measure, value, result.low, result.high, result.n, result.confidence, result.n_effective)


def measures(question: Question) -> tuple[Measure, ...]:
    """What the survey asks for, the first of them first."""
    asked = ((Measure.SATISFIED, question.overall), (Measure.RECOMMENDED, question.recommend))
    return tuple(measure for measure, item in asked if item is not None)


def cell(group: Group, measure: Measure) -> Estimate | Missing:
    """A score, or that there are too few."""
    score = group.score(measure)
    return Missing(TOO_FEW) if score is None else score.estimate


def enough(question: Question, found: Counted | None, result: type[Result]) -> bool:
    """Whether an item has answers enough: ours for any number, and the method's own for its interval."""
    return found is not None and found.n >= max(question.minimum, result.minimum_n)


def csat_of(question: Question, item: Item | None, found: Counted | None) -> Csat | None:
    """The share of satisfied answers."""
    if item is None or found is None or not enough(question, found, Csat):
        return None
    return _csat_of(found.key, ends(item))


def nps_of(question: Question, found: Counted | None) -> Nps | None:
    """Promoters less detractors."""
    return _nps_of(found.key) if found is not None and enough(question, found, Nps) else None


def method_in_words(question: Question, result: Any) -> Message:
    """How the interval of a result was made, and to what its answers are weighted."""
    method = interval_in_words(result.interval)
    if question.answers.weighed is None:
        return method
    return weighted_in_words(method, result.n_effective, question.answers.weighted_to)


def effort_version(scale: tuple[float | None, float | None]) -> str | None:
    """Which of the two versions of the Customer Effort Score is asked on a scale; None for any other scale."""
    return next((version for version, known in VERSIONS.items() if known.scale == scale), None)


# A commit changes the counts of few units and of one week; the scores of all others are those of before.
@lru_cache(maxsize=4096)
def _csat_of(key: Key, scale: tuple[int, int]) -> Csat:
    points, counts, weights = key
    return csat(list(points), scale=scale, counts=list(counts), weights=None if weights is None else list(weights))


@lru_cache(maxsize=4096)
def _nps_of(key: Key) -> Nps:
    points, counts, weights = key
    return nps(list(points), counts=list(counts), weights=None if weights is None else list(weights))
