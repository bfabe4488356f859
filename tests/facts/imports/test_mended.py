"""Rows that were set aside come back mended, and take nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts import open_facts
from regulars.facts.imports import ImportFileError

COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}


def mended(file: Path) -> Path:
    file.write_text(file.read_text("utf-8").replace("six", "6"), "utf-8")
    return file


def test_a_mended_line_joins_its_basket(tmp_path: Path) -> None:
    """The line that went in at once is still there: 5, 6 and 7."""
    file = tmp_path / "sales.csv"
    file.write_text("receipt,guest,day,amount\nB1,a,2026-01-05,5\nB1,a,2026-01-05,six\nB2,a,2026-01-06,7\n")
    facts = open_facts(tmp_path / "facts")
    first = facts.import_purchases(file, columns=COLUMNS)
    assert first.bad_rows_file is not None

    again = facts.import_purchases(mended(Path(first.bad_rows_file)), columns=COLUMNS)

    assert (again.new, again.replaced) == (1, 0)
    assert facts.purchase_totals().net == 18


def test_without_a_purchase_id_the_original_file_is_the_one_to_mend(tmp_path: Path) -> None:
    """A mended row may equal one that went in; the sentence says what to do instead, and that works."""
    file = tmp_path / "sales.csv"
    file.write_text("guest,day,amount\na,2026-01-05,6\na,2026-01-05,six\n")
    columns = {name: column for name, column in COLUMNS.items() if name != "purchase"}
    facts = open_facts(tmp_path / "facts")
    first = facts.import_purchases(file, columns=columns)
    assert first.bad_rows_file is not None

    with pytest.raises(ImportFileError, match="mend them in the file that they came from"):
        facts.import_purchases(mended(Path(first.bad_rows_file)), columns=columns)
    again = facts.import_purchases(mended(file), columns=columns)

    assert (again.new, again.known) == (1, 1)
    assert facts.purchase_totals().net == 12
