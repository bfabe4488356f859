"""Which part of the answers a reader wants to see, within what the scope allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from regulars.insights.intakes import Intake


class Step(StrEnum):
    """The steps of a trend."""

    WAVE = "wave"
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Filters:
    """``units`` None: all that the scope holds. ``first`` and ``last`` are days, both included; None: no limit.

    ``step`` None lets the data decide: waves where there are several, else months, else weeks. ``all_waves``: all of
    them together, not only the last. ``intake``: only what came in this way.
    """

    units: frozenset[str] | None = None
    first: date | None = None
    last: date | None = None
    step: Step | None = None
    all_waves: bool = False
    intake: Intake | None = None

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self.units is not None or self.intake is not None or self.in_days

    @property
    def in_days(self) -> bool:
        """Whether only some days are asked for."""
        return self.first is not None or self.last is not None

    @classmethod
    def of(cls, units: Iterable[str] | None = None, first: date | None = None, last: date | None = None) -> Filters:
        """From any collection of units."""
        return cls(None if units is None else frozenset(units), first, last)

    def to_dict(self) -> dict[str, Any]:
        """For the report's own record."""
        return {
            "units": None if self.units is None else sorted(self.units),
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            **({} if self.intake is None else {"intake": self.intake.value}),
        }


EVERYTHING = Filters()


def last_months(count: int, until: date) -> tuple[date, date]:
    """The whole months before, up to a day: its own month is the last of them.

    >>> [str(day) for day in last_months(3, date(2026, 11, 22))]
    ['2026-09-01', '2026-11-22']
    """
    month = until.year * 12 + until.month - count
    return date(month // 12, month % 12 + 1, 1), until


def last_days(count: int, until: date) -> tuple[date, date]:
    """So many days, the last one included.

    >>> [str(day) for day in last_days(7, date(2026, 11, 22))]
    ['2026-11-16', '2026-11-22']
    """
    return until - timedelta(days=count - 1), until
