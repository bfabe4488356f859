"""x against y as a line, its interval as a soft band, the reference dashed."""

from __future__ import annotations

from typing import Any

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, spot
from regulars.charts.frame import bottom, grid, left_margin
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Day, Estimate, Kind, Language, render


def curve(table: Table, language: Language, width: int, title: str) -> dict[str, Any]:
    """Columns ``x`` and ``y``; where there is a column ``reference``, its curve is dashed."""
    xs, ys = (column_or_none(table, key) or () for key in ("x", "y"))
    references = column_or_none(table, "reference") or ()
    across, up, dashed = ([spot(cell) for cell in cells] for cells in (xs, ys, references))
    like_x, like_y = _like(xs), _like(ys)
    heights = [limit for at in [*up, *dashed] if at for limit in (at.low, at.high)]
    low, high = rounded_limits(*_range(heights, like_y), 5)
    left, height = left_margin(low, high, 5, like_y, language), 300 if width < 480 else 340
    start, end = _range([at.value for at in across if at], like_x)
    drawing = Drawing(width, height, Axis(start, end, left, width - 10), Axis(low, high, height - 44, 28))
    grid(drawing, 5, like_y, language)
    bottom(drawing, 4 if width < 480 else 6, like_x, language)
    _line(drawing, across, up)
    if any(dashed):
        _dashed(drawing, across, dashed)
    _titles(drawing, table, language)
    return drawing.specification(title)


def _like(cells: tuple[Cell, ...]) -> Cell:
    return next((cell for cell in cells if spot(cell) is not None), 0.0)


def _range(values: list[float], like: Cell) -> tuple[float, float]:
    """A scale that holds the values: days keep to themselves, all else includes zero, shares end at 100 %."""
    if isinstance(like, Day):
        return limits(values, room=0)
    low, high = limits(values, zero=True, room=0 if _is_share(like) else 0.02)
    return (max(low, 0.0), min(high, 1.0)) if _is_share(like) else (low, high)


def _is_share(like: Cell) -> bool:
    return isinstance(like, Estimate) and like.kind is Kind.SHARE


def _line(drawing: Drawing, across: list[Spot | None], up: list[Spot | None]) -> None:
    pairs = [(x, y) for x, y in zip(across, up, strict=False) if x and y]
    if any(y.high > y.low for _, y in pairs):
        drawing.band(
            [(x.value, max(y.low, drawing.y.low), min(y.high, drawing.y.high)) for x, y in pairs],
            palette.ABOVE_STRONG,
            0.18,
        )
    drawing.line([(x.value, y.value) for x, y in pairs], palette.ABOVE_STRONG, width=2)
    if len(pairs) <= 8:
        for x, y in pairs:
            drawing.circle(x.value, y.value, 3, palette.ABOVE_STRONG, stroke=palette.SURFACE)


def _dashed(drawing: Drawing, across: list[Spot | None], dashed: list[Spot | None]) -> None:
    pairs = [(x.value, y.value) for x, y in zip(across, dashed, strict=False) if x and y]
    drawing.line(pairs, palette.INK_3, dash=(4, 3))


def _titles(drawing: Drawing, table: Table, language: Language) -> None:
    titles = {column.key: printable(render(column.title, language)) for column in table.columns}
    up, across = shorten("↑ " + titles["y"], drawing.width * 0.6, 12), titles["x"] + " →"
    drawing.text(("", 0), ("", 12), up, fill=palette.ABOVE_STRONG, weight=500)
    across = shorten(across, drawing.x.end - drawing.x.start, 12)
    drawing.text(("", drawing.x.end), ("", drawing.height - 8), across, fill=palette.INK_2, align="right")
    if "reference" in titles:
        words = shorten(titles["reference"], drawing.width - text_width(up, 12) - 44, 12)
        start = drawing.width - text_width(words, 12)
        drawing.text(("", start), ("", 12), words, fill=palette.INK_2)
        drawing.text(("", start - 6), ("", 12), "- - -", fill=palette.INK_2, align="right")
