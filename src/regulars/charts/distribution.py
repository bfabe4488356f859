"""One column for each answer: its share, with the interval as a soft end."""

from __future__ import annotations

from regulars.charts import palette
from regulars.charts.bars import soft_end, solid_end
from regulars.charts.cells import first_estimates, spot
from regulars.charts.frame import grid, left_margin
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Estimate, Language, render
from regulars.language.render import formatter


def names_are_short(table: Table, language: Language) -> bool:
    """Whether each name fits under its own column; otherwise rows of a table serve better."""
    widest = max((text_width(render(row.name, language), 12) for row in table.rows), default=0)
    return len(table.rows) <= 14 and widest <= 27


def distribution(table: Table, language: Language, width: int) -> Drawing:
    """Columns side by side, in the order of the table."""
    key = first_estimates(table)
    cells = table.column(key) if key else ()
    spots = [spot(cell) for cell in cells]
    like = next((cell for cell in cells if spot(cell) is not None), 0.0)
    low, high = rounded_limits(0.0, max((at.high for at in spots if at), default=1.0) or 1.0, 4)
    left, height = left_margin(low, high, 4, like, language), 220
    count = max(1, len(spots))
    drawing = Drawing(width, height, Axis(0, count, left, width - 4), Axis(low, high, height - 28, 12))
    grid(drawing, 4, like, language)
    labels = [_value(cell, language) for cell in cells]
    # Either every column carries its number or none does.
    labelled = max((text_width(words, 12) for words in labels), default=0) < drawing.x.length(1)
    for number, (row, at) in enumerate(zip(table.rows, spots, strict=False)):
        middle, drawing.row = number + 0.5, row.key
        name = shorten(printable(render(row.name, language)), drawing.x.length(1), 12)
        drawing.text(("x", middle), ("", height - 10), name, align="center", fill=palette.INK_2)
        if at is None:
            continue
        colour = palette.bar_colour(row.mark)
        near, far = solid_end(at), soft_end(at)
        drawing.rect(number + 0.14, number + 0.86, 0, near, colour)
        drawing.rect(number + 0.14, number + 0.86, near, far, colour, opacity=0.45)
        drawing.rule(number + 0.1, number + 0.9, at.value, at.value, palette.INK, width=2)
        if labelled:
            drawing.text(("x", middle), ("y", far), labels[number], align="center", fill=palette.INK, shift=(0, -5))
    drawing.row = ""
    drawing.rule(0, count, 0, 0, palette.LINE_STRONG)
    return drawing


def _value(cell: Cell, language: Language) -> str:
    """The number as the table shows it, without its interval."""
    return formatter(language).estimate_parts(cell)[0] if isinstance(cell, Estimate) else ""
