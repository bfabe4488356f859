"""The commands about customers who leave, and about patterns of buying."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COMMANDS = {
    "survival": ("--duration", "months", "--left", "left", "--group", "plan"),
    "discrete-hazard": ("--duration", "months", "--left", "left", "--column", "plan,calls"),
    "churn": ("--left", "left", "--column", "plan,calls", "--horizon", "90"),
    "retention-whatif": (
        *("--retained", "left", "--margin", "value", "--points", "0.05", "--periods", "5", "--discount", "0.1"),
        *("--resamples", "100"),
    ),
    "staff-departure": ("--staff", "staff", "--value", "value", "--followed", "12,40", "--otherwise", "20,200"),
    "hidden-complaints": ("--problem", "left", "--customers", "9000", "--logged", "100"),
    "uplift": ("--outcome", "left", "--treated", "called", "--value", "value"),
    "win-back": ("--returned", "left", "--value", "value", "--prospects", "90", "--prospects-won", "9"),
    "purchase-rhythm": ("--customer", "who", "--date", "day"),
    "cohort-retention": ("--customer", "who", "--date", "day"),
    "forecast-counts": ("--column", "value", "--periods", "4", "--season", "17"),
    "basket-rules": ("--basket", "who", "--product", "staff"),
    "next-purchases": ("--customer", "who", "--date", "day", "--product", "staff"),
}
OWN = {
    "a",
    "b",
    "json",
    "AUC",
    "Firth",
    "Wilson",
    "Wald",
    "Newcombe",
    "Brier",
    "p",
    "svg",
    "li",
    "wu",
    "plan",
    "calls",
    "uplift",
    "Q",
    "log",
}


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """Three hundred rows of customers with two plans, two members of staff and sixty buyers."""
    path = tmp_path / "customers.csv"
    rows = [
        f"{1 + i % 9},{int((i * 7) % 10 < 3 + 2 * (i % 2))},{'ab'[i % 2]},{(i * 3) % 5},{20 + i % 17},"
        f"{'li' if i % 3 else 'wu'},{(i // 2) % 2},c{i % 60},2026-{1 + (i // 60) * 2:02}-{1 + (i * 5) % 27:02}"
        for i in range(300)
    ]
    path.write_text("months,left,plan,calls,value,staff,called,who,day\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_prints_and_draws(regulars, customers: Path, tmp_path: Path, command: str) -> None:
    target = tmp_path / "picture.svg"
    found = regulars(command, customers, *COMMANDS[command], "--chart", target, "--json")

    assert found.json["n"] > 0
    if command in ("basket-rules", "next-purchases"):  # nothing goes together here, and nothing can be drawn
        assert (found.code, found.json["n_found"]) == (0, 0)
        assert "nothing to draw" in found.err.lower()
        assert not target.exists()
    else:
        assert found.code == 0
        assert "<svg" in target.read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_terminal_speaks_chinese(regulars, customers: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, customers, *COMMANDS[command])

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", re.sub(r"\bc\d+\b", "", done.out + done.err))) - OWN == set()


def test_a_wrong_value_is_said_with_the_files_name(regulars, customers: Path) -> None:
    done = regulars("survival", customers, "--duration", "months", "--left", "calls")

    assert (done.code, done.out) == (1, "")
    assert "of calls: “3” is neither yes nor no" in done.err
