"""What all plots share: ticks, grid lines, titles of the axes."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from regulars.charts import palette
from regulars.charts.cells import tick_label
from regulars.charts.lettering import text_width
from regulars.charts.scales import Axis, ticks
from regulars.language import Day

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
    told = {value: tick_label(value, by, like, language) for value in values}
    if isinstance(like, Day) and (firsts := _months(drawing.x.low, drawing.x.high, wanted)):
        told = {float(day.toordinal()): f"{day:%Y-%m}" for day in firsts}
    foot = drawing.y.start
    for value, words in told.items():
        drawing.rule(value, value, drawing.y.low, drawing.y.low, palette.LINE_STRONG, shift=(0, 0, 0, 4))
        drawing.text(("x", value), ("", foot + 17), words, align=_align(drawing.x, value, words, drawing.width))


def _months(low: float, high: float, wanted: int) -> list[date]:
    """First days of months, in even steps of which a year has a whole number; none where the span is short."""
    start, end = date.fromordinal(math.ceil(low)), date.fromordinal(math.floor(high))
    first, last = 12 * start.year + start.month - (start.day == 1), 12 * end.year + end.month - 1
    steps = (1, 2, 3, 6, *range(12, 12 * 100, 12))
    by = next((one for one in steps if (last - first) / one <= wanted), steps[-1])
    found = [month for month in range(first, last + 1) if month % by == 0]
    return [date(month // 12, month % 12 + 1, 1) for month in found] if last - first >= 2 and len(found) > 1 else []


def _align(axis: Axis, value: float, words: str, width: float) -> str:
    """Centred, but never over the edge of the picture."""
    half = text_width(words, 12) / 2
    if axis.at(value) + half > width:
        return "right"
    return "left" if axis.at(value) - half < 0 else "center"
