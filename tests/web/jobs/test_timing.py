"""When work is due next: zones, summer time, missed times."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.web.jobs.registry import Due
from regulars.web.jobs.timing import next_due, to_be_done

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 1, 5, 1, 0), utc(2026, 1, 5, 2, 0)),  # 03:00 in winter
        (utc(2026, 1, 5, 2, 0), utc(2026, 1, 6, 2, 0)),  # just now is not later
        (utc(2026, 7, 5, 1, 30), utc(2026, 7, 6, 1, 0)),  # 03:00 in summer
    ],
)
def test_daily_work_keeps_to_the_clock_on_the_wall(now: datetime, expected: datetime) -> None:
    assert next_due(Due("x", at=time(3)), now, BERLIN) == expected


def test_an_hour_that_summer_time_skips_happens_an_hour_later() -> None:
    """On the 29th of March 2026 there is no 02:30 in Berlin."""
    due = next_due(Due("x", at=time(2, 30)), utc(2026, 3, 28, 12), BERLIN)

    assert due == utc(2026, 3, 29, 1, 30)
    assert due.astimezone(BERLIN).strftime("%H:%M") == "03:30"


def test_an_hour_that_comes_twice_happens_once() -> None:
    """On the 25th of October 2026 there are two 02:30 in Berlin."""
    first = next_due(Due("x", at=time(2, 30)), utc(2026, 10, 24, 12), BERLIN)
    second = next_due(Due("x", at=time(2, 30)), first, BERLIN)

    assert first == utc(2026, 10, 25, 0, 30)
    assert second == utc(2026, 10, 26, 1, 30)


@given(
    st.integers(1_704_067_200, 1_830_297_600),  # 2024 to 2027
    st.times(),
    st.sampled_from(ZONES),
)
def test_daily_work_happens_once_on_each_day(second: int, at: time, zone: str) -> None:
    place, due = ZoneInfo(zone), Due("x", at=at.replace(second=0, microsecond=0))
    now = datetime.fromtimestamp(second, UTC)
    first = next_due(due, now, place)
    second = next_due(due, first, place)

    assert first > now
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)


def test_work_every_so_often_is_counted_from_now() -> None:
    assert next_due(Due("x", every=timedelta(seconds=45)), utc(2026, 1, 5), BERLIN) == utc(2026, 1, 5, 0, 0, 45)


@pytest.mark.parametrize(
    ("catch_up", "late", "expected"),
    [(True, timedelta(days=3), True), (False, timedelta(hours=6), False), (False, timedelta(minutes=2), True)],
)
def test_what_was_missed_is_made_up_for_where_that_is_wished(catch_up: bool, late: timedelta, expected: bool) -> None:
    due, planned = Due("x", at=time(3), catch_up=catch_up), utc(2026, 1, 5, 3)

    assert to_be_done(due, planned, planned + late) is expected
