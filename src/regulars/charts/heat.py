"""A heat map: one box a cell, deeper where the number is larger, the number written in it where there is room.

Columns whose key begins with ``cell`` are drawn, in their order; others stand in the table only. Where numbers lie on
both sides of zero, those below it have the other colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regulars.charts import palette
from regulars.charts.cells import Spot, spot, tick_label
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Estimate, Kind, Language, render

ROW, HEAD, KEY, LINE = 26, 26, 34, 17
APART = 8  # between the scale and what the numbers over the columns stand for
DEEPEST = 0.5  # opacity: the number stays readable in both themes
STEPS = 5
SIZE = 12


def heat_columns(table: Table) -> list[int]:
    """The places of the columns that are drawn."""
    return [
        place
        for place, column in enumerate(table.columns[1:])
        if column.key.startswith("cell") and any(spot(row.cells[place]) for row in table.rows)
    ]


def heat(table: Table, language: Language, width: int) -> Drawing:
    """The boxes, the names of rows and columns, and what the depth of the colour means."""
    places = heat_columns(table)
    titles = [printable(render(table.columns[place + 1].title, language)) for place in places]
    names = [shorten(printable(render(row.name, language)), width * 0.34, SIZE) for row in table.rows]
    left = max((text_width(name, SIZE) for name in names), default=0) + 10
    size = (width - left) / max(len(places), 1)
    lines, numbered = _lines(titles, size), []
    if not _fits(titles, lines, size):
        lines = [[str(place)] for place in range(1, len(titles) + 1)]
        numbered = _numbered(titles, width)
    head = HEAD + 15 * (max(map(len, lines), default=1) - 1)
    height = head + ROW * len(table.rows) + KEY + (APART + LINE * len(numbered) if numbered else 0)
    drawing = Drawing(width, height, Axis(0, width, 0, width), Axis(0, height, 0, height))
    spots = [[spot(row.cells[place]) for place in places] for row in table.rows]
    found = [at.value for line in spots for at in line if at]
    most = max((abs(value) for value in found), default=0.0) or 1.0
    _titles(drawing, lines, left, size)
    write = _writer([[row.cells[place] for place in places] for row in table.rows], size, language)
    for number, (row, name) in enumerate(zip(table.rows, names, strict=True)):
        top = head + ROW * number
        drawing.row = row.key
        drawing.text(("", 0), ("", top + 17), name, fill=palette.INK)
        for column, at in enumerate(spots[number]):
            if at is not None:
                _box(drawing, at, left + size * column, top, size, most)
                drawing.text(
                    ("", left + size * (column + 0.5)),
                    ("", top + 17),
                    write(row.cells[places[column]]),
                    fill=palette.INK,
                    align="center",
                )
    drawing.row = ""
    foot = head + ROW * len(table.rows)
    _key(drawing, table.rows[0].cells[places[0]] if found else 0, found, left, foot + 10, most, language)
    for place, line in enumerate(numbered):
        drawing.text(("", 0), ("", foot + KEY + APART + LINE * place + 12), line, fill=palette.INK_2)
    return drawing


def _fits(titles: Sequence[str], lines: Sequence[Sequence[str]], size: float) -> bool:
    """Whether every head can be read where it stands, or is a step of a row of numbers, of which some suffice."""
    if all(any(character.isdigit() for character in title) for title in titles):
        return True
    cut = any("…" in line and "…" not in title for title, own in zip(titles, lines, strict=True) for line in own)
    return not cut and all(text_width(line, SIZE) + 2 <= size for own in lines for line in own)


def _numbered(titles: Sequence[str], width: float) -> list[str]:
    """What the numbers over the columns stand for, as many to a line as there is room for."""
    found: list[str] = []
    for place, title in enumerate(titles, start=1):
        said = shorten(f"{place} {title}", width, SIZE)
        if found and text_width(f"{found[-1]} · {said}", SIZE) <= width:
            found[-1] += f" · {said}"
        else:
            found.append(said)
    return found


def _box(drawing: Drawing, at: Spot, x: float, top: float, size: float, most: float) -> None:
    gap = min(1.5, size / 8)
    drawing.rect(x, x + size - gap, top, top + ROW - gap, palette.SUNK)
    colour = palette.ABOVE_STRONG if at.value >= 0 else palette.WEAKEST
    drawing.rect(x, x + size - gap, top, top + ROW - gap, colour, opacity=round(DEEPEST * abs(at.value) / most, 3))


def _titles(drawing: Drawing, lines: Sequence[Sequence[str]], left: float, size: float) -> None:
    widest = max((text_width(line, SIZE) for title in lines for line in title), default=0.0)
    every = 1
    while every * size < widest + 2 and every < len(lines):
        every += 1
    for at, title in enumerate(lines):
        if at % every == 0:
            for place, line in enumerate(title):
                drawing.text(("", left + size * (at + 0.5)), ("", 14 + 15 * place), line, align="center")


def _lines(titles: Sequence[str], size: float) -> list[list[str]]:
    """Short names on one line; names of few wide columns on up to two, cut where they must be."""
    if all(text_width(title, SIZE) <= size for title in titles) or size < 4 * SIZE:
        return [[title] for title in titles]
    found = []
    for title in titles:
        words, line = title.split(" "), ""
        while words and text_width(f"{line} {words[0]}".strip(), SIZE) <= size:
            line = f"{line} {words.pop(0)}".strip()
        rest = " ".join(words)
        found.append([part for part in (line, shorten(rest, size - 2, SIZE)) if part])
    return found


def _writer(cells: Sequence[Sequence[Cell]], size: float, language: Language) -> Callable[[Cell], str]:
    """How a number is written: in full, without its sign of a share, or not at all, as the boxes allow for all."""

    def full(cell: Cell) -> str:
        return printable(_said(cell, language))

    def short(cell: Cell) -> str:
        return full(cell).rstrip("%％ ")

    for write in (full, short):
        if max((text_width(write(cell), SIZE) for row in cells for cell in row if spot(cell)), default=0.0) < size - 3:
            return write
    return lambda _: ""


def _said(cell: Cell, language: Language) -> str:
    at = spot(cell)
    if at is None:
        return ""
    digits = cell.digits if isinstance(cell, Estimate) and cell.digits is not None else 0
    share = isinstance(cell, Estimate) and cell.kind is Kind.SHARE
    return tick_label(at.value, 10.0 ** -(digits + (2 if share else 0)), cell, language)


def _key(
    drawing: Drawing, like: Cell, found: Sequence[float], left: float, top: float, most: float, language: Language
) -> None:
    """The ends of the scale in words, its steps between them."""
    if not found:
        return
    ends = (-most if min(found) < 0 else 0.0, most if max(found) > 0 else 0.0)
    digits = like.digits if isinstance(like, Estimate) and like.digits is not None else 0
    share = isinstance(like, Estimate) and like.kind is Kind.SHARE
    said = [tick_label(end, 10.0 ** -(digits + (2 if share else 0)), like, language) for end in ends]
    drawing.text(("", left), ("", top + 17), said[0])
    x = left + text_width(said[0], SIZE) + 6
    for step in range(STEPS):
        value = ends[0] + (ends[1] - ends[0]) * step / (STEPS - 1)
        _box(drawing, Spot(value, value, value), x + 18 * step, top, 18, most)
    drawing.text(("", x + 18 * STEPS + 6), ("", top + 17), said[1])
