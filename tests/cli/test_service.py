"""The commands about expectations and problems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """Forty guests: two attributes as expected (E) and found (P), and their problems."""
    path = tmp_path / "guests.csv"
    rows = [
        f"{4 + (i % 3 == 0)},{3 + i % 3},{3 + i % 2},{2 + i % 4},{'' if i == 7 else (i % 5 == 0) + 2 * (i % 9 == 0)}"
        for i in range(40)
    ]
    path.write_text("E1,E2,P1,P2,problems\n" + "\n".join(rows) + "\n", "utf-8")
    return path


CALLS = {
    "disconfirmation": ("--expectation", "E1", "--performance", "P1", "--tolerance", "0.5"),
    "service-gaps": (
        *("--expectation", "E1,E2", "--perception", "P1,P2", "--dimensions", "place: P1; people：P2"),
        *("--points", "40,60"),
    ),
    "problems-per-hundred": ("--column", "problems"),
}
OWN = {"E", "P", "place", "people", "servqual", "t", "Wilson"}  # names of columns and of people


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_guests(regulars, guests: Path, command: str) -> None:
    shown = regulars(command, guests, *CALLS[command])
    found = regulars(command, guests, *CALLS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert re.search(r"\(.+(–| to ).+\)", shown.out.splitlines()[0])  # the estimate comes first, with its interval
    assert found.json["n"] == (39 if command == "problems-per-hundred" else 40)


@pytest.mark.parametrize("command", CALLS)
def test_the_terminal_speaks_chinese(regulars, guests: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, guests, *CALLS[command])

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= OWN


def test_as_expected_is_satisfied_or_indifferent(regulars, guests: Path) -> None:
    options = ("--expectation", "P1", "--performance", "P1")

    assert "100.00% (91.24–100.00)" in regulars("disconfirmation", guests, *options).out
    assert "满意或不确定" in regulars("disconfirmation", guests, *options, "--language", "zh").out


def test_points_may_be_columns_of_the_file(regulars, guests: Path) -> None:
    lines = guests.read_text("utf-8").splitlines()
    points = ["x,y", *["40,60"] * 40]
    guests.write_text("\n".join(f"{line},{more}" for line, more in zip(lines, points, strict=True)) + "\n", "utf-8")
    common = regulars("service-gaps", guests, *CALLS["service-gaps"], "--json").json
    own = regulars("service-gaps", guests, *CALLS["service-gaps"][:-1], "x,y", "--json").json

    assert own["weighted"] == pytest.approx(common["weighted"])
    assert own["weighted_low"] == pytest.approx(common["weighted_low"])
    assert common["weighted_n"] == 40


def test_without_expectations_it_is_servperf(regulars, guests: Path) -> None:
    found = regulars("service-gaps", guests, "--perception", "P1", "--perception", "P2", "--json").json

    assert (found["measure"], found["dimensions"]) == ("servperf", ["P1", "P2"])


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("service-gaps", ("--perception", "P1", "--points", "90"), "The points are 90 in all."),
        ("service-gaps", ("--perception", "P1", "--points", "E1"), "The points of row 1 are 5 in all."),
        ("service-gaps", ("--perception", "P1", "--dimensions", "d: P2"), "d names the item P2"),
        ("disconfirmation", ("--expectation", "E1", "--performance", "P1", "--tolerance", "9"), "tolerance is 9."),
        ("disconfirmation", ("--expectation", "E1", "--performance", "P1", "--scale", "1-3"), "Row 1 of E1: 5 is not"),
        ("problems-per-hundred", ("--column", "problems", "--most", "2"), "Row 1 of problems: 3 is not on the scale"),
    ],
)
def test_what_cannot_be_used_is_said(regulars, guests: Path, command: str, options, said: str) -> None:
    done = regulars(command, guests, *options)

    assert (done.code, done.out) == (1, "")
    assert said in done.err
