"""The commands about what customers bring and cost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COMMANDS = {
    "tiers": ("--column", "value", "--before", "past"),
    "whale-curve": ("--column", "profit"),
    "output-input-ratio": ("--margin", "value", "--cost", "calls,visits", "--rates", "calls=1, visits=20"),
    "cross-subsidy": ("--group", "kind", "--spent", "wallet", "--discount", "discount"),
    "share-of-wallet": ("--spent", "value", "--wallet", "wallet"),
    "headroom": ("--column", "value", "--group", "kind"),
    "concentration": ("--column", "value"),
}


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """Eighty customers with what they brought, cost and spend elsewhere."""
    path = tmp_path / "customers.csv"
    rows = [
        f"{20 + 7 * (i % 13)},{15 + 7 * (i % 13)},{40 - 3 * (i % 17)},{i % 6},{i % 2},{150 + i},{i % 9},{'AB'[i % 2]}"
        for i in range(80)
    ]
    path.write_text("value,past,profit,calls,visits,wallet,discount,kind\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_speaks_both_languages_and_draws(
    regulars, customers: Path, tmp_path: Path, monkeypatch, command: str
) -> None:
    found = regulars(command, customers, *COMMANDS[command], "--json")
    target = tmp_path / "picture.svg"
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    shown = regulars(command, customers, *COMMANDS[command], "--chart", target)

    assert (found.code, shown.code, found.err) == (0, 0, "")
    assert found.json["n"] == 80
    assert set(re.findall(r"[A-Za-z]+", shown.out)) <= {"A", "B", "t"}
    assert set(re.findall(r">([A-Za-z]{3,})", target.read_text("utf-8"))) == set()


def test_rfm_takes_fixed_limits_and_draws(regulars, tmp_path: Path) -> None:
    path, target = tmp_path / "lines.csv", tmp_path / "segments.svg"
    path.write_text("who,day,amount\na,2026-01-05,20\nb,2026-03-01,200\n", "utf-8")
    lines = (path, "--customer", "who", "--date", "day", "--amount", "amount", "--bins", "2")
    fixed = regulars("rfm", *lines, "--cuts", "monetary: 300", "--json")
    drawn = regulars("rfm", *lines, "--chart", target)

    assert (fixed.code, drawn.code) == (0, 0)
    assert [row["score"] % 10 for row in fixed.json["customers"]] == [1, 1]
    assert "Key customers" in target.read_text("utf-8")
