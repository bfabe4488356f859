"""What all plots share: ticks, grid lines, titles of the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.charts import palette
from regulars.charts.cells import tick_label
from regulars.charts.lettering import text_width
from regulars.charts.scales import Axis, ticks

if TYPE_CHECKING:
    from regulars.charts.vega import Drawing
    from regulars.insights.report import Cell
    from regulars.language import Language


def left_margin(low: float, high: float, wanted: int, like: Cell, language: Language) -> int:
    """Room for the widest tick at the left."""
    values, by = ticks(low, high, wanted)
    widest = max((text_width(tick_label(value, by, like, language), 12) for value in values), default=0)
    return round(widest) + 10


def grid(drawing: Drawing, wanted: int, like: Cell, language: Language) -> None:
    """Hairlines across, their values at the left."""
    values, by = ticks(drawing.y.low, drawing.y.high, wanted)
    for value in values:
        drawing.rule(drawing.x.low, drawing.x.high, value, value, palette.LINE)
        words = tick_label(value, by, like, language)
        drawing.text(("", drawing.x.start - 6), ("y", value), words, align="right", shift=(0, 4))


def bottom(drawing: Drawing, wanted: int, like: Cell, language: Language) -> None:
    """Ticks and their values below."""
    values, by = ticks(drawing.x.low, drawing.x.high, wanted)
    foot = drawing.y.start
    for value in values:
        drawing.rule(value, value, drawing.y.low, drawing.y.low, palette.LINE_STRONG, shift=(0, 0, 0, 4))
        words = tick_label(value, by, like, language)
        drawing.text(("x", value), ("", foot + 17), words, align=_align(drawing.x, value, words, drawing.width))


def _align(axis: Axis, value: float, words: str, width: float) -> str:
    """Centred, but never over the edge of the picture."""
    half = text_width(words, 12) / 2
    if axis.at(value) + half > width:
        return "right"
    return "left" if axis.at(value) - half < 0 else "center"
