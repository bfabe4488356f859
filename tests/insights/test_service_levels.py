"""What was promised and kept, from counts to sentences."""

from __future__ import annotations

from datetime import date

import pytest

from regulars.insights.programme.service_levels import Audit, Kept, service_levels
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.language import Language, Missing, message, render
from regulars.methods import share_interval

WHOLE = Scope.whole(purpose="test")


def _kept(level: str, kept: int, n: int, waiting: int = 0) -> Kept:
    return Kept(level, message("{name}", name=level), message("within 24 hours"), kept, n, waiting)


def _report(**parts: list[Kept]) -> Report:
    every = {"complaints": [], "answers": [], "care": [], "ways": [], "callers": [], "too_short": []} | parts
    found = Audit(**every, first=date(2026, 1, 1), last=date(2026, 3, 31), days_of_care=90)
    return service_levels(found, scope=WHOLE)


def test_a_share_is_the_method_s_and_too_few_are_counted_only() -> None:
    report = _report(complaints=[_kept("premium", 70, 80, 4), _kept("low", 3, 5)])

    first, other = report.section("complaints").table.rows
    wanted = share_interval(70, 80)
    assert (first.cells[0].value, first.cells[0].low, first.cells[0].high) == (wanted.share, wanted.low, wanted.high)
    assert isinstance(other.cells[0], Missing)
    assert render(other.cells[4], Language.ENGLISH) == "too few to judge"


def test_complaints_that_wait_longer_come_before_everything_else() -> None:
    """Premium kept 95 of 100, low 60 of 100: clearly less often, whatever else was not kept."""
    report = _report(complaints=[_kept("premium", 95, 100), _kept("low", 60, 100)], care=[_kept("premium", 1, 100)])

    assert render(report.conclusion, Language.ENGLISH).startswith(
        "Complaints of “low” are answered in time clearly less often than those of the others: 60%"
    )
    assert [row.mark for row in report.section("complaints").table.rows] == ["same", "weakest"]


@pytest.mark.parametrize("low", [90, 88])
def test_alike_is_said_and_then_what_is_kept_least(low: int) -> None:
    report = _report(complaints=[_kept("premium", 90, 100), _kept("low", low, 100)], care=[_kept("middle", 30, 100)])

    assert render(report.conclusion, Language.ENGLISH).startswith(
        "“As many care contacts as promised” is kept least, at level “middle”: 30%"
    )
    assert "no tier waits clearly longer" in render(report.reason, Language.ENGLISH)


def test_nothing_and_too_little_say_so() -> None:
    assert "Nothing that was promised" in render(_report().conclusion, Language.ENGLISH)
    assert "Too few to judge" in render(_report(ways=[_kept("low", 1, 2)]).conclusion, Language.ENGLISH)
