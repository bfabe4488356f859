"""The commands about loyalty: types, stages, and what goes with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """Eighty guests: two questions about satisfaction, two about loyalty."""
    path = tmp_path / "guests.csv"
    rows = [f"{1 + i % 5},{1 + (i % 5 + i // 40) % 5},{5 - i // 20},{5 - i // 20}" for i in range(80)]
    path.write_text("stay,room,again,first\n" + "\n".join(rows) + "\n,3,4,4\n", "utf-8")
    return path


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Sixty guests who came once to five times within a year."""
    path = tmp_path / "visits.csv"
    rows = [
        f"G{i:02},2026-{1 + (i + 2 * visit) % 12:02}-{1 + i % 28:02},{20 + i}"
        for i in range(60)
        for visit in range(1 + i % 5)
    ]
    path.write_text("guest,day,amount\n" + "\n".join(rows) + "\n,2026-03-01,5\n", "utf-8")
    return path


TYPES = ("--satisfaction", "stay,room", "--loyalty", "again,first", "--satisfied-from", "3.5")
STAGES = ("--customer", "guest", "--day", "day", "--amount", "amount", "--inactive-after", "60")


def test_types_of_a_file(regulars, guests: Path) -> None:
    shown = regulars("loyalty-types", guests, *TYPES)
    found = regulars("loyalty-types", guests, *TYPES, "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert "never a reason to treat a complaint or a person worse" in shown.out + shown.err
    assert (found.json["n"], found.json["n_missing"], len(found.json["types"])) == (80, 1, 81)
    assert found.json["types"][-1] == "unknown"
    assert found.json["probabilities"][-1] is None
    assert sum(found.json["shares"].values()) == pytest.approx(1)


def test_stages_of_a_file(regulars, visits: Path) -> None:
    shown = regulars("stages", visits, *STAGES)
    found = regulars("stages", visits, *STAGES, "--json").json

    assert shown.code == 0
    assert "Customer" in shown.out
    assert (found["n"], found["n_missing"], sum(found["now"])) == (60, 1, 60)
    assert len(found["leaked"]) == found["now"][-1]
    assert found["to_repeat"][3] == found["move"][3][3]


def test_a_day_that_is_none_is_said_with_the_files_name(regulars, visits: Path) -> None:
    visits.write_text(visits.read_text("utf-8") + "G01,soon,3\n", "utf-8")
    done = regulars("stages", visits, *STAGES)

    assert (done.code, done.out) == (1, "")
    assert "of day: “soon” is not a day" in done.err


@pytest.mark.parametrize(
    ("command", "file", "options", "own"),
    [
        ("loyalty-types", "guests", TYPES, set()),
        ("hostage-flip", "guests", (*TYPES, "--resamples", "100"), set()),
        ("loyalty-measure", "guests", ("--attitude", "stay,room", "--behaviour", "again"), {"t"}),
        ("stages", "visits", STAGES, {"G"}),
    ],
)
def test_in_chinese_with_a_picture(
    regulars, request, tmp_path: Path, monkeypatch, command: str, file: str, options: tuple[str, ...], own: set[str]
) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    target = tmp_path / "picture.svg"
    done = regulars(command, request.getfixturevalue(file), *options, "--chart", target)

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= own
    assert "</svg>" in target.read_text("utf-8")
