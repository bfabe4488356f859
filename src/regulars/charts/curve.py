"""x against y as a line, its interval as a soft band, the reference dashed.

y is the column ``y``, else the first column of estimates. x is the column ``x``, else the rows' keys where
they are numbers. The reference is the column ``reference``, else the straight line from the first point to
the last where the table names a reference for y.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, first_estimates, spot
from regulars.charts.frame import bottom, grid, left_margin
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table, Words
from regulars.language import Day, Estimate, Kind, Language, Text, render


@dataclass(frozen=True)
class Curve:
    """What is drawn of a table: cells and their titles; ``reference`` is empty where there is none."""

    x: tuple[Cell, ...]
    y: tuple[Cell, ...]
    reference: tuple[Cell, ...]
    titles: tuple[Words, Words, Words]


def curve_of(table: Table) -> Curve | None:
    """The curve of a table; None where fewer than two points have both places."""
    names = {column.key: column.title for column in table.columns}
    key = "y" if "y" in names else first_estimates(table)
    if key is None:
        return None
    y = table.column(key)
    x = column_or_none(table, "x") or _from_keys(table, y)
    pairs = [(spot(one), spot(other)) for one, other in zip(x, y, strict=False)]
    known = [(one.value, other.value) for one, other in pairs if one and other]
    if len(known) < 2:
        return None
    reference = column_or_none(table, "reference") or ()
    if not reference and key in table.reference_names and key not in table.references:
        reference = _straight(known, pairs, y)
    words = names.get("reference", table.reference_names.get(key, Text.of("")))
    return Curve(x, y, reference, (names.get("x", table.columns[0].title), names[key], words))


def _from_keys(table: Table, y: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Keys as numbers; beside shares, numbers up to one are shares too."""
    try:
        values = [float(row.key) for row in table.rows]
    except ValueError:
        return ()
    share = _is_share(_like(y)) and all(0 <= value <= 1 for value in values)
    return tuple(Estimate(value, kind=Kind.SHARE) if share else value for value in values)


def _straight(
    known: list[tuple[float, float]], pairs: list[tuple[Spot | None, Spot | None]], y: tuple[Cell, ...]
) -> tuple[Cell, ...]:
    (left, foot), (right, head) = known[0], known[-1]
    slope = (head - foot) / (right - left) if right != left else 0.0
    kind = Kind.SHARE if _is_share(_like(y)) else Kind.NUMBER
    return tuple(Estimate(foot + slope * (one.value - left) if one else math.nan, kind=kind) for one, _ in pairs)


def curve(table: Table, language: Language, width: int) -> Drawing:
    """The curve with its axes."""
    found = curve_of(table) or Curve((), (), (), (Text.of(""), Text.of(""), Text.of("")))
    across, up, dashed = ([spot(cell) for cell in cells] for cells in (found.x, found.y, found.reference))
    like_x, like_y = _like(found.x), _like(found.y)
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
    _titles(drawing, found, language)
    return drawing


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


def _titles(drawing: Drawing, found: Curve, language: Language) -> None:
    across, up, reference = (printable(render(title, language)) for title in found.titles)
    up = shorten("↑ " + up, drawing.width * 0.6, 12)
    drawing.text(("", 0), ("", 12), up, fill=palette.ABOVE_STRONG, weight=500)
    across = shorten(across + " →", drawing.x.end - drawing.x.start, 12)
    drawing.text(("", drawing.x.end), ("", drawing.height - 8), across, fill=palette.INK_2, align="right")
    if found.reference and reference:
        words = shorten(reference, drawing.width - text_width(up, 12) - 44, 12)
        start = drawing.width - text_width(words, 12)
        drawing.text(("", start), ("", 12), words, fill=palette.INK_2)
        drawing.text(("", start - 6), ("", 12), "- - -", fill=palette.INK_2, align="right")
