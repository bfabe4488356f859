"""Whoever shows a figure shows the same figure: five documents, read back, compared to the last digit."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from rich.console import Console

from regulars.documents import print_report, write_report
from regulars.documents.view import figure_view
from regulars.language import Language
from regulars.language.render import formatter


class Rows(HTMLParser):
    """The table of exact figures of a page: row id -> its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self._row: str | None = None
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row = dict(attrs).get("id")
            if self._row:
                self.rows[self._row] = []
        self._cell = self._row is not None and tag in ("td", "th")
        if self._cell and self._row:
            self.rows[self._row].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell and self._row:
            self.rows[self._row][-1] += data


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def from_html(report: Any, language: Language, folder: Path) -> dict[str, str]:
    rows = Rows()
    rows.feed(write_report(report, folder / "r.html", language).read_text("utf-8"))
    exact = {}
    for figure in report.all_figures():
        _, value, interval, *_ = rows.rows[f"{report.key}.{figure.key}"]
        exact[figure.key] = f"{value} ({interval})" if figure.estimate.low is not None else value
    return exact


def from_json(report: Any, language: Language, folder: Path) -> dict[str, str]:
    data = json.loads(write_report(report, folder / "r.json", language).read_text("utf-8"))
    return {key: figure["exact"] for key, figure in data["reports"][0]["figures"].items()}


def from_xlsx(report: Any, language: Language, folder: Path) -> dict[str, str]:
    """Values are numbers; their text is what the cell's pattern makes of them."""
    sheet = openpyxl.load_workbook(write_report(report, folder / "r.xlsx", language)).worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    exact = {}
    for figure in report.all_figures():
        cells = rows[figure.label.in_language(language)]
        value, low, high = (cell.value for cell in cells[1:4])
        assert (value, low, high) == (figure.estimate.value, figure.estimate.low, figure.estimate.high)
        assert (cells[4].value, cells[5].value) == (figure.n, figure.n_missing) or figure.n is None
        digits = len(cells[1].number_format.split('"')[0].partition(".")[2].strip("% "))
        assert digits == figure.exact_digits
        texts = formatter(language).exact(figure.estimate, digits)
        exact[figure.key] = f"{texts[0]} ({texts[1]})" if texts[1] else texts[0]
    return exact


def from_text(text: str, report: Any, language: Language) -> dict[str, str]:
    """Every exact text that stands in a stream of words, value and limits apart or together."""
    words, found = squeezed(text), {}
    for figure in report.all_figures():
        shown = figure_view(figure, language)
        together = squeezed(shown.exact)
        apart = squeezed(shown.exact_value + shown.exact_interval)
        assert together in words or apart in words, (figure.key, shown.exact)
        found[figure.key] = shown.exact
    return found


def from_pdf(report: Any, language: Language, folder: Path) -> dict[str, str]:
    pages = pypdf.PdfReader(write_report(report, folder / "r.pdf", language)).pages
    return from_text("".join(page.extract_text() for page in pages), report, language)


def from_terminal(report: Any, language: Language, folder: Path) -> dict[str, str]:
    out = io.StringIO()
    print_report(report, language, Console(file=out, width=80))
    return from_text(out.getvalue(), report, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("reader", [from_html, from_json, from_xlsx, from_pdf, from_terminal])
def test_all_documents_show_the_same_figures(
    report: Any, language: Language, reader: Callable[[Any, Language, Path], dict[str, str]], tmp_path: Path
) -> None:
    """NPS 39.84 (37.22–42.47) is that in HTML, JSON, XLSX, PDF and on the terminal."""
    expected = {figure.key: figure_view(figure, language).exact for figure in report.all_figures()}
    assert expected["nps"] == "39.84 (37.22–42.47)"
    assert expected["csat"] == "82.07% (80.56–83.49)"

    assert reader(report, language, tmp_path) == expected
