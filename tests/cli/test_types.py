"""The commands about types of service, touchpoints, value for money and our own quality score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Ninety visits to three teams: two items on staff, two on the system, an audit, and the whole."""
    path = tmp_path / "visits.csv"
    met = ["", 2, 1, 2]
    rows = [
        f"{'ABC'[i % 3]},{3 + i % 3},{4 + i % 2},{1 + i % 3},{met[i % 4]},{40 + i % 50},{1 + i % 5}" for i in range(90)
    ]
    path.write_text("T,S1,S2,P1,P2,A1,Q\n" + "\n".join(rows) + "\n", "utf-8")
    return path


CALLS = {
    "service-type": ("--personal", "S1,S2", "--procedural", "P1,P2", "--unit", "T", "--line", "60,40"),
    "touchpoints": (
        *("--column", "S1,P1,P2", "--outcome", "Q", "--kinds", "person: S1; thing：P1"),
        *("--resamples", "200", "--traffic", "9,5,2"),
    ),
    "value-map": ("--quality", "S1", "--price", "P1", "--brand", "T", "--quality-weight", "0.6"),
    "quality-agreement": ("--internal", "A1", "--customer", "Q", "--unit", "T", "--resamples", "200"),
}
OWN = {"T", "A", "B", "C", "S1", "P1", "P2", "t", "p", "Lin", "Pearson"}


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_visits(regulars, visits: Path, tmp_path: Path, command: str) -> None:
    picture = tmp_path / "picture.svg"
    shown = regulars(command, visits, *CALLS[command], "--chart", picture)
    found = regulars(command, visits, *CALLS[command], "--json")

    assert (shown.code, found.code) == (0, 0)
    assert found.json["n"] == 90
    assert picture.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("command", CALLS)
def test_the_terminal_speaks_chinese(regulars, visits: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, visits, *CALLS[command])

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+\d?", done.out)) <= OWN


def test_one_line_serves_both_dimensions(regulars, visits: Path) -> None:
    found = regulars("service-type", visits, *CALLS["service-type"][:-1], "55", "--json").json

    assert (found["personal_line"], found["procedural_line"]) == (55, 55)
