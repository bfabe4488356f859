"""Reports as one page: a single file with its style and its drawings inside, nothing to fetch, no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from regulars.charts import NARROW, WIDE, Bars, bars_of, dot, draw, names_are_short, plank, whisker
from regulars.charts.cells import reference_text
from regulars.charts.lettering import text_width
from regulars.documents.labels import labels
from regulars.documents.view import ReportView, SectionView, as_reports, view, words
from regulars.insights.report import ChartKind, Report, Row, Words
from regulars.language import Language, message, render

FULL = 1160
WIDEST = 5  # columns that find room beside a drawing
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Planks:
    """A table whose rows carry bars: which column is drawn, the bars, the line's words, the marks in use."""

    column: int
    bars: tuple[Markup, ...]
    reference: str
    key: tuple[tuple[Markup, str], ...]


@dataclass(frozen=True)
class Card:
    """A section as a card of the page."""

    said: SectionView
    half: bool
    plots: tuple[tuple[str, Markup], ...] = ()  # (class that says at which width it shows, drawing)
    planks: Planks | None = None
    links: Mapping[str, str] = field(default_factory=dict)  # key of a row -> what it opens

    @property
    def table_open(self) -> bool:
        """Beside a plot in a whole row there is room for its numbers; a half card folds them away."""
        rows = len(self.said.table.rows) if self.said.table else 0
        if self.plots and self.said.table and len(self.said.table.titles) > WIDEST:
            return False
        if self.said.chart is ChartKind.LEAGUE and self.plots:
            return False  # its table is too wide to stand beside anything
        return not self.plots or (not self.half and len(self.plots) < 3 and rows <= 16)


def to_html(reports: Report | Sequence[Report], language: Language, *, company: Words | str | None = None) -> str:
    """The page. Several reports stand one after the other under a list of contents."""
    views = [view(report, language) for report in as_reports(reports)]
    style = stylesheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page: str = _template().render(
        language=language,
        company=words(company, language),
        reports=views,
        cards={number: cards(one, language) for number, one in enumerate(views)},
        said=labels(language),
        style=Markup(style),  # noqa: S704 - our own file
        digest=digest,
        whisker=lambda estimate, aim=None: Markup(whisker(estimate, aim)),  # noqa: S704 - numbers only
    )
    return page


Link = Callable[[Row], str | None]


def cards(report: ReportView, language: Language, link: Link | None = None) -> list[Card]:
    """The sections as cards; two small ones after another share a row, a single one has it for itself.

    ``link``: the address that a row opens, where there is one.
    """
    wishes = [_is_small(section, language) for section in report.sections]
    found: list[Card] = []
    place = 0
    while place < len(wishes):
        paired = wishes[place] and place + 1 < len(wishes) and wishes[place + 1]
        end = place + (2 if paired else 1)
        found += [_card(section, language, link, half=paired) for section in report.sections[place:end]]
        place = end
    return found


def _is_small(section: SectionView, language: Language) -> bool:
    if section.chart is None or section.table is None:
        return False
    if _has_planks(section, language):
        return len(section.table.titles) <= 3
    if section.chart is ChartKind.LEAGUE or (section.chart is ChartKind.GAPS and _long_names(section)):
        return False
    return section.chart is not ChartKind.TREND or len(section.table.rows) <= 8


def _long_names(section: SectionView) -> bool:
    """Whether names are statements, which half a page would cut."""
    rows = section.table.rows if section.table else ()
    return any(text_width(row.name, 13) > WIDE * 0.34 for row in rows)


def _has_planks(section: SectionView, language: Language) -> bool:
    """Bars in a table are the table; columns side by side need short names."""
    table = section.section.table
    if section.chart is ChartKind.BARS:
        return True
    return section.chart is ChartKind.DISTRIBUTION and table is not None and not names_are_short(table, language)


def _card(section: SectionView, language: Language, link: Link | None, *, half: bool) -> Card:
    table = section.section.table
    rows = () if table is None else table.rows
    links = {row.key: address for row in rows if link is not None and (address := link(row))}
    if section.chart is None or table is None:
        return Card(section, half, links=links)
    if _has_planks(section, language):
        bars = bars_of(table)
        return Card(section, half, planks=None if bars is None else _planks(section, bars, language), links=links)
    return Card(section, half, _plots(section, language, links, half=half), links=links)


def _plots(
    section: SectionView, language: Language, links: Mapping[str, str], *, half: bool
) -> tuple[tuple[str, Markup], ...]:
    widths = [("narrow", NARROW), ("wide", WIDE)]
    full = not half and section.chart in (ChartKind.TREND, ChartKind.LEAGUE)
    if full or (section.chart is ChartKind.GAPS and _long_names(section)):
        widths.append(("full-width", FULL))
    shown = section.table
    comma = labels(language)["comma"]
    named = {row.key: row.said(shown.titles, comma) for row in shown.rows} if shown else {}
    opens = {key: (address, named[key]) for key, address in links.items()}
    return tuple(
        (name, Markup(draw(section.section, language, width, links=opens)))  # noqa: S704 - our own drawing
        for name, width in widths
    )


def _planks(section: SectionView, bars: Bars, language: Language) -> Planks:
    table, said = section.section.table, labels(language)
    assert table is not None  # noqa: S101 - bars were made from it
    column = [one.key for one in table.columns].index(bars.key)
    marks = [mark for mark in ("weakest", "below", "same", "above") if mark in {bar.row.mark for bar in bars.rows}]
    reference = ""
    if bars.reference is not None:
        reference = render(message("dashed: {line}", line=reference_text(table, bars.key, language)), language)
    return Planks(
        column,
        tuple(Markup(plank(bars, bar)) for bar in bars.rows),  # noqa: S704 - numbers only
        reference,
        tuple((Markup(dot(mark)), said[mark]) for mark in marks),  # noqa: S704 - our own drawing
    )


@lru_cache
def stylesheet() -> str:
    """The style of a report, as it stands in the file."""
    return (HERE / "report.css").read_text("utf-8")


@lru_cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
