"""The workbook: numbers are numbers at full precision, words are never formulas."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from regulars.documents.xlsx import to_xlsx
from regulars.language import Language


def book(report: Any, language: Language = Language.ENGLISH) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(report, language)))


def test_one_sheet_for_each_table(report: Any) -> None:
    """Figures first; names of sheets in the reader's language."""
    assert book(report).sheetnames == [
        "Exact figures", "Importance and satisfaction", "Weakest plank first", "Wave by wave",
        "Would you recommend us", "Who brings the revenue", "What to fix first",
    ]  # fmt: skip
    assert book(report, Language.CHINESE).sheetnames[1] == "重要性与满意度"


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
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert len(found.sheetnames) == 1 + sum(section.table is not None for section in hostile.sections)
    assert all(len(name) <= 31 for name in found.sheetnames)
    assert "=cmd|'/c calc'!A1" in {cell.value for row in found.worksheets[1].iter_rows() for cell in row}
