"""A section of a report -> a chart specification -> SVG. The same picture on a page, in a PDF, in a notebook."""

from regulars.charts.bars import Bar, Bars, bars_of
from regulars.charts.distribution import names_are_short
from regulars.charts.drawing import NARROW, WIDE, draw, drawable, font_folder, specification
from regulars.charts.errors import NotDrawnError
from regulars.charts.planks import dot, plank, whisker

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Bars",
    "NotDrawnError",
    "bars_of",
    "dot",
    "draw",
    "drawable",
    "font_folder",
    "names_are_short",
    "plank",
    "specification",
    "whisker",
]
