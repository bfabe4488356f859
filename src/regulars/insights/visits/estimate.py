"""Scores of visits, sites and areas, and how often each item fell short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regulars.insights.visits.specify import FEWEST, Area, Question, Visit, areas_of, rated_items
from regulars.language import Estimate, Kind
from regulars.methods import mean_rating
from regulars.survey import Item, Questionnaire

INDEX = (0, 100)


@dataclass(frozen=True)
class Score:
    """The mean over ``n`` visits; an interval from five on."""

    n: int
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def estimate(self) -> Estimate:
        """As a cell."""
        return Estimate(self.value, self.low, self.high, Kind.INDEX)


@dataclass(frozen=True)
class Site:
    """A unit or team, with its visits so far."""

    key: str
    score: Score
    last: date


@dataclass(frozen=True)
class Shortfall:
    """How often an item was below its threshold, of the visits that saw it; ``last``: the latest such visit."""

    item: Item
    below: int
    seen: int
    last: date | None


@dataclass(frozen=True)
class Found:
    """All worst first. ``visits``: each with its score, in the order of the days."""

    whole: Score | None
    sites: tuple[Site, ...]
    people: tuple[Site, ...]
    areas: tuple[tuple[Area, Score], ...]
    shortfalls: tuple[Shortfall, ...]
    visits: tuple[tuple[Visit, float], ...]


def estimate(question: Question) -> Found:
    """Score everything."""
    items = question.items
    weights = {key: weight for area in question.areas for key, weight in area.weights.items()}
    scored = [
        (visit, score) for visit in question.visits if (score := _mean(visit.answers, weights, items)) is not None
    ]
    areas = []
    for area in question.areas:
        own = [_mean(visit.answers, area.weights, items) for visit in question.visits]
        if (whole := score_over([one for one in own if one is not None])) is not None:
            areas.append((area, whole))
    return Found(
        whole=score_over([score for _, score in scored]),
        sites=_sites(scored, {visit.key: visit.site for visit, _ in scored}),
        people=_sites(scored, {visit.key: visit.person for visit, _ in scored if visit.person in question.people}),
        areas=tuple(sorted(areas, key=lambda one: one[1].value)),
        shortfalls=_shortfalls(question),
        visits=tuple(scored),
    )


def score_of(checklist: Questionnaire, answers: Mapping[str, object]) -> float | None:
    """The score of one visit, 0 to 100; None where nothing was seen."""
    weights = {key: weight for area in areas_of(checklist) for key, weight in area.weights.items()}
    return _mean(answers, weights, rated_items(checklist))


def score_over(values: Sequence[float]) -> Score | None:
    """The mean over visits."""
    if not values:
        return None
    if len(values) < FEWEST:
        return Score(len(values), sum(values) / len(values))
    result = mean_rating(values, scale=INDEX)
    return Score(len(values), result.mean, result.low, result.high)


def _mean(answers: Mapping[str, object], weights: Mapping[str, float], items: Mapping[str, Item]) -> float | None:
    """Over what was seen; an item that was not seen counts neither for nor against."""
    total = weight = 0.0
    for key, own in weights.items():
        answer, item = answers.get(key), items.get(key)
        if isinstance(answer, int) and item is not None and item.scale is not None:
            total += own * float(item.scale.index(answer))
            weight += own
    return round(total / weight, 9) if weight else None  # or the last digit may lie beyond 100


def _sites(scored: Sequence[tuple[Visit, float]], at: Mapping[str, str | None]) -> tuple[Site, ...]:
    own: dict[str, list[tuple[Visit, float]]] = {}
    for visit, score in scored:
        site = at.get(visit.key)
        if site is not None:
            own.setdefault(site, []).append((visit, score))
    found = []
    for key, rows in own.items():
        whole = score_over([one for _, one in rows])
        assert whole is not None  # noqa: S101  it has a visit
        found.append(Site(key, whole, max(visit.day for visit, _ in rows)))
    return tuple(sorted(found, key=lambda one: one.score.value))


def _shortfalls(question: Question) -> tuple[Shortfall, ...]:
    found = []
    for key, item in question.items.items():
        threshold = item.threshold
        answers = [(visit.day, visit.answers.get(key)) for visit in question.visits]
        seen = [(day, answer) for day, answer in answers if answer is not None]
        below = [day for day, answer in seen if threshold is not None and answer < threshold]
        if below:
            found.append(Shortfall(item, len(below), len(seen), max(below)))
    return tuple(sorted(found, key=lambda one: (-one.below / one.seen, -one.below)))
