"""The commands that tell signal from noise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def waves(tmp_path: Path) -> Path:
    """Nine quarters; nobody was asked in the fifth."""
    path = tmp_path / "waves.csv"
    hits, n = [30, 41, 38, 33, "", 40, 36, 35, 70], [50, 60, 55, 50, 0, 60, 50, 50, 70]
    rows = [
        f"{2024 + i // 4}-{i % 4 + 1},{h},{k},{4 + 0.1 * (i % 3)}" for i, (h, k) in enumerate(zip(hits, n, strict=True))
    ]
    path.write_text("quarter,satisfied,answers,rating\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Three hotels, one of them small and splendid, one large and poor."""
    path = tmp_path / "answers.csv"
    rows = [("lakeside", 5, "leisure"), ("lakeside", 4, "business")]
    rows += [("harbour", 3 + i % 3, "leisure" if i % 2 else "business") for i in range(60)]
    rows += [("station", 2 + i % 3, "leisure" if i % 3 else "business") for i in range(60)]
    path.write_text("hotel,rating,purpose\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n", "utf-8")
    return path


def test_a_control_chart_of_hits(regulars, waves: Path) -> None:
    options = ("--hits", "satisfied", "--n", "answers", "--name", "quarter")
    found = regulars("control-chart", waves, *options, "--json").json
    shown = regulars("control-chart", waves, *options)

    assert (found["n"], found["n_missing"], round(found["centre"], 4)) == (8, 1, 0.7258)
    assert found["signal"] == ["", "", "", "", "", "", "", "", "above"]
    assert found["low"][4] is None
    assert "99.73%, three standard deviations" in shown.out
    assert re.search(r"2026-1 +1 +70 +0\.5659 +0\.8858 +above", shown.out)


def test_a_control_chart_of_anything_else(regulars, waves: Path) -> None:
    found = regulars("control-chart", waves, "--value", "rating", "--kind", "xmr", "--baseline", "8", "--json").json

    assert (found["n_baseline"], found["stable"], found["names"][0]) == (8, True, "1")


def test_too_few_waves_are_said(regulars, waves: Path) -> None:
    lines = waves.read_text("utf-8").splitlines()
    waves.write_text("\n".join(lines[:6]) + "\n", "utf-8")
    done = regulars("control-chart", waves, "--hits", "satisfied", "--n", "answers")

    assert done.code == 0
    assert "Too few waves: limits need 8, and they have 4." in done.out + done.err


def test_a_league_of_hotels(regulars, answers: Path) -> None:
    found = regulars("league", answers, "--column", "rating", "--unit", "hotel", "--scale", "1-5", "--json").json
    shown = regulars("league", answers, "--column", "rating", "--unit", "hotel", "--scale", "1-5")

    assert found["names"] == ["harbour", "lakeside", "station"]
    assert found["clear"] == ["", "", "below"]
    assert found["unit_n"] == [60, 2, 60]
    assert re.search(r"station +60 +3 .* 3 +3 +[\d.]+% +below", shown.out)


def test_a_league_with_the_mix_of_customers(regulars, answers: Path) -> None:
    options = ("--column", "rating", "--unit", "hotel", "--measure", "share", "--case-mix", "purpose", "--draws", "200")
    found = regulars("league", answers, *options, "--json").json

    assert found["adjusted"] != found["value"]
    assert found["n_resamples"] == 200


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("control-chart", ("--hits", "satisfied", "--n", "answers", "--name", "quarter")),
        ("control-chart", ("--value", "rating", "--kind", "xmr")),
        ("league", ("--column", "rating", "--unit", "hotel", "--draws", "200")),
    ],
)
def test_the_terminal_speaks_chinese(regulars, waves: Path, answers: Path, monkeypatch, command: str, options) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, waves if command == "control-chart" else answers, *options)

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= {"p", "xmr", "lakeside", "harbour", "station"}


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("control-chart", ("--hits", "satisfied"), "Give n as well"),
        ("control-chart", ("--value", "rating", "--n", "answers"), "Row 1 of rating is 4, which is no share"),
        ("control-chart", ("--value", "rating", "--kind", "xmr", "--baseline", "3"), "baseline is 3."),
        ("league", ("--column", "hotel", "--unit", "rating"), "Row 1 of hotel: “lakeside” is not a number."),
        ("league", ("--column", "rating", "--unit", "hotel", "--case-mix", "hotel"), "hotel = lakeside does not vary"),
        ("league", ("--column", "rating", "--unit", "hotel", "--draws", "5"), "n_resamples is 5."),
    ],
)
def test_what_cannot_be_used_is_said(regulars, waves: Path, answers: Path, command: str, options, said: str) -> None:
    done = regulars(command, waves if command == "control-chart" else answers, *options)

    assert (done.code, done.out) == (1, "")
    assert said in done.err
