"""Units stand by their names, and nothing else that is called alike does."""

from __future__ import annotations

from dataclasses import replace

from regulars.insights.report import Column, Report, Row, Section, Source, Table
from regulars.language import Language, Text, message, render
from regulars.web.worth.places import places_named

NAMES = {"garden": Text({"en": "Garden Hotel", "zh": "花园店"})}


def _report(key: str) -> Report:
    table = Table(key, (Column("name", message("Unit"), numeric=False), Column("n", Text.of("garden"))),
                  (Row("garden", Text.of("garden"), (Text.of("garden"),)),))  # fmt: skip
    section = Section(key, message("Unit"), message("{name} first", name=Text.of("garden")), table=table)
    return Report("page", message("Unit"), message("{name} first", name=Text.of("garden")), None, (), (section,),
                  Source("purchases", 1))  # fmt: skip


def _said(report: Report, language: Language) -> list[str]:
    section = report.sections[0]
    assert section.table is not None
    assert section.sentence is not None
    row = section.table.rows[0]
    words = (report.conclusion, section.sentence, section.table.columns[1].title, row.name, row.cells[0])
    return [render(one, language) for one in words]


def test_where_units_are_asked_for_their_names_stand_everywhere() -> None:
    shown = places_named(_report("sales"), {"rows": "unit"}, NAMES)

    assert _said(shown, Language.CHINESE) == ["花园店 first", "花园店 first", "花园店", "花园店", "花园店"]
    assert shown.sections[0].table.rows[0].key == "garden"  # type: ignore[union-attr]


def test_a_class_of_the_same_word_stays() -> None:
    report = _report("sales")
    assert places_named(report, {"rows": "category"}, NAMES) == report


def test_a_part_that_is_about_units_is_named_alone() -> None:
    shown = places_named(_report("place"), {"against": "tier"}, NAMES)

    assert _said(shown, Language.ENGLISH)[0] == "garden first"
    assert _said(shown, Language.ENGLISH)[3] == "Garden Hotel"
    assert places_named(replace(shown, key="other"), {}, {}) == replace(shown, key="other")
