"""Opening hours as people write them: 09:00-12:00, 13:00-18:00."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from regulars.language import Message, message
from regulars.web.company.errors import CalendarError

_COMMAS = re.compile(r"[,，;；、\n]+")
_PART = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:[-–—~至]|to)\s*(\d{1,2})[:：](\d{2})")

Periods = list[list[str]]


def parse_hours(text: str) -> Periods:
    """The periods of one weekday, in order. Raises ``CalendarError`` naming what cannot be read.

    >>> parse_hours("13:00-18:00, 9:00–12:00"), parse_hours("")
    ([['09:00', '12:00'], ['13:00', '18:00']], [])
    """
    found = sorted(_period(part.strip()) for part in _COMMAS.split(text) if part.strip())
    for earlier, later in pairwise(found):
        if later[0] < earlier[1]:
            raise CalendarError(
                message(
                    "{one} and {other} overlap. Write them as one period.",
                    one=write_hours([earlier]),
                    other=write_hours([later]),
                )
            )
    return found


def write_hours(periods: Periods) -> str:
    """The same as text."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in periods)


def parse_days(text: str) -> list[str]:
    """Days, one a line or with commas between them, without those that stand twice."""
    found = set()
    for part in (one.strip() for one in _COMMAS.split(text)):
        if part:
            try:
                found.add(date.fromisoformat(part).isoformat())
            except ValueError:
                raise CalendarError(
                    message("“{value}” is not a day. Write it as 2026-10-01.", value=part[:40])
                ) from None
    return sorted(found)


def _period(text: str) -> list[str]:
    found = _PART.fullmatch(text)
    if not found:
        raise CalendarError(_unreadable(text))
    opens, closes = f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"
    if opens >= closes or closes > "24:00" or max(found[2], found[4]) > "59":
        raise CalendarError(_unreadable(text))
    return [opens, closes]


def _unreadable(text: str) -> Message:
    return message(
        "“{value}” is no period of a day. Write it like 09:00-18:00; a night goes to 24:00 and on from 00:00 the next "
        "day.",
        value=text[:40],
    )
