"""A file of values: day, value, and where there are several, name and unit."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from regulars.language import Count, message
from regulars.web.results.scorecard.errors import MeasuresError

MOST, LARGEST = 50_000, 4_000_000
DAY, VALUE, NAME, UNIT = ("day", "日期"), ("value", "值", "数值"), ("name", "名称"), ("unit", "单位")


@dataclass(frozen=True)
class Read:
    """One line. ``unit``: its code; empty for the company."""

    name: str
    unit: str
    day: date
    value: float


def read(content: bytes, *, name: str, units: Mapping[str, int]) -> list[Read]:
    """All lines or none: a series with holes that nobody saw would be judged as it stands.

    ``name`` is used where the file has no column for it; ``units``: codes that are known.
    """
    if len(content) > LARGEST:
        raise MeasuresError(message("The file is larger than 4 MB. Give one value a week or month, not every event."))
    rows = csv.DictReader(io.StringIO(_text(content)))
    heads = {head.strip().casefold(): head for head in rows.fieldnames or () if head}
    day, value = _column(heads, DAY), _column(heads, VALUE)
    if day is None or value is None:
        raise MeasuresError(
            message("The first line has to name the columns: day and value, and if need be unit and name.")
        )
    named, place = _column(heads, NAME), _column(heads, UNIT)
    found = []
    for number, row in enumerate(rows, start=2):
        if number > MOST:
            raise MeasuresError(message("The file has more than {most} lines.", most=Count(MOST)))
        if not any((cell or "").strip() for cell in row.values() if not isinstance(cell, list)):
            continue
        own = ((row.get(named) or "").strip() if named else "") or name
        code = (row.get(place) or "").strip() if place else ""
        if code and code not in units:
            raise MeasuresError(message("Line {line}: there is no unit “{code}”.", line=number, code=code[:40]))
        if not own or len(own) > 80:
            raise MeasuresError(message("Line {line}: the series needs a name of up to 80 characters.", line=number))
        found.append(Read(own, code, _day(row[day], number), _value(row[value], number)))
    if not found:
        raise MeasuresError(message("The file holds no values."))
    return found


def _column(heads: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((heads[name] for name in names if name in heads), None)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MeasuresError(message("The file is not text. Save the table as CSV."))


def _day(text: str | None, line: int) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        raise MeasuresError(
            message("Line {line}: “{text}” is not a day. Write it as 2026-11-30.", line=line, text=(text or "")[:40])
        ) from None


def _value(text: str | None, line: int) -> float:
    plain = (text or "").strip().removesuffix("%")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise MeasuresError(message("Line {line}: “{text}” is not a number.", line=line, text=(text or "")[:40]))
    return value


def by_key(rows: list[Read]) -> Iterator[Read]:
    """The last of those that say the same thing twice."""
    yield from {(one.name, one.unit, one.day): one for one in rows}.values()
