"""Whatever stands in a file: no crash, and every row is counted exactly once."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.facts import open_facts
from regulars.facts.imports import ImportFileError, read_table
from regulars.facts.imports.layout import unique_names
from regulars.facts.imports.records import simple, split_record, strict, values_of, written

COLUMNS = {"purchase": "p", "customer": "c", "at": "t", "amount": "a"}
CALM = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DATES = st.sampled_from(["2024-01-05", "5/4/2024", "13/4/2024", "2024年1月5日", "45000", "1700000000", "x", ""]) | TEXT
NUMBERS = st.sampled_from(["1", "1,5", "1.234", "1,234.5", "(3)", "９", "1e400", "nan", ""]) | TEXT
ROWS = st.lists(st.tuples(TEXT, TEXT, DATES, NUMBERS), min_size=1, max_size=12)


@pytest.mark.long
@CALM
@given(ROWS)
def test_any_text_in_any_cell(rows):
    out = io.StringIO()
    csv.writer(out).writerows([("p", "c", "t", "a"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(out.getvalue().encode())
        facts = open_facts(Path(folder) / "facts")
        try:
            report = facts.import_purchases(file, COLUMNS)
        except ImportFileError:  # nothing but blank rows
            return
        assert report.rows <= len(rows)
        assert sum(count for _, count in report.bad_by_reason) == report.n_bad
        assert facts.purchase_totals().lines == report.new


@pytest.mark.long
@CALM
@given(st.binary(max_size=400))
def test_any_bytes_below_a_header(data):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(b"p,c,t,a\n" + data)
        facts = open_facts(Path(folder) / "facts")
        try:
            report = facts.import_purchases(file, COLUMNS)
        except ImportFileError:
            return
        assert facts.purchase_totals().lines == report.new


@CALM
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_at_all_are_a_table_or_a_clear_error(data):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(data)
        try:
            table = read_table(file)
        except ImportFileError:
            return
        assert isinstance(table, pa.Table)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_written_records_are_read_back(values, delimiter):
    record = written(values, delimiter)

    flat = [value.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") for value in values]
    assert values_of(record, delimiter) == flat


@given(st.text(alphabet="a\",; \t'", max_size=14), st.sampled_from(",;\t"))
def test_a_simple_record_has_one_value_more_than_delimiters(record, delimiter):
    """It is written as it stands: whoever reads it sees what a careful reader sees."""
    if simple(delimiter).fullmatch(record.encode()) is None:
        return
    values = values_of(record, delimiter)
    assert len(values) == record.count(delimiter) + 1
    assert strict(delimiter).fullmatch(record.encode())
    assert next(csv.reader(io.StringIO(f"0{delimiter}{record}"), delimiter=delimiter))[1:] == values
    assert values_of(written(values, delimiter), delimiter) == values


@given(st.text(max_size=60))
def test_any_record_is_split(record):
    assert split_record(record, ",")


@given(st.lists(st.sampled_from(["a", "A", "", "1", "a (2)"]), max_size=8))
def test_names_are_unique_whatever_their_capitals(cells):
    assert len({name.casefold() for name in unique_names(cells)}) == len(cells)
