"""The tree as its page shows it: a line for each dimension, some empty ones, and a line for each rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.language import Estimate, Kind, message
from regulars.web.research.weighing.branches import Branches, Leaf, written
from regulars.web.research.weighing.judging import MOST
from regulars.web.research.weighing.typed import blank_lines
from regulars.web.words import current, say


@dataclass(frozen=True)
class Box:
    """One field: its name, what stands in it, and what is wrong with that."""

    name: str
    value: str
    wrong: str = ""
    tag: str = ""


@dataclass(frozen=True)
class TreeForm:
    """What was typed stands before what is stored."""

    branches: Branches
    languages: tuple[str, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def labels(self) -> list[Box]:
        """What the index is called."""
        return [self._box(f"label-{tag}", self.branches.words.get(tag, ""), tag) for tag in self.languages]

    def dimensions(self) -> list[dict[str, Any]]:
        """Those that are there, then empty lines."""
        return [self._dimension(at) for at in self._lines()]

    def ratings(self) -> list[dict[str, Any]]:
        """Each with its place, its weight, and its share in the index."""
        shares = self.branches.shares()
        return [self._rating(leaf, shares.get(leaf.item)) for leaf in self.branches.leaves]

    def choices(self) -> list[tuple[str, str]]:
        """The dimensions that a rating may belong to, the empty lines by their numbers."""
        found = []
        for at in self._lines():
            names = {box.tag: box.value.strip() for box in self._names(at)}
            name = names.get(current().value) or next(filter(None, names.values()), "")
            found.append((str(at), name or say(message("dimension {n}", n=at + 1))))
        return found

    def _lines(self) -> tuple[int, ...]:
        return (*range(len(self.branches.boughs)), *blank_lines(self.branches))

    def _names(self, at: int) -> list[Box]:
        words = self.branches.boughs[at].words if at < len(self.branches.boughs) else {}
        return [self._box(f"d{at}-label-{tag}", words.get(tag, ""), tag) for tag in self.languages]

    def _dimension(self, at: int) -> dict[str, Any]:
        bough = self.branches.boughs[at] if at < len(self.branches.boughs) else None
        return {
            "number": at + 1,
            "key": bough.key if bough else "",
            "hidden": self._box(f"d{at}-key", bough.key if bough else ""),
            "fields": self._names(at),
            "weight": self._box(f"d{at}-weight", written(bough.weight) if bough else ""),
            "many": bough is not None and 2 <= len(self.branches.of_dimension(bough.key)) <= MOST,
        }

    def _rating(self, leaf: Leaf, share: float | None) -> dict[str, Any]:
        at = next((str(n) for n, bough in enumerate(self.branches.boughs) if bough.key == leaf.dimension), "")
        return {
            "label": leaf.label,
            "key": leaf.item,
            "dimension": self._box(f"i-{leaf.item}-dimension", at),
            "attribute": self._box(f"i-{leaf.item}-attribute", leaf.attribute),
            "weight": self._box(f"i-{leaf.item}-weight", written(leaf.weight) if at else ""),
            "share": None if share is None else written_share(share),
            "bar": bar(share or 0.0),
        }

    def _box(self, name: str, stored: str, tag: str = "") -> Box:
        return Box(name, self.typed.get(name, stored), self.wrong.get(name, ""), tag)


def written_share(share: float) -> Estimate:
    """Of the weights as they are written: no sample stands behind it, so there is no interval."""
    return Estimate(share, kind=Kind.SHARE, digits=1)


def bar(share: float) -> float:
    """Length of a bar, in percent."""
    return round(100 * max(0.0, share), 1)
