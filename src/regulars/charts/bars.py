"""Planks: one bar a row from zero, soft over its interval, a tick at its value, the reference dashed.

Columns ``claimed_low`` and ``claimed_high`` become a strip below each bar: the range that it is held against.
"""

from __future__ import annotations

from dataclasses import dataclass

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, first_estimates, reference_text, spot, words
from regulars.charts.lettering import printable, text_width, wrapped
from regulars.charts.scales import Axis, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Row, Table
from regulars.language import Estimate, Kind, Language, render
from regulars.language.render import formatter

ROW, LINE = 30, 14  # a second line of a name makes all rows higher
TINY = 1e-9


@dataclass(frozen=True)
class Bar:
    """One row: its place, or the words that stand where a bar would."""

    row: Row
    cell: Cell
    spot: Spot | None
    claimed: tuple[Spot | None, Spot | None] = (None, None)
    target: Spot | None = None


@dataclass(frozen=True)
class Bars:
    """What a plank chart shows: the column, its rows, the ends of its scale, its reference line."""

    key: str
    rows: tuple[Bar, ...]
    low: float
    high: float
    reference: float | None


def bars_of(table: Table) -> Bars | None:
    """The bars of a table's first column of estimates, or of the one that the line is for; None without any."""
    key = next((column.key for column in table.columns[1:] if column.key in table.references), first_estimates(table))
    if key is None:
        return None
    nothing = (None,) * len(table.rows)
    ends = [
        [spot(cell) for cell in cells] if (cells := column_or_none(table, name)) else nothing
        for name in ("claimed_low", "claimed_high")
    ]
    targets = column_or_none(table, "target") or nothing
    rows = tuple(
        Bar(row, cell, spot(cell), claimed, None if target is None else spot(target))
        for row, cell, claimed, target in zip(
            table.rows, table.column(key), zip(*ends, strict=True), targets, strict=True
        )
    )
    kind = next(bar.cell.kind for bar in rows if isinstance(bar.cell, Estimate))
    reference = table.references.get(key)
    values = [limit for bar in rows if bar.spot for limit in (bar.spot.low, bar.spot.high)]
    values += [end.value for bar in rows for end in (*bar.claimed, bar.target) if end]
    points = [bar.spot.value for bar in rows if bar.spot]
    low, high = _ends(kind, points or [0.0], [*values, *([] if reference is None else [reference])])
    return Bars(key, rows, low, high, reference)


def _ends(kind: Kind, found: list[float], values: list[float]) -> tuple[float, float]:
    """A bar starts at zero. An index and a share end where they can end at most, unless all shares are small."""
    if kind is Kind.INDEX:
        return 0.0, 100.0
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    low, high = rounded_limits(low, high, 4)
    if kind is not Kind.SHARE:
        return low, high
    # Differences of shares and additions to a whole are written as shares too, and end where they end.
    return low if min(found) < -TINY else 0.0, high if max(found) > 1 + TINY else min(high, 1.0)


def bars(table: Table, language: Language, width: int) -> Drawing:
    """The planks as one picture, for documents that cannot draw within a table."""
    found = bars_of(table)
    if found is None:
        return Drawing(width, 40, Axis(0, 1, 0, width), Axis(0, 1, 0, 40))
    names = [wrapped(printable(render(bar.row.name, language)), width * 0.36, 13) for bar in found.rows]
    row = ROW + (LINE if any(len(lines) > 1 for lines in names) else 0)
    values = [printable(_value(bar, language)) for bar in found.rows]
    left = max((text_width(line, 13) for lines in names for line in lines), default=0) + 14
    right = max((text_width(value, 13) for value in values), default=0) + 14
    height = row * len(found.rows) + 30
    drawing = Drawing(width, height, Axis(found.low, found.high, left, width - right), Axis(0, height, 0, height))
    for number, (bar, lines, value) in enumerate(zip(found.rows, names, values, strict=True)):
        drawing.row = bar.row.key
        _draw(drawing, bar, 26 + row * number)
        y = 26 + row * number + 16
        weight = 650 if bar.row.mark == "weakest" else None
        for place, line in enumerate(lines):
            drawing.text(("", 0), ("", y + LINE * place), line, fill=palette.INK, size=13, weight=weight)
        drawing.text(("", width), ("", y), value, fill=palette.INK, size=13, align="right")
    drawing.row = ""
    if found.reference is not None:
        at = found.reference
        drawing.rule(at, at, 22, height, palette.INK_2, dash=(2, 2))
        drawing.text(("x", at), ("", 14), reference_text(table, found.key, language), align="center")
    if "claimed_low" in table.reference_names:
        drawing.text(("", left), ("", 14), printable(words(table.reference_names["claimed_low"], language)))
    return drawing


def _draw(drawing: Drawing, bar: Bar, top: float) -> None:
    drawing.rect(drawing.x.low, drawing.x.high, top + 4, top + 18, palette.SUNK)
    begin, end = bar.claimed
    if begin:
        drawing.rect(begin.value, end.value if end else drawing.x.high, top + 19, top + 23, palette.ABOVE)
    if bar.spot is None:
        return
    colour = palette.bar_colour(bar.row.mark)
    near, far = solid_end(bar.spot), soft_end(bar.spot)
    drawing.rect(0, near, top + 4, top + 18, colour)
    drawing.rect(near, far, top + 4, top + 18, colour, opacity=0.45)
    if bar.row.mark in palette.STRIPED:
        ends = sorted((0.0, far))
        drawing.rule(ends[0], ends[1], top + 11, top + 11, palette.SURFACE, width=14, dash=(1, 6))
    drawing.rule(bar.spot.value, bar.spot.value, top + 1, top + 21, palette.INK, width=2)
    if bar.target is not None:
        drawing.rule(bar.target.value, bar.target.value, top, top + 22, palette.TARGET, width=2)


def solid_end(at: Spot) -> float:
    """Where the sure part ends: the limit nearer to zero, or zero where the interval holds it."""
    return max(0.0, at.low) if at.value >= 0 else min(0.0, at.high)


def soft_end(at: Spot) -> float:
    """The limit farther from zero."""
    return at.high if at.value >= 0 else at.low


def _value(bar: Bar, language: Language) -> str:
    write = formatter(language)
    return write.estimate(bar.cell) if isinstance(bar.cell, Estimate) else render(bar.cell, language)
