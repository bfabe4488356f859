"""Years, quarters and months as people write them: 2026, 2026-Q4, 2026-11."""

from __future__ import annotations

import re
from datetime import date, timedelta

from regulars.language import Message, Text, message

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:[-\s/]?(?:[Qq](?P<quarter>[1-4])|(?P<month>\d{1,2})))?", re.ASCII)
FIRST, LAST = 2000, 2100


def read(text: str) -> tuple[date, date] | None:
    """First and last day; None for what is no period.

    >>> [str(day) for day in read("2026-Q4")]
    ['2026-10-01', '2026-12-31']
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or not FIRST <= int(found["year"]) < LAST:
        return None
    year = int(found["year"])
    if found["quarter"]:
        return _months(year, 3 * int(found["quarter"]) - 2, 3)
    if found["month"]:
        return _months(year, int(found["month"]), 1) if 1 <= int(found["month"]) <= 12 else None
    return _months(year, 1, 12)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def written(first: date, last: date) -> tuple[str, str]:
    """The longest periods that begin and end on these days, as they are written; one alone stands in both places.

    >>> written(date(2026, 1, 1), date(2026, 12, 31)), written(date(2026, 10, 1), date(2027, 3, 31))
    (('2026', '2026'), ('2026-Q4', '2027-Q1'))
    """
    wishes = (
        (f"{first.year}", f"{last.year}"),
        (f"{first.year}-Q{_quarter(first)}", f"{last.year}-Q{_quarter(last)}"),
    )
    for begin, end in wishes:
        one, other = read(begin), read(end)
        if one is not None and other is not None and (one[0], other[1]) == (first, last):
            return begin, end
    return f"{first:%Y-%m}", f"{last:%Y-%m}"


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def said(first: date, last: date) -> Message | Text:
    """A period in a list."""
    begin, end = written(first, last)
    if begin == end:
        return Text.of(begin)
    return message("{first} to {last}", first=Text.of(begin), last=Text.of(end))
