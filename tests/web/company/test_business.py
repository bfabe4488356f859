"""Business time: it runs only while a place is open, through nights when clocks change too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.web.company.business import business_time, open_between
from regulars.web.company.errors import CalendarError
from regulars.web.company.hours import parse_days, parse_hours, write_hours

WORKING = [[["09:00", "12:00"], ["13:00", "18:00"]]] * 5 + [[], []]
ALWAYS = [[["00:00", "24:00"]]] * 7


@dataclass
class Desk:
    """A calendar without a database."""

    zone: str = "Europe/Berlin"
    hours: list = field(default_factory=lambda: WORKING)
    days_off: list = field(default_factory=list)
    days_on: list = field(default_factory=list)


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (berlin(2026, 1, 5, 9), 3, berlin(2026, 1, 5, 12)),  # to the minute of the break
        (berlin(2026, 1, 5, 11), 2, berlin(2026, 1, 5, 14)),  # over the break
        (berlin(2026, 1, 9, 17), 2, berlin(2026, 1, 12, 10)),  # over the week-end
        (berlin(2026, 1, 10, 3), 0, berlin(2026, 1, 12, 9)),  # closed: at the next opening
        (berlin(2026, 1, 5, 10), 0, berlin(2026, 1, 5, 10)),  # open: at once
    ],
)
def test_time_runs_while_it_is_open(start, hours, due):
    assert business_time(Desk(), start, hours) == due


def test_days_off_are_left_out_and_extra_days_are_worked():
    desk = Desk(days_off=["2026-01-12"], days_on=["2026-01-10"])

    assert business_time(desk, berlin(2026, 1, 9, 17), 2) == berlin(2026, 1, 10, 10)
    assert business_time(desk, berlin(2026, 1, 10, 17), 2) == berlin(2026, 1, 13, 10)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_the_nights_of_the_clocks(day, hours):
    """A day that is open round the clock has as many hours as it really has."""
    start = berlin(*day)
    end = (start + timedelta(days=1)).replace(hour=0)

    assert open_between(Desk(hours=ALWAYS), start, end) == timedelta(hours=hours)


def test_an_opening_in_the_hour_that_is_skipped_counts_nothing_twice():
    desk = Desk(hours=[[["02:15", "02:45"], ["03:00", "04:00"]]] * 7)

    passed = open_between(desk, berlin(2026, 3, 29), berlin(2026, 3, 30))

    assert passed <= timedelta(hours=1, minutes=30)
    assert passed >= timedelta(hours=1)


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(CalendarError, match="does not open often enough"):
        business_time(Desk(hours=[[]] * 7), berlin(2026, 1, 5), 1)


zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "UTC"])
begin, end = datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2027-12-31")
starts = st.datetimes(begin, end).map(lambda one: one.replace(tzinfo=UTC))
minutes = st.integers(0, 24 * 60)
weeks = st.lists(st.lists(st.tuples(minutes, minutes), max_size=3), min_size=7, max_size=7).filter(any)


def _week(raw: list) -> list:
    """Periods that do not overlap, out of any pairs of minutes."""
    week = []
    for pairs in raw:
        marks = sorted({mark for pair in pairs for mark in pair})
        periods = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if b > a]
        week.append([[f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in periods])
    return week


@given(zones, starts, st.integers(0, 60 * 60), weeks)
def test_what_is_due_is_exactly_so_much_open_time_away(zone, start, length, raw):
    desk = Desk(zone=zone, hours=_week(raw))
    if not any(desk.hours):
        return
    wanted = timedelta(minutes=length)

    due = business_time(desk, start, wanted)

    assert due >= start
    assert open_between(desk, start, due) == wanted


@given(zones, starts, st.integers(0, 3000), st.integers(0, 3000))
def test_in_two_steps_it_is_the_same(zone, start, one, other):
    desk = Desk(zone=zone)

    middle = business_time(desk, start, timedelta(minutes=one))

    assert business_time(desk, middle, timedelta(minutes=other)) in (
        business_time(desk, start, timedelta(minutes=one + other)),
        middle,  # nothing left at the very end of an opening: due there, not at the next opening
    )


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("", []),
        ("9:00-18:00", [["09:00", "18:00"]]),
        ("13:00–18:00，09:00—12:00", [["09:00", "12:00"], ["13:00", "18:00"]]),
        ("00:00-24:00", [["00:00", "24:00"]]),
        ("9：00至18：00", [["09:00", "18:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(text, periods):
    assert parse_hours(text) == periods
    assert parse_hours(write_hours(periods)) == periods


@pytest.mark.parametrize(
    "text", ["9-18", "18:00-09:00", "09:00-25:00", "09:60-10:00", "09:00-24:30", "noon", "9:00-9:00"]
)
def test_hours_that_are_none_are_named(text):
    with pytest.raises(CalendarError, match="no period of a day"):
        parse_hours(text)


def test_overlapping_hours_are_named():
    with pytest.raises(CalendarError, match="overlap"):
        parse_hours("09:00-12:00, 11:00-18:00")


def test_days_are_sorted_and_stand_once():
    assert parse_days("2026-10-02\n2026-10-01, 2026-10-02") == ["2026-10-01", "2026-10-02"]
    with pytest.raises(CalendarError, match="is not a day"):
        parse_days("1.10.2026")
