"""Margins as they are kept: for each breakdown its parts, how many people each has, and which are counted together.

``[{"key": "unit", "label": {tag: words}, "rows": [{"value", "label", "population", "into"}]}]``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.language import Text
from regulars.web.research.weights.breakdowns import Breakdown
from regulars.web.words import current


@dataclass(frozen=True)
class Part:
    """``population`` None: nobody said; ``into``: the part that it is counted with."""

    value: str
    label: Text
    population: float | None = None
    into: str = ""

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.label.in_language(current().tag) or self.value


@dataclass(frozen=True)
class Margin:
    """A breakdown with its parts."""

    key: str
    label: Text
    parts: tuple[Part, ...]

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.label.in_language(current().tag) or self.key

    def home(self, value: str) -> str:
        """The part with which a value is counted; itself where it stands alone."""
        into = {part.value: part.into for part in self.parts}
        seen = {value}
        while (following := into.get(value, "")) and following not in seen:
            seen.add(following)
            value = following
        return value

    def populations(self) -> dict[str, float]:
        """Part -> people, those that are counted together as one."""
        found: dict[str, float] = {}
        for part in self.parts:
            home = self.home(part.value)
            found[home] = found.get(home, 0.0) + (part.population or 0.0)
        return found

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        rows = [
            {"value": part.value, "label": dict(part.label.words), "population": part.population, "into": part.into}
            for part in self.parts
        ]
        return {"key": self.key, "label": dict(self.label.words), "rows": rows}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Margin:
        """As it was kept."""
        parts = (Part(row["value"], Text(row["label"]), row["population"], row.get("into", "")) for row in data["rows"])
        return cls(data["key"], Text(data["label"]), tuple(parts))


def kept(data: Sequence[Mapping[str, Any]]) -> list[Margin]:
    """All of them."""
    return [Margin.from_dict(one) for one in data]


def begun(breakdown: Breakdown, before: Margin | None = None) -> Margin:
    """A margin to be filled in: as it was last time, else with what the study knows."""
    known = {} if before is None else {part.value: part for part in before.parts}
    parts = []
    for value in breakdown.values:
        old = known.get(value.key)
        population = value.population if old is None else old.population
        parts.append(Part(value.key, value.label, population, "" if old is None else old.into))
    return Margin(breakdown.key, breakdown.label, tuple(parts))
