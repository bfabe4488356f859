"""Colours of a drawing: the light palette as plain lower-case hex.

A page maps each hex to its token by attribute selectors, so one drawing serves the light and the dark theme,
and as a file of its own it is right on paper. One colour tells one thing a chart; grey is the default.
"""

from __future__ import annotations

SURFACE = "#ffffff"
SUNK = "#eceeee"
LINE = "#dadedf"
LINE_STRONG = "#7b8586"
INK = "#151b1c"
INK_2 = "#4a5456"
INK_3 = "#5f696b"
WEAKEST = "#a93f0b"
BELOW = "#d67a3c"
SAME = "#737c81"
ABOVE = "#5a97d4"
ABOVE_STRONG = "#1a5799"
TARGET = "#0b6354"
WEAK_SOFT = "#fbece2"

MARKS = {"weakest": WEAKEST, "below": BELOW, "same": SAME, "above": ABOVE}
# Types of loyalty: their own colours everywhere, told apart in every kind of sight; a name stands beside each.
TYPES = {
    "loyalist": "#3f8ad6",
    "apostle": "#0c2f5c",
    "mercenary": "#b08d00",
    "hostage": "#7b3a9c",
    "defector": "#b8440f",
    "terrorist": "#7a2408",
}


# A second sign beside the colour: printed in grey, ochre and light blue are the same.
STRIPED = ("weakest", "below")


def bar_colour(mark: str) -> str:
    """The fill of a bar; a row without a mark is grey."""
    return MARKS.get(mark, SAME)


def point_colour(mark: str) -> str:
    """The colour of a point and its region; thin strokes need the darker blue."""
    return ABOVE_STRONG if mark == "above" else TYPES.get(mark) or bar_colour(mark)
