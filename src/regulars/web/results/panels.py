"""A report laid out for the page: plain values for the template, which computes nothing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regulars.charts import whisker
from regulars.documents.html import Card, cards
from regulars.documents.view import CellView, FigureView, ReportView, view
from regulars.insights.report import Behind, ChartKind, Report, Row, Whom
from regulars.language import Language

KEPT = 64


@dataclass(frozen=True)
class Line:
    """A row of a table: name, what it opens, its bar, its cells with the title of their column."""

    name: str
    url: str
    bar: str
    cells: tuple[tuple[CellView, str, bool, bool], ...]  # cell, title, number, the one that the bar shows


@dataclass(frozen=True)
class Panel:
    """A section as a card."""

    key: str
    title: str
    sentence: str
    half: bool
    tiles: tuple[Tile, ...]
    plots: tuple[tuple[str, SafeString], ...]
    caption: str
    definition: str
    head: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    planks: bool
    reference: str
    marks: tuple[tuple[SafeString, str], ...]
    open: bool  # whether the table stands beside the drawing, or folded under it
    restack: bool
    dated: bool = False  # whether it goes through time


@dataclass(frozen=True)
class Tile:
    """A figure with its interval drawn."""

    said: FigureView
    drawn: SafeString


@dataclass(frozen=True)
class Page:
    """All that the page of a report shows."""

    said: ReportView
    tiles: tuple[Tile, ...]
    panels: tuple[Panel, ...]
    report: Report


_kept: OrderedDict[tuple[Any, ...], Page] = OrderedDict()
_lock = Lock()


def page_of(
    report: Report,
    language: Language,
    *,
    survey: str,
    query: str,
    linked: bool,
    people: bool = False,
    part: str = "",
) -> Page:
    """Lay a report out. ``query``: the filters as they stand in the address; ``linked``: rows open their answers.

    ``people``: they open the list of their customers. ``part``: which of several reports of one survey it is.

    What was drawn for the same report is kept: a page asked for again costs its template alone.
    """
    key = (survey, query, language, linked, people, part)
    with _lock:
        known = _kept.get(key)
        if known is not None and known.report == report:
            _kept.move_to_end(key)
            return known
    page = _laid_out(report, language, survey, query, linked=linked, people=people)
    with _lock:
        _kept[key] = page
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return page


def address_behind(survey: str, behind: Behind, query: str) -> str:
    """Where the answers behind a row are read: the filters of the page, and what the row adds."""
    parts = [(f"b_{name}", value) for name, value in vars(behind).items() if value is not None and name != "survey"]
    asked = "&".join(part for part in (query, urlencode(parts)) if part)
    return f"{reverse('results:answers', args=[behind.survey or survey])}?{asked}"


def address_of(whom: Whom) -> str:
    """The list of these customers."""
    return f"{reverse('keep:list' if whom.at_risk else 'people:customers')}?{urlencode(whom.asked)}"


def _laid_out(report: Report, language: Language, survey: str, query: str, *, linked: bool, people: bool) -> Page:
    said = view(report, language)

    def link(row: Row) -> str | None:
        if people and row.whom is not None:
            return address_of(row.whom)
        return address_behind(survey, row.behind, query) if linked and row.behind is not None else None

    panels = tuple(_panel(card) for card in cards(said, language, link))
    return Page(said, tuple(map(_tile, said.figures)), panels, report)


def _tile(figure: FigureView) -> Tile:
    return Tile(figure, mark_safe(whisker(figure.estimate, figure.aim)))  # noqa: S308 - numbers only


def _panel(card: Card) -> Panel:
    said = card.said
    titles = said.table.titles if said.table else ()
    numeric = said.table.numeric if said.table else ()
    mixed = not all(numeric[1:])
    return Panel(
        key=said.key,
        title=said.title,
        sentence=said.sentence,
        half=card.half,
        tiles=tuple(map(_tile, said.figures)),
        plots=tuple((name, mark_safe(drawing)) for name, drawing in card.plots),  # noqa: S308 - our own drawing
        caption=said.caption,
        definition=said.definition,
        head=tuple(zip(titles, numeric, strict=True)),
        lines=_lines(card),
        planks=card.planks is not None,
        reference=card.planks.reference if card.planks else "",
        marks=tuple((mark_safe(dot), name) for dot, name in card.planks.key) if card.planks else (),  # noqa: S308
        open=card.table_open,
        restack=mixed and len(titles) > 3,
        dated=said.section.chart is ChartKind.TREND,
    )


def _lines(card: Card) -> tuple[Line, ...]:
    table = card.said.table
    if table is None:
        return ()
    strong = card.planks.column if card.planks else 0
    found = []
    for number, row in enumerate(table.rows):
        cells = tuple(
            (cell, table.titles[place], table.numeric[place], place == strong)
            for place, cell in enumerate(row.cells, start=1)
        )
        bar = str(card.planks.bars[number]) if card.planks else ""
        found.append(Line(row.name, card.links.get(row.key, ""), mark_safe(bar), cells))  # noqa: S308 - numbers only
    return tuple(found)
