"""The commands about attributes side by side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """Eighty guests of three hotels who rated three dimensions and the stay."""
    path = tmp_path / "guests.csv"
    rows = [
        f"{('juniper', 'bay', 'hill')[i % 3]},{3 + (i + i // 7) % 3},"
        f"{1 + (i + i // 5) % 4},{2 + i % 4},{1 + (2 * i) % 5}"
        for i in range(80)
    ]
    path.write_text("hotel,room,bed,staff,overall\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_drivers_of_a_table_of_correlations(regulars, tmp_path: Path) -> None:
    """The names in a first column are no part of it."""
    path = tmp_path / "correlations.csv"
    path.write_text(",room,staff,overall\nroom,1,.4,.6\nstaff,.4,1,.5\noverall,.6,.5,1\n", "utf-8")
    call = ("drivers-of", path, "--column", "room,staff,overall", "--n")

    found = regulars(*call, "300", "--resamples", "200", "--json").json
    few = regulars(*call, "3")

    assert found["importance"] == pytest.approx([0.2752381, 0.1652381], abs=1e-7)
    assert (found["n"], found["names"]) == (300, ["room", "staff"])
    assert few.code == 1
    assert "For 2 attributes it is at least 4" in few.err


CALLS = {
    "weakest-plank": ("--column", "room,bed,staff", "--resamples", "200"),
    "competitive-position": (
        *("--column", "room,bed,staff", "--brand", "hotel", "--own", "juniper"),
        *("--outcome", "overall", "--resamples", "200"),
    ),
}


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_guests(regulars, guests: Path, command: str) -> None:
    shown = regulars(command, guests, *CALLS[command])
    found = regulars(command, guests, *CALLS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert found.json["n"] == 80
    assert "room" in shown.out


@pytest.mark.parametrize("command", CALLS)
def test_the_terminal_speaks_chinese(regulars, guests: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, guests, *CALLS[command])

    assert done.code == 0
    own = {"room", "bed", "staff", "juniper", "bay", "hill", "johnson", "p"}
    assert set(re.findall(r"[A-Za-z]+", done.out + done.err)) <= own


def test_dimensions_of_several_items(regulars, guests: Path) -> None:
    found = regulars(
        *("weakest-plank", guests, "--column", "room,bed,staff", "--dimensions", "place: room, bed; people: staff"),
        *("--lifts", "lowest", "--importance", "2,1", "--resamples", "0", "--json"),
    ).json

    assert (found["names"], found["lifts"]) == (["place", "people"], "lowest")
    assert found["gain"] is None
