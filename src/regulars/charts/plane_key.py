"""What the colours, the bubbles and the dashed line of a plane mean, in one line above it."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.charts import palette
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.vega import Drawing
from regulars.insights.report import Table
from regulars.language import Language, render

SIZE, SIGN, GAP, LINE = 12, 18, 16, 18
BUBBLE, DASHED = "size", "line"


@dataclass(frozen=True)
class Part:
    """A sign and its words: a mark's colour, a bubble, or a dash; where it stands, and in which line."""

    sign: str
    words: str
    left: float
    line: int


@dataclass(frozen=True)
class KeyLine:
    """All parts, broken into lines where the picture is narrow."""

    parts: tuple[Part, ...]

    @property
    def height(self) -> int:
        """Room that it takes above the plane."""
        return LINE * (self.parts[-1].line + 1) + 4 if self.parts else 0

    def draw(self, drawing: Drawing, top: float) -> None:
        """Signs and words."""
        for part in self.parts:
            y = top + LINE * part.line + 4
            _sign(drawing, part, y)
            drawing.text(("", part.left + SIGN), ("", y + 4), part.words, fill=palette.INK_2, size=SIZE)


def key_line(table: Table, width: int, language: Language) -> KeyLine:
    """The key of a table; without marks of its own, sizes and a line there is none."""
    named = [(mark, name) for mark, name in table.mark_names.items()]
    named += [(column.key, column.title) for column in table.columns if column.key in (BUBBLE, DASHED)]
    parts: list[Part] = []
    left, line = 0.0, 0
    for sign, name in named:
        words = shorten(printable(render(name, language)), width - SIGN, SIZE)
        room = SIGN + text_width(words, SIZE)
        if left and left + room > width:
            left, line = 0.0, line + 1
        parts.append(Part(sign, words, left, line))
        left += room + GAP
    return KeyLine(tuple(parts))


def _sign(drawing: Drawing, part: Part, y: float) -> None:
    middle = _value(drawing, part.left + 7, y)
    if part.sign == DASHED:
        start, end = _value(drawing, part.left, y), _value(drawing, part.left + 14, y)
        drawing.rule(start[0], end[0], start[1], end[1], palette.INK_3, width=1.5, dash=(4, 3))
    elif part.sign == BUBBLE:
        drawing.circle(*middle, 6, palette.SUNK, stroke=palette.INK_3)
    else:
        drawing.circle(*middle, 4.5, palette.point_colour(part.sign))


def _value(drawing: Drawing, x: float, y: float) -> tuple[float, float]:
    """A place in pixels as values of both axes: marks are drawn on their scales."""
    across = drawing.x.low + (x - drawing.x.start) / (drawing.x.end - drawing.x.start) * (
        drawing.x.high - drawing.x.low
    )
    up = drawing.y.low + (y - drawing.y.start) / (drawing.y.end - drawing.y.start) * (drawing.y.high - drawing.y.low)
    return across, up
