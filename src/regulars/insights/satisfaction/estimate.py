"""All numbers of the report, each from its method. No arithmetic of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.satisfaction.specify import MINIMUM_N, Question
from regulars.methods import (
    Csat,
    ImportancePerformance,
    MeanRating,
    Nps,
    TopBox,
    WeightedIndex,
    csat,
    importance_performance,
    mean_rating,
    nps,
    top_box,
    weighted_index,
)
from regulars.methods.errors import MethodError
from regulars.methods.result import Result
from regulars.survey import Item

INDEX_SCALE = (0.0, 100.0)


@dataclass(frozen=True)
class Estimates:
    """What was found; ``None`` where the survey does not ask or too few answered."""

    csat: Csat | None
    csat_weighted: Csat | None
    mean: MeanRating | None
    distribution: TopBox | None
    nps: Nps | None
    nps_weighted: Nps | None
    index: WeightedIndex | None
    index_equal: WeightedIndex | None
    priorities: ImportancePerformance | None
    complete: int  # responses that the priorities could be drawn from
    units: tuple[tuple[str, Csat | None, int], ...]
    trend: tuple[tuple[str, Csat | None, Nps | None], ...]


def estimate(question: Question, *, seed: int) -> Estimates:
    """Ask every method once."""
    answers, weights = question.answers, question.answers.weights
    priorities = _priorities(question, seed)
    return Estimates(
        csat=_csat(answers, question.overall),
        csat_weighted=None if weights is None else _csat(answers, question.overall, weights=weights),
        mean=_mean(answers, question.overall),
        distribution=_distribution(answers, question.overall),
        nps=_nps(answers, question.recommend),
        nps_weighted=None if weights is None else _nps(answers, question.recommend, weights=weights),
        index=None if priorities is None else _index(question, priorities.importance),
        index_equal=_index(question, np.ones(len(question.attributes))),
        priorities=priorities,
        complete=_complete(question),
        units=_units(question),
        trend=_trend(question),
    )


def indices(answers: Answers, items: tuple[Item, ...]) -> dict[str, Any]:
    """Ratings of several items as 0 to 100, so that items of different scales stand side by side."""
    return {item.key: item.scale.index(answers.item(item)) for item in items if item.scale is not None}


def enough(answers: Answers, item: Item | None, result: type[Result]) -> bool:
    """Whether an item has answers enough: ours for any number, and the method's own for its interval."""
    if item is None:
        return False
    return int(np.isfinite(answers.item(item)).sum()) >= max(MINIMUM_N, result.minimum_n)


def scale_of(item: Item) -> tuple[int, int]:
    """Lowest and highest answer."""
    return (0, 10) if item.scale is None else (item.scale.low, item.scale.high)


def _csat(answers: Answers, item: Item | None, **options: Any) -> Csat | None:
    if item is None or not enough(answers, item, Csat):
        return None
    return csat(answers.item(item), scale=scale_of(item), **options)


def _nps(answers: Answers, item: Item | None, **options: Any) -> Nps | None:
    if item is None or not enough(answers, item, Nps):
        return None
    return nps(answers.item(item), **options)


def _mean(answers: Answers, item: Item | None) -> MeanRating | None:
    if item is None or not enough(answers, item, MeanRating):
        return None
    return mean_rating(answers.item(item), scale=scale_of(item))


def _distribution(answers: Answers, item: Item | None) -> TopBox | None:
    if item is None or not enough(answers, item, TopBox):
        return None
    return top_box(answers.item(item), scale=scale_of(item))


def _index(question: Question, importance: Any) -> WeightedIndex | None:
    frame = indices(question.answers, question.attributes)
    if not frame or not np.any(importance):
        return None
    return weighted_index(frame, importance, scale=INDEX_SCALE)


def _priorities(question: Question, seed: int) -> ImportancePerformance | None:
    """None where the attributes cannot be told apart: too few complete answers, or two that are one."""
    if question.overall is None or len(question.attributes) < 2:
        return None
    frame = indices(question.answers, question.attributes)
    try:
        result = importance_performance(
            frame,
            question.answers.item(question.overall),
            scale=INDEX_SCALE,
            outcome_scale=scale_of(question.overall),
            seed=seed,
        )
    except MethodError:
        return None
    return None if result.too_few else result


def _complete(question: Question) -> int:
    """Responses that answered the overall item and every attribute."""
    if question.overall is None:
        return 0
    columns = [question.answers.item(item) for item in (question.overall, *question.attributes)]
    return int(np.isfinite(columns).all(axis=0).sum())


def _units(question: Question) -> tuple[tuple[str, Csat | None, int], ...]:
    answers = question.answers
    names = sorted({name for name in answers.units.tolist() if name is not None})
    if len(names) < 2:
        return ()
    parts = ((name, answers.only(answers.units == name)) for name in names)
    rows = [(name, _csat(part, question.overall), len(part)) for name, part in parts]
    # Worst first; units with too few answers to judge come last.
    return tuple(sorted(rows, key=lambda row: (row[1] is None, row[1].share if row[1] else 0.0)))


def _trend(question: Question) -> tuple[tuple[str, Csat | None, Nps | None], ...]:
    if len(question.waves) < 2:
        return ()
    parts = ((name, question.everything.in_wave(name)) for name in question.waves)
    return tuple((name, _csat(part, question.overall), _nps(part, question.recommend)) for name, part in parts)
