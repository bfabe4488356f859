"""The commands about several items together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """Forty guests who rated four items and the stay."""
    path = tmp_path / "guests.csv"
    rows = [
        f"{1 + (3 * i + i // 7) % 5},{1 + (3 * i + i // 5) % 5},{2 + i % 4},{5 - i % 3},{1 + (2 * i) % 5}"
        for i in range(40)
    ]
    path.write_text("room,bed,staff,eco,overall\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.csv"
    path.write_text("room,staff,pool\n1,3,5\n1/3,1,2\n1/5,1/2,1\n", "utf-8")
    return path


CALLS = {
    "lens-indices": ("--lenses", "material: room, bed; people：staff; social: eco"),
    "index-sensitivity": (
        *("--column", "room,staff", "--outcome", "overall"),
        *("--weights", "asked: 3,2; equal; derived: johnson"),
    ),
    "reliability": ("--column", "room,bed,staff", "--scale", "1-5"),
}
OWN = {"room", "bed", "staff", "eco", "pool", "material", "people", "social", "asked", "derived"}
LETTERS = {"t", "alpha", "omega"}


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_guests(regulars, guests: Path, command: str) -> None:
    shown = regulars(command, guests, *CALLS[command])
    found = regulars(command, guests, *CALLS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert found.json["n"] == 40
    assert "room" in shown.out


@pytest.mark.parametrize("command", [*CALLS, "ahp"])
def test_the_terminal_speaks_chinese(regulars, guests: Path, matrix: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    options = {**CALLS, "ahp": ("--column", "room,staff,pool", "--limit", "0.001")}
    done = regulars(command, matrix if command == "ahp" else guests, *options[command])

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out + done.err)) <= OWN | LETTERS


def test_lenses_pairs_and_items_stand_in_tables_of_their_own(regulars, guests: Path) -> None:
    """Three lenses make three pairs; the tables must not run together for having as many rows."""
    shown = regulars("lens-indices", guests, *CALLS["lens-indices"]).out
    heads = [line.split()[0] for line in shown.splitlines() if "Lower limit" in line]

    assert heads == ["Lens", "First", "Name"]


def test_alpha_stands_first_with_its_interval(regulars, guests: Path) -> None:
    assert re.match(r"alpha +\d\.\d{4} \(.+\)", regulars("reliability", guests, *CALLS["reliability"]).out)


def test_weights_from_pairs(regulars, matrix: Path) -> None:
    found = regulars("ahp", matrix, "--column", "room,staff,pool", "--json").json
    flagged = regulars("ahp", matrix, "--column", "room,staff,pool", "--limit", "0.001")

    assert [round(weight, 3) for weight in found["importance"]] == [0.648, 0.23, 0.122]
    assert found["consistent"] is True
    assert "The judgements contradict each other" in flagged.err


@pytest.mark.parametrize(
    ("command", "options", "code", "said"),
    [
        ("lens-indices", ("--lenses", "room, bed"), 2, "“room, bed” is no group."),
        ("lens-indices", ("--lenses", "a: room; a: bed"), 2, "“a: bed” is no group."),
        ("lens-indices", ("--lenses", "a: roof"), 1, "There is no column roof."),
        ("lens-indices", ("--lenses", "a: room; b: room"), 1, "The item room stands in a and in b."),
        ("index-sensitivity", ("--column", "room,bed", "--weights", "a: 1,2; a: 2,1"), 2, "is no source of weights"),
        ("index-sensitivity", ("--column", "room,bed", "--weights", "a: 1,x"), 2, "“x” is not a number"),
        ("index-sensitivity", ("--column", "room,bed", "--weights", "lmg"), 1, "Derived weights need outcome"),
        ("reliability", ("--column", "room"), 1, "room is alone"),
        ("ahp", ("--column", "room,bed"), 1, "room has 40 rows for 2 items."),
    ],
)
def test_what_cannot_be_used_is_said(regulars, guests: Path, command: str, options, code: int, said: str) -> None:
    done = regulars(command, guests, *options)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err
