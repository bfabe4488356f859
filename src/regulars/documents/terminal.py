"""A report in the terminal: the sentence, the figures with their exact numbers, tables with bars of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from regulars.charts import Bars, bars_of
from regulars.charts.lettering import printable
from regulars.documents.labels import labels, named
from regulars.documents.view import FigureView, ReportView, SectionView, TableView, as_reports, view
from regulars.insights.report import ChartKind, Report
from regulars.language import Language

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

MARKS = {"weakest": "dark_orange3", "below": "orange3", "same": "bright_black", "above": "steel_blue"}
BAR = 20
GAP = 3  # places between two columns
EIGHTHS = " ▏▎▍▌▋▊▉█"


def print_report(reports: Report | Sequence[Report], language: Language, console: Console) -> None:
    """Print reports one below the other. Colours and width are the console's business (``NO_COLOR``, pipes)."""
    said = labels(language)
    for place, report in enumerate(as_reports(reports)):
        if place:
            console.rule(characters="─")
        _report(view(report, language), said, language, console)


def _report(report: ReportView, said: dict[str, str], language: Language, console: Console) -> None:
    console.print(_line(report.title, "dim"))
    console.print(_line(report.conclusion, "bold"))
    if report.reason:
        console.print(_line(report.reason))
    if report.exact:
        console.print()
        console.print(_figures(report.exact, said))
    for section in report.sections:
        _section(section, said, console)
    console.print()
    for name, value in report.source:
        console.print(_line(named(name, value, language), "dim"))
    for note in report.notes:
        console.print(_line(note, "dim"))


def _line(words: str, style: str = "") -> Text:
    """Words as they are: brackets are no markup here, control characters cannot steer the terminal."""
    return Text(printable(words), style=style)


def _figures(figures: Sequence[FigureView], said: dict[str, str]) -> Table:
    table = _grid()
    table.add_column(_line(said["figure"]), overflow="fold", ratio=2)
    table.add_column(_line(said["value"]), justify="right", no_wrap=True)
    table.add_column(_line(said["n"]), justify="right", no_wrap=True)
    table.add_column(_line(said["missing"]), justify="right", no_wrap=True)
    aimed = any(figure.target for figure in figures)
    if aimed:
        table.add_column(_line(said["reached"]), overflow="fold", ratio=1)
    for figure in figures:
        n, missing = (figure.n, figure.n_missing) if figure.n else (figure.basis, "")
        more = [_line(figure.target)] if aimed else []
        table.add_row(_line(figure.label), _line(figure.exact, "bold"), _line(n, "dim"), _line(missing, "dim"), *more)
    return table


def _section(section: SectionView, said: dict[str, str], console: Console) -> None:
    console.print()
    if section.section.opens:
        console.rule(characters="─")
    console.print(_line(section.title, "bold"))
    if section.sentence:
        console.print(_line(section.sentence))
    if section.table is None or not section.table.rows:
        if not section.figures and not section.section.in_words:
            console.print(_line(said["nothing"], "dim"))
        return
    source = section.section.table
    drawn = bars_of(source) if source and section.chart in (ChartKind.BARS, ChartKind.DISTRIBUTION) else None
    console.print(_table(section.table, drawn, console.width))
    if section.caption:
        console.print(_line(section.caption, "dim"))


def _table(table: TableView, bars: Bars | None, width: int) -> Table:
    result = _grid()
    names = min(12, max((_longest_word(row.name) for row in table.rows), default=8))
    for cap in (12, 9, 6):
        widths = [_width(table, place, cap) for place in range(len(table.titles) - 1)]
        used = names + sum(one + GAP for one in widths)
        if used <= width:
            break
    result.add_column(_line(table.titles[0]), overflow="fold", min_width=names)
    if used + BAR + GAP > width:
        bars = None
    if bars is not None:
        result.add_column("", no_wrap=True, width=BAR)
    for title, numeric, one in zip(table.titles[1:], table.numeric[1:], widths, strict=True):
        side: JustifyMethod = "right" if numeric else "left"
        result.add_column(_line(title), justify=side, overflow="fold", width=one if numeric else None, min_width=one)
    for place, row in enumerate(table.rows):
        style = MARKS.get(row.mark, "")
        cells = [_line(cell.text, "dim" if cell.missing else "") for cell in row.cells]
        drawn = [] if bars is None else [_bar(bars, place, style)]
        result.add_row(_line(row.name, style), *drawn, *cells)
    return result


def _width(table: TableView, place: int, cap: int) -> int:
    """A column of numbers is as wide as its widest number: numbers stay whole, its title may fold."""
    cells = [row.cells[place] for row in table.rows]
    title = min(cap, _longest_word(table.titles[place + 1]))
    if not table.numeric[place + 1]:
        return max(title, min(cap, max((_longest_word(cell.text) for cell in cells), default=1)))
    widest = max((cell_len(cell.text) for cell in cells if not cell.missing), default=0)
    missing = max((cell_len(cell.text) for cell in cells if cell.missing), default=0)
    return max(widest, title, min(missing, 16), 1)


def _longest_word(text: str) -> int:
    return max((cell_len(word) for word in text.split()), default=1)


def _grid() -> Table:
    return Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", padding=(0, 1), expand=False)


def _bar(bars: Bars, place: int, style: str) -> Text:
    """A bar from the left end of the scale, to an eighth of a character."""
    at = bars.rows[place].spot
    if at is None:
        return Text("")
    eighths = round(8 * BAR * (at.value - bars.low) / (bars.high - bars.low))
    eighths = min(8 * BAR, max(0, eighths))
    return Text("█" * (eighths // 8) + EIGHTHS[eighths % 8].strip(), style=style)
