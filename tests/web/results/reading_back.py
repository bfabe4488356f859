"""Reads the numbers back out of what was shown: a page, a PDF, a workbook, JSON, the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pypdf

from regulars.documents.view import cell_view
from regulars.insights.report import Cell, Section
from regulars.language import Count, Day, Estimate, Language, Missing, Money, render

BARS = re.compile("[▏▎▍▌▋▊▉█]")
VOID = {"img", "input", "br", "hr", "link", "meta", "source", "wbr"}


def squeezed(text: str) -> str:
    """Without any room between words, in which every document differs.

    Large letters are small: the command line calls a unit by its code, which here is its name in small letters.
    """
    return re.sub(r"[\s\u200b\u2060]", "", BARS.sub("", text)).casefold()


def shown(section: Section, language: Language) -> list[tuple[str, ...]]:
    """The rows of a table as every reader sees them."""
    assert section.table is not None
    return [
        (squeezed(render(row.name, language)), *(squeezed(cell_view(cell, language).text) for cell in row.cells))
        for row in section.table.rows
    ]


class Tables(HTMLParser):
    """The tables of a page: key of the card -> its rows, without the cells that hold bars."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: dict[str, list[tuple[str, ...]]] = {}
        self.words = ""
        self._cards: list[str] = []
        self._row: list[str] | None = None
        self._cell = self._bar = self._head = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "section":
            self._cards.append(told.get("id") or (self._cards[-1] if self._cards else ""))
        self._head = True if tag == "thead" else self._head
        if tag == "tr" and not self._head:
            self._row = []
        if tag in ("td", "th") and self._row is not None:
            self._bar = "barcell" in (told.get("class") or "").split()
            self._cell = not self._bar
            if self._cell:
                self._row.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._cards.pop()
        self._head = False if tag == "thead" else self._head
        if tag in ("td", "th"):
            self._cell = self._bar = False
        if tag == "tr" and self._row is not None:
            self.rows.setdefault(self._cards[-1], []).append(tuple(map(squeezed, self._row)))
            self._row = None

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._cell and self._row is not None:
            self._row[-1] += data


def from_json(section: dict[str, Any], like: Section, language: Language) -> list[tuple[str, ...]]:
    """The rows of a table in JSON, written as a reader would see its numbers."""
    assert like.table is not None
    keys = [column.key for column in like.table.columns[1:]]
    return [
        (
            squeezed(row["name"]),
            *(_written(row[key], cell, language) for key, cell in zip(keys, one.cells, strict=True)),
        )
        for row, one in zip(section["table"]["rows"], like.table.rows, strict=True)
    ]


def _written(found: Any, like: Cell, language: Language) -> str:
    match like:
        case Estimate():
            assert (found["kind"], found["currency"]) == (like.kind.value, like.currency)
            again = Estimate(found["value"], found["low"], found["high"], like.kind, like.currency, digits=like.digits)
            return squeezed(cell_view(again, language).text)
        case Missing():
            return squeezed(found["missing"])
        case Count():
            return squeezed(cell_view(Count(found), language).text)
        case Money():
            return squeezed(cell_view(Money(found["amount"], found["currency"], digits=like.digits), language).text)
        case Day():
            assert found == like.value.isoformat()
            return squeezed(cell_view(like, language).text)
        case int() | float():
            return squeezed(cell_view(found, language).text)
    return squeezed(found["text"] if isinstance(found, dict) else found)


def from_workbook(content: bytes, sections: list[Section], language: Language) -> Iterator[list[tuple[str, ...]]]:
    """The rows of each table in its sheet, written as a reader would see its numbers."""
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2:]
    for sheet, section in zip(sheets, sections, strict=True):
        assert section.table is not None
        cells = section.table.rows
        spans = [
            3 if any(isinstance(row.cells[at], Estimate) and row.cells[at].low is not None for row in cells) else 1  # type: ignore[union-attr]
            for at in range(len(section.table.columns) - 1)
        ]
        found = []
        for number, row in enumerate(cells, start=6):
            values = [cell.value for cell in sheet[number]]
            place, said = 1, [squeezed(str(values[0] or ""))]
            for cell, span in zip(row.cells, spans, strict=True):
                said.append(_of_cells(values[place : place + span], cell, language))
                place += span
            found.append(tuple(said))
        yield found


def _of_cells(values: list[Any], like: Cell, language: Language) -> str:
    match like:
        case Estimate():
            low, high = (values[1], values[2]) if len(values) == 3 else (None, None)
            again = Estimate(values[0], low, high, like.kind, like.currency, digits=like.digits)
            return squeezed(cell_view(again, language).text)
        case Count():
            return squeezed(cell_view(Count(values[0]), language).text)
        case Day():
            return squeezed(cell_view(Day(values[0].date()), language).text)
        case int() | float():
            return squeezed(cell_view(values[0], language).text)
    return squeezed(str(values[0] or ""))


def words_of_pdf(content: bytes) -> str:
    """All its text, without the room between."""
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))
