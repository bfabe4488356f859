"""Tables that leave the house as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation

BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def cell(value: Any) -> str:
    """A value as a spreadsheet may open it: words that it would run as a formula get an apostrophe in front.

    >>> cell("=1+1"), cell("-3"), cell("-3+1"), cell("a"), cell(None)
    ("'=1+1", '-3', "'-3+1", 'a', '')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of a CSV file, the first with the mark of UTF-8."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    out.write(BOM)
    for row in rows:
        write([cell(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv_answer(rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    """A download of any length, made while it is sent."""
    return StreamingHttpResponse(
        _as_the_reader(csv_lines(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _as_the_reader(lines: Iterator[str]) -> Iterator[str]:
    """The server asks for the lines when the middleware has long put language and zone back."""
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    while True:
        with translation.override(language), timezone.override(zone):
            line = next(lines, None)
        if line is None:
            return
        yield line
