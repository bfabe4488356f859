"""An open workbook: words that stay words, numbers with their pattern, tables that can be sorted and filtered.

A word that begins as a formula does is stored with the sign that keeps it a word, also when somebody edits the cell.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import xlsxwriter

from regulars.charts.lettering import printable
from regulars.documents.labels import labels
from regulars.language import Language

FONT = "Noto Sans CJK SC"
LONGEST = 32_767  # characters that a cell can hold
SHEET_NAME = 31  # characters that the name of a sheet can hold
HEAD = 255  # characters that the head of a column can hold
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Workbook:
    """An open workbook with the few formats that reports need."""

    def __init__(self, language: Language) -> None:
        self.language, self.said = language, labels(language)
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()
        self._tables: set[str] = set()

    def sheet(self, name: str) -> Any:
        """A sheet; Excel allows 31 characters, none of its seven signs, and no name twice."""
        clean = "".join(" " if c in "[]:*?/\\" else c for c in printable(name)).strip(" '") or "Sheet"
        wanted, number = _cut(clean, SHEET_NAME), 2
        while wanted.lower() in self._names or wanted.lower() == "history":
            wanted, number = f"{_cut(clean, SHEET_NAME - 4)} {number}", number + 1
        self._names.add(wanted.lower())
        sheet = self.book.add_worksheet(wanted)
        sheet.hide_gridlines(2)
        return sheet

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted({"font_name": FONT, "font_size": 10, "valign": "top", **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def write(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """Words, as words; without any the cell stays empty."""
        if said := printable(text)[:LONGEST]:
            sheet.write_string(row, column, said, self.style(**_as_word(said), **properties))

    def number(self, sheet: Any, row: int, column: int, value: float | None, pattern: str) -> None:
        """A number with its pattern; an empty cell where there is none."""
        if value is not None and math.isfinite(value):
            sheet.write_number(row, column, value, self.style(num_format=pattern, align="right"))

    def live(self, sheet: Any, row: int, titles: Sequence[str], rows: int, name: str) -> None:
        """The heads of columns, and below them so many rows that can be sorted and filtered."""
        heads = _apart([printable(title) for title in titles])
        columns = [{"header": title, "header_format": self._head(title)} for title in heads]
        if rows:
            options = {"name": self._table(name), "columns": columns, "style": None}
            sheet.add_table(row, 0, row + rows, len(heads) - 1, options)
            return
        for column, title in enumerate(heads):
            sheet.write_string(row, column, title, self._head(title))

    def _head(self, title: str) -> Any:
        return self.style(**_as_word(title), font_color="#4a5456", bottom=1, bottom_color="#7b8586", text_wrap=True)

    def _table(self, name: str) -> str:
        """A name for formulas: letters, digits and low lines, none twice."""
        clean = "t_" + re.sub(r"[^A-Za-z0-9]+", "_", name)[:200]
        wanted, number = clean, 2
        while wanted.lower() in self._tables:
            wanted, number = f"{clean}_{number}", number + 1
        self._tables.add(wanted.lower())
        return wanted

    def content(self) -> bytes:
        """Close and hand over the file."""
        self.book.close()
        return self.buffer.getvalue()


def _cut(name: str, most: int) -> str:
    """The beginning of a name, as Excel counts: an emoji is two characters, and is never cut in half."""
    sizes = accumulate(len(sign.encode("utf-16-le")) // 2 for sign in name)
    return name[: sum(size <= most for size in sizes)].rstrip(" '")


def _as_word(said: str) -> dict[str, bool]:
    return {"quote_prefix": True} if said.startswith(FORMULA) else {}


def _apart(titles: Sequence[str]) -> list[str]:
    """Heads of one table differ, and none is empty: Excel mends the file otherwise."""
    found: list[str] = []
    for title in titles:
        wanted, number = title.strip()[:HEAD] or "–", 2
        while wanted.lower() in {one.lower() for one in found}:
            wanted, number = f"{title.strip()[: HEAD - 5]} {number}".strip(), number + 1
        found.append(wanted)
    return found
