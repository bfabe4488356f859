"""Gaps: a line from zero to where each row stands, its interval as a band, a dot at its end.

Left of zero is less than was expected, right of it more. What is not clearly either is grey. A column ``other`` is
drawn on the same lines: what a low rating costs, and what a high one brings.
"""

from __future__ import annotations

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, first_estimates, spot
from regulars.charts.frame import bottom
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Estimate, Language, render
from regulars.language.render import formatter

ROW, LINE, HEAD, FOOT = 30, 17, 26, 26
BESIDE = 0.34  # of the width: names that are shorter stand beside their line


def gaps(table: Table, language: Language, width: int) -> Drawing:
    """One row each, in the order of the table."""
    key = first_estimates(table)
    cells: tuple[Cell, ...] = table.column(key) if key else ()
    others = column_or_none(table, "other") or ()
    spots, more = [spot(cell) for cell in cells], [spot(cell) for cell in others]
    like: Cell = next((cell for cell in cells if spot(cell) is not None), 0.0)
    values = [limit for at in [*spots, *more] if at for limit in (at.low, at.high)]
    low, high = rounded_limits(*limits([0.0, *values], room=0.05), 4)
    written = [printable(render(row.name, language)) for row in table.rows]
    # Statements stand above their line: beside it they would be cut to what nobody can tell apart.
    above = any(text_width(name, 13) > width * BESIDE for name in written)
    names = [shorten(name, width if above else width * BESIDE, 13) for name in written]
    row = ROW + LINE if above else ROW
    said = [_said(cell, language) for cell in cells]
    if others:
        said = [f"{one} · {_said(cell, language)}" for one, cell in zip(said, others, strict=True)]
    left = 4 if above else max((text_width(name, 13) for name in names), default=0) + 14
    right = max((text_width(words, 13) for words in said), default=0) + 14
    height = HEAD + row * len(names) + FOOT
    drawing = Drawing(width, height, Axis(low, high, left, width - right), Axis(0, height - FOOT, height - FOOT, 0))
    drawing.rule(0.0, 0.0, 0, height - FOOT - HEAD + 4, palette.LINE_STRONG)
    if key is not None and key in table.reference_names:
        words = printable(render(table.reference_names[key], language))
        drawing.text(("", _within(drawing, 0.0, words)), ("", HEAD - 10), words)
    for number, (name, words) in enumerate(zip(names, said, strict=True)):
        drawing.row = table.rows[number].key
        y = HEAD + row * (number + 1) - 14
        _lollipop(drawing, spots[number], height - FOOT - y, table.rows[number].mark, line=True)
        if more:
            _lollipop(drawing, more[number], height - FOOT - y, _clear(more[number]))
        drawing.text(("", 0), ("", y + 4 - (LINE if above else 0)), name, fill=palette.INK, size=13)
        drawing.text(("", width), ("", y + 4), words, fill=palette.INK, size=13, align="right")
    drawing.row = ""
    bottom(drawing, 3 if width < 480 else 4, like, language)
    return drawing


def _clear(at: Spot | None) -> str:
    """The mark of what has none of its own: on which side its interval lies."""
    if at is None or at.low <= 0 <= at.high:
        return "same"
    return "above" if at.low > 0 else "weakest"


def _lollipop(drawing: Drawing, at: Spot | None, middle: float, mark: str, *, line: bool = False) -> None:
    if line:
        drawing.rule(drawing.x.low, drawing.x.high, middle, middle, palette.LINE)
    if at is None:
        return
    colour = palette.point_colour(mark)
    drawing.rect(at.low, at.high, middle - 7, middle + 7, colour, opacity=0.28)
    drawing.rule(0.0, at.value, middle, middle, colour, width=3)
    drawing.circle(at.value, middle, 5, colour, stroke=palette.SURFACE)


def _within(drawing: Drawing, value: float, words: str) -> float:
    """Where words that are centred on a value begin, kept within the picture."""
    size = text_width(words, 12)
    return max(0.0, min(drawing.x.at(value) - size / 2, drawing.width - size))


def _said(cell: Cell, language: Language) -> str:
    write = formatter(language)
    return printable(write.estimate(cell) if isinstance(cell, Estimate) else render(cell, language))
