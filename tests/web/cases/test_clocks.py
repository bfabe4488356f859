"""Deadlines against a calendar that is counted minute by minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from regulars.web.cases.clocks import deadline, passed

MINUTE = timedelta(minutes=1)
ZONES = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York"]
# The two weeks around a change of the clocks in Berlin and in New York, in spring and autumn.
STARTS = [datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)]
HOURS = [
    (("09:00", "12:30"), ("13:30", "18:00")),
    (("00:00", "24:00"),),
    (("01:30", "03:30"),),
    (),
]


@dataclass(frozen=True)
class Plain:
    """Hours as plain data."""

    zone: str
    hours: tuple[tuple[tuple[str, str], ...], ...]
    days_off: tuple[str, ...] = ()
    days_on: tuple[str, ...] = ()


def is_open(calendar: Plain, at: datetime) -> bool:
    """Whether a minute of real time is one of business, by the clock on the wall.

    A place that has opened does not close because the clocks are put back behind its opening.
    """
    local = at.astimezone(ZoneInfo(calendar.zone))
    if local.date().isoformat() in calendar.days_off:
        return False
    clock = f"{local:%H:%M}"
    return any(
        begins <= clock < ends
        or (local.fold == 1 and clock < begins and begins[:2] == clock[:2] and ends[:2] > clock[:2])
        for begins, ends in calendar.hours[local.weekday()]
    )


def literal(calendar: Plain, since: datetime, minutes: int, rests: list[tuple[datetime, datetime]]) -> datetime:
    """The end of the last minute of business that is needed, counted one by one."""
    at, left = since, minutes
    while left:
        if is_open(calendar, at) and not any(begins <= at < ends for begins, ends in rests):
            left -= 1
        at += MINUTE
    return at


calendars = st.builds(
    Plain,
    st.sampled_from(ZONES),
    st.tuples(st.sampled_from(HOURS[:3]), *(st.sampled_from(HOURS) for _ in range(6))),
    st.sampled_from([(), ("2026-03-29",), ("2026-10-25", "2026-10-26")]),
)


# Open from half past one, in the night in which half past one comes twice.
@example(Plain("America/New_York", (HOURS[0], *[HOURS[2]] * 6), ("2026-10-25", "2026-10-26")), STARTS[2], 0, 871, [])
@given(
    calendars,
    st.sampled_from(STARTS),
    st.integers(0, 5 * 1440),
    st.integers(1, 900),
    st.lists(st.integers(1, 3000), max_size=4),
)
def test_as_counted_minute_by_minute(
    calendar: Plain, start: datetime, after: int, minutes: int, steps: list[int]
) -> None:
    """Rests begin and end wherever; hours that the clocks skip or repeat are counted as they really pass."""
    since = start + after * MINUTE
    marks, rests = since, []
    for begin, length in zip(steps[::2], steps[1::2], strict=False):
        begins = marks + begin * MINUTE
        marks = begins + length * MINUTE
        rests.append((begins, marks))

    due = deadline(calendar, since, minutes / 60, rests)

    wanted = literal(calendar, since, minutes, rests)
    assert due is not None
    # Where the last minute ends a rest may begin, or the place close: both ends mean the same.
    assert passed(calendar, since, due, rests) == timedelta(minutes=minutes)
    assert abs(due - wanted) < MINUTE or passed(calendar, min(due, wanted), max(due, wanted), rests) == timedelta(0)


def test_a_calendar_that_never_opens_has_no_end() -> None:
    assert deadline(Plain("UTC", ((),) * 7), STARTS[0], 2) is None
