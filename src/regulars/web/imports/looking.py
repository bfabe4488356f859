"""The first look at a file: its columns, and what the engine takes them for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from regulars.facts.database import connection
from regulars.facts.imports import ImportFileError
from regulars.facts.imports.guess import NAMES, guess
from regulars.facts.imports.readers import Reading, SourceFile, head, temporary
from regulars.facts.imports.short_lists import by_name
from regulars.language import message
from regulars.web.imports.models import Kind
from regulars.web.people.importing.mapping import guess as guess_customers

_ANSWERS_HOLD = {  # compared without capitals, blanks and marks
    "response": ("response", "id", "responseid", "respondentid", "respnum", "answerid", "答卷编号", "答卷", "序号"),
    "customer": ("customer", "customerid", "customerno", "guest", "guestid", "member", "memberid", "客户编号",
        "客户", "会员号"),
    "at": ("at", "answered", "answeredat", "submitted", "submittedat", "submitdate", "date", "time", "日期",
        "提交时间", "时间"),
    "unit": ("unit", "store", "hotel", "branch", "shop", "location", "门店", "单位", "酒店"),
    "wave": ("wave", "period", "波次"),
    "weight": ("weight", "wt", "权重"),
    "language": ("language", "lang", "语言"),
    "channel": ("channel", "mode", "渠道"),
}  # fmt: skip
_MOST_POINTS = 11
MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Look:
    """``columns``: names in the file. ``guess``: a mapping as plain data; empty where nothing could be found."""

    digest: str
    columns: tuple[str, ...]
    guess: dict[str, Any]


def look(file: Path, reading: Reading, kind: str) -> Look:
    """Open a file and guess. Raises ``ImportFileError`` for one that is no table."""
    try:
        with temporary() as folder, connection(folder) as db:
            opened = SourceFile(file, folder, reading)
            source = opened.source()
            if len(source.names) > MOST_COLUMNS:
                raise ImportFileError(
                    message(
                        "{file} has {count} columns; at most {most} are taken. Leave out those that nobody needs, or "
                        "look whether the delimiter is the right one.",
                        file=file.name,
                        count=len(source.names),
                        most=MOST_COLUMNS,
                    )
                )
            first = head(db, source)
    except (duckdb.Error, pa.ArrowInvalid, UnicodeError) as error:
        raise ImportFileError(
            message("{file} cannot be read as a table. Save it as CSV (UTF-8) or XLSX.", file=file.name)
        ) from error
    return Look(opened.digest, source.names, _GUESSES[kind](first))


def _of_purchases(first: pa.Table) -> dict[str, Any]:
    try:
        return guess(first).to_dict()
    except ImportFileError:  # the values fit nothing: what the names say is better than an empty form
        return by_name(first.column_names, {name: NAMES[name] for name in ("customer", "at", "amount", "purchase")})


def _of_answers(first: pa.Table) -> dict[str, Any]:
    """Ids and times by their names; a column of few small whole numbers is a rating; the rest is left out."""
    found: dict[str, Any] = by_name(first.column_names, _ANSWERS_HOLD)
    items = {}
    for name in first.column_names:
        if name not in found.values() and (scale := _scale(first[name])):
            low, high = scale
            items[name] = {"kind": "nps"} if (low, high) == (0, 10) else {"scale": {"low": low, "high": high}}
    return {**found, "items": items}


def _of_customers(first: pa.Table) -> dict[str, Any]:
    return dict(guess_customers(first.column_names))


_GUESSES = {Kind.CUSTOMERS: _of_customers, Kind.PURCHASES: _of_purchases, Kind.RESPONSES: _of_answers}


def _scale(column: pa.ChunkedArray) -> tuple[int, int] | None:
    texts = pc.unique(pc.utf8_trim_whitespace(column.cast(pa.string()))).to_pylist()
    try:
        values = sorted({int(float(text)) for text in texts if text})
    except (ValueError, OverflowError):
        return None
    if len(values) < 2 or values[0] < 0 or values[-1] > 10 or len(values) > _MOST_POINTS:
        return None
    low, high = (0, 10) if values[-1] > 7 or values[0] == 0 else (1, 7 if values[-1] > 5 else 5)
    return low, high
