"""Reports written down come back as they were, and a folder of them forgets, makes room and lets one make at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regulars.insights.report import (
    Aim,
    Behind,
    ChartKind,
    Column,
    Figure,
    Node,
    Reached,
    Report,
    Row,
    Section,
    Source,
    Table,
    Whom,
)
from regulars.insights.stored import ReportFolder
from regulars.insights.written import KIND, UnwritableError, from_json, to_json
from regulars.language import Count, Day, Estimate, Kind, Missing, Money, Text, message, plural

WORDS = message("{a} of {b}", a=Count(np.int64(3)), b=Text({"en": "all", "zh": "全部"}))
SHARE = Estimate(np.float64(0.25), 0.2, None, Kind.SHARE, digits=1)


def a_report(**fields: Any) -> Report:
    """With something of every kind that a report may hold."""
    cells = (SHARE, Count(4), Money(Decimal("12.50"), "CNY", 0), Day(date(2026, 3, 1)), Missing(WORDS), 7, 1.5)
    row = Row("a", Text.of("a"), cells, "weakest", Behind("q", 1, 2, first=date(2026, 1, 1)), Whom.of(tier="low"))
    table = Table(
        "t", tuple(Column(str(n), WORDS) for n in range(8)), (row,), references={"1": 0.5}, corners=(WORDS,),
        nodes=(Node("n", WORDS, (WORDS,)),), arrows={"a": ("n", "n")}, events={"a": (1, 2)},
    )  # fmt: skip
    figure = Figure("f", WORDS, SHARE, None, aim=Aim(SHARE, Reached.UNKNOWN, WORDS))
    section = Section("s", WORDS, plural("{count} row", "{count} rows", 2), (figure,), table, ChartKind.HEAT)
    told = {"units": ["a"], "purpose": "test"}
    source = Source("s", 3, date(2026, 3, 1), at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    return replace(Report("k", WORDS, WORDS, None, (figure,), (section,), source, (WORDS,), told), **fields)


def test_a_report_comes_back_as_it_was() -> None:
    report = a_report()
    found = from_json(to_json(report))
    assert found.conclusion.home == report.conclusion.home  # else another catalogue would be asked for the words
    assert (found.sections, found.figures, found.source, found.notes) == (
        report.sections, report.figures, report.source, report.notes,
    )  # fmt: skip
    assert to_json(found) == to_json(report)


def test_what_no_report_holds_is_refused() -> None:
    with pytest.raises(UnwritableError):
        to_json(a_report(scope={"units": object()}))


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[]", b"7", b'{"": "os.system"}', b'{"a": 1}', b'{"": "day", "of": "x"}', b"\xff",
     json.dumps({KIND: "Report", "key": "k", "no_such_field": 1}).encode()],
)  # fmt: skip
def test_a_file_of_something_else_makes_nothing(written: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own errors among them
        from_json(written)


def test_a_folder_keeps_the_last_report_of_each_wish(tmp_path: Path) -> None:
    folder, other = ReportFolder(tmp_path / "kept"), ReportFolder(tmp_path / "kept")  # two processes
    assert folder.get("a") is None
    folder.put("a", "monday", a_report())
    assert other.get("a").of == "monday"  # type: ignore[union-attr]
    folder.put("a", "tuesday", a_report(key="new"))
    assert (other.get("a").of, other.get("a").report.key) == ("tuesday", "new")  # type: ignore[union-attr]
    assert other.get("a") is other.get("a")
    folder.forget()
    assert other.get("a") is None


def test_what_was_begun_before_somebody_was_erased_is_not_kept(tmp_path: Path) -> None:
    folder, other = ReportFolder(tmp_path / "kept"), ReportFolder(tmp_path / "kept")  # two processes
    begun = other.era()
    folder.put("old", "monday", a_report(scope={"units": object()}))  # in memory alone
    other.forget()
    assert other.put("a", "monday", a_report(), begun).of == "monday"  # shown once
    assert (folder.get("a"), other.get("a"), folder.get("old")) == (None, None, None)
    assert not list(tmp_path.glob("kept/*.report"))
    other.put("a", "tuesday", a_report(), other.era())
    assert folder.get("a").of == "tuesday"  # type: ignore[union-attr]
    assert folder.era() == other.era()


def test_a_broken_file_counts_as_none(tmp_path: Path) -> None:
    ReportFolder(tmp_path).put("a", "monday", a_report())
    (file,) = tmp_path.glob("*.report")
    file.write_bytes(file.read_bytes()[:200])
    assert ReportFolder(tmp_path).get("a") is None


def test_what_cannot_be_written_is_kept_in_memory(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path)
    folder.put("a", "monday", a_report(scope={"units": object()}))
    assert folder.get("a").of == "monday"  # type: ignore[union-attr]
    assert not list(tmp_path.glob("*.report"))


def test_the_one_read_longest_ago_makes_room(tmp_path: Path) -> None:
    size = len(to_json(a_report())) + 100
    folder = ReportFolder(tmp_path, most_bytes=2 * size)
    for name in ("a", "b"):
        folder.put(name, "monday", a_report())
    ReportFolder(tmp_path).get("a")
    folder.put("c", "monday", a_report())
    assert sorted(path.stem for path in tmp_path.glob("*.report")) == ["a", "c"]


def test_one_makes_it_and_the_others_know_since_when(tmp_path: Path) -> None:
    folder, other = ReportFolder(tmp_path), ReportFolder(tmp_path)
    with folder.turn("a") as mine, other.turn("a") as theirs, other.turn("b") as another:
        assert (mine, theirs, another) == (True, False, True)
        assert other.since("a") is not None
    assert other.since("a") is None
    with other.turn("a") as mine:
        assert mine
