"""Business time: clocks that run only while a place is open.

Hours are wall-clock hours of the calendar's zone; what runs is real time. On the night when clocks go forward an
opening from 00:00 to 08:00 lasts seven hours, on the night when they go back nine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from regulars.language import message
from regulars.web.company.errors import CalendarError

_FAR = 3660  # days; a calendar that is closed for ten years is closed for good


class Hours(Protocol):
    """What a calendar says; the model ``Calendar`` is one."""

    zone: str
    hours: Sequence[Sequence[Sequence[str]]]
    days_off: Sequence[str]
    days_on: Sequence[str]


def business_time(calendar: Hours, start: datetime, hours: float | timedelta) -> datetime:
    """The instant at which so many business hours have passed since ``start``.

    Zero hours are due at once while the place is open, and at the next opening while it is closed.
    Raises ``CalendarError`` where the calendar never opens again.
    """
    left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    if left < timedelta(0):
        raise ValueError("business time runs forward")
    for opens, closes in _open_from(calendar, start):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise CalendarError(
        message("This calendar does not open often enough for the time to pass. Give it hours, or take days off away.")
    )


def open_between(calendar: Hours, start: datetime, end: datetime) -> timedelta:
    """How much business time lies between two instants."""
    passed = timedelta(0)
    for opens, closes in _open_from(calendar, start):
        if opens >= end:
            break
        passed += min(closes, end) - opens
    return passed


def _open_from(calendar: Hours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The openings from an instant on, in UTC: the first may have begun before."""
    zone = ZoneInfo(calendar.zone)
    start = start.astimezone(UTC)
    off, on = set(calendar.days_off), set(calendar.days_on)
    first = start.astimezone(zone).date() - timedelta(days=1)
    ended = start
    for offset in range(_FAR):
        day = first + timedelta(days=offset)
        periods = _of_day(calendar, day, off, on)
        # Times that the clocks skip lie, as instants, behind later ones: they are put in order.
        for begins, ends in sorted(
            (_instant(day, opens, zone), _instant(day, closes, zone)) for opens, closes in periods
        ):
            begins = max(begins, ended)
            if ends > begins:
                yield begins, ends
                ended = ends


def _of_day(calendar: Hours, day: date, off: set[str], on: set[str]) -> Sequence[Sequence[str]]:
    text = day.isoformat()
    own = calendar.hours[day.weekday()] if len(calendar.hours) == 7 else ()
    if text in on:  # a day that is worked although its weekday is free has the hours of the first working weekday
        return own or next((one for one in calendar.hours if one), ())
    return () if text in off else own


def _instant(day: date, text: str, zone: ZoneInfo) -> datetime:
    if text == "24:00":
        day, text = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(text), zone).astimezone(UTC)
