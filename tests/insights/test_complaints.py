"""Causes by what they weigh, what lies below the log, and what it brings to answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from regulars.insights.complaints import (
    Broken,
    Incidence,
    Judged,
    Told,
    causes_report,
    hidden_report,
    recovery_report,
)
from regulars.insights.complaints.recovery import gain_of
from regulars.insights.complaints.weighing import weigh
from regulars.insights.scope import Scope
from regulars.language import Language, Text, render

WHOLE = Scope.whole(purpose="test")
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
NAMES = {
    "waiting": Text({"en": "Waited too long", "zh": "等待过久"}),
    "defect": Text({"en": "Defect", "zh": "产品缺陷"}),
}


def pareto(cases: list[Told], before: dict[str, int] | None = None) -> Any:
    return causes_report(cases, before or {}, first=FIRST, last=LAST, names=NAMES, currency="EUR", scope=WHOLE)


def iceberg(asked: int, problems: int, customers: int, logged: int) -> Any:
    told = Incidence(Text({"en": "Any problem?"}), Text({"en": "yes"}), asked, problems)
    return hidden_report(told, customers=customers, logged=logged, first=FIRST, last=LAST, scope=WHOLE)


def test_a_cause_weighs_frequency_by_severity_by_value() -> None:
    rare, often = weigh([Told("waiting", 10, 20, 1000.0, 10), Told("defect", 2, 8, 4000.0, 1)], {})

    assert (rare.cause, rare.product, often.product) == ("defect", 2 * 4 * 4000, 10 * 2 * 100)
    assert (often.cumulative, rare.share) == (pytest.approx(1), pytest.approx(32 / 34))


def test_where_no_value_is_known_that_of_all_stands_for_it() -> None:
    rows = {one.cause: one for one in weigh([Told("waiting", 1, 2), Told("defect", 1, 2, 300.0, 1)], {})}

    assert rows["waiting"].value == 300
    assert rows["waiting"].guessed
    assert weigh([Told("waiting", 1, 2)], {})[0].share == 1


def test_a_change_is_told_only_where_chance_would_not_do() -> None:
    cases = [Told("waiting", 30, 60), Told("defect", 6, 12)]
    report = pareto(cases, {"waiting": 8, "defect": 3})

    said = {row.key: render(row.cells[2], Language.ENGLISH) for row in report.section("change").table.rows}
    assert said == {"waiting": "clearly more", "defect": "no clear change"}
    assert "Clearly more than before: Waited too long." in render(report.reason, Language.ENGLISH)


def test_many_causes_do_not_make_a_signal_of_chance() -> None:
    """One of twenty at p = 0.04 is what chance brings."""
    cases = [Told(f"c{number}", 10, 20) for number in range(19)] + [Told("waiting", 15, 30)]
    report = pareto(cases, {**{f"c{number}": 10 for number in range(19)}, "waiting": 5})

    assert "No cause" in render(report.reason, Language.ENGLISH)


def test_what_was_not_found_stands_in_the_list_and_is_never_the_conclusion() -> None:
    report = pareto([Told("not-found", 9, 36), Told("waiting", 1, 1), Told("", 5, 10)])

    assert report.section("pareto").table.rows[0].key == "not-found"
    assert "Waited too long" in render(report.conclusion, Language.ENGLISH)
    notes = " ".join(render(one, Language.ENGLISH) for one in report.notes)
    assert "5 cases have no cause yet" in notes
    assert "90%" in notes


def test_no_case_is_said_in_words() -> None:
    assert "No case" in render(pareto([]).conclusion, Language.ENGLISH)
    assert pareto([]).sections == ()


def test_the_hidden_part_is_counted_not_assumed() -> None:
    report = iceberg(300, 60, 10_000, 300)

    assert "15%" in render(report.conclusion, Language.ENGLISH)
    assert report.figure("hidden").estimate.value == 1700
    low, high = report.figure("hidden").estimate.low, report.figure("hidden").estimate.high
    assert low < 1700 < high


@pytest.mark.parametrize(
    ("asked", "problems", "customers", "logged", "said"),
    [
        (40, 10, 1000, 5, "Too few answers"),
        (300, 10, 0, 0, "No customer"),
        (300, 10, 10, 20, "more complaints than"),
        (300, 0, 1000, 5, "Nobody who was asked"),
        (300, 3, 1000, 50, "cannot be told"),
    ],
)
def test_what_cannot_be_told_is_said(asked: int, problems: int, customers: int, logged: int, said: str) -> None:
    assert said in render(iceberg(asked, problems, customers, logged).conclusion, Language.ENGLISH)


def test_with_a_case_is_held_against_those_alike() -> None:
    """Severe ones get a case more often and come back less: without strata it would look the other way round."""
    rows: list[Broken] = []
    for stratum, treated, count, share in [
        (1, True, 80, 0.5), (1, False, 20, 0.3), (2, True, 20, 0.9), (2, False, 80, 0.8),
    ]:  # fmt: skip
        rows += [Broken((stratum,), treated, at < count * share, None) for at in range(count)]
    found = gain_of(rows, lambda one: one.again)

    assert found.with_case is not None
    assert found.without is not None
    assert found.with_case[0] == pytest.approx(0.58)
    assert found.without[0] == pytest.approx(0.4)
    assert gain_of(rows, lambda one: one.bought).gain is None


def test_a_stratum_of_one_kind_teaches_nothing() -> None:
    rows = [Broken((1,), treated=True, again=True, bought=True) for _ in range(50)]
    rows += [Broken((2,), treated=False, again=False, bought=True) for _ in range(50)]

    assert gain_of(rows, lambda one: one.again).treated == 0
    section = recovery_report(Judged(12, 4, 4, 9), rows)
    assert "Too few" in render(section.sentence, Language.ENGLISH)
    assert section.figures[0].estimate.value == 0.6
    assert recovery_report(Judged(0, 0, 0, 9), []).figures == ()
