"""The rating of every touchpoint, and where it stands beside the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.answers import Answers, read_answers
from regulars.insights.journey.specify import Question
from regulars.insights.points import NONE
from regulars.insights.satisfaction.counts import ends
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.methods import MeanRating, Touchpoints, mean_rating, touchpoints
from regulars.methods.errors import MethodError
from regulars.survey import Item, Role
from regulars.survey.touchpoints import Touchpoint

if TYPE_CHECKING:
    from regulars.facts import Facts

MOST = 40_000  # respondents whose answers are drawn again and again for the coordinates
RESAMPLES = 500
INDEX = (0, 100)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """One touchpoint. ``n``: who rated it; ``rating`` is None where they are too few."""

    touchpoint: Touchpoint
    n: int
    rating: MeanRating | None
    measured: bool
    closed: bool = False  # only asked about where nobody may be told apart


@dataclass(frozen=True)
class Coordinates:
    """The touchpoints of one survey, importance over satisfaction."""

    title: Text
    result: Touchpoints


@dataclass(frozen=True)
class Found:
    """``points`` in the order of the journey."""

    points: tuple[Point, ...]
    coordinates: Coordinates | None
    rows: int
    as_of: date | None
    at: datetime | None

    @property
    def rated(self) -> tuple[Point, ...]:
        """Those with a number, the worst first."""
        known = [(one.rating.index, at, one) for at, one in enumerate(self.points) if one.rating is not None]
        return tuple(one for _, _, one in sorted(known))


def estimate(facts: Facts, question: Question, scope: Scope, *, seed: int) -> Found:
    """Read every survey once."""
    answers = {name: _chosen(question, read_answers(facts, name, scope)) for name in question.asked - question.closed}
    days = [found.as_of for found in answers.values() if found.as_of is not None]
    times = [found.at for found in answers.values() if found.at is not None]
    return Found(
        points=tuple(_point(question, one, answers) for one in question.register.touchpoints),
        coordinates=_coordinates(question, answers, seed),
        rows=sum(map(len, answers.values())),
        as_of=max(days, default=None),
        at=max(times, default=None),
    )


def _chosen(question: Question, answers: Answers) -> Answers:
    filters = question.filters
    found = answers.in_units(filters.units).in_intake(filters.intake).between(filters.first, filters.last)
    return found if question.wave is None else found.in_wave(question.wave, known=True)


def _point(question: Question, one: Touchpoint, answers: Mapping[str, Answers]) -> Point:
    """Everybody counts once a survey: who rated two of its items, with their mean."""
    judged = question.judged[one.key]
    shown = question.shown(one)
    own = [answers[name].in_units(one.units) for name in shown]
    columns = [_index_of(rows, judged[name]) for name, rows in zip(shown, own, strict=True)]
    there = [~np.isnan(column) for column in columns]
    given = np.concatenate([column[rows] for column, rows in zip(columns, there, strict=True)] or [np.empty(0)])
    enough = len(given) >= question.minimum
    return Point(
        touchpoint=one,
        n=len(given),
        rating=mean_rating(given, scale=INDEX, weights=_weights(own, there)) if enough else None,
        measured=bool(judged),
        closed=bool(judged) and set(judged) <= question.closed,
    )


def _weights(own: Sequence[Answers], there: Sequence[NDArray[np.bool_]]) -> Floats | None:
    """As in the report of each survey; None where nobody has any."""
    if all(rows.weighed is None for rows in own):
        return None
    known = [np.ones(len(rows)) if rows.weighed is None else rows.weighed for rows in own]
    return np.concatenate([weight[rows] for weight, rows in zip(known, there, strict=True)])


def _index_of(answers: Answers, items: tuple[Item, ...]) -> Floats:
    """The mean of the items, 0 to 100, over those that each respondent answered; NaN for who answered none."""
    total, count = np.zeros(len(answers)), np.zeros(len(answers))
    for item in items:
        if item.key not in answers.columns:
            continue
        low, high = ends(item)
        column = answers.item(item)
        there = column != NONE
        total += np.where(there, 100 * (column - low) / (high - low), 0.0)
        count += there
    found: Floats = np.divide(total, count, out=np.full(len(answers), np.nan), where=count > 0)
    return found


def _coordinates(question: Question, answers: Mapping[str, Answers], seed: int) -> Coordinates | None:
    """Of the survey with most answers that asks for satisfaction overall and about three touchpoints or more."""
    for name in sorted(answers, key=lambda one: -len(answers[one])):
        survey, own = question.definitions[name], answers[name]
        overall = next((item for item in survey.with_role(Role.OVERALL) if item.key in own.columns), None)
        if overall is None or not question.minimum <= len(own) <= MOST:
            continue
        columns = {
            one.key: column
            for one in question.register.touchpoints
            if name in question.judged[one.key]
            and np.count_nonzero(~np.isnan(column := _index_of(own, question.judged[one.key][name])))
            >= question.minimum
        }
        if len(columns) < 3:
            continue
        outcome = np.where(own.answered(overall), own.item(overall).astype(np.float64), np.nan)
        kinds: dict[str, list[str]] = {}
        for one in question.register.touchpoints:
            if one.key in columns:
                kinds.setdefault(one.kind.value, []).append(one.key)
        try:
            result = touchpoints(
                columns,
                outcome,
                kinds=kinds,
                traffic=_traffic(question, columns),
                scale=INDEX,
                outcome_scale=ends(overall),
                weights=own.weighed,
                n_resamples=RESAMPLES,
                seed=seed,
            )
        except MethodError:
            continue
        if not result.too_few:
            return Coordinates(survey.title, result)
    return None


def _traffic(question: Question, columns: Collection[str]) -> dict[str, float] | None:
    """How many pass each touchpoint; None, so that the share who met it stands for it, where one is not known."""
    known = {one.key: one.traffic for one in question.register.touchpoints if one.key in columns}
    found = {key: float(traffic) for key, traffic in known.items() if traffic}
    return found if len(found) == len(known) else None
