"""Signals of both sides, core problems, scorecard, what goes together, our score beside the customers'."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from regulars.insights.complaints import Told
from regulars.insights.programme import Covered, Named, Pair, Settled, Step, agreement, links, problems, scorecard
from regulars.insights.programme.contrast import Course, Sides
from regulars.insights.programme.inside import Counted, Inside
from regulars.insights.programme.staff import Problem, Staff
from regulars.insights.scope import Scope
from regulars.insights.tracking.estimate import Point, State
from regulars.insights.tracking.judge import judge
from regulars.insights.tracking.periods import Length, between
from regulars.language import Kind, Language, Text, render
from regulars.methods.linkage.lagged import LEAST_PERIODS, lagged_association

SCOPE = Scope.whole(purpose="test")
MONTHS = between(date(2023, 1, 1), date(2026, 10, 31), Length.MONTH)
WHEN = {"first": date(2026, 8, 1), "last": date(2026, 10, 31), "scope": SCOPE}


def said(words: Any) -> str:
    return " ".join(render(words, Language.ENGLISH).split())


def named(key: str, values: Any, units: Any = ()) -> Named:
    starts = [period.first for period in MONTHS]
    by_unit = {name: dict(zip(starts, own, strict=False)) for name, own in units}
    return Named(key, Text.of(key), dict(zip(starts, values, strict=False)), by_unit, Kind.NUMBER)


def test_what_follows_two_months_later_is_found_and_nothing_is_called_a_cause() -> None:
    rng = np.random.default_rng(3)
    quality = rng.normal(90, 3, len(MONTHS))
    after = np.r_[rng.normal(0, 1, 2), quality[:-2] - 90] + rng.normal(0, 1, len(MONTHS)) + 70

    found = links(named("On time", quality), named("Satisfaction", after), periods=MONTHS, length=Length.MONTH,
                  scope=SCOPE)  # fmt: skip

    assert "On time is higher than usual, Satisfaction is clearly higher 2 months later" in said(found.conclusion)
    assert "not causing" in said(found.reason)
    table = found.section("lags").table
    assert table is not None
    assert [row.mark for row in table.rows] == ["same", "same", "above", "same", "same"]


def test_a_common_trend_alone_is_no_association() -> None:
    """Two things that both grew go together for no other reason."""
    rng = np.random.default_rng(5)
    grows = [np.arange(len(MONTHS)) * 2.0 + rng.normal(0, 1, len(MONTHS)) for _ in range(2)]

    found = links(named("Sales", grows[0]), named("Satisfaction", grows[1]), periods=MONTHS, length=Length.MONTH,
                  scope=SCOPE)  # fmt: skip

    assert said(found.conclusion).startswith("No clear association of Sales with Satisfaction")


def test_too_few_periods_are_said() -> None:
    found = links(named("a", range(8)), named("b", range(8)), periods=MONTHS[:8], length=Length.MONTH, scope=SCOPE)

    assert f"it takes {LEAST_PERIODS}" in said(found.conclusion)
    assert said(links(named("a", ()), named("b", ()), periods=(), length=Length.MONTH, scope=SCOPE).conclusion)


@pytest.mark.parametrize(("n", "places"), [(30, 1), (20, 8)])
def test_series_with_a_memory_raise_few_false_alarms(n: int, places: int) -> None:
    """Of 120 pairs that have nothing to do with each other, at most one in ten is called clear at any lag."""
    rng = np.random.default_rng(7)

    def remembers() -> Any:
        values = rng.normal(size=n)
        for at in range(1, n):
            values[at] += 0.6 * values[at - 1]
        return values

    alarms = 0
    for _ in range(120):
        one, other = [remembers() for _ in range(places)], [remembers() for _ in range(places)]
        alarms += any(lag.clear for lag in lagged_association(one, other, lags=3))

    assert alarms <= 12


def test_units_that_lie_apart_make_no_association() -> None:
    """One unit better in all things is no proof that one thing follows the other."""
    rng = np.random.default_rng(9)
    levels = {"a": 50, "b": 70, "c": 90}
    first = [(name, level + rng.normal(0, 1, len(MONTHS))) for name, level in levels.items()]
    second = [(name, level + rng.normal(0, 1, len(MONTHS))) for name, level in levels.items()]

    found = links(named("x", (), first), named("y", (), second), periods=MONTHS, length=Length.MONTH, scope=SCOPE)

    assert said(found.conclusion).startswith("No clear association")
    assert "3 units" in said(found.section("lags").caption)


def test_the_quickest_effective_step_stands_first() -> None:
    """Share of the weight × part removed, a day of work; a step against a problem that is gone is left out."""
    cases = [Told("waiting", 30, 60, 3000.0, 30), Told("bill", 10, 10, 1000.0, 10), Told("", 5, 5)]
    steps = [
        Step("slow", Text.of("Rebuild the desk"), "waiting", 200, 0.9),
        Step("quick", Text.of("Open a second desk"), "waiting", 2, 0.3),
        Step("gone", Text.of("Against nothing"), "nothing", 1, 1.0),
    ]
    staff = Staff(Text.of("Pulse"), (Problem("tools", Text.of("Tools"), 12, 40, 3.5, 1.0, 1.0),))

    found = problems(cases, {}, staff, steps, names={"waiting": Text.of("Waited")}, currency="EUR", **WHEN)

    assert "Waited weighs most: 86%" in said(found.conclusion)
    assert "Among staff, Tools weighs most" in said(found.conclusion)
    assert "Open a second desk" in said(found.reason)
    table = found.section("steps").table
    assert table is not None
    assert [row.key for row in table.rows] == ["quick", "slow"]
    assert table.rows[0].cells[2].value == pytest.approx(0.857 * 0.3, abs=0.001)  # type: ignore[union-attr]


def test_without_the_right_to_cases_none_are_shown() -> None:
    found = problems(None, {}, None, (), names={}, currency="EUR", **WHEN)

    assert found.sections == ()
    assert "your roles do not include them" in said(found.notes[0])


def test_a_scorecard_says_what_waits_and_what_is_not_covered() -> None:
    covered = [Covered("units", Text.of("Units"), 1, 6, Text.of("m"))]  # type: ignore[arg-type]
    settled = [
        Settled("cases", Text.of("Cases"), 40, 8, 2, Text.of("m")),  # type: ignore[arg-type]
        Settled("promises", Text.of("Promises"), 1, 0, 0, Text.of("m")),  # type: ignore[arg-type]
    ]

    found = scorecard(None, None, covered, settled, name=Text.of(""), **WHEN)

    assert said(found.conclusion) == "No survey was answered yet; 2 of what fell due still waits."
    assert said(found.reason) == "Less than half is covered of: Units."
    assert found.figure("in-time-cases").estimate.value == pytest.approx(0.8)
    assert "in-time-promises" not in {figure.key for figure in found.all_figures()}  # too few for a share


def test_our_own_score_that_is_kinder_than_customers_is_named() -> None:
    rng = np.random.default_rng(11)
    day = date(2026, 5, 1)
    pairs = [
        Pair(unit, day + timedelta(days=i), 80 + rng.normal(0, 4), (50 if unit == "harbour" else 79) + rng.normal(0, 4))
        for i in range(30)
        for unit in ("harbour", "lakeside")
    ]

    found = agreement(pairs, alone=3, days=30, names={"harbour": Text.of("Harbour")}, last=day, scope=SCOPE)

    assert said(found.conclusion).startswith("Our own score is kinder")
    table = found.section("quality-agreement").table
    assert table is not None
    assert said(table.rows[0].name) == "Harbour"
    assert said(table.rows[0].cells[3]) == "clearly kinder"
    assert "Too few" in said(agreement(pairs[:9], alone=0, days=30, names={}, last=day, scope=SCOPE).conclusion)


def test_cases_that_rise_are_worse_and_chance_is_not() -> None:
    """The books are judged as the surveys are; a period before the log is no zero."""

    def cases(counts: list[int]) -> Counted:
        events = {period.first: count for period, count in zip(MONTHS, counts, strict=False)}
        of = dict.fromkeys(events, 1000)
        own = Counted(Inside.CASES, (), events, of)
        points = [Point(period, State.FINAL, 1000, None) for period in MONTHS[: len(counts)]]
        return Counted(
            Inside.CASES,
            tuple(Point(one.period, one.state, one.n, own.together([one])) for one in points),
            events,
            of,
        )

    def course(one: Counted) -> Course:
        return Sides((), (one,), judge({one.key: one}), logged=True).course([one])

    assert course(cases([20, 22, 19, 21, 20, 18, 22, 21, 60])) is Course.WORSE
    assert course(cases([20, 22, 19, 21, 20, 18, 22, 21, 24])) is Course.UNCLEAR
    assert course(cases([20])) is Course.UNKNOWN
