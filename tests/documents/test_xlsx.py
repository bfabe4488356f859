"""The workbook: numbers are numbers at full precision, words are never formulas."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from regulars.documents.xlsx import to_xlsx
from regulars.language import Language, Text, render


def book(report: Any, language: Language = Language.ENGLISH) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(report, language)))


def test_one_sheet_for_each_table(report: Any) -> None:
    """Figures first; names of sheets in the reader's language."""
    assert book(report).sheetnames == [
        "Exact figures", "What it says", "Importance and satisfaction", "Weakest plank first", "Wave by wave",
        "Would you recommend us", "Who brings the revenue", "What to fix first",
    ]  # fmt: skip
    assert book(report, Language.CHINESE).sheetnames[1:3] == ["各部分结论", "重要性与满意度"]


def test_cells_keep_their_type(report: Any) -> None:
    """Estimates, counts, money, days, plain numbers, words and what is missing."""
    sheet = book(report)["What to fix first"]

    head, first, second, spa, pool = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=9)]
    assert head[:7] == ["Attribute", "Satisfaction", "Satisfaction, from", "Satisfaction, to", "Index gain",
                        "Index gain, from", "Index gain, to"]  # fmt: skip
    assert first[1:9] == [58, 56, 60, 2.1, 1.4, 2.8, 374, 18250.5]
    assert first[9] == datetime(2026, 11, 9)  # noqa: DTZ001 - a cell has no zone
    assert second[8] == -900
    assert [spa[1], spa[4], spa[7], spa[8]] == ["4 of 30", "too few", 4, 12.3456]
    assert pool[1] is None


def test_full_precision_is_kept(report: Any) -> None:
    """0.820717 and not 0.82, shown as 82.07%."""
    sheet = book(report).worksheets[0]

    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "Satisfied guests")
    assert (cell.value, cell.number_format) == (0.820717, "#,##0.00%")


@pytest.mark.parametrize("language", list(Language))
def test_hostile_words_become_neither_formula_nor_link(hostile: Any, language: Language) -> None:
    """ "=cmd" is a word; sheets with the same or a forbidden name still have one each."""
    content = to_xlsx(hostile, language)

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert any("<tableParts" in sheet for sheet in sheets)
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert len(found.sheetnames) == 2 + sum(section.table is not None for section in hostile.sections)
    assert all(len(name) <= 31 for name in found.sheetnames)
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    begins = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert "=cmd|'/c calc'!A1" in {cell.value for cell in begins}
    # Somebody who edits such a cell and leaves it has no formula either.
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in begins)


@pytest.mark.parametrize("language", list(Language))
def test_tables_can_be_sorted_and_filtered(report: Any, hostile: Any, language: Language) -> None:
    """Each has a filter, a name of its own, and heads that differ and stand in the cells as they stand in the table."""
    for shown in (report, hostile, [report, report]):
        found = book(shown, language)
        tables = [(sheet, table) for sheet in found.worksheets for table in sheet.tables.values()]
        reports = shown if isinstance(shown, list) else [shown]
        drawn = [part.table for one in reports for part in one.sections if part.table is not None and part.table.rows]

        assert len(tables) == len(drawn) + 2 * len(reports)
        assert len({table.displayName.lower() for _, table in tables}) == len(tables)
        for sheet, table in tables:
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert table.autoFilter is not None
            assert heads == [column.name for column in table.tableColumns]
            assert len({head.lower() for head in heads}) == len(heads)


@pytest.mark.parametrize("language", list(Language))
def test_it_carries_the_sentences(report: Any, language: Language) -> None:
    """Those of parts without a table too: a chapter opens with words alone."""
    opened = replace(report, sections=(replace(report.sections[0], opens=True, table=None), *report.sections))
    sheet = book(opened, language).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    title = render(report.sections[0].title, language)
    for section in opened.sections:
        if section.sentence is None:
            continue
        assert any(
            row[:3] == [title, render(section.title, language), render(section.sentence, language)] for row in rows
        )


def test_a_sheet_is_named_within_31_characters_as_excel_counts_them(report: Any) -> None:
    """An emoji is two of them, and stays whole; a second sheet of that name has a number."""
    section = replace(report.sections[0], title=Text.of("\N{HOTEL}" * 30 + " of all"))
    found = book(replace(report, sections=(section, section))).sheetnames

    assert found[2:] == ["\N{HOTEL}" * 15, "\N{HOTEL}" * 13 + " 2"]
