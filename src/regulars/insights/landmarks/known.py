"""Targets and notes as data, and which of them a report is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from regulars.insights.landmarks.kinds import Indicator
from regulars.language import Text


@dataclass(frozen=True)
class Target:
    """What is aimed at from one day to another. ``value`` as people write it: shares in percent.

    ``unit`` empty: the whole company, and every unit that has none of its own. ``survey`` empty: every survey.
    """

    indicator: Indicator
    value: float
    first: date
    last: date
    survey: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Note:
    """Something that happened, from one day to another. ``unit`` and ``survey`` empty: it concerns them all."""

    words: str
    first: date
    last: date
    survey: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Landmarks:
    """``parents``: a unit and the one above it, by their codes. ``names``: of units, by code."""

    targets: tuple[Target, ...] = ()
    notes: tuple[Note, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, Text], ...] = ()

    def target(self, indicator: Indicator, *, unit: str, survey: str, day: date) -> Target | None:
        """The one in force on a day: of the nearest unit that has one, of this survey before one of all surveys.

        ``survey`` empty: a figure of all surveys together, which no target of a single one is for.
        """
        there = [
            one
            for one in self.targets
            if one.indicator is indicator and one.survey in ("", survey) and one.first <= day <= one.last
        ]
        for place in (*self.path(unit), ""):
            own = [one for one in there if one.unit == place]
            if own:
                return max(own, key=lambda one: (bool(one.survey), one.first))
        return None

    def notes_of(self, units: Collection[str] | None, survey: str) -> tuple[Note, ...]:
        """Those of the company, of the units that are shown, and of a unit that holds them all; in order of time."""
        above = set(self.path(self.unit_of(units)))
        return tuple(
            sorted(
                (
                    one
                    for one in self.notes
                    if one.survey in ("", survey) and (not one.unit or _shown(one.unit, units) or one.unit in above)
                ),
                key=lambda one: (one.first, one.last, one.unit, one.words),
            )
        )

    def unit_of(self, units: Collection[str] | None) -> str:
        """The lowest unit that holds all of these; empty for the whole company."""
        if not units:
            return ""
        first, *others = sorted(units)
        paths = [set(self.path(one)) for one in others]
        return next((place for place in self.path(first) if all(place in path for path in paths)), "")

    def path(self, unit: str) -> list[str]:
        """A unit and all above it, the nearest first; a ring, however it came about, ends."""
        above, found = dict(self.parents), []
        while unit and unit not in found:
            found.append(unit)
            unit = above.get(unit, "")
        return found


NOTHING = Landmarks()


def _shown(unit: str, units: Collection[str] | None) -> bool:
    return units is None or unit in units
