"""Values that are nearly numbers or times, and what becomes of lines that nobody could take apart."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from regulars.facts import open_facts
from regulars.facts.imports import EmptyFileError, MappingFileError, PurchaseMapping
from regulars.survey import ResponseMapping

COLUMNS = {"customer": "customer", "at": "date", "amount": "amount"}


@pytest.fixture
def look(tmp_path: Path):
    """The report of a dry run."""

    def do(content: str | bytes, name: str = "sales.csv", **mapping):
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        facts = open_facts(tmp_path / "facts")
        return facts.import_purchases(file, mapping=PurchaseMapping.from_dict({**COLUMNS, **mapping}), dry_run=True)

    return do


def test_blanks_part_thousands_and_nothing_else(look):
    amounts = ["5 6", "1 234,50", "1\u00a0234,50", "1'234,50", "12 34", "2026 5", "-1 234 567,5", "5,5 €"]
    rows = "".join(f"C;2026-01-02;{amount}\n" for amount in amounts)

    report = look("customer;date;amount\n" + rows)

    assert [bad.value for bad in report.bad] == ["5 6", "12 34", "2026 5"]
    assert [row["amount"] for row in report.preview.first_rows.to_pylist()] == [
        Decimal(text) for text in ("1234.5", "1234.5", "1234.5", "-1234567.5", "5.5")
    ]


@pytest.mark.parametrize("mapping", [{}, {"date_format": "%Y-%m-%d"}])
def test_words_that_a_database_takes_for_times_are_none(look, mapping):
    words = ["infinity", "-infinity", "+infinity", "epoch", "2026-01-02"]

    report = look("customer,date,amount\n" + "".join(f"C,{word},5\n" for word in words), **mapping)

    assert [bad.value for bad in report.bad] == words[:4]
    assert report.new == 1


@pytest.mark.parametrize("form", ["%Q", "%", "%d/%m/%Y %", ""])
def test_a_date_format_that_is_none_says_how_to_write_one(form):
    with pytest.raises(MappingFileError, match="such as %d/%m/%Y"):
        PurchaseMapping.from_dict({**COLUMNS, "date_format": form})


def test_a_workbook_without_a_cell_is_empty(look, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "e.xlsx") as book:
        book.add_worksheet()

    with pytest.raises(EmptyFileError, match=r"The sheet of sales\.xlsx is empty"):
        look((tmp_path / "e.xlsx").read_bytes(), "sales.xlsx")


def test_a_line_that_nobody_could_take_apart_is_kept_whole(tmp_path):
    line = "C1,2026-01-02,5," + "long words " * 30
    file = tmp_path / "sales.csv"
    file.write_text(f"customer,date,amount\n{line}\nC2,2026-01-03,6\n", "utf-8")

    report = open_facts(tmp_path / "facts").import_purchases(file, COLUMNS)

    with report.bad_rows_file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[1][-1] == line.strip()
    assert len(report.bad[0].value) <= 61


def test_a_response_id_that_repeats_is_told(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("id,nps\n1,9\n2,3\n1,4\n", "utf-8")
    mapping = ResponseMapping.from_dict(
        {"survey": {"name": "s"}, "response": "id", "day": "2026-01-02", "items": {"nps": {"kind": "nps"}}}
    )

    report = open_facts(tmp_path / "facts").import_responses(file, mapping)

    assert (report.new, report.replaced) == (2, 1)
    assert "1 row has the response id of another row" in str(report.warnings[0])
