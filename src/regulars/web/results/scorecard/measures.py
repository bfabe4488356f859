"""A file of values: day, value, and where there are several, name and unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regulars.facts.imports.short_lists import short_list
from regulars.language import message
from regulars.web.results.scorecard.errors import MeasuresError

MOST, LARGEST = 50_000, 4_000_000
COLUMNS = {  # compared without capitals, blanks and marks
    "day": ("day", "日期"),
    "value": ("value", "值", "数值"),
    "name": ("name", "名称"),
    "unit": ("unit", "单位"),
}


@dataclass(frozen=True)
class Line:
    """One line as it is written; ``row`` 1 is the first below the header."""

    row: int
    day: str = ""
    value: str = ""
    name: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Read:
    """One line. ``unit``: its code; empty for the company."""

    name: str
    unit: str
    day: date
    value: float


def read(file: Path, *, name: str, units: Mapping[str, int]) -> list[Read]:
    """All lines or none: a series with holes that nobody saw would be judged as it stands.

    ``name`` is used where the file has no column for it; ``units``: codes that are known.
    """
    if file.stat().st_size > LARGEST:
        raise MeasuresError(message("The file is larger than 4 MB. Give one value a week or month, not every event."))
    found = [_read(one, name, units) for one in short_list(file, Line, COLUMNS, needed=("day", "value"), most=MOST)]
    if not found:
        raise MeasuresError(message("The file holds no values."))
    return found


def _read(one: Line, name: str, units: Mapping[str, int]) -> Read:
    own, number = one.name or name, one.row + 1
    if one.unit and one.unit not in units:
        raise MeasuresError(message("Line {line}: there is no unit “{code}”.", line=number, code=one.unit[:40]))
    if not own or len(own) > 80:
        raise MeasuresError(message("Line {line}: the series needs a name of up to 80 characters.", line=number))
    return Read(own, one.unit, _day(one.day, number), _value(one.value, number))


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MeasuresError(
            message("Line {line}: “{text}” is not a day. Write it as 2026-11-30.", line=line, text=text[:40])
        ) from None


def _value(text: str, line: int) -> float:
    plain = text.removesuffix("%")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise MeasuresError(message("Line {line}: “{text}” is not a number.", line=line, text=text[:40]))
    return value


def by_key(rows: list[Read]) -> Iterator[Read]:
    """The last of those that say the same thing twice."""
    yield from {(one.name, one.unit, one.day): one for one in rows}.values()
