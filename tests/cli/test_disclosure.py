"""The command that hides groups too small to be shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """81 people of four units in two regions."""
    path = tmp_path / "people.csv"
    units = {"lakeside": (40, "north"), "harbour": (25, "north"), "station": (12, "south"), "airport": (4, "south")}
    rows = [f"{unit},{region},1" for unit, (n, region) in units.items() for _ in range(n)]
    path.write_text("unit,region,k\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_small_groups_and_those_that_give_them_away(regulars, people: Path) -> None:
    shown = regulars("suppress", people, "--column", "unit,region", "--count", "k")
    found = regulars("suppress", people, "--column", "unit", "--column", "region", "--json").json

    assert shown.code == 0
    assert re.search(r"unit +station +– +would give another away", shown.out)
    assert re.search(r"unit +airport +– +is too small", shown.out)
    assert found["published"] == [40, 25, None, None, 65, 16]
    assert (found["n"], found["total_shown"]) == (81, True)


def test_a_total_that_is_not_published(regulars, people: Path) -> None:
    found = regulars("suppress", people, "--column", "unit", "--total", "hidden", "--json").json

    assert found["reasons"] == ["", "", "", "small"]


def test_the_terminal_speaks_chinese(regulars, people: Path, monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars("suppress", people, "--column", "unit")

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) == {"unit", "lakeside", "harbour", "station", "airport"}


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--column", "unit", "--total", "maybe"), 2, "“maybe” is neither shown nor hidden"),
        (("--column", "unit", "--k", "0"), 1, "k is 0"),
        (("--column", "house"), 1, "There is no column house"),
        (("--column", "unit", "--count", "region"), 1, "is not a number"),
    ],
)
def test_what_cannot_be_used_is_said(regulars, people: Path, options, code: int, said: str) -> None:
    done = regulars("suppress", people, *options)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
