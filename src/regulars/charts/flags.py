"""Names over vertical lines: each stands on its line, none covers another, no line crosses a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.charts.lettering import shorten, text_width

GAP = 6.0


@dataclass(frozen=True)
class Flag:
    """A name from ``start`` to ``end`` in pixels, on the line at ``x``; row 0 stands next to the plot."""

    x: float
    words: str
    start: float
    end: float
    row: int

    def crosses(self, other: Flag) -> bool:
        """Whether the names overlap, or the line of either passes the other's name."""
        if self.row == other.row:
            return self.start < other.end + GAP and other.start < self.end + GAP
        low, high = sorted((self, other), key=lambda flag: flag.row)
        return low.start - 2 < high.x < low.end + 2


def flags(named: Sequence[tuple[float, str]], left: float, right: float, size: float = 12) -> list[Flag]:
    """A flag for each line (pixel, name), in as few rows as hold them all; what fits nowhere is left out."""
    room = (right - left) * 0.6
    wanted = sorted((x, shorten(words, room, size)) for x, words in named)
    for rows in range(1, len(wanted) + 1):
        found = _placed(wanted, [], rows, left, right, size)
        if found is not None:
            return found
    return flags(wanted[:-1], left, right, size) if wanted else []


def _placed(
    wanted: Sequence[tuple[float, str]], done: list[Flag], rows: int, left: float, right: float, size: float
) -> list[Flag] | None:
    if len(done) == len(wanted):
        return done
    x, words = wanted[len(done)]
    width = text_width(words, size)
    starts = {min(max(x - part, left), right - width): None for part in (width / 2, -4.0, width + 4.0)}
    for row in range(rows):
        for start in starts:
            flag = Flag(x, words, start, start + width, row)
            # A name that was pushed off its line would name nothing.
            if not start - 5 <= x <= start + width + 5 or any(flag.crosses(other) for other in done):
                continue
            found = _placed(wanted, [*done, flag], rows, left, right, size)
            if found is not None:
                return found
    return None
