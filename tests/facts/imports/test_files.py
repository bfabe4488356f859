"""Spreadsheets, plain tables for the methods, and what happens when the disk or the process gives out."""

from __future__ import annotations

import os
import signal
import textwrap
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from tests.children import Ended, run

from regulars.facts import DiskFullError, open_facts
from regulars.facts.imports import EmptyFileError, ImportFileError, MissingColumnError, PurchaseMapping, read_table

COLUMNS = {"purchase": "Order", "customer": "Customer", "at": "Date", "amount": "Amount"}


@pytest.fixture
def book(tmp_path) -> Path:
    """A workbook as people make them: true dates, ids as numbers, a note in an amount cell, a second sheet."""
    path = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(path) as work:
        day = work.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = work.add_worksheet("Sales")
        sheet.write_row(0, 0, list(COLUMNS.values()))
        for row in range(1, 1501):
            sheet.write(row, 0, row)
            sheet.write(row, 1, 17850)
            sheet.write_datetime(row, 2, datetime(2024, 1, 5, 8, 26), day)  # noqa: DTZ001
            sheet.write(row, 3, 1.5 if row != 1400 else "see note")
        work.add_worksheet("Notes").write(0, 0, "nothing")
    return path


def test_a_workbook_goes_in_and_a_late_note_among_amounts_is_found(book, tmp_path):
    facts = open_facts(tmp_path / "facts")
    report = facts.import_purchases(book, COLUMNS)

    assert (report.rows, report.new, report.n_bad) == (1500, 1499, 1)
    assert (report.bad[0].row, report.bad[0].value) == (1400, "see note")
    assert facts.purchase_totals().customers == 1
    assert {f"{at:%Y-%m-%d %H:%M}" for at in facts.purchases().to_pyarrow()["at"].to_pylist()} == {"2024-01-05 08:26"}


def test_the_same_rows_as_text_are_the_same_purchases(book, tmp_path):
    facts = open_facts(tmp_path / "facts")
    facts.import_purchases(book, COLUMNS)
    text = tmp_path / "sales.csv"
    text.write_text("Order,Customer,Date,Amount\n7,17850.0,5/1/2024 8:26,1.50\n13,17850,13/1/2024 9:00,2\n")
    report = facts.import_purchases(text, COLUMNS)

    assert (report.known, report.replaced) == (1, 1)


def test_a_sheet_by_name_and_a_wrong_one(book, tmp_path):
    facts = open_facts(tmp_path / "facts")
    named = {**COLUMNS, "sheet": "Sales"}
    assert facts.import_purchases(book, mapping=PurchaseMapping.from_dict(named)).new == 1499

    with pytest.raises(ImportFileError, match="Sales, Notes"):
        facts.import_purchases(book, mapping=PurchaseMapping.from_dict({**COLUMNS, "sheet": "Sale"}))


@pytest.mark.parametrize("name", ["broken.xlsx", "broken.parquet"])
def test_damaged_files_say_so(tmp_path, name):
    file = tmp_path / name
    file.write_bytes((b"PK\x03\x04" if name.endswith("xlsx") else b"PAR1") + b"rubbish" * 20)

    with pytest.raises(ImportFileError, match="damaged"):
        read_table(file)


def test_plain_tables_for_the_methods(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_bytes(b"score\n9\n\n10\n")
    assert read_table(file)["score"].to_pylist() == ["9", None, "10"]

    file.write_bytes(b" 1  2\n 3  4\n")
    assert read_table(file).to_pydict() == {"1": ["1", "3"], "2": ["2", "4"]}

    with pytest.raises(MissingColumnError, match="It has: 1, 2"):
        read_table(file, columns=["score"])

    pq.write_table(pa.table({"score": [9, 10]}), tmp_path / "scores.parquet")
    assert read_table(tmp_path / "scores.parquet")["score"].type == pa.int64()


def test_a_plain_table_with_a_broken_row_is_refused(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a,b\n1,2\n3\n")

    with pytest.raises(ImportFileError, match=r"Row 2 of t\.csv"):
        read_table(file)


def test_a_file_of_zeros(tmp_path):
    file = tmp_path / "zeros.csv"
    file.write_bytes(b"\0" * 5000)

    with pytest.raises((EmptyFileError, ImportFileError)):
        read_table(file)


CHILD = """
    import resource, signal, sys, os
    from regulars.facts import open_facts
    facts = open_facts(sys.argv[1])
    {before}
    facts.import_purchases(sys.argv[2], {{"purchase": "p", "customer": "c", "at": "t", "amount": "a"}})
"""


def importing(tmp_path: Path, file: Path, before: str) -> Ended:
    code = textwrap.dedent(CHILD).format(before=before)
    return run(code, tmp_path / "facts", file)


@pytest.fixture
def large(tmp_path) -> Path:
    file = tmp_path / "large.csv"
    lines = (f"p{i},c{i % 997},2024-01-05 10:00:00,{i % 100}.25\n" for i in range(60_000))
    file.write_text("p,c,t,a\n" + "".join(lines))
    return file


def test_a_full_disk_changes_nothing_and_the_rerun_finishes(tmp_path, large):
    limit = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))"
    ended = importing(tmp_path, large, limit)

    assert DiskFullError.__name__ in ended.stderr
    facts = open_facts(tmp_path / "facts")
    assert facts.purchase_totals().lines == 0
    assert facts.import_purchases(large, {"purchase": "p", "customer": "c", "at": "t", "amount": "a"}).new == 60_000


def test_a_killed_import_changes_nothing_and_the_rerun_finishes(tmp_path, large):
    die = "import regulars.facts.imports.engine as e; e.merge_purchases = lambda *a, **k: os.kill(os.getpid(), 9)"
    ended = importing(tmp_path, large, die)

    assert ended.returncode == -signal.SIGKILL
    assert any((tmp_path / "facts" / "stage").glob("*/lines-*"))
    facts = open_facts(tmp_path / "facts")
    assert facts.import_purchases(large, {"purchase": "p", "customer": "c", "at": "t", "amount": "a"}).new == 60_000
    assert not any(os.scandir(entry) for entry in (tmp_path / "facts" / "stage").glob("*/"))


def test_the_day_of_an_instant_is_the_one_in_the_zone_of_its_column(tmp_path):
    for number, zone in enumerate(("Asia/Shanghai", "+08:00")):
        at = pa.array([datetime(2024, 1, 1, 19)], pa.timestamp("us", tz=zone))  # noqa: DTZ001
        pq.write_table(pa.table({"c": ["1"], "t": at, "m": [1.5]}), tmp_path / "at.parquet")
        facts = open_facts(tmp_path / f"facts-{number}")
        facts.import_purchases(tmp_path / "at.parquet", {"customer": "c", "at": "t", "amount": "m"})
        row = facts.purchases().to_pyarrow().to_pylist()[0]
        assert (f"{row['day']}", f"{row['at']:%Y-%m-%d %H:%M}") == ("2024-01-02", "2024-01-01 19:00")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_column_called_like_the_number_of_a_row_is_a_column(tmp_path, suffix):
    path = tmp_path / f"rows.{suffix}"
    if suffix == "csv":
        path.write_text("row #,c,t,m\n9,1,2024-01-02,5\n8,2,2024-01-03,x\n")
    else:
        pq.write_table(pa.table({"row #": ["9", "8"], "c": ["1", "2"], "t": ["2024-01-02"] * 2, "m": ["5", "x"]}), path)
    report = open_facts(tmp_path / "facts").import_purchases(path, {"customer": "c", "at": "t", "amount": "m"})
    assert (report.new, report.n_bad, report.bad[0].row) == (1, 1, 2)


def test_a_name_with_blanks_is_found_and_an_empty_column_of_currencies_warns(tmp_path):
    path = tmp_path / "blank.csv"
    path.write_text(" p,c,t,m,cur\n9,1,2024-01-02,5,\n")
    columns = {"purchase": " p", "customer": "c", "at": "t", "amount": "m", "currency": "cur"}
    report = open_facts(tmp_path / "facts").import_purchases(path, columns)
    assert report.new == 1
    assert any("XXX" in str(warning) for warning in report.warnings)


@pytest.mark.parametrize("name", [17850.0, "17850.0", " 17850", 17850])
def test_walk_ins_may_be_written_as_any_id(tmp_path, name):
    path = tmp_path / "walk.csv"
    path.write_text("c,t,m\n17850,2024-01-02,5\n2,2024-01-02,5\n")
    mapping = PurchaseMapping.from_dict({"customer": "c", "at": "t", "amount": "m", "walk_ins": [name]})
    assert open_facts(tmp_path / "facts").import_purchases(path, mapping=mapping).walk_ins == 1
