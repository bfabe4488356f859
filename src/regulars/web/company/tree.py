"""The tree of units over time, as plain data: what a move would do, and what it must not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_EARLY, _LATE = date.min, date.max


@dataclass(frozen=True)
class Branch:
    """One dated membership; None is open. ``until`` is the last day included."""

    unit: int
    parent: int
    since: date | None = None
    until: date | None = None
    pk: int | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.since or _EARLY

    @property
    def last(self) -> date:
        """The last day."""
        return self.until or _LATE

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day <= self.last


def overlapping(branches: Iterable[Branch]) -> tuple[Branch, Branch] | None:
    """Two memberships of one unit that are in force on the same day."""
    ordered = sorted(branches, key=lambda one: (one.unit, one.first))
    for one, other in pairwise(ordered):
        if one.unit == other.unit and other.first <= one.last:
            return one, other
    return None


def ring(branches: Iterable[Branch]) -> tuple[date, int] | None:
    """A day on which some unit would stand below itself, with the unit; None on every day of a sound tree."""
    branches = list(branches)
    # The tree changes only on these days; between two of them it is the same.
    days = {one.first for one in branches} | {one.last + timedelta(days=1) for one in branches if one.last < _LATE}
    for day in sorted(days):
        parents = {one.unit: one.parent for one in branches if one.holds(day)}
        sound: set[int] = set()
        for start in parents:
            path: list[int] = []
            seen: set[int] = set()
            at: int | None = start
            while at is not None and at not in sound:
                if at in seen:
                    return day, at
                seen.add(at)
                path.append(at)
                at = parents.get(at)
            sound.update(path)
    return None


def moved(branches: Iterable[Branch], unit: int, parent: int | None, day: date | None) -> list[Branch]:
    """The tree after a move that holds from ``day`` on (None: since ever). A move from the same day is replaced."""
    first = day or _EARLY
    after = []
    for one in branches:
        if one.unit != unit or one.last < first:
            after.append(one)
        elif one.first < first:
            after.append(Branch(one.unit, one.parent, one.since, first - timedelta(days=1), one.pk))
        elif one.first > first:
            after.append(one)
    later = [one.first for one in after if one.unit == unit and one.first > first]
    until = min(later) - timedelta(days=1) if later else None
    return after if parent is None else [*after, Branch(unit, parent, day, until)]
