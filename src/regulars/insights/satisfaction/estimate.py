"""All numbers of the report, each from its method. No arithmetic of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.blocks import NONE
from regulars.insights.satisfaction.counts import (
    Counted,
    Period,
    by_group,
    complete,
    counted,
    ends,
    moments,
    pair_sums,
    periods,
)
from regulars.insights.satisfaction.specify import Question
from regulars.methods import (
    Ces,
    Csat,
    ImportancePerformance,
    MeanRating,
    Nps,
    TopBox,
    WeightedIndex,
    ces,
    csat,
    importance_performance,
    mean_rating,
    nps,
    top_box,
    weighted_index,
)
from regulars.methods.attributes.cases import MANY
from regulars.methods.errors import MethodError
from regulars.methods.result import Result
from regulars.survey import Item

INDEX_SCALE = (0.0, 100.0)
_EFFORT = {(1, 7): "2.0", (1, 5): "1.0"}


@dataclass(frozen=True)
class UnitScore:
    """One unit: its share of satisfied answers and its NPS where there are enough, and all its responses."""

    name: str
    csat: Csat | None
    nps: Nps | None
    n: int

    @property
    def rank(self) -> float:
        """What it is ordered by; worst is lowest."""
        if self.csat is not None:
            return self.csat.share
        return 0.0 if self.nps is None else self.nps.points


@dataclass(frozen=True)
class StepScore:
    """One step of the trend."""

    period: Period
    csat: Csat | None
    nps: Nps | None
    n: int


@dataclass(frozen=True)
class Estimates:
    """What was found; ``None`` where the survey does not ask or too few answered."""

    csat: Csat | None
    csat_weighted: Csat | None
    mean: MeanRating | None
    distribution: TopBox | None
    nps: Nps | None
    nps_weighted: Nps | None
    ces: Ces | None
    index: WeightedIndex | None
    index_equal: WeightedIndex | None
    priorities: ImportancePerformance | None
    complete: int  # responses that the priorities could be drawn from
    units: tuple[UnitScore, ...]
    trend: tuple[StepScore, ...]


def estimate(question: Question, *, seed: int) -> Estimates:
    """Ask every method once."""
    answers = question.answers
    weighted = answers.weights is not None and not np.isnan(answers.weights).any()
    overall, recommend = (
        None if item is None else counted(answers, item) for item in (question.overall, question.recommend)
    )
    priorities, whole = _priorities(question, seed)
    return Estimates(
        csat=_csat(question, question.overall, overall),
        csat_weighted=_by_weights(question, csat, Csat, question.overall, overall) if weighted else None,
        mean=_mean(question, question.overall, overall),
        distribution=_distribution(question),
        nps=_nps(question, recommend),
        nps_weighted=_by_weights(question, nps, Nps, question.recommend, recommend) if weighted else None,
        ces=_ces(question),
        index=None if priorities is None else _index(question, priorities.importance),
        index_equal=_index(question, np.ones(len(question.attributes))),
        priorities=priorities,
        complete=whole,
        units=_units(question),
        trend=_trend(question),
    )


def enough(question: Question, found: Counted | None, result: type[Result]) -> bool:
    """Whether an item has answers enough: ours for any number, and the method's own for its interval."""
    return found is not None and found.n >= max(question.minimum, result.minimum_n)


def _csat(question: Question, item: Item | None, found: Counted | None) -> Csat | None:
    if item is None or found is None or not enough(question, found, Csat):
        return None
    return _csat_of(found.key, ends(item))


def _nps(question: Question, found: Counted | None) -> Nps | None:
    return _nps_of(found.key) if found is not None and enough(question, found, Nps) else None


# A commit changes the counts of few units and of one week; the scores of all others are those of before.
@lru_cache(maxsize=4096)
def _csat_of(key: tuple[tuple[float, ...], tuple[int, ...]], scale: tuple[int, int]) -> Csat:
    return csat(list(key[0]), scale=scale, counts=list(key[1]))


@lru_cache(maxsize=4096)
def _nps_of(key: tuple[tuple[float, ...], tuple[int, ...]]) -> Nps:
    return nps(list(key[0]), counts=list(key[1]))


def _by_weights(question: Question, method: Any, result: Any, item: Item | None, found: Counted | None) -> Any:
    if item is None or not enough(question, found, result):
        return None
    column = question.answers.item(item)
    options = {"scale": ends(item)} if result is Csat else {}
    return method(np.where(column == NONE, np.nan, column), weights=question.answers.weights, **options)


def _mean(question: Question, item: Item | None, found: Counted | None) -> MeanRating | None:
    if item is None or found is None or not enough(question, found, MeanRating):
        return None
    return mean_rating(found.points, scale=ends(item), counts=found.counts)


def _distribution(question: Question) -> TopBox | None:
    item = question.judged
    found = None if item is None else counted(question.answers, item)
    if item is None or found is None or not enough(question, found, TopBox):
        return None
    return top_box(found.points, scale=ends(item), counts=found.counts)


def _ces(question: Question) -> Ces | None:
    """Customer effort, where it was asked on the scale of one of its two versions."""
    item = question.effort
    found = None if item is None else counted(question.answers, item)
    if item is None or found is None or ends(item) not in _EFFORT or not enough(question, found, Ces):
        return None
    return ces(found.points, version=_EFFORT[ends(item)], counts=found.counts)


def _index(question: Question, importance: Any) -> WeightedIndex | None:
    if not question.attributes or not np.any(importance):
        return None
    sums = pair_sums(question.answers, question.attributes)
    return weighted_index(sums, importance, scale=INDEX_SCALE) if sums.n else None


def _priorities(question: Question, seed: int) -> tuple[ImportancePerformance | None, int]:
    """What to mend first, and how many responses answered the overall item and every attribute.

    None where the attributes cannot be told apart: too few complete answers, or two that are one.
    """
    outcome, items, answers = question.overall, question.attributes, question.answers
    if outcome is None:
        return None, 0
    whole = complete(answers, (outcome, *items))
    size = int(whole.sum())
    if len(items) < 2 or not size:
        return None, size
    try:
        if size >= MANY:
            result = importance_performance(moments(answers, items, outcome), scale=INDEX_SCALE, seed=seed)
        else:
            frame = {item.key: _index_of(item, answers.item(item), whole) for item in items}
            y = np.where(whole, answers.item(outcome), np.nan)
            result = importance_performance(frame, y, scale=INDEX_SCALE, outcome_scale=ends(outcome), seed=seed)
    except MethodError:
        return None, size
    return (None if result.too_few else result), size


def _index_of(item: Item, column: Any, whole: Any) -> Any:
    low, high = ends(item)
    return np.where(whole, 100 * (column.astype(np.float64) - low) / (high - low), np.nan)


def _units(question: Question) -> tuple[UnitScore, ...]:
    answers = question.answers
    names, codes = answers.unit_names, answers.units
    sizes = np.bincount(codes + 1, minlength=len(names) + 1)[1:]
    if int((sizes > 0).sum()) < 2:
        return ()
    satisfied, recommended = _grouped(question, answers, codes, len(names))
    rows = [
        UnitScore(name, satisfied[code], recommended[code], int(sizes[code]))
        for code, name in enumerate(names)
        if sizes[code]
    ]
    # Worst first; units with too few answers to judge come last.
    return tuple(sorted(rows, key=lambda row: (row.csat is None and row.nps is None, row.rank)))


def _trend(question: Question) -> tuple[StepScore, ...]:
    answers = question.trend_answers
    steps, codes = periods(answers, question.step, question.waves)
    if len(steps) < 2:
        return ()
    satisfied, recommended = _grouped(question, answers, codes, len(steps))
    sizes = np.bincount(codes[codes >= 0], minlength=len(steps))
    return tuple(
        StepScore(period, satisfied[code], recommended[code], int(sizes[code])) for code, period in enumerate(steps)
    )


def _grouped(
    question: Question, answers: Answers, codes: Any, groups: int
) -> tuple[list[Csat | None], list[Nps | None]]:
    """Satisfaction and recommendation of each group of responses."""
    nothing: list[Any] = [None] * groups
    overall, recommend = question.overall, question.recommend
    satisfied = (
        nothing
        if overall is None
        else [_csat(question, overall, found) for found in by_group(answers, overall, codes, groups)]
    )
    recommended = (
        nothing
        if recommend is None
        else [_nps(question, found) for found in by_group(answers, recommend, codes, groups)]
    )
    return satisfied, recommended
