"""Several estimates against one x: a line each, its interval as a soft band, its name at its end or in a key on top.

x is the column ``x``; every other column of estimates is a line, in steps where its key ends in ``_step``. References
named ``x`` or ``x.NAME`` are vertical lines with their names over the plot, between ``x.from`` and ``x.to`` lies a
field; all other references are horizontal lines. Where a cell has no value the line breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, spot, tick_label, words
from regulars.charts.flags import Flag, flags
from regulars.charts.frame import bottom, grid, left_margin
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, limits, rounded_limits, step
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Estimate, Kind, Language, render

# Neighbours of a scale from one end to the other, such as too cheap to too expensive; beyond five the lines are dashed.
COLOURS = {
    1: (palette.ABOVE_STRONG,),
    2: (palette.ABOVE_STRONG, palette.WEAKEST),
    3: (palette.ABOVE_STRONG, palette.INK_3, palette.WEAKEST),
    4: (palette.ABOVE_STRONG, palette.ABOVE, palette.BELOW, palette.WEAKEST),
}
FIVE = (palette.ABOVE_STRONG, palette.ABOVE, palette.INK_3, palette.BELOW, palette.WEAKEST)
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 2))
TICKS = 6
KEY, FLAG = 18, 15  # heights of a row of the key, of a row of names over vertical lines


@dataclass(frozen=True)
class Line:
    """One column: its name, its places in the order of the rows, and how it is drawn."""

    name: str
    spots: tuple[Spot | None, ...]
    colour: str
    dash: tuple[float, ...]
    steps: bool


def line_keys(table: Table) -> list[str]:
    """The columns that are drawn; none where fewer than two rows have a place on x."""
    across = column_or_none(table, "x") or ()
    if sum(spot(cell) is not None for cell in across) < 2:
        return []
    return [
        column.key
        for place, column in enumerate(table.columns[1:])
        if column.key != "x"
        and any(isinstance(row.cells[place], Estimate) and spot(row.cells[place]) for row in table.rows)
    ]


def lines(table: Table, language: Language, width: int) -> Drawing:
    """All lines with their axes and references."""
    keys, across = line_keys(table), column_or_none(table, "x") or ()
    places = [spot(cell) for cell in across]
    found = list(_lines(table, keys, language))
    like_x, like_y = _like(across), _like(table.column(keys[0]) if keys else ())
    upright = {key: value for key, value in table.references.items() if key == "x" or key.startswith("x.")}
    level = {key: value for key, value in table.references.items() if key not in upright}
    start, end = _ends([*(at.value for at in places if at), *upright.values()])
    low, high = _heights([*found], list(level.values()), like_y)
    left, plot = left_margin(low, high, TICKS, like_y, language), 240 if width < 480 else 290
    beside = _beside(found, Axis(low, high, plot, 0), width) if width >= 480 else []
    right = width - (max((text_width(line.name, 12) for line in found), default=0) + 10 if beside else 12)
    x = Axis(start, end, left, right)
    named = flags(
        [(x.at(value), _said(table, key, value, like_x, language)) for key, value in upright.items()], 0, width
    )
    rows = [] if beside else _key_rows(found, width)
    top = KEY * len(rows) + FLAG * (1 + max((flag.row for flag in named), default=-1)) + 12
    drawing = Drawing(width, top + plot + 46, x, Axis(low, high, top + plot, top))
    _field(drawing, upright)
    grid(drawing, TICKS, like_y, language)
    bottom(drawing, 4 if width < 480 else 7, like_x, language)
    taken = [(x.value, y) for line in found for x, y in zip(places, line.spots, strict=True) if x and y]
    _level(drawing, table, level, like_y, language, taken)
    _upright(drawing, named, top)
    for line in found:
        _draw(drawing, places, line)
    for line, y in zip(found, beside, strict=False):
        drawing.text(("", right + 6), ("", top + y + 4), line.name, fill=line.colour, weight=500)
    _key(drawing, rows)
    title = next((column.title for column in table.columns if column.key == "x"), None)
    across_words = shorten(printable(words(title, language)) + " →", right - left, 12)
    drawing.text(("", right), ("", drawing.height - 8), across_words, fill=palette.INK_2, align="right")
    return drawing


def _lines(table: Table, keys: list[str], language: Language) -> Iterator[Line]:
    colours = COLOURS.get(len(keys), FIVE)
    titles = {column.key: column.title for column in table.columns}
    for number, key in enumerate(keys):
        yield Line(
            shorten(printable(render(titles[key], language)), 180, 12),
            tuple(spot(cell) for cell in table.column(key)),
            colours[number % len(colours)],
            DASHES[number // len(colours) % len(DASHES)],
            key.endswith("_step"),
        )


def _like(cells: tuple[Cell, ...]) -> Cell:
    return next((cell for cell in cells if spot(cell) is not None), 0.0)


def _ends(values: list[float]) -> tuple[float, float]:
    """From the first value to the last."""
    return (min(values), max(values)) if len({*values}) > 1 else limits(values)


def _heights(found: list[Line], level: list[float], like: Cell) -> tuple[float, float]:
    """A scale with zero; it ends at 100 % where all are shares of a whole."""
    values = [limit for line in found for at in line.spots if at for limit in (at.low, at.high)]
    low, high = rounded_limits(*limits([*values, *level], zero=True, room=0.02), TICKS)
    share = isinstance(like, Estimate) and like.kind is Kind.SHARE and all(0 <= value <= 1 for value in values)
    return (max(low, 0.0), min(high, 1.0)) if share else (low, high)


def _beside(found: list[Line], y: Axis, width: int) -> list[float]:
    """The heights of the names at the ends of the lines; none where they would touch each other or take much room."""
    ends = [next((at for at in line.spots[-1:] if at), None) for line in found]
    heights = [y.at(at.value) for at in ends if at]
    tight = any(abs(one - other) < 15 for one, other in pairwise(sorted(heights)))
    wide = any(text_width(line.name, 12) > width * 0.25 for line in found)
    return [] if tight or wide or len(heights) < len(found) else heights


def _key_rows(found: list[Line], width: int) -> list[list[tuple[float, Line]]]:
    """Lines with the pixel at which each stands in the key, row by row."""
    rows: list[list[tuple[float, Line]]] = []
    at = float("inf")
    for line in found:
        room = 24 + text_width(line.name, 12) + 18
        if at + room - 18 > width:
            rows.append([])
            at = 0.0
        rows[-1].append((at, line))
        at += room
    return rows


def _key(drawing: Drawing, rows: list[list[tuple[float, Line]]]) -> None:
    for number, row in enumerate(rows):
        y = KEY * number + 12
        for at, line in row:
            sample = [(_back(drawing.x, at + move), _back(drawing.y, y - 4)) for move in (0, 18)]
            drawing.line(sample, line.colour, width=2.5, dash=line.dash)
            drawing.text(("", at + 24), ("", y), line.name, fill=palette.INK_2)


def _back(axis: Axis, pixel: float) -> float:
    """The value that stands at a pixel."""
    return axis.low + (pixel - axis.start) / (axis.end - axis.start) * (axis.high - axis.low)


def _field(drawing: Drawing, upright: dict[str, float]) -> None:
    first, last = upright.get("x.from"), upright.get("x.to")
    if first is not None and last is not None:
        drawing.rect(first, last, drawing.y.low, drawing.y.high, palette.SUNK)


def _upright(drawing: Drawing, named: list[Flag], top: float) -> None:
    for flag in named:
        value = _back(drawing.x, flag.x)
        foot = top - FLAG * flag.row - 9
        drawing.rule(value, value, drawing.y.low, _back(drawing.y, foot), palette.INK_2, dash=(2, 2))
        drawing.text(("", flag.start), ("", foot - 2), flag.words, fill=palette.INK, weight=500)


def _level(
    drawing: Drawing,
    table: Table,
    level: dict[str, float],
    like: Cell,
    language: Language,
    taken: list[tuple[float, Spot]],
) -> None:
    for key, value in level.items():
        drawing.rule(drawing.x.low, drawing.x.high, value, value, palette.INK_2, dash=(4, 3))
        said = shorten(_said(table, key, value, like, language), drawing.x.end - drawing.x.start, 12)
        align, up = _free(drawing, value, text_width(said, 12), taken)
        x = drawing.x.start + 4 if align == "left" else drawing.x.end - 4
        drawing.text(("", x), ("y", value), said, fill=palette.INK_2, align=align, shift=(0, up))


def _free(drawing: Drawing, value: float, width: float, taken: list[tuple[float, Spot]]) -> tuple[str, float]:
    """Left or right, above or below a horizontal line: where the drawn lines are farthest from its name."""

    def room(option: tuple[str, float]) -> float:
        align, up = option
        start = drawing.x.start if align == "left" else drawing.x.end - width - 8
        near = [at for x, at in taken if start - 4 <= drawing.x.at(x) <= start + width + 12]
        middle = drawing.y.at(value) + up - 4
        return min([60.0, *(abs(drawing.y.at(at.value) - middle) for at in near)])

    return max((("right", -5.0), ("left", -5.0), ("right", 14.0), ("left", 14.0)), key=room)


def _said(table: Table, key: str, value: float, like: Cell, language: Language) -> str:
    share = isinstance(like, Estimate) and like.kind is Kind.SHARE
    by = (0.01 if round(100 * value, 6).is_integer() else 0.001) if share else _hundredth(value)
    name = table.reference_names.get(key)
    written = tick_label(value, by, like, language)
    return printable(f"{render(name, language)} {written}" if name is not None else written)


def _hundredth(value: float) -> float:
    """The step at which a value of this size is written: 12.5 and 4 as they are, 1,250.4 without a fraction."""
    if round(value, 9).is_integer():
        return 1.0
    return min(1.0, step(0.0, abs(value) or 1.0, 1) / 100)


def _draw(drawing: Drawing, places: list[Spot | None], line: Line) -> None:
    pairs = list(zip(places, line.spots, strict=True))
    for known, run in groupby(pairs, key=lambda pair: pair[0] is not None and pair[1] is not None):
        if known:
            _run(drawing, [(x.value, y) for x, y in run if x and y], line)


def _run(drawing: Drawing, run: list[tuple[float, Spot]], line: Line) -> None:
    shown = [point for pair in pairwise(run) for point in (pair[0], (pair[1][0], pair[0][1]))] if line.steps else []
    shown = [*shown, run[-1]] if line.steps else run
    low, high = drawing.y.low, drawing.y.high
    if any(at.high > at.low for _, at in run):
        drawing.band([(x, max(at.low, low), min(at.high, high)) for x, at in shown], line.colour, 0.14)
    drawing.line([(x, at.value) for x, at in shown], line.colour, width=2, dash=line.dash)
    if not line.steps and (len(run) <= 8 or len(run) == 1):
        for x, at in run:
            drawing.circle(x, at.value, 3, line.colour, stroke=palette.SURFACE)
