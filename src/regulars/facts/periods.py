"""Periods of time, and the last day that counts."""

from __future__ import annotations

from datetime import date, datetime

from regulars.facts.errors import PeriodError
from regulars.language import message

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def days_of(period: str) -> float:
    """The length of a period in days. Raises ``PeriodError``."""
    if period not in DAYS:
        raise PeriodError(
            message("There is no period “{period}”. Choose one of: {known}.", period=str(period), known=tuple(DAYS))
        )
    return DAYS[period]


def day_of(until: date | str | None) -> date | None:
    """A day given as a date or as ISO text. Raises ``PeriodError``."""
    if until is None:
        return None
    if isinstance(until, datetime):
        return until.date()
    if isinstance(until, date):
        return until
    try:
        return date.fromisoformat(str(until).strip())
    except ValueError:
        raise PeriodError(message("“{value}” is not a day. Write it as 1997-09-30.", value=str(until))) from None
