"""A path diagram: boxes with what is said of them, arrows as thick as their figures are large.

A row is an arrow between two nodes of the table; its figure is the first column of estimates. Rows marked ``same`` are
dashed: they are not clear of zero. Causes stand above what they bring about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from regulars.charts import palette
from regulars.charts.cells import Spot, first_estimates, spot
from regulars.charts.labels import Box, Floats
from regulars.charts.layers import Layers, arrange
from regulars.charts.lettering import printable, text_width, wrapped
from regulars.charts.scales import Axis
from regulars.charts.vega import Drawing
from regulars.insights.report import Node, Row, Table
from regulars.language import Language, message, render
from regulars.language.render import formatter

LINE, PAD, HEAD = 16, 7, 8
WIDE_BOX, NARROW_BOX, SPACE = 150, 112, 64
LEGEND = message("not clearly different from zero")
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Plate:
    """A box with its words."""

    node: Node
    box: Box
    name: tuple[str, ...]
    lines: tuple[str, ...]


def arrows_of(table: Table) -> list[tuple[Row, tuple[str, str], Spot]]:
    """Rows that join two nodes and have a figure."""
    key, known = first_estimates(table), {node.key for node in table.nodes}
    if key is None:
        return []
    found = []
    for row, cell in zip(table.rows, table.column(key), strict=True):
        ends, at = table.arrows.get(row.key), spot(cell)
        if ends is not None and at is not None and known.issuperset(ends):
            found.append((row, ends, at))
    return found


def paths(table: Table, language: Language, width: int) -> Drawing:
    """The diagram, in pixels from the top left."""
    known = arrows_of(table)
    used = {key for _, ends, _ in known for key in ends}
    nodes = [node for node in table.nodes if node.key in used]
    narrow = width < 480
    layers = arrange(
        [node.key for node in nodes], [ends for _, ends, _ in known], width, NARROW_BOX if narrow else WIDE_BOX, 12
    )
    plates, edges = _plates(nodes, layers, language)
    height = edges[-1][1] + (28 if any(row.mark == "same" for row, _, _ in known) else 2)
    drawing = Drawing(width, round(height), Axis(0, width, 0, width), Axis(0, height, 0, height))
    ways = [
        (row, ends, at, way) for (row, ends, at), way in zip(known, _ways(known, layers, plates, edges), strict=True)
    ]
    words = [_said(at, language) for _, _, at in known]
    places = _label_places([way for *_, way in ways], words, [plate.box for plate in plates.values()], width)
    for (row, _, at, way), _place in sorted(zip(ways, places, strict=True), key=lambda pair: pair[0][0].mark != "same"):
        drawing.row = row.key
        _draw_arrow(drawing, row, at, way)
    drawing.row = ""
    for plate in plates.values():
        _draw_plate(drawing, plate)
    for (row, *_), said, place in zip(ways, words, places, strict=True):
        drawing.row = row.key
        _draw_label(drawing, row, said, place)
    drawing.row = ""
    _legend(drawing, known, language, height)
    return drawing


def _plates(
    nodes: list[Node], layers: Layers, language: Language
) -> tuple[dict[str, Plate], list[tuple[float, float]]]:
    """The boxes with their words; and where each layer begins and ends."""
    room = layers.box - 2 * PAD
    said: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for node in nodes:
        name = tuple(wrapped(printable(render(node.name, language)), room, 13, 3))
        lines = [printable(render(line, language)) for line in node.lines]
        together = " · ".join(lines)
        below = (
            [together]
            if text_width(together, 12) <= room
            else [part for line in lines for part in wrapped(line, room, 12, 1)]
        )
        said[node.key] = name, tuple(line for line in below if line)
    found: dict[str, Plate] = {}
    edges: list[tuple[float, float]] = []
    top = 1.0
    by_key = {node.key: node for node in nodes}
    for row in layers.rows:
        keys = [slot for slot in row if isinstance(slot, str)]
        tall = max((LINE * sum(map(len, said[key])) + 2 * PAD for key in keys), default=0)
        for key in keys:
            middle, half = layers.x[key], layers.box / 2
            found[key] = Plate(by_key[key], Box(middle - half, top, middle + half, top + tall), *said[key])
        edges.append((top, top + tall))
        top += tall + SPACE
    return found, edges


def _ways(
    known: list[tuple[Row, tuple[str, str], Spot]],
    layers: Layers,
    plates: dict[str, Plate],
    edges: list[tuple[float, float]],
) -> list[tuple[Point, ...]]:
    """The points of each arrow: foot of the one box, both ends of its lanes, head of the other box."""
    courses = [layers.way(ends) for _, ends, _ in known]
    leaving: dict[str, list[tuple[float, int]]] = defaultdict(list)
    coming: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, ((_, (cause, effect), _), (_, x)) in enumerate(zip(known, courses, strict=True)):
        leaving[cause].append((x[1], number))
        coming[effect].append((x[-2], number))
    start, end = _ports(leaving, plates), _ports(coming, plates)
    found = []
    for number, (first, x) in enumerate(courses):
        points = [(start[number], edges[first][1])]
        for layer, lane in enumerate(x[1:-1], first + 1):
            points += [(lane, edges[layer][0]), (lane, edges[layer][1])]
        points.append((end[number], edges[first + len(x) - 1][0]))
        found.append(tuple(points))
    return found


def _ports(ends: dict[str, list[tuple[float, int]]], plates: dict[str, Plate]) -> dict[int, float]:
    """Where on its box each arrow begins or ends: side by side in the order of where they lead."""
    found = {}
    for key, there in ends.items():
        box = plates[key].box
        apart = min(22.0, 0.72 * (box.right - box.left) / len(there))
        for place, (_, number) in enumerate(sorted(there)):
            found[number] = (box.left + box.right) / 2 + (place - (len(there) - 1) / 2) * apart
    return found


def _said(at: Spot, language: Language) -> tuple[str, str]:
    """The figure, and its limits where it has any."""
    write = formatter(language)
    value = write.decimal(at.value, 2)
    if at.low == at.high:
        return value, ""
    low, high = write.decimal(at.low, 2), write.decimal(at.high, 2)
    return value, f"{low}–{high}" if at.low >= 0 else write.phrase(low, high)


def _curve(one: Point, other: Point, share: float) -> Point:
    """A point on the way between two points that leaves and comes straight down."""
    back, turn = 1 - share, (one[1] + other[1]) / 2
    a, b, c, d = back**3, 3 * back**2 * share, 3 * back * share**2, share**3
    return (a + b) * one[0] + (c + d) * other[0], a * one[1] + (b + c) * turn + d * other[1]


def _along(way: tuple[Point, ...], steps: int) -> list[Point]:
    return [_curve(one, other, step / steps) for one, other in pairwise(way) for step in range(steps + 1)]


def _label_places(
    ways: list[tuple[Point, ...]], words: list[tuple[str, str]], boxes: list[Box], width: float
) -> list[Box]:
    """The place of each label on its own arrow, clear of boxes, labels and, where it can be, of other arrows."""
    lines = [_along(way, 10) for way in ways]
    choices = [_possible(way, said, width) for way, said in zip(ways, words, strict=True)]
    solid = _edges(boxes)
    fixed = [
        places[:, 4]
        + 5 * _shared(places, solid)
        + _inside(places, np.array([point for at, line in enumerate(lines) if at != number for point in line]))
        for number, places in enumerate(choices)
    ]
    found: dict[int, Floats] = {}
    order = sorted(range(len(ways)), key=lambda number: len(ways[number]))
    for _ in range(3):
        for number in order:
            others = [place for at, place in found.items() if at != number]
            cost = fixed[number] + (5 * _shared(choices[number], np.array(others)) if others else 0)
            found[number] = choices[number][int(np.argmin(cost)), :4]
    return [Box(*found[number].tolist()) for number in range(len(ways))]


def _possible(way: tuple[Point, ...], words: tuple[str, str], width: float) -> Floats:
    """Left, top, right and foot of the label along the way, and how far each is from the middle of a step."""
    half = max(text_width(words[0], 13), text_width(words[1], 12)) / 2 + 2
    tall = 15.0 * (1 + bool(words[1])) + 1
    found = []
    for one, other in pairwise(way):
        for share in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            x, y = _curve(one, other, share)
            for aside in (0.0, -0.5, 0.5):
                middle = min(max(x + aside * half, half), width - half)
                cost = 2 * abs(share - 0.5) + 3 * abs(aside)
                found.append((middle - half, y - tall / 2, middle + half, y + tall / 2, cost))
    return np.array(found)


def _edges(boxes: list[Box]) -> Floats:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])


def _shared(places: Floats, others: Floats) -> Floats:
    """The area that each place shares with all of the others."""
    start = np.maximum(places[:, None, :2], others[None, :, :2])
    end = np.minimum(places[:, None, 2:4], others[None, :, 2:4])
    return np.asarray(np.prod(np.maximum(end - start, 0.0), axis=2).sum(axis=1))


def _inside(places: Floats, points: Floats) -> Floats:
    """How many points each place hides."""
    if not len(points):
        return np.zeros(len(places))
    after = (points[None] >= places[:, None, :2]).all(axis=2)
    return np.asarray((after & (points[None] <= places[:, None, 2:4]).all(axis=2)).sum(axis=1), dtype=np.float64)


def _draw_arrow(drawing: Drawing, row: Row, at: Spot, way: tuple[Point, ...]) -> None:
    colour, wide = palette.point_colour(row.mark), 1.2 + 5 * min(1.0, abs(at.value))
    head = HEAD + wide
    *before, (x, y) = way
    turns = [*before, (x, y - head + 1)]
    outline = f"M{turns[0][0]:.1f},{turns[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(turns):
        if x0 == x1:
            outline += f"V{y1:.1f}"
        else:
            middle = (y0 + y1) / 2
            outline += f"C{x0:.1f},{middle:.1f},{x1:.1f},{middle:.1f},{x1:.1f},{y1:.1f}"
    drawing.outline(outline, stroke=colour, width=round(wide, 1), dash=(5, 4) if row.mark == "same" else None)
    half = 3 + wide / 2
    drawing.outline(f"M{x:.1f},{y:.1f}L{x - half:.1f},{y - head:.1f}H{x + half:.1f}Z", fill=colour)


def _draw_plate(drawing: Drawing, plate: Plate) -> None:
    left, top, right, bottom = plate.box.left + 0.5, plate.box.top, plate.box.right - 0.5, plate.box.bottom
    r = 9
    drawing.outline(
        f"M{left + r:.1f},{top:.1f}H{right - r:.1f}Q{right:.1f},{top:.1f},{right:.1f},{top + r:.1f}V{bottom - r:.1f}"
        f"Q{right:.1f},{bottom:.1f},{right - r:.1f},{bottom:.1f}H{left + r:.1f}Q{left:.1f},{bottom:.1f},{left:.1f},"
        f"{bottom - r:.1f}V{top + r:.1f}Q{left:.1f},{top:.1f},{left + r:.1f},{top:.1f}Z",
        fill=palette.SUNK,
        stroke=palette.LINE_STRONG,
        width=1,
    )
    y = (top + bottom) / 2 - LINE * (len(plate.name) + len(plate.lines)) / 2 + 12
    for number, line in enumerate((*plate.name, *plate.lines)):
        named = number < len(plate.name)
        drawing.text(
            ("", (left + right) / 2),
            ("", y + LINE * number),
            line,
            fill=palette.INK if named else palette.INK_2,
            size=13 if named else 12,
            align="center",
            weight=600 if named else None,
        )


def _draw_label(drawing: Drawing, row: Row, said: tuple[str, str], place: Box) -> None:
    drawing.rect(place.left, place.right, place.top, place.bottom, palette.SURFACE, opacity=0.92)
    middle = ("", (place.left + place.right) / 2)
    fill = palette.INK_3 if row.mark == "same" else palette.INK
    drawing.text(middle, ("", place.top + 12.5), said[0], fill=fill, size=13, align="center", weight=600)
    if said[1]:
        drawing.text(middle, ("", place.top + 27.5), said[1], fill=palette.INK_3, align="center")


def _legend(
    drawing: Drawing, known: list[tuple[Row, tuple[str, str], Spot]], language: Language, height: float
) -> None:
    """What dashes mean, where there are any."""
    if any(row.mark == "same" for row, _, _ in known):
        drawing.rule(1, 31, height - 8, height - 8, palette.SAME, width=2, dash=(5, 4))
        drawing.text(("", 38), ("", height - 4), render(LEGEND, language), fill=palette.INK_2)
