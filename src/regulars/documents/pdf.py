"""Reports as a PDF: A4, real Chinese type without system fonts, drawings as drawings, text as text.

The words reach the typesetter as JSON, never as part of its program: no word of a report can be code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from regulars.charts import draw, font_folder
from regulars.charts.drawing import finding
from regulars.documents.labels import labels
from regulars.documents.printed import printed
from regulars.documents.view import FigureView, ReportView, SectionView, TableView, as_reports, view, words
from regulars.insights.report import ChartKind, Report, Words
from regulars.language import Count, Language, message, render

WIDTH = 700  # drawn at this many pixels and set to the width of the text, 12 px become 8.9 pt
SCALE = 516 / WIDTH  # points for a pixel
HEIGHT = re.compile(r'height="(\d+)"')
TEMPLATE = Path(__file__).parent / "report.typ"
_THINNED = (ChartKind.CURVE, ChartKind.LINES, ChartKind.TREND)
_NUMBER = re.compile(r"[−-]?[\d.,]+%?")
LONG, FEW = 20, 12  # from more rows on the table below a drawing is cut; how many stay
PAGE = message("Page {page} of {pages}", page="PAGE", pages="ALL")  # the typesetter puts its numbers there


def to_pdf(reports: Report | Sequence[Report], language: Language, *, company: Words | str | None = None) -> bytes:
    """The PDF; one report begins on a page of its own."""
    import typst

    views = [view(report, language) for report in as_reports(reports)]
    data = {
        "language": language.value,
        "region": "cn" if language is Language.CHINESE else "gb",
        "title": " · ".join(one.title for one in views),
        "company": words(company, language),
        "said": {**labels(language), "page": words(PAGE, language)},
        "reports": [_report(one, language) for one in views],
    }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printed(data), ensure_ascii=False)},
    )
    return pdf


def _report(report: ReportView, language: Language) -> dict[str, Any]:
    plain = asdict(replace(report, sections=(), figures=(), exact=()))
    return {
        **plain,
        "figures": [_figure(figure) for figure in report.figures],
        "sections": [
            {**_section(section, language), "begins": _begins(report.sections, place)}
            for place, section in enumerate(report.sections)
        ],
        "exact": [_figure(figure) for figure in report.exact],
    }


def _figure(figure: FigureView) -> dict[str, str]:
    keys = (
        "label",
        "value",
        "interval",
        "exact_value",
        "exact_interval",
        "n",
        "n_missing",
        "sample",
        "method",
        "note",
        "target",
        "basis",
    )
    return {key: getattr(figure, key) for key in keys}


def _section(section: SectionView, language: Language) -> dict[str, Any]:
    table, caption = _short(section, language)
    chart = _drawn(section, language) if section.chart is not None else ""
    return {
        "title": section.title,
        "opens": section.section.opens,
        "full": bool(section.figures or table or section.definition or section.caption),
        "in_words": section.section.in_words,
        "sentence": section.sentence,
        "figures": [_figure(figure) for figure in section.figures],
        "chart": chart,
        "height": int(HEIGHT.search(chart)[1]) * SCALE if chart else 0,
        "finding": finding(section.section, language) if chart else "",
        "caption": caption,
        "definition": section.definition,
        # A picture of planks holds the names and the numbers already.
        "table": None if table is None or not table.rows or _is_drawn_whole(section) else asdict(table),
    }


def _short(section: SectionView, language: Language) -> tuple[TableView | None, str]:
    """The table below a drawing of many points, and its caption: of a curve some of them, of a trend the last."""
    table = section.table
    if table is None or len(table.rows) <= LONG or section.chart not in _THINNED:
        return table, section.caption
    rows = table.rows[-FEW:]
    if section.chart is not ChartKind.TREND:
        step = -(-(len(table.rows) - 1) // FEW)
        rows = (*table.rows[:-1:step], table.rows[-1])
    said = message(
        "The table has {shown} of {all} rows; the workbook has them all.",
        shown=Count(len(rows)),
        all=Count(len(table.rows)),
    )
    return _once(replace(table, rows=rows)), " ".join(filter(None, (section.caption, render(said, language))))


def _once(table: TableView) -> TableView:
    """Where the rows are named by their place on the axis, the column of that place says nothing more."""
    if len(table.titles) < 3 or not all(_NUMBER.fullmatch(row.name) for row in table.rows):
        return table
    rows = tuple(replace(row, cells=row.cells[1:]) for row in table.rows)
    titles, numeric = ((*one[:1], *one[2:]) for one in (table.titles, table.numeric))
    return replace(table, titles=titles, numeric=numeric, rows=rows)


def _begins(sections: Sequence[SectionView], place: int) -> bool:
    """Whether a chapter begins a page: it has more than words, and so has the chapter before it."""
    if not sections[place].section.opens or not _more_than_words(sections, place):
        return False
    before = [at for at in range(place) if sections[at].section.opens]
    return not before or _more_than_words(sections, before[-1])


def _more_than_words(sections: Sequence[SectionView], place: int) -> bool:
    chapter = takewhile(lambda one: not one.section.opens, sections[place + 1 :])
    return any(one.figures or one.table for one in (sections[place], *chapter))


def _drawn(section: SectionView, language: Language) -> str:
    """The font draws ± as wide as a Chinese character, with room on both sides."""
    return draw(section.section, language, WIDTH).replace("\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}", "±")


def _is_drawn_whole(section: SectionView) -> bool:
    return section.chart is ChartKind.BARS and section.table is not None and len(section.table.titles) == 2
