"""Visits: a score each, a mean for each site with an interval once there are enough, and what falls short."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from regulars.facts.questionnaires import study
from regulars.insights.scope import Scope
from regulars.insights.visits import Visit, score_of, visits
from regulars.language import Estimate, Language, Text, render
from regulars.methods import mean_rating
from regulars.survey import Questionnaire

WHOLE = Scope.whole(purpose="test")
LIST = study("procedural-standards")
ITEMS = [item.key for item in LIST.items if item.rated]


def visit(number: int, site: str, points: int, person: str | None = None, **answers: int | None) -> Visit:
    return Visit(
        f"v{number}",
        site,
        date(2026, 10, 1) + timedelta(days=number),
        {**dict.fromkeys(ITEMS, points), **answers},
        person,
    )


def cells(report: Any, section: str, column: str) -> dict[str, Any]:
    table = report.section(section).table
    return dict(zip([row.key for row in table.rows], table.column(column), strict=True))


def test_a_score_is_the_mean_of_what_was_seen() -> None:
    assert score_of(LIST, dict.fromkeys(ITEMS, 5)) == 100
    assert score_of(LIST, {"greeted": 3, "waits": None}) == 50
    assert score_of(LIST, {"greeted": None, "praise": "all"}) is None


def test_weights_of_the_tree_count() -> None:
    data = LIST.to_dict()
    data["tree"]["dimensions"][0]["weight"] = 6
    heavy = Questionnaire.from_dict(data)

    assert score_of(heavy, {**dict.fromkeys(ITEMS, 5), "greeted": 1, "waits": 1}) == pytest.approx(50)


def test_an_interval_comes_with_the_fifth_visit() -> None:
    few = visits(LIST, [visit(i, "lake", 3 + i % 2) for i in range(4)], scope=WHOLE)
    found = [visit(i, "lake", 3 + i % 2) for i in range(6)] + [visit(9, "town", 5)]
    report = visits(LIST, found, scope=WHOLE, names={"lake": Text({"en": "Lakeside"})})

    assert [one for one in few.sections if one.key == "sites"] == []
    lake, town = cells(report, "sites", "score")["lake"], cells(report, "sites", "score")["town"]
    expected = mean_rating([50, 75, 50, 75, 50, 75], scale=(0, 100))
    assert (lake.value, lake.low, lake.high) == pytest.approx((expected.mean, expected.low, expected.high))
    assert (town.value, town.low) == (100, None)
    assert "Lakeside" in render(report.section("sites").table.rows[0].name, Language.ENGLISH)


def test_the_weakest_area_is_named_where_it_is_clear() -> None:
    found = [visit(i, "lake", 5 - i % 2, greeted=1, waits=2 - i % 2) for i in range(6)]

    report = visits(LIST, found, scope=WHOLE, one_site=True)

    assert render(report.reason, Language.ENGLISH).startswith("The weakest area is Timing")
    assert render(report.reason, Language.CHINESE).startswith("最弱的领域是时限")
    assert report.section("areas").table.rows[0].key == "timing"
    assert isinstance(report.section("course").table.rows[0].cells[0], Estimate)


def test_what_falls_short_is_counted_over_the_visits_that_saw_it() -> None:
    found = [
        visit(1, "lake", 5, greeted=3),
        visit(2, "lake", 5, greeted=None),
        visit(3, "lake", 5, greeted=4, replied=4),
    ]

    report = visits(LIST, found, scope=WHOLE)

    said = {key: render(cell, Language.ENGLISH) for key, cell in cells(report, "shortfalls", "below").items()}
    assert said == {"replied": "1 of 3", "greeted": "1 of 2"}


def test_people_stand_there_only_where_they_are_named() -> None:
    personal = study("personal-standards")
    found = [Visit("v", "desk", date(2026, 10, 1), {"neat": 3}, "mei")]

    nobody = visits(personal, found, scope=WHOLE)
    named = visits(personal, found, scope=WHOLE, people={"mei": Text({"en": "Mei"})})

    assert "people" not in [one.key for one in nobody.sections]
    assert [row.key for row in named.section("people").table.rows] == ["mei"]
    assert render(named.section("shortfalls").title, Language.ENGLISH) == "Coaching list"


def test_without_visits_it_says_so() -> None:
    report = visits(LIST, [], scope=WHOLE)

    assert render(report.conclusion, Language.ENGLISH) == "There is no visit yet."
    assert report.sections == ()
