"""Importance against performance: what to fix first, with the region of each point."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.charts import palette
from regulars.charts.cells import Spot, reference_text, spot
from regulars.charts.frame import bottom, grid, left_margin
from regulars.charts.labels import Box, Named, Placed, place
from regulars.charts.lettering import printable, shorten, text_width, wrapped
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Column, Row, Table
from regulars.language import Language, message, render

LINE_HEIGHT = 15


@dataclass(frozen=True)
class Point:
    """A row that can be drawn."""

    row: Row
    performance: Spot
    importance: Spot


def importance_performance(table: Table, language: Language, width: int) -> Drawing:
    """Performance to the right, importance upwards; lines at the references, regions of 95 %."""
    points = _points(table)
    height = 380 if width < 480 else 440
    drawing, like = _axes(table, points, language, width, height)
    _quadrants(drawing, table)
    grid(drawing, 5, like["importance"], language)
    bottom(drawing, 4 if width < 480 else 6, like["performance"], language)
    _lines(drawing, table)
    _titles(drawing, table, language)
    walls = _names_of_quadrants(drawing, table, language)
    _draw_points(drawing, points, language, width < 480, walls, _line_boxes(drawing, table))
    return drawing


def _points(table: Table) -> list[Point]:
    rows = zip(table.rows, table.column("performance"), table.column("importance"), strict=True)
    found = [(row, spot(performance), spot(importance)) for row, performance, importance in rows]
    return [Point(row, p, i) for row, p, i in found if p is not None and i is not None]


def _axes(
    table: Table, points: list[Point], language: Language, width: int, height: int
) -> tuple[Drawing, dict[str, Cell]]:
    like: dict[str, Cell] = {
        key: next((cell for cell in table.column(key) if spot(cell) is not None), 0.0)
        for key in ("performance", "importance")
    }
    across = [limit for point in points for limit in (point.performance.low, point.performance.high)]
    up = [limit for point in points for limit in (point.importance.low, point.importance.high)]
    across += [table.references["performance"]] if "performance" in table.references else []
    up += [table.references["importance"]] if "importance" in table.references else []
    x_low, x_high = limits(across, room=0.09)
    # Points are no bars: zero is shown where it is near, and not where it would only press the points together.
    y_low, y_high = rounded_limits(*limits(up, zero=min(up) < 0.4 * max(up)), 5)
    left = left_margin(y_low, y_high, 5, like["importance"], language)
    return Drawing(width, height, Axis(x_low, x_high, left, width - 8), Axis(y_low, y_high, height - 44, 28)), like


def _quadrants(drawing: Drawing, table: Table) -> None:
    """A soft field marks what matters and goes badly; the other three need none."""
    if {"performance", "importance"} <= set(table.references):
        drawing.rect(
            drawing.x.low,
            table.references["performance"],
            table.references["importance"],
            drawing.y.high,
            palette.WEAK_SOFT,
        )


def _lines(drawing: Drawing, table: Table) -> None:
    if (at := table.references.get("performance")) is not None:
        drawing.rule(at, at, drawing.y.low, drawing.y.high, palette.LINE_STRONG)
    if (at := table.references.get("importance")) is not None:
        drawing.rule(drawing.x.low, drawing.x.high, at, at, palette.LINE_STRONG)


def _titles(drawing: Drawing, table: Table, language: Language) -> None:
    columns: dict[str, Column] = {column.key: column for column in table.columns}
    up = shorten("↑ " + printable(render(columns["importance"].title, language)), drawing.width, 12)
    across = printable(render(columns["performance"].title, language)) + " →"
    across = shorten(across, drawing.x.end - drawing.x.start, 12)
    drawing.text(("", 0), ("", 12), up, fill=palette.INK_2)
    drawing.text(("", drawing.x.end), ("", drawing.height - 8), across, fill=palette.INK_2, align="right")


def _names_of_quadrants(drawing: Drawing, table: Table, language: Language) -> list[Box]:
    """The four names in the corners, the value of the line at its foot; the places that they take."""
    if not {"performance", "importance"} <= set(table.references):
        return []
    top, foot = drawing.y.end + 16, drawing.y.start - 8
    left, right = drawing.x.start + 6, drawing.x.end - 2
    corners = [
        (left, top, "left", message("Fix first"), palette.WEAKEST, 650),
        (right, top, "right", message("Keep up"), palette.INK_3, 500),
        (left, foot, "left", message("Watch"), palette.INK_3, 500),
        (right, foot, "right", message("Enough"), palette.INK_3, 500),
    ]
    taken = []
    for x, y, align, name, fill, weight in corners:
        words = render(name, language)
        drawing.text(("", x), ("", y), words, fill=fill, size=13, align=align, weight=weight)
        taken.append(_box(x, y, words, align, 13))
    line = drawing.x.at(table.references["performance"]) + 5
    words = reference_text(table, "performance", language)
    free = _box(line, foot, words, "left", 12)
    if not any(free.overlap(other) for other in taken):
        drawing.text(("", line), ("", foot), words)
        taken.append(free)
    return taken


def _box(x: float, y: float, words: str, align: str, size: int) -> Box:
    width = text_width(words, size)
    left = x - width if align == "right" else x
    return Box(left - 3, y - size, left + width + 3, y + 4)


def _draw_points(
    drawing: Drawing, points: list[Point], language: Language, narrow: bool, walls: list[Box], lines: list[Box]
) -> None:
    size, room = (12, 96) if narrow else (13, 150)
    names = [wrapped(printable(render(point.row.name, language)), room, size) for point in points]
    named = [_named(drawing, point, parts, size) for point, parts in zip(points, names, strict=True)]
    frame = Box(drawing.x.start + 2, drawing.y.end + 2, drawing.width, drawing.y.start - 2)
    places = place(named, frame, walls, lines)
    for point in points:
        across, up = point.performance, point.importance
        colour = palette.point_colour(point.row.mark)
        drawing.row = point.row.key
        drawing.ellipse(across.value, up.value, (across.low, up.low), (across.high, up.high), colour)
    for point, at, found in zip(points, named, places, strict=True):
        drawing.row = point.row.key
        if found is not None and found.leader:
            _leader(drawing, at, found.box)
        drawing.circle(point.performance.value, point.importance.value, 3.5, palette.point_colour(point.row.mark))
    for point, parts, found in zip(points, names, places, strict=True):
        if found is not None:
            drawing.row = point.row.key
            _label(drawing, parts, found, size, 650 if point.row.mark == "weakest" else None)
    drawing.row = ""


def _label(drawing: Drawing, parts: list[str], found: Placed, size: int, weight: int | None) -> None:
    middle = (found.box.left + found.box.right) / 2
    x = {"left": found.box.left, "right": found.box.right}.get(found.align, middle)
    for number, words in enumerate(parts):
        y = found.box.top + number * LINE_HEIGHT + size - 1
        drawing.text(("", x), ("", y), words, fill=palette.INK, size=size, align=found.align, weight=weight)


def _named(drawing: Drawing, point: Point, lines: list[str], size: int) -> Named:
    x, y = drawing.x.at(point.performance.value), drawing.y.at(point.importance.value)
    region = Box(
        drawing.x.at(point.performance.low),
        drawing.y.at(point.importance.high),
        drawing.x.at(point.performance.high),
        drawing.y.at(point.importance.low),
    )
    return Named(x, y, region, max(text_width(line, size) for line in lines), LINE_HEIGHT * len(lines))


def _line_boxes(drawing: Drawing, table: Table) -> list[Box]:
    """Thin boxes where the reference lines run, so that labels keep off them."""
    found = []
    if (at := table.references.get("performance")) is not None:
        x = drawing.x.at(at)
        found.append(Box(x - 2, drawing.y.end, x + 2, drawing.y.start))
    if (at := table.references.get("importance")) is not None:
        y = drawing.y.at(at)
        found.append(Box(drawing.x.start, y - 2, drawing.x.end, y + 2))
    return found


def _leader(drawing: Drawing, named: Named, box: Box) -> None:
    """A hairline from the point to a label that stands off."""
    x = min(max(named.x, box.left), box.right)
    y = min(max(named.y, box.top), box.bottom)
    x_value = drawing.x.low + (x - drawing.x.start) / drawing.x.length(1)
    y_value = drawing.y.low + (drawing.y.start - y) / drawing.y.length(1)
    start = drawing.x.low + (named.x - drawing.x.start) / drawing.x.length(1)
    foot = drawing.y.low + (drawing.y.start - named.y) / drawing.y.length(1)
    drawing.rule(start, x_value, foot, y_value, palette.LINE_STRONG, width=0.75)
