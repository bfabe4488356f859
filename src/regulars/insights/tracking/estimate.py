"""All numbers of the page, each from its method: four series, what is returned, where it takes most effort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.facts.tracking import (
    answers_by_intake,
    bought_again,
    chosen_by_period,
    lines_by_period,
    ratings_by_period,
    ratings_by_unit,
    responses_by_period,
)
from regulars.insights.intakes import Intake
from regulars.insights.points import effort
from regulars.insights.satisfaction.scores import effort_version
from regulars.insights.tracking.judge import Change, judge
from regulars.insights.tracking.periods import Period
from regulars.insights.tracking.readings import Given, Reading, Scale, recommended, repeated, satisfied, taken, troubled
from regulars.insights.tracking.specify import Question
from regulars.language import Text
from regulars.methods import Ces
from regulars.survey import ItemKind, Role, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

Method = Callable[[Scale, Given, int], Reading | None]
BOUGHT: Scale = (0.0, 1.0)
COMPLAINT = "complaint"  # the option by which feedback is known as one


class Indicator(StrEnum):
    """The four that are tracked, in the order of the page."""

    SATISFACTION = "satisfaction"
    PROBLEMS = "problems"
    REPURCHASE = "repurchase"
    RECOMMENDATION = "recommendation"

    @property
    def high_is_good(self) -> bool:
        """Whether more is better."""
        return self is not Indicator.PROBLEMS


class State(StrEnum):
    """Whether a period can change yet."""

    FINAL = "final"
    SO_FAR = "so-far"  # it is not over, or the data do not reach its end
    OPEN = "open"  # it is over, and the wait for another purchase is not


@dataclass(frozen=True)
class Point:
    """One period of a series. ``n`` stands there also where it is too small for a reading."""

    period: Period
    state: State
    n: int
    reading: Reading | None
    given: Given = field(default_factory=dict)
    known_from: date | None = None


@dataclass(frozen=True)
class Series:
    """One indicator in time. ``surveys`` brought it, ``others`` ask the same on another scale."""

    indicator: Indicator
    points: tuple[Point, ...]
    method: Method
    scale: Scale
    surveys: tuple[Survey, ...] = ()
    others: tuple[Survey, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def judged(self) -> list[Point]:
        """The points that will not change any more."""
        return [point for point in self.points if point.state is State.FINAL and point.reading is not None]

    @property
    def high_is_good(self) -> bool:
        """Whether more is better."""
        return self.indicator.high_is_good

    def together(self, points: Sequence[Point]) -> Reading | None:
        """One reading of all answers of some periods."""
        given: dict[tuple[float, float], int] = defaultdict(int)
        for point in points:
            for answer, count in point.given.items():
                given[answer] += count
        return self.method(self.scale, given, 0)

    @property
    def worth_showing(self) -> bool:
        """Whether it has a number, or will have one when a wait is over."""
        return any(point.reading is not None or (point.state is State.OPEN and point.n) for point in self.points)

    @property
    def latest(self) -> Point | None:
        """The last final point; where there is none yet, the last of all."""
        known = self.judged or [point for point in self.points if point.reading is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class Effort:
    """How easy one unit makes it at one touchpoint; without a score where there are too few answers."""

    touchpoint: Text
    unit: str | None
    n: int
    score: Ces | None


@dataclass(frozen=True)
class Estimates:
    """What was found. ``sold``: first day of a period -> lines sold and lines returned.

    ``complaints``: first day of a period -> complaints that came in; ``None`` where nobody can complain here.
    ``intakes``: how satisfied customers are by how their answers came in, where they came in by several ways.
    """

    series: tuple[Series, ...]
    changes: Mapping[Indicator, Change]
    sold: Mapping[date, tuple[int, int]]
    effort: Mapping[str, tuple[Effort, ...]]  # by version of the question: the two are never mixed
    complaints: Mapping[date, int] | None = None
    intakes: Mapping[Intake, Mapping[date, Point]] = field(default_factory=dict)

    def of(self, indicator: Indicator) -> Series | None:
        """The series of an indicator, where there is one."""
        return next((one for one in self.series if one.indicator is indicator), None)


_ROLES: Mapping[Indicator, tuple[Role, Method, Callable[[Scale], bool]]] = {
    Indicator.SATISFACTION: (Role.OVERALL, satisfied, lambda scale: None not in scale),
    Indicator.PROBLEMS: (Role.PROBLEM, troubled, lambda scale: scale[0] in (0.0, None)),
    Indicator.RECOMMENDATION: (Role.RECOMMEND, recommended, lambda scale: scale == (0.0, 10.0)),
}


def estimate(facts: Facts, question: Question) -> Estimates:
    """Ask the facts once for each kind of fact, and every method once for each period."""
    if not question.periods:
        return Estimates((), {}, {}, {})
    roles = [role.value for role, _, _ in _ROLES.values()]
    rows = ratings_by_period(facts, question.surveys, roles, question.part).to_pylist() if question.surveys else []
    rows = _one_item_each(question, rows)
    asked = {name: responses_by_period(facts, name, question.part) for name in {row["survey"] for row in rows}}
    found = {one: _answered(question, one, rows, asked) for one in _ROLES}
    found[Indicator.REPURCHASE] = _bought(facts, question)
    series = tuple(one for indicator in Indicator if (one := found[indicator]) is not None)
    return Estimates(
        series=series,
        changes=judge({one.indicator: one for one in series}),
        sold=lines_by_period(facts, question.part) if question.purchases else {},
        effort=_effort(facts, question),
        complaints=_complaints(facts, question),
        intakes=_intakes(facts, question, found[Indicator.SATISFACTION]),
    )


def _one_item_each(question: Question, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of two questions with one role, the first that a survey asked in a period: each response counts once."""
    places = {
        (name, item.key): place for name, survey in question.surveys.items() for place, item in enumerate(survey.items)
    }
    first: dict[tuple[str, str, date], tuple[int, str]] = {}
    for row in rows:
        key = (row["survey"], row["role"], row["start"])
        own = (places.get((row["survey"], row["metric"]), len(places)), row["metric"])
        first[key] = min(first.get(key, own), own)
    return [row for row in rows if first[row["survey"], row["role"], row["start"]][1] == row["metric"]]


def _answered(
    question: Question, indicator: Indicator, rows: Iterable[Mapping[str, Any]], asked: Mapping[str, Mapping[date, int]]
) -> Series | None:
    role, method, fits = _ROLES[indicator]
    own = [row for row in rows if row["role"] == role and fits((row["low"], row["high"]))]
    if not own:
        return None
    sizes: dict[Scale, int] = defaultdict(int)
    for row in own:
        sizes[row["low"], row["high"]] += row["n"]
    scale = max(sizes, key=lambda one: (sizes[one], str(one)))
    given: dict[date, dict[tuple[float, float], int]] = defaultdict(lambda: defaultdict(int))
    for row in own:
        if (row["low"], row["high"]) == scale and row["weight"] > 0:
            given[row["start"]][row["value"], row["weight"]] += row["n"]
    names = {row["survey"] for row in own if (row["low"], row["high"]) == scale}
    points = []
    for period in question.periods:
        counts = given.get(period.first, {})
        n, responses = sum(counts.values()), sum(asked[name].get(period.first, 0) for name in names)
        reading = method(scale, counts, max(0, responses - n)) if n >= question.least else None
        points.append(Point(period, _state(period, question.until), n, reading, counts))
    others = {row["survey"] for row in own} - names
    return Series(
        indicator,
        tuple(points),
        method,
        scale,
        tuple(question.surveys[name] for name in sorted(names)),
        tuple(question.surveys[name] for name in sorted(others)),
        tuple(sorted({row["metric"] for row in own if row["survey"] in names})),
    )


def _bought(facts: Facts, question: Question) -> Series | None:
    if not question.purchases or question.bought_until is None:
        return None
    found = bought_again(facts, question.within, question.part)
    points = []
    for period in question.periods:
        customers, again = found.get(period.first, (0, 0))
        known_from = period.last + timedelta(days=question.within)
        open_ = known_from > question.bought_until
        given = {(1.0, 1.0): again, (0.0, 1.0): customers - again}
        reading = repeated(BOUGHT, given, 0) if customers >= question.least and not open_ else None
        points.append(Point(period, State.OPEN if open_ else State.FINAL, customers, reading, given, known_from))
    return Series(Indicator.REPURCHASE, tuple(points), repeated, BOUGHT)


def _complaints(facts: Facts, question: Question) -> Mapping[date, int] | None:
    """What customers told as a complaint: the option of that name, of whatever question asks what it is."""
    asked = [
        (name, item.key)
        for name, survey in question.surveys.items()
        for item in survey.items
        if item.kind is ItemKind.CHOICE and COMPLAINT in item.options
    ]
    if not asked:
        return None
    found: dict[date, int] = defaultdict(int)
    for name, item in asked:
        for start, n in chosen_by_period(facts, name, item, COMPLAINT, question.part).items():
            found[start] += n
    return found


def _intakes(facts: Facts, question: Question, series: Series | None) -> Mapping[Intake, Mapping[date, Point]]:
    """Satisfaction as the series has it, apart by how the answers came in."""
    if series is None:
        return {}
    given: dict[Intake, dict[date, dict[tuple[float, float], int]]]
    given = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for survey in series.surveys:
        item = next((item.key for item in survey.with_role(Role.OVERALL) if item.key in series.items), None)
        for row in answers_by_intake(facts, survey.name, item, question.part) if item else ():
            given[Intake(row["intake"])][row["start"]][row["value"], row["weight"]] += row["n"]
    if len(given) < 2:
        return {}
    return {
        intake: {
            period.first: _apart(question, series, period, given[intake].get(period.first, {}))
            for period in question.periods
        }
        for intake in Intake
        if intake in given
    }


def _apart(question: Question, series: Series, period: Period, given: Given) -> Point:
    n = sum(given.values())
    reading = series.method(series.scale, given, 0) if n >= question.least else None
    return Point(period, _state(period, question.until), n, reading, given)


def _state(period: Period, until: date | None) -> State:
    return State.SO_FAR if until is None or until < period.last else State.FINAL


def _effort(facts: Facts, question: Question) -> Mapping[str, tuple[Effort, ...]]:
    if not question.surveys:
        return {}
    rows = ratings_by_unit(facts, question.surveys, Role.EFFORT.value, question.part).to_pylist()
    given: dict[tuple[str, str, str, str | None], dict[tuple[float, float], int]]
    given = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if (version := effort_version((row["low"], row["high"]))) is not None and row["weight"] > 0:
            given[version, row["survey"], row["metric"], row["unit"]][row["value"], row["weight"]] += row["n"]
    found: dict[str, list[Effort]] = defaultdict(list)
    for (version, survey, metric, unit), counts in given.items():
        n = sum(counts.values())
        enough = n >= max(question.least, Ces.minimum_n)
        values, options = taken(counts)
        score = effort(np.asarray(values), version=version, **options) if enough else None
        found[version].append(Effort(_touchpoint(question.surveys[survey], metric), unit, n, score))
    # Worst first; who has too few answers to be judged comes last.
    return {
        version: tuple(
            sorted(some, key=lambda one: (one.score is None, one.score.share if one.score else 0.0, one.unit or ""))
        )
        for version, some in sorted(found.items())
    }


def _touchpoint(survey: Survey, metric: str) -> Text:
    """A survey about one contact is called by its title; one that asks about several, by the question."""
    asked = survey.with_role(Role.EFFORT)
    item = next((item for item in asked if item.key == metric), None)
    return survey.title if item is None or len(asked) < 2 else item.label
