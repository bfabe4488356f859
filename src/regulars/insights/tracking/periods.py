"""The periods of a year: weeks from Monday, months, quarters; and what each is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from regulars.insights.report import Words
from regulars.language import Day, Text, message


class Length(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


MOST = 160  # periods in one report; more would be a smear and no line
USUAL = {Length.WEEK: 26, Length.MONTH: 24, Length.QUARTER: 12}


@dataclass(frozen=True)
class Period:
    """From its first day to its last, both included."""

    length: Length
    first: date
    last: date

    @property
    def key(self) -> str:
        """2026-Q4, 2026-11, or the Monday of the week."""
        match self.length:
            case Length.QUARTER:
                return f"{self.first.year}-Q{_quarter(self.first)}"
            case Length.MONTH:
                return f"{self.first:%Y-%m}"
        return self.first.isoformat()

    @property
    def name(self) -> Words:
        """As a sentence calls it."""
        match self.length:
            case Length.QUARTER:
                return message("{year} Q{quarter}", year=str(self.first.year), quarter=_quarter(self.first))
            case Length.MONTH:
                return Text.of(self.key)
        return message("the week from {day}", day=Day(self.first))

    @property
    def label(self) -> Words:
        """As a row of a table, or a mark of a chart, is called."""
        return message("{day}", day=Day(self.first)) if self.length is Length.WEEK else self.name


def start_of(day: date, length: Length) -> date:
    """The first day of the period that a day lies in.

    >>> [str(start_of(date(2026, 11, 22), length)) for length in Length]
    ['2026-11-16', '2026-11-01', '2026-10-01']
    """
    match length:
        case Length.WEEK:
            return day - timedelta(days=day.weekday())
        case Length.MONTH:
            return day.replace(day=1)
    return date(day.year, 3 * _quarter(day) - 2, 1)


def back(start: date, length: Length, count: int) -> date:
    """The first day of the period so many periods before.

    >>> str(back(date(2026, 1, 1), Length.QUARTER, 5))
    '2024-10-01'
    """
    if length is Length.WEEK:
        return start - timedelta(weeks=count) if (start - date.min).days >= 7 * count else date.min
    months = max(12, start.year * 12 + start.month - 1 - count * (3 if length is Length.QUARTER else 1))
    return date(months // 12, months % 12 + 1, 1)


def between(first: date, last: date, length: Length) -> tuple[Period, ...]:
    """All periods from the one of a day to the one of another; the last ``MOST`` of them."""
    earliest = max(start_of(first, length), back(start_of(last, length), length, MOST - 1))
    return tuple(_periods(earliest, last, length))


def _periods(start: date, last: date, length: Length) -> Iterator[Period]:
    while start <= last:
        following = start_of(start + timedelta(days={"week": 7, "month": 31, "quarter": 92}[length]), length)
        yield Period(length, start, following - timedelta(days=1))
        start = following


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
