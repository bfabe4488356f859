"""When a kind of work is due next. Pure arithmetic on clocks: the company's zone, summer time, missed times."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from regulars.web.jobs.registry import Due

# A clock that was away for less than this was only restarted: what was due meanwhile is not missed, it is late.
LATE = timedelta(minutes=5)


def next_due(due: Due, now: datetime, zone: tzinfo) -> datetime:
    """The first time after ``now``.

    A time of the day happens once on each day of the zone: in the hour that summer time skips it comes an hour later
    on the wall, in the hour that comes twice it is the first.
    """
    if due.every is not None:
        return now + due.every
    day = now.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, due.at, tzinfo=zone).astimezone(now.tzinfo)
        if moment > now:
            return moment
        day += timedelta(days=1)


def to_be_done(due: Due, planned: datetime, now: datetime) -> bool:
    """Whether what was planned and has not happened is still to be done: a little late always, else if made up for."""
    return due.catch_up or now - planned <= max(LATE, due.every or LATE)


def rule_of(due: Due, zone: tzinfo) -> str:
    """The rule as plain text, to notice that it changed."""
    return f"every {due.every.total_seconds():.0f} s" if due.every is not None else f"daily {due.at:%H:%M} {zone}"
