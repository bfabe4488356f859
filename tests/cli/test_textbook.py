"""The command that holds the textbook against a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ALL = (
    *("--value", "spent", "--margin", "margin", "--left", "left", "--rating", "rating", "--problem", "problem"),
    *("--complained", "complained", "--returned", "returned", "--periods", "5", "--discount", "0.1"),
    *("--prospects", "400", "--prospects-won", "40", "--resamples", "200"),
)


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """Four hundred customers with all that can be asked."""
    path = tmp_path / "customers.csv"
    rows = [
        f"{10 + i % 40},{5 + i % 3},{int(i % 5 == 0)},{1 + i % 4},{i % 2},{int(i % 20 == 1) if i % 2 else ''},"
        f"{int(i % 15 == 0) if i % 5 == 0 else ''}"
        for i in range(400)
    ]
    path.write_text("spent,margin,left,rating,problem,complained,returned\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_it_asks_all_claims_in_both_languages_and_draws(regulars, customers: Path, tmp_path: Path, monkeypatch) -> None:
    found = regulars("textbook", customers, *ALL, "--json")
    target = tmp_path / "picture.svg"
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    shown = regulars("textbook", customers, *ALL, "--chart", target)

    assert (found.code, shown.code, found.err) == (0, 0, "")
    assert found.json["n"] == 400
    assert found.json["lacking"] == [[]] * 9
    assert set(re.findall(r"[A-Za-z]+", shown.out)) == set()
    assert set(re.findall(r"[A-Za-z]{2,}", shown.err.replace(str(target), ""))) <= {"loyalty", "curve"}
    assert set(re.findall(r">([A-Za-z]{3,})", target.read_text("utf-8"))) == set()


def test_what_a_file_cannot_tell_is_named(regulars, customers: Path) -> None:
    done = regulars("textbook", customers, "--value", "spent")

    assert done.code == 0
    assert "not asked" in done.out
    assert "It lacks: how satisfied each customer is, who left." in done.err


def test_a_complaint_names_the_column_of_the_file(regulars, customers: Path) -> None:
    done = regulars("textbook", customers, "--left", "spent")

    assert done.code == 1
    assert "Row 1 of spent: “10” is neither yes nor no" in done.err
