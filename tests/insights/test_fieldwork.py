"""The board of fieldwork: its sentence, AAPOR's rates, quotas, money, what is too small to show, and the forecast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from regulars.documents.view import view
from regulars.insights.fieldwork import Asked, Came, Counts, Part, Precision, Stage, Way, forecast, under_way
from regulars.insights.fieldwork.hiding import hidden
from regulars.language import Language, Message, Text, render

FIRST = date(2026, 11, 2)


def counts(*, days: int = 6, people: int = 2000, rate: float = 0.12, **more: Any) -> Counts:
    """A study that began on a Monday; of those invited half of the rest answers each day."""
    today = FIRST + timedelta(days=days)
    came = tuple(
        Came("", "personal", FIRST + timedelta(days=day), True, round(people * rate * 0.5 ** (day + 1)))
        for day in range(days + 1)
    )
    got = sum(one.count for one in came)
    known: dict[str, Any] = {
        "name": "guests",
        "title": Text({"en": "Guests"}),
        "today": today,
        "opens": FIRST,
        "last": FIRST + timedelta(days=13),
        "wanted": 240,
        "asked": (Asked("", "email", Stage.ANSWERED, 0, got), Asked("", "email", Stage.SENT, 0, people - got)),
        "invited": ((FIRST, people),),
        "came": came,
        "ways": (Way("email", rate, Decimal("0.05"), Decimal(100)),),
    }
    return Counts(**{**known, **more})


def said(words: Message | None) -> str:
    return "" if words is None else render(words, Language.ENGLISH)


def test_it_says_that_it_is_on_course_with_a_range() -> None:
    report = under_way(counts(wanted=240))

    assert said(report.conclusion).startswith("On course: about 24")
    assert "In eight of ten cases like this it ends between" in said(report.reason)
    assert report.figure("answers").estimate.value == 239


def test_what_is_short_is_said_with_the_ways_out() -> None:
    found = forecast(counts(wanted=400))
    assert found is not None
    sentence = said(under_way(counts(wanted=400)).conclusion)

    assert sentence == f"Short by about {400 - found.total.expected}: draw {found.draw_more:,} more."
    assert found.draw_more is not None
    assert found.draw_more == pytest.approx((400 - found.total.expected) / (found.total.expected / 2000), rel=0.05)


def test_a_few_days_more_are_offered_where_they_are_enough() -> None:
    slow = tuple(Came("", "link", FIRST + timedelta(days=day), True, 20) for day in range(7))
    study = counts(came=slow, asked=(), invited=(), wanted=300)

    assert said(under_way(study).conclusion) == "Short by about 20: extend by 1 day."


def test_too_early_is_said_and_nothing_is_guessed() -> None:
    report = under_way(counts(days=1))

    assert forecast(counts(days=1, elapsed=0.5)) is None
    assert said(under_way(counts(days=1, elapsed=0.5)).reason).startswith("It is too early")
    assert [figure.key for figure in under_way(counts(days=1, elapsed=0.5)).figures] == [
        "answers",
        "response",
        "margin",
    ]
    assert report.key == "fieldwork"


def test_a_reminder_ahead_raises_the_forecast_and_one_behind_the_end_does_not() -> None:
    without, ahead, behind = (forecast(counts(days=4, reminders=days)) for days in ((), (7,), (20,)))

    assert without is not None
    assert ahead is not None
    assert behind is not None
    assert ahead.total.expected > without.total.expected + 10
    assert behind.total == without.total


def test_a_quota_ends_a_part_and_never_takes_what_came() -> None:
    parts = (
        Part("a", Text.of("A"), 100, quota=100),
        Part("b", Text.of("B"), 100, quota=100),
    )
    came = tuple(replace(one, part="a") for one in counts().came)
    asked = tuple(replace(one, part="a") for one in counts().asked)
    found = forecast(counts(parts=parts, came=came, asked=asked))

    assert found is not None
    assert found.parts["a"].low == found.parts["a"].high == sum(one.count for one in came)
    assert found.parts["b"].high <= 100


def test_rates_are_those_of_aapor_and_the_mapping_stands_beside() -> None:
    stages = {
        Stage.ANSWERED: 40, Stage.BEGUN: 10, Stage.DECLINED: 5, Stage.UNREACHED: 15, Stage.BLOCKED: 10,
        Stage.SENT: 100, Stage.INELIGIBLE: 20, Stage.QUEUED: 50,
    }  # fmt: skip
    study = counts(asked=tuple(Asked("", "email", stage, 0, count) for stage, count in stages.items()))
    report = under_way(study)
    row = report.section("rates").table.rows[0]  # type: ignore[union-attr]
    rr1, rr3, coop, refusal, contact = (cell.value for cell in row.cells[2:])  # type: ignore[union-attr]
    known, e = 80, 80 / 100

    assert rr1 == pytest.approx(40 / 180)
    assert rr3 == pytest.approx(40 / (known + e * 100))
    assert coop == pytest.approx(40 / 65)
    assert refusal == pytest.approx(5 / 180)
    assert contact == pytest.approx(65 / 180)
    mapping = {row.key: said(row.cells[1]) for row in report.section("outcomes").table.rows}  # type: ignore[union-attr, arg-type]
    assert mapping["unreached"] == "Not reached (NC)"
    assert mapping["queued"] == "no case"


def test_links_for_anybody_have_answers_and_no_rate() -> None:
    came = tuple(Came("", "poster", FIRST + timedelta(days=day), True, 30) for day in range(7))
    report = under_way(counts(came=came, asked=(), invited=(), wanted=None, last=None))

    assert said(report.conclusion) == "210 answers so far."
    assert [figure.key for figure in report.figures] == ["answers", "margin"]
    assert "no response rate" in said(report.notes[0])


def test_cost_counts_those_who_were_written_to_and_warns_of_the_limit() -> None:
    study = counts(currency="EUR", fixed=Decimal(50), limit=Decimal(300), spent_before=Decimal(20))
    report = under_way(study)

    assert report.figure("cost").estimate.value == pytest.approx(2000 * 0.05 + 100 + 50)
    assert not report.notes
    notes = under_way(replace(study, spent_before=Decimal(60))).notes
    assert said(notes[0]) == "When all who wait are written to, it costs €10.00 more than there is."


def test_the_margin_is_that_of_the_plan_s_formula() -> None:
    study = counts(precision=Precision("share", 0.5, 0.95, 1.2, 10_000, 0.06))
    got = study.got
    expected = 1.959964 * 0.5 * (1.2 / got * (10_000 - got) / 9_999) ** 0.5

    assert under_way(study).figure("margin").estimate.value == pytest.approx(100 * expected, rel=1e-4)


def test_small_parts_of_a_confidential_study_are_not_shown_anywhere() -> None:
    parts = tuple(Part(key, Text.of(key.upper()), 100) for key in "abc")
    came = tuple(Came(key, "personal", FIRST, True, n) for key, n in zip("abc", (4, 30, 200), strict=True))
    asked = tuple(
        Asked(key, "email", stage, 0, n)
        for key, got in zip("abc", (4, 30, 200), strict=True)
        for stage, n in ((Stage.ANSWERED, got), (Stage.SENT, 700 - got))
    )
    report = under_way(counts(parts=parts, came=came, asked=asked, smallest=10))

    for key in ("parts", "rates-parts"):
        rows = {row.key: row.cells for row in report.section(key).table.rows}  # type: ignore[union-attr]
        said_of = {name: [type(cell).__name__ for cell in cells] for name, cells in rows.items()}
        assert "Missing" in said_of["a"]
        assert "Missing" in said_of["b"]  # or the total would tell the first
        assert "Missing" not in said_of["c"][:1]
    assert hidden({"a": 0, "b": 12}, 10) == frozenset()


def test_the_board_is_the_same_from_the_same_counts_and_says_all_in_chinese() -> None:
    one, two = under_way(counts()), under_way(counts())

    assert one == two
    shown = view(one, Language.CHINESE)
    assert shown.conclusion.startswith("进展正常")


def test_closed_and_not_begun_have_their_own_sentences() -> None:
    assert said(under_way(counts(state="closed")).conclusion).startswith("Closed with 2")
    before = counts(state="draft", came=(), asked=(), invited=())
    assert said(under_way(before).conclusion) == "Nobody can answer yet; 240 answers are wanted by 15 Nov 2026."
