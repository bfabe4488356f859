"""A report in one language: every message rendered once, for all documents alike.

Each document lays these words out; none of them formats a number by itself. What a page shows, a PDF, a
workbook and the terminal therefore show to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.charts import drawable
from regulars.charts.lettering import printable
from regulars.documents.errors import NoReportError
from regulars.insights.report import Cell, ChartKind, Figure, Report, Row, Section, Source, Table, Words
from regulars.language import Count, Day, Estimate, Language, Message, Missing, Money, Text, message, render
from regulars.language.render import formatter


@dataclass(frozen=True)
class CellView:
    """A cell: its value, its interval if it has one ("± 2", "(29–34)"), whether it stands for nothing."""

    value: str
    interval: str = ""
    missing: bool = False

    @property
    def text(self) -> str:
        """Both together."""
        return f"{self.value}\N{NO-BREAK SPACE}{self.interval}" if self.interval else self.value


@dataclass(frozen=True)
class FigureView:
    """A figure: as a tile shows it, and exactly."""

    key: str
    label: str
    value: str
    interval: str
    exact_value: str
    exact_interval: str
    n: str
    n_missing: str
    sample: str  # "n 1,284, 38 missing"
    method: str
    note: str
    definition: str
    basis: str  # in the place of n, where there is none
    estimate: Estimate
    target: str = ""  # "target 82: reached"
    reached: str = ""  # "reached", "not-reached", "unknown"; empty where there is no target
    aim: Estimate | None = None

    @property
    def exact(self) -> str:
        """Value and limits at full stated precision: 39.84 (37.22–42.45)."""
        return f"{self.exact_value} ({self.exact_interval})" if self.exact_interval else self.exact_value


@dataclass(frozen=True)
class RowView:
    """A row of a table."""

    name: str
    mark: str
    cells: tuple[CellView, ...]
    key: str = ""

    def said(self, titles: Sequence[str], comma: str) -> str:
        """Name and numbers in one line, for those who hear them: "Breakfast, Score 58 ± 2"."""
        parts = (f"{title} {cell.text}" for title, cell in zip(titles[1:], self.cells, strict=True))
        return comma.join((self.name, *parts))


@dataclass(frozen=True)
class TableView:
    """A table: titles with their side, rows in order."""

    titles: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class SectionView:
    """A part of a report. ``chart`` is None where there is nothing to draw."""

    key: str
    title: str
    sentence: str
    figures: tuple[FigureView, ...]
    table: TableView | None
    chart: ChartKind | None
    caption: str
    definition: str
    section: Section


@dataclass(frozen=True)
class ReportView:
    """The whole report in words."""

    key: str
    title: str
    conclusion: str
    reason: str
    figures: tuple[FigureView, ...]
    sections: tuple[SectionView, ...]
    exact: tuple[FigureView, ...]
    source: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def as_reports(reports: Report | Sequence[Report]) -> tuple[Report, ...]:
    """One report or several, as a tuple; none is an error."""
    found = (reports,) if isinstance(reports, Report) else tuple(reports)
    if not found:
        raise NoReportError
    return found


def view(report: Report, language: Language) -> ReportView:
    """All words of a report."""
    return ReportView(
        report.key,
        _name(report.title, language),
        words(report.conclusion, language),
        words(report.reason, language),
        tuple(figure_view(figure, language) for figure in report.figures),
        tuple(_section(section, language) for section in report.sections),
        tuple(figure_view(figure, language) for figure in report.all_figures()),
        source_facts(report.source, language),
        tuple(words(note, language) for note in report.notes),
    )


def words(value: Words | str | None, language: Language) -> str:
    """Words in a language, fit for one line; nothing for nothing."""
    return "" if value is None else _line(value, language)


def _line(value: object, language: Language) -> str:
    return printable(render(value, language))


def _name(value: Words, language: Language) -> str:
    """A head without words cannot be read out; it says so."""
    return words(value, language) or render(message("unnamed"), language)


def figure_view(figure: Figure, language: Language) -> FigureView:
    """One figure."""
    write = formatter(language)
    shown = cell_view(figure.estimate, language)
    exact_value, exact_interval = write.exact(figure.estimate, figure.exact_digits)
    if figure.estimate.low is None or figure.estimate.high is None:
        exact_interval = ""
    return FigureView(
        figure.key,
        _name(figure.label, language),
        shown.value,
        shown.interval,
        exact_value,
        exact_interval,
        "" if figure.n is None else write.integer(figure.n),
        write.integer(figure.n_missing),
        words(_sample(figure), language),
        words(figure.method, language),
        words(figure.note, language),
        words(figure.definition, language),
        words(figure.basis, language),
        figure.estimate,
        *(() if figure.aim is None else (words(figure.aim.words, language), figure.aim.reached, figure.aim.target)),
    )


def _sample(figure: Figure) -> Message | None:
    if figure.n is None:
        return None
    if figure.n_missing:
        return message("n {n}, {missing} missing", n=Count(figure.n), missing=Count(figure.n_missing))
    return message("n {n}", n=Count(figure.n))


def cell_view(cell: Cell, language: Language) -> CellView:
    """One cell of a table."""
    write = formatter(language)
    match cell:
        case Estimate():
            value, interval = write.estimate_parts(cell)
            if interval and not interval.startswith("±"):
                interval = f"({interval})"
            return CellView(value, interval)
        case Missing():
            return CellView(_line(cell, language), missing=True)
        case Count() | Money() | Day() | Message() | Text():
            return CellView(_line(cell, language))
    return CellView(write.number(cell) if isinstance(cell, float) else write.integer(cell))


def table_view(table: Table, language: Language) -> TableView:
    """A table."""
    return TableView(
        tuple(_name(column.title, language) for column in table.columns),
        tuple(column.numeric for column in table.columns),
        tuple(_row(row, language) for row in table.rows),
    )


def _row(row: Row, language: Language) -> RowView:
    return RowView(_name(row.name, language), row.mark, tuple(cell_view(cell, language) for cell in row.cells), row.key)


def _section(section: Section, language: Language) -> SectionView:
    return SectionView(
        section.key,
        _name(section.title, language),
        words(section.sentence, language),
        tuple(figure_view(figure, language) for figure in section.figures),
        None if section.table is None else table_view(section.table, language),
        section.chart if drawable(section) else None,
        words(section.caption, language),
        words(section.definition, language),
        section,
    )


KINDS: Mapping[str, Message] = {
    "purchases": message("purchases"),
    "answers": message("answers"),
    "ratings": message("ratings"),
    "cases": message("cases"),
    "contacts": message("contacts"),
    "visits": message("visits"),
    "customers": message("customers"),
    "scores": message("scores of customers"),
    "customer_scores": message("scores of customers"),
}


def _source_name(source: Source, language: Language) -> str:
    """What people call it: its title, else the kinds of facts that its name lists, else the name itself."""
    if source.title is not None:
        return words(source.title, language)
    parts = source.name.split(", ")
    if not all(part in KINDS for part in parts):
        return source.name
    return render(message(", "), language).join(render(KINDS[part], language) for part in parts)


def source_facts(source: Source, language: Language) -> tuple[tuple[str, str], ...]:
    """Where the numbers come from, as names and values."""
    facts: list[tuple[Message, object]] = [
        (message("Source"), Text.of(_source_name(source, language))),
    ]
    if source.rows is not None:
        facts.append((message("Rows read"), Count(source.rows)))
    if source.as_of is not None:
        facts.append((message("Data up to"), Day(source.as_of)))
    if source.version:  # the first has no number to speak of
        facts.append((message("Version of the data"), Count(source.version)))
    if source.sample is not None:
        facts.append((message("Who was asked"), source.sample))
    return tuple((_line(name, language), _line(value, language)) for name, value in facts)
