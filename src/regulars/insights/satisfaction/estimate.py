"""All numbers of the report, each from its method. No arithmetic of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insights.points import effort as effort_of
from regulars.insights.points import nearest
from regulars.insights.satisfaction.changed import Changed, changed_of
from regulars.insights.satisfaction.counts import Counted, complete, counted, ends, exactly, moments, pair_sums
from regulars.insights.satisfaction.course import Trend, trend_of
from regulars.insights.satisfaction.expected import Gap, gaps
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.layers import INDEX_SCALE, Layers, dimensions_of, layers_of
from regulars.insights.satisfaction.league import Units, league_table
from regulars.insights.satisfaction.scores import csat_of, effort_version, enough, nps_of
from regulars.insights.satisfaction.specify import Question, one_wave_few
from regulars.methods import (
    Ces,
    Csat,
    ImportancePerformance,
    IndexSensitivity,
    MeanRating,
    Nps,
    TopBox,
    WeightedIndex,
    importance_performance,
    index_sensitivity,
    mean_rating,
    top_box,
    weighted_index,
)
from regulars.methods.attributes.cases import MANY
from regulars.methods.errors import MethodError
from regulars.survey import Item


@dataclass(frozen=True)
class Estimates:
    """What was found; ``None`` where the survey does not ask or too few answered."""

    csat: Csat | None
    csat_plain: Csat | None  # plain: each answer as one, where the wave is weighted
    mean: MeanRating | None
    mean_plain: MeanRating | None
    distribution: TopBox | None
    nps: Nps | None
    nps_plain: Nps | None
    ces: Ces | None
    ces_plain: Ces | None
    index: WeightedIndex | None
    index_plain: WeightedIndex | None
    index_equal: WeightedIndex | None
    sensitivity: IndexSensitivity | None
    priorities: ImportancePerformance | None
    complete: int  # responses that the priorities could be drawn from
    units: Units
    trend: Trend
    changed: Changed | None
    gaps: tuple[Gap, ...]
    layers: Layers | None
    dimensions: Layers | None


def estimate(question: Question, *, seed: int) -> Estimates:
    """Ask every method once."""
    answers = question.answers
    overall, recommend, effort = (
        None if item is None else counted(answers, item)
        for item in (question.overall, question.recommend, question.effort)
    )
    rated, eased = (
        None if item is None or found is None else exactly(answers, item, found)
        for item, found in ((question.overall, overall), (question.effort, effort))
    )
    plain_overall, plain_recommend, plain_rated, plain_eased = (
        None if found is None or answers.weighed is None else found.plain()
        for found in (overall, recommend, rated, eased)
    )
    priorities, whole = _priorities(question, seed)
    satisfied, recommended = csat_of(question, question.overall, overall), nps_of(question, recommend)
    hidden = hiding(question)
    index = None if priorities is None else _index(question, priorities.importance)
    equal = _index(question, np.ones(len(question.attributes)))
    return Estimates(
        csat=satisfied,
        csat_plain=csat_of(question, question.overall, plain_overall),
        mean=_mean(question, question.overall, rated),
        mean_plain=_mean(question, question.overall, plain_rated),
        distribution=_distribution(question),
        nps=recommended,
        nps_plain=nps_of(question, plain_recommend),
        ces=_ces(question, eased),
        ces_plain=_ces(question, plain_eased),
        index=index,
        index_plain=None
        if index is None or answers.weighed is None
        else _index(question, index.importance, plain=True),
        index_equal=equal,
        sensitivity=None if equal is None else _sensitivity(question, index),
        priorities=priorities,
        complete=whole,
        units=league_table(question, hidden, _whole(satisfied, recommended), seed=seed),
        trend=trend_of(question, hidden),
        changed=changed_of(question, hidden),
        gaps=gaps(question),
        layers=layers_of(question, index or equal),
        dimensions=dimensions_of(question, index or equal),
    )


def _whole(satisfied: Csat | None, recommended: Nps | None) -> dict[str, float]:
    """What single units are held against."""
    found = {} if satisfied is None else {"share": satisfied.share}
    return found | ({} if recommended is None else {"nps": recommended.points})


def _mean(question: Question, item: Item | None, found: Counted | None) -> MeanRating | None:
    if item is None or found is None or not enough(question, found, MeanRating):
        return None
    return mean_rating(found.points, scale=ends(item), **found.options)


def _distribution(question: Question) -> TopBox | None:
    item = question.judged
    found = None if item is None else counted(question.answers, item, nearest)
    if item is None or found is None or not enough(question, found, TopBox):
        return None
    return top_box(found.points, scale=ends(item), **found.options)


def _ces(question: Question, found: Counted | None) -> Ces | None:
    """Customer effort, where it was asked on the scale of one of its two versions."""
    item = question.effort
    if item is None or found is None or (version := effort_version(ends(item))) is None:
        return None
    return effort_of(found.points, version=version, **found.options) if enough(question, found, Ces) else None


def _index(question: Question, importance: Any, *, plain: bool = False) -> WeightedIndex | None:
    if not question.attributes or not np.any(importance):
        return None
    sums = pair_sums(question.answers, question.attributes, plain=plain)
    return weighted_index(sums, importance, scale=INDEX_SCALE) if sums.n else None


def _sensitivity(question: Question, derived: WeightedIndex | None) -> IndexSensitivity:
    """The index by weights from elsewhere: derived from the answers, equal, as the questionnaire's tree has them."""
    keys = {item.key for item in question.attributes}
    tree = {} if question.survey.tree is None else question.survey.tree.item_weights()
    stated = {key: tree.get(key, 0.0) for key in keys}
    sources: dict[str, Any] = {} if derived is None else {"derived": derived}
    sources["equal"] = "equal"
    if any(stated.values()):
        sources["tree"] = stated
    return index_sensitivity(pair_sums(question.answers, question.attributes), sources, scale=INDEX_SCALE)


def _priorities(question: Question, seed: int) -> tuple[ImportancePerformance | None, int]:
    """What to mend first, and how many responses answered the overall item and every attribute.

    None where the attributes cannot be told apart: too few complete answers, or two that are one.
    """
    outcome, items, answers = question.overall, question.attributes, question.answers
    if outcome is None:
        return None, 0
    whole, weights = complete(answers, (outcome, *items)), answers.weighed
    if weights is not None:
        whole &= weights > 0
    size = int(whole.sum())
    if len(items) < 2 or not size:
        return None, size
    if question.privacy.hides and question.wave is None:
        everything = question.everything
        if one_wave_few(everything, question.waves, complete(everything, (outcome, *items)), question.least.group):
            return None, size
    try:
        if size >= MANY:
            result = importance_performance(moments(answers, items, outcome), scale=INDEX_SCALE, seed=seed)
        else:
            frame = {item.key: _index_of(item, answers.item(item), whole) for item in items}
            y = np.where(whole, answers.item(outcome), np.nan)
            result = importance_performance(
                frame, y, scale=INDEX_SCALE, outcome_scale=ends(outcome), weights=weights, seed=seed
            )
    except MethodError:
        return None, size
    return (None if result.too_few else result), size


def _index_of(item: Item, column: Any, whole: Any) -> Any:
    low, high = ends(item)
    return np.where(whole, 100 * (column.astype(np.float64) - low) / (high - low), np.nan)
