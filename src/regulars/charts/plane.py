"""Points on a plane: one quality to the right, one upwards, the region of each point, a name for each quarter.

Importance against performance (what to fix first) is a use of it with quarters of its own. Columns: ``x`` and ``y``
(or ``performance`` and ``importance``); ``size``, the area of the point's bubble; ``line``, the height of a dashed
line over the x of its row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, reference_text, spot
from regulars.charts.frame import bottom, grid, left_margin
from regulars.charts.labels import Box, Named, Placed, place
from regulars.charts.lettering import printable, shorten, text_width, wrapped
from regulars.charts.plane_key import key_line
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Row, Table, Words
from regulars.language import Estimate, Kind, Language, message, render

LINE_HEIGHT = 15
DOT, LARGEST = 3.5, 19.0  # radius of a point without a size, and of the largest bubble
PRIORITIES = (message("Fix first"), message("Keep up"), message("Watch"), message("Enough"))
FIX_FIRST = 0
MOST_ROOM = 0.4  # part of an axis that the names of the corners on one side may take
ENDS = {Kind.SHARE: 1.0, Kind.INDEX: 100.0}


@dataclass(frozen=True)
class Keys:
    """The columns of both axes, and what stands in the corners: top left, top right, bottom left, bottom right."""

    x: str
    y: str
    corners: tuple[Words, ...]
    weak: int | None


@dataclass(frozen=True)
class Point:
    """A row that can be drawn."""

    row: Row
    x: Spot
    y: Spot
    radius: float


def plane(table: Table, language: Language, width: int) -> Drawing:
    """Points between two references, with their regions, sizes and names."""
    return _plane(table, Keys("x", "y", table.corners, table.weak_corner), language, width)


def importance_performance(table: Table, language: Language, width: int) -> Drawing:
    """Performance to the right, importance upwards; lines at the references, regions of 95 %."""
    corners, weak = (table.corners, table.weak_corner) if table.corners else (PRIORITIES, FIX_FIRST)
    return _plane(table, Keys("performance", "importance", corners, weak), language, width)


def points_of(table: Table, x: str, y: str) -> list[Point]:
    """The rows with a place on both axes."""
    if None in (column_or_none(table, x), column_or_none(table, y)):
        return []
    sizes = [spot(cell) for cell in column_or_none(table, "size") or ()]
    largest = max((size.value for size in sizes if size), default=0.0)
    rows = zip(table.rows, table.column(x), table.column(y), strict=True)
    found = []
    for number, (row, across, up) in enumerate(rows):
        here, there = spot(across), spot(up)
        if here is not None and there is not None:
            size = sizes[number] if sizes else None
            area = max(0.0, size.value) / largest if size and largest > 0 else 0.0
            found.append(Point(row, here, there, max(DOT, LARGEST * math.sqrt(area))))
    return found


def _plane(table: Table, keys: Keys, language: Language, width: int) -> Drawing:
    points = points_of(table, keys.x, keys.y)
    height = 380 if width < 480 else 440
    key = key_line(table, width, language)
    drawing, like = _axes(table, keys, points, language, (width, height), 28 + key.height)
    _quadrants(drawing, table, keys)
    grid(drawing, 5, like[keys.y], language)
    bottom(drawing, 4 if width < 480 else 6, like[keys.x], language)
    _lines(drawing, table, keys)
    _titles(drawing, table, keys, language)
    key.draw(drawing, 28)
    walls = _names_of_quadrants(drawing, table, keys, language)
    _sloped(drawing, table, keys)
    _draw_points(drawing, points, language, width < 480, walls, _line_boxes(drawing, table, keys))
    return drawing


def _axes(
    table: Table, keys: Keys, points: list[Point], language: Language, size: tuple[int, int], top: float
) -> tuple[Drawing, dict[str, Cell]]:
    width, height = size
    like: dict[str, Cell] = {
        key: next((cell for cell in table.column(key) if spot(cell) is not None), 0.0) for key in (keys.x, keys.y)
    }
    across = [limit for point in points for limit in (point.x.low, point.x.high)]
    up = [limit for point in points for limit in (point.y.low, point.y.high)]
    up += [at.value for at in map(spot, column_or_none(table, "line") or ()) if at]
    across += [table.references[keys.x]] if keys.x in table.references else []
    up += [table.references[keys.y]] if keys.y in table.references else []
    x_low, x_high = _within_shares(*limits(across, room=0.09), across, like[keys.x])
    # Points are no bars: zero is shown where it is near, and not where it would only press the points together.
    if keys.x == "x" and keys.y in table.references:  # a plane that is cut in quarters has no ground
        y_low, y_high = limits(up, room=0.2)
    else:
        y_low, y_high = rounded_limits(*limits(up, zero=min(up) < 0.4 * max(up)), 5)
    y_low, y_high = _within_shares(y_low, y_high, up, like[keys.y])
    left = left_margin(y_low, y_high, 5, like[keys.y], language)
    x, y = Axis(x_low, x_high, left, width - 8), Axis(y_low, y_high, height - 44, top)
    if keys.x == "x" and len(keys.corners) == 4 and {keys.x, keys.y} <= set(table.references):
        sizes = [text_width(printable(render(name, language)), 13) + 16 for name in keys.corners]
        x = _with_room(x, table.references[keys.x], max(sizes[::2]), max(sizes[1::2]))
        y = _with_room(y, table.references[keys.y], 2 * LINE_HEIGHT, 2 * LINE_HEIGHT)
    return Drawing(width, height, x, y), like


def _with_room(axis: Axis, at: float, before: float, after: float) -> Axis:
    """The axis, farther where a line would run through the names of the corners on one of its sides."""
    whole = abs(axis.end - axis.start)
    first, last = min(before / whole, MOST_ROOM), min(after / whole, MOST_ROOM)
    low = min(axis.low, at - (axis.high - at) * first / (1 - first))
    high = max(axis.high, at + (at - low) * last / (1 - last))
    return Axis(low, high, axis.start, axis.end)


def _within_shares(low: float, high: float, values: list[float], like: Cell) -> tuple[float, float]:
    """Room about the points ends where shares and indices end."""
    if not isinstance(like, Estimate) or like.kind not in ENDS:
        return low, high
    end = ENDS[like.kind]
    return max(low, 0.0) if min(values) >= 0 else low, min(high, end) if max(values) <= end else high


def _quadrants(drawing: Drawing, table: Table, keys: Keys) -> None:
    """A soft field marks what matters and goes badly; the other three need none."""
    if keys.weak is None or not {keys.x, keys.y} <= set(table.references):
        return
    x, y = table.references[keys.x], table.references[keys.y]
    across = (x, drawing.x.high) if keys.weak % 2 else (drawing.x.low, x)
    up = (drawing.y.low, y) if keys.weak >= 2 else (y, drawing.y.high)
    drawing.rect(*across, *up, palette.WEAK_SOFT)


def _lines(drawing: Drawing, table: Table, keys: Keys) -> None:
    if (at := table.references.get(keys.x)) is not None:
        drawing.rule(at, at, drawing.y.low, drawing.y.high, palette.LINE_STRONG)
    if (at := table.references.get(keys.y)) is not None:
        drawing.rule(drawing.x.low, drawing.x.high, at, at, palette.LINE_STRONG)


def _sloped(drawing: Drawing, table: Table, keys: Keys) -> None:
    """The dashed line of the column ``line``, from the leftmost row to the rightmost."""
    heights = column_or_none(table, "line")
    if heights is None:
        return
    pairs = zip(map(spot, table.column(keys.x)), map(spot, heights), strict=True)
    known = sorted((x.value, y.value) for x, y in pairs if x and y)
    if len(known) > 1:
        drawing.line(known, palette.INK_3, dash=(4, 3))


def _titles(drawing: Drawing, table: Table, keys: Keys, language: Language) -> None:
    titles = {column.key: column.title for column in table.columns}
    up = shorten("↑ " + printable(render(titles[keys.y], language)), drawing.width, 12)
    across = printable(render(titles[keys.x], language)) + " →"
    across = shorten(across, drawing.x.end - drawing.x.start, 12)
    drawing.text(("", 0), ("", 12), up, fill=palette.INK_2)
    drawing.text(("", drawing.x.end), ("", drawing.height - 8), across, fill=palette.INK_2, align="right")


def _names_of_quadrants(drawing: Drawing, table: Table, keys: Keys, language: Language) -> list[Box]:
    """The four names in the corners, the value of the line at its foot; the places that they take."""
    if not {keys.x, keys.y} <= set(table.references):
        return []
    top, foot = drawing.y.end + 16, drawing.y.start - 8
    left, right = drawing.x.start + 6, drawing.x.end - 2
    places = ((left, top, "left"), (right, top, "right"), (left, foot, "left"), (right, foot, "right"))
    taken = []
    for number, ((x, y, align), name) in enumerate(zip(places, keys.corners, strict=False)):
        fill, weight = (palette.WEAKEST, 650) if number == keys.weak else (palette.INK_3, 500)
        words = shorten(printable(render(name, language)), (right - left) / 2 - 6, 13)
        drawing.text(("", x), ("", y), words, fill=fill, size=13, align=align, weight=weight)
        taken.append(_box(x, y, words, align, 13))
    line = drawing.x.at(table.references[keys.x]) + 5
    words = reference_text(table, keys.x, language)
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
        across, up = point.x, point.y
        colour = palette.point_colour(point.row.mark)
        drawing.row = point.row.key
        drawing.ellipse(across.value, up.value, (across.low, up.low), (across.high, up.high), colour)
    for point in sorted(points, key=lambda point: -point.radius):  # a small bubble lies on a large one
        if point.radius > DOT:
            drawing.row = point.row.key
            colour = palette.point_colour(point.row.mark)
            drawing.circle(point.x.value, point.y.value, point.radius, colour, opacity=0.45)
    for point, at, found in zip(points, named, places, strict=True):
        drawing.row = point.row.key
        if found is not None and found.leader:
            _leader(drawing, at, found.box)
        drawing.circle(point.x.value, point.y.value, DOT, palette.point_colour(point.row.mark))
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
    x, y = drawing.x.at(point.x.value), drawing.y.at(point.y.value)
    bubble = point.radius if point.radius > DOT else 0.0
    region = Box(
        min(drawing.x.at(point.x.low), x - bubble),
        min(drawing.y.at(point.y.high), y - bubble),
        max(drawing.x.at(point.x.high), x + bubble),
        max(drawing.y.at(point.y.low), y + bubble),
    )
    return Named(x, y, region, max(text_width(line, size) for line in lines), LINE_HEIGHT * len(lines))


def _line_boxes(drawing: Drawing, table: Table, keys: Keys) -> list[Box]:
    """Thin boxes where the reference lines run, so that labels keep off them."""
    found = []
    if (at := table.references.get(keys.x)) is not None:
        x = drawing.x.at(at)
        found.append(Box(x - 2, drawing.y.end, x + 2, drawing.y.start))
    if (at := table.references.get(keys.y)) is not None:
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
