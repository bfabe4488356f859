"""The report in four chapters: what was planted comes first, what was not asked is named, numbers are the same."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from regulars.documents.data import to_json
from regulars.documents.pdf import to_pdf
from regulars.documents.xlsx import to_xlsx
from regulars.facts import Facts, open_facts
from regulars.insights.answers import Answers, read_answers
from regulars.insights.chapters import Response, chapters
from regulars.insights.chapters.needs import expected_gains, needs
from regulars.insights.chapters.rivals import rivals
from regulars.insights.report import Report, Section
from regulars.insights.satisfaction import report_of
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Scope
from regulars.language import Language, Text, message, render
from regulars.simulate import company
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey

FIVE = Scale(1, 5)
WHOLE = Scope.whole(purpose="test")
CHAPTERS = ["chapter-needs", "chapter-loyalty", "chapter-price", "chapter-competitors", "chapter-method"]


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company."""
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=6000, seed=2026).write(facts)
    return facts


@pytest.fixture(scope="module")
def report(hotels: Facts) -> Report:
    survey = hotels.surveys()[-1]
    told = {
        wave: Response(0.312, 4120, message("RR1"), 1285)
        for wave in read_answers(hotels, survey, WHOLE).waves_in_order()
    }
    return chapters(hotels, survey, scope=WHOLE, responses=told)


def rating(key: str, role: Role = Role.ATTRIBUTE, *tags: str) -> Item:
    return Item(key, ItemKind.RATING, Text.of(key.capitalize()), role, FIVE, tags=tags)


def asked(columns: Mapping[str, Any], *items: Item, sample: SampleKind = SampleKind.CENSUS) -> Answers:
    n = len(next(iter(columns.values())))
    survey = Survey("stay", Text.of("Stay"), items, sample=sample)
    days = np.full(n, np.datetime64("2026-01-15"))
    return Answers.of(survey, dict(columns), [None] * n, [None] * n, days)


def said(section: Section, language: Language = Language.ENGLISH) -> str:
    return render(section.sentence, language)


def points(rng: np.random.Generator, felt: np.ndarray) -> np.ndarray:
    return np.clip(np.round(felt + rng.normal(0, 0.4, len(felt))), 1, 5)


def test_the_planted_weakness_comes_first(report: Report) -> None:
    opened = [section.key for section in report.sections if section.opens]
    improvement = report.section("improvement").table

    assert opened == CHAPTERS
    assert "Breakfast" in str(report.conclusion)
    assert "Breakfast" in said(report.section("chapter-needs"))
    assert improvement is not None
    assert improvement.rows[0].key == "breakfast"
    assert render(improvement.rows[0].cells[-1], Language.ENGLISH) == "clear"


def test_with_nothing_planted_it_says_so() -> None:
    rng = np.random.default_rng(7)
    mood = rng.normal(3.6, 0.7, 900)
    keys = ("room", "staff", "wifi", "sleep")
    columns = {key: points(rng, mood + rng.normal(0, 0.6, 900)) for key in keys}
    columns["overall"] = points(rng, mood)
    answers = asked(columns, rating("overall", Role.OVERALL), *map(rating, keys))
    whole = report_of(answers, WHOLE, wave=None, filters=specify(answers, None).filters, seed=1)
    parts = list(needs(specify(answers, None), whole, seed=1))

    assert "There is no clear weakest attribute." in said(parts[0])
    assert "No attribute would lift the index beyond chance." in said(
        next(section for section in parts if section.key == "improvement")
    )
    assert all(gain.gain.value <= gain.observed for gain in expected_gains(whole))


def test_loyal_share_is_that_of_the_results_and_its_money_has_limits(report: Report) -> None:
    loyal, intends = report.figure("loyal"), report.figure("best_again")
    point = report.figure("loyal_point").estimate
    assumptions = {row.key: row.cells[0] for row in report.section("loyal-worth").table.rows}  # type: ignore[union-attr]

    assert loyal.estimate == intends.estimate
    assert loyal.definition is not None
    assert point.low is not None
    assert point.low < point.value < point.high  # type: ignore[operator]
    assert point.value == pytest.approx(assumptions["difference"].value * assumptions["customers"].value / 100)  # type: ignore[union-attr]


def test_without_purchases_it_is_said(tmp_path: Path, hotels: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "regulars.insights.chapters.worth.specify",
        lambda *_: SimpleNamespace(customers=(), totals=SimpleNamespace(customers=0, lines=0)),
    )
    found = chapters(hotels, hotels.surveys()[-1], scope=WHOLE, seed=3)

    assert "There are no purchases yet." in said(found.section("loyal-worth"))
    assert "cannot be told" in said(found.section("chapter-loyalty"))


def test_what_was_not_asked_is_named_in_both_languages(report: Report) -> None:
    assert [section.blank for section in report.sections if section.blank] == ["price", "competitors"]
    assert "van Westendorp" in said(report.section("ask-price"))
    for section in report.sections:
        if section.opens or section.blank:
            assert said(section, Language.CHINESE) != said(section), section.key


def test_a_part_of_the_company_is_told_no_value(hotels: Facts) -> None:
    survey = hotels.surveys()[-1]
    units = read_answers(hotels, survey, WHOLE).unit_names
    found = chapters(hotels, survey, scope=Scope(frozenset(units[:4]), "test"))

    assert "whole company" in said(found.section("loyal-worth"))


def test_opt_in_and_response_rate_are_said(report: Report) -> None:
    rows = {row.key: render(row.cells[0], Language.ENGLISH) for row in report.section("method-sample").table.rows}  # type: ignore[union-attr]

    assert rows["response"] == "31.2% of 4,120 who were asked (RR1 of AAPOR)"
    assert "None" in rows["weights"]
    assert ("Opt-in" in rows["sample"]) == any("Opt-in" in str(note) for note in report.notes)


NONE_YET = (
    "None yet of 231 who were invited by name. The answers of this report came in by other ways (open links, files), "
    "of which nobody knows how many were asked."
)
SOME = (
    "4.8% of 231 who were asked (RR1 of AAPOR): they gave 11 answers. What came in by other ways (open links, files) "
    "has no rate."
)


@pytest.mark.parametrize(("answered", "words"), [(0, NONE_YET), (11, SOME)])
def test_who_came_by_an_open_link_has_no_response_rate(hotels: Facts, answered: int, words: str) -> None:
    survey = hotels.surveys()[-1]
    wave = read_answers(hotels, survey, WHOLE).waves_in_order()[-1]
    found = chapters(
        hotels,
        survey,
        scope=WHOLE,
        wave=wave,
        responses={wave: Response(answered / 231, 231, message("RR1"), answered)},
    )
    rows = {row.key: row.cells[0] for row in found.section("method-sample").table.rows}  # type: ignore[union-attr]

    assert render(rows["response"], Language.ENGLISH) == words


def test_competitors_are_compared_where_they_were_asked_for() -> None:
    rng = np.random.default_rng(1)
    room, staff = points(rng, rng.normal(4.2, 0.5, 400)), points(rng, rng.normal(3.2, 0.5, 400))
    columns = {
        "room": room,
        "staff": staff,
        "overall": points(rng, (room + staff) / 2),
        "room-other": points(rng, rng.normal(3.2, 0.5, 400)),
        "staff-other": points(rng, rng.normal(4.2, 0.5, 400)),
    }
    items = (
        rating("overall", Role.OVERALL),
        rating("room"),
        rating("staff"),
        rating("room-other", Role.OTHER, "competitor:room"),
        rating("staff-other", Role.OTHER, "competitor:staff"),
    )
    question = specify(asked(columns, *items), None)
    opening, position, gaps, grid = rivals(question, seed=1)

    assert not items[-1].rated
    assert said(opening) == "Clearly behind the competitors: Staff. Clearly ahead: Room."
    assert position.table is not None
    assert gaps.table is not None
    assert grid.table is not None
    assert [(row.key, row.mark) for row in gaps.table.rows] == [("staff", "below"), ("room", "above")]
    difference, own, others, relative, verdict = gaps.table.rows[0].cells
    assert difference.value == pytest.approx(own.value - others.value)  # type: ignore[union-attr]
    assert relative.value == pytest.approx(own.value / others.value)  # type: ignore[union-attr]
    assert render(verdict, Language.ENGLISH) == "clearly behind"
    placed = {row.key: [render(cell, Language.ENGLISH) for cell in row.cells[1:]] for row in grid.table.rows}
    assert set(placed) == {"advantage", "disadvantage", "minor_advantage", "minor_disadvantage"}
    assert sorted(name for found in placed.values() for name in found if name != "none") == ["Room", "Staff"]
    few = rivals(specify(asked({key: values[:20] for key, values in columns.items()}, *items), None), seed=1)
    assert "20 answers" in said(next(few))


def test_numbers_are_the_same_in_json_workbook_and_pdf(report: Report) -> None:
    data = json.loads(to_json(report, Language.ENGLISH))["reports"][0]
    sheet = load_workbook(io.BytesIO(to_xlsx(report, Language.ENGLISH))).worksheets[0]
    cells = {row[0].value: row[1].value for row in sheet.iter_rows() if isinstance(row[1].value, int | float)}
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report, Language.ENGLISH))).pages]

    for key in ("index", "loyal", "loyal_point"):
        figure = report.figure(key)
        assert data["figures"][key]["value"] == figure.estimate.value
        assert cells[render(figure.label, Language.ENGLISH)] == pytest.approx(figure.estimate.value)
        assert any(data["figures"][key]["exact"].split(" (")[0] in page for page in pages)
    assert "Contents" in pages[0]
    heads = [
        f"{number} {render(report.section(key).title, Language.ENGLISH)}" for number, key in enumerate(CHAPTERS, 1)
    ]
    starts = [next(at for at, page in enumerate(pages) if at and head in page) for head in heads]
    blank = {"chapter-price", "chapter-competitors"}  # in words alone, they share a page
    assert starts == sorted(starts)
    assert len({at for key, at in zip(CHAPTERS, starts, strict=True) if key not in blank}) == len(CHAPTERS) - len(blank)


def test_too_few_answers_have_no_chapters(hotels: Facts) -> None:
    survey = hotels.surveys()[-1]
    found = chapters(hotels, survey, scope=Scope(frozenset({"nowhere"}), "test"))

    assert found.sections == ()
    assert replace(found, key="satisfaction").figures == ()
