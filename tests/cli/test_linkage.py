"""What satisfaction does to loyalty, on files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CALLS = {
    "loyalty-curve": ("--satisfaction", "overall", "--loyalty", "again"),
    "penalty-reward": ("--column", "room,staff", "--outcome", "overall"),
    "unexplained": ("--column", "room,staff", "--outcome", "overall", "--reliability", "0.8"),
    "departures": ("--column", "room,staff", "--outcome", "overall", "--customer", "guest", "--most", "3"),
    "satisfied-leavers": (
        *("--rating", "overall", "--left", "left", "--rating-day", "rated", "--leaving-day", "went"),
        *("--as-of", "2026-11-22"),
    ),
    "latent-dissatisfaction": (
        *("--complained", "complained", "--rating", "overall", "--previous-rating", "room", "--comment", "said"),
        *("--replied", "again", "--days-since", "since", "--usual-days", "usual"),
    ),
}


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """120 guests with what they said, did and wrote."""
    path = tmp_path / "guests.csv"
    rows = []
    for i in range(120):
        room, staff = 1 + (i + i // 7) % 5, 1 + (i // 3) % 5
        overall = min(5, max(1, (room + staff) // 2 + (i % 11 == 0)))
        left = i % 4 == 0
        rows.append(
            f"g{i},{room},{staff},{overall},{int((i * 7) % 10 < 2 * overall)},{'yes' if left else 'no'},"
            f"2026-0{1 + i % 9}-05,"
            f"{'2026-10-01' if left else ''},{'yes' if i % 9 == 0 else 'no'},{('ok', 'all was well', '')[i % 3]},{i},20"
        )
    head = "guest,room,staff,overall,again,left,rated,went,complained,said,since,usual"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("command", CALLS)
def test_a_command_in_both_languages_and_as_json(regulars, guests: Path, monkeypatch, command: str) -> None:
    shown = regulars(command, guests, *CALLS[command])
    found = regulars(command, guests, *CALLS[command], "--json")
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    chinese = regulars(command, guests, *CALLS[command])

    assert (shown.code, found.code, chinese.code, found.err) == (0, 0, 0, "")
    assert 100 <= found.json["n"] <= 120
    names = {"room", "staff", "p", "t"} | {f"g{i}" for i in range(120)}
    assert {word for word in re.findall(r"[A-Za-z]+\d*", chinese.out) if word not in names} <= {"R", "R2"}


@pytest.mark.parametrize("command", [name for name in CALLS if name != "departures"])
def test_each_has_its_picture(regulars, guests: Path, tmp_path: Path, command: str) -> None:
    target = tmp_path / "found.svg"
    done = regulars(command, guests, *CALLS[command], "--chart", target)

    assert done.code == 0
    assert target.read_text("utf-8").count("<text") > 4
