"""States: the shares of a row end to end, from the worst to the best; together they are the whole bar."""

from __future__ import annotations

from regulars.charts import palette
from regulars.charts.cells import spot
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis
from regulars.charts.vega import Drawing
from regulars.insights.report import Row, Table
from regulars.language import Estimate, Kind, Language, render
from regulars.language.render import formatter

ROW, LINE = 44, 20
# Ochre, grey, indigo: the middle is neither a failure nor a success, and so has no colour.
COLOURS = (palette.WEAKEST, palette.SAME, palette.ABOVE_STRONG)


def parts_of(table: Table) -> list[int]:
    """The places of the columns that hold shares."""
    return [
        place
        for place in range(len(table.columns) - 1)
        if any(isinstance(cell := row.cells[place], Estimate) and cell.kind is Kind.SHARE for row in table.rows)
    ][: len(COLOURS)]


def states(table: Table, language: Language, width: int) -> Drawing:
    """The name and the shares of each row above its bar; what the parts are is named once, in their order."""
    parts = parts_of(table)
    titles = [printable(render(table.columns[place + 1].title, language)) for place in parts]
    lines = _wrapped(titles, width)
    head = LINE * (1 + max((line for line, _ in lines), default=0)) + 8
    height = head + ROW * len(table.rows)
    drawing = Drawing(width, height, Axis(0, width, 0, width), Axis(0, height, 0, height))
    for (line, x), title, colour in zip(lines, titles, COLOURS, strict=False):
        top = LINE * line + 4
        drawing.rect(x, x + 10, top, top + 10, colour)
        drawing.text(("", x + 15), ("", top + 10), shorten(title, width - x - 15, 12), fill=palette.INK_2)
    for number, row in enumerate(table.rows):
        drawing.row = row.key
        _row(drawing, row, parts, head + ROW * number, language)
    drawing.row = ""
    return drawing


def _row(drawing: Drawing, row: Row, parts: list[int], top: float, language: Language) -> None:
    spots = [spot(row.cells[place]) for place in parts]
    said = " · ".join(formatter(language).percent(at.value) for at in spots if at) if all(spots) else ""
    if not said:
        said = printable(render(row.cells[parts[0]], language))
    room = drawing.width - text_width(said, 13) - 12
    drawing.text(
        ("", 0), ("", top + 14), shorten(printable(render(row.name, language)), room, 13), fill=palette.INK, size=13
    )
    drawing.text(("", drawing.width), ("", top + 14), said, fill=palette.INK, size=13, align="right")
    start = 0.0
    for at, colour in zip(spots, COLOURS, strict=False):
        if at is None or not all(spots):
            continue
        end = start + at.value * drawing.width
        # A hair of surface between two parts: the border is seen without its colours.
        drawing.rect(start, max(start, end - 1.5), top + 20, top + 36, colour)
        start = end


def _wrapped(titles: list[str], width: int) -> list[tuple[int, float]]:
    """Line and place of each title."""
    found: list[tuple[int, float]] = []
    line, x = 0, 0.0
    for title in titles:
        size = 15 + text_width(title, 12)
        if x and x + size > width:
            line, x = line + 1, 0.0
        found.append((line, x))
        x += size + 16
    return found
