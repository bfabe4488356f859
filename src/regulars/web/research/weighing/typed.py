"""The tree as it was typed: fields of the page -> branches, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from regulars.language import Message, message
from regulars.web.research.weighing.branches import Bough, Branches, Leaf, key_for, written

SPARE = 2  # empty lines for new dimensions
MOST = 20
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class Typed:
    """What a page sent. ``branches``: as far as it can be read; ``errors``: name of a field -> what to do."""

    def __init__(self, sent: Mapping[str, str], before: Branches, languages: tuple[str, ...]) -> None:
        self.sent, self.errors = sent, {}
        self._languages = languages
        boughs, self._at = self._boughs(before)
        leaves = tuple(self._leaf(leaf) for leaf in before.leaves)
        words = self._words("label")
        if not words and boughs:
            self.errors[f"label-{languages[0]}"] = message(
                "Enter what the index is called, such as Guest satisfaction."
            )
        self.branches = Branches(words, boughs, leaves)
        for at, bough in self._at.items():
            if not self.branches.of_dimension(bough.key):
                self.errors[f"d{at}-label-{languages[0]}"] = message(
                    "Nothing belongs to “{name}” yet. Choose it beside a rating, or empty its fields.",
                    name=next(iter(bough.words.values())),
                )

    def _boughs(self, before: Branches) -> tuple[tuple[Bough, ...], dict[int, Bough]]:
        found: dict[int, Bough] = {}
        taken = {bough.key for bough in before.boughs}
        for at in range(MOST):
            words = self._words(f"d{at}-label")
            if not words:
                continue
            there = before.boughs[at].key if at < len(before.boughs) else ""
            key = self.sent.get(f"d{at}-key", there)  # sent along: somebody may have moved the dimensions meanwhile
            if not _KEY.fullmatch(key) or key in {bough.key for bough in found.values()}:
                key = key_for(words.get("en", ""), taken, "d")
            taken.add(key)
            weight = next((bough.weight for bough in before.boughs if bough.key == key), None)
            found[at] = Bough(key, words, self._weight(f"d{at}-weight", weight))
        return tuple(found.values()), found

    def _leaf(self, leaf: Leaf) -> Leaf:
        chosen = self.sent.get(f"i-{leaf.item}-dimension", "")
        bough = self._at.get(int(chosen)) if chosen.isdecimal() and len(chosen) < 3 else None
        attribute = " ".join(self.sent.get(f"i-{leaf.item}-attribute", "").split())[:80]
        if bough is None:
            return replace(leaf, dimension="", attribute="", weight=1.0)
        return replace(
            leaf, dimension=bough.key, attribute=attribute, weight=self._weight(f"i-{leaf.item}-weight", leaf.weight)
        )

    def _words(self, name: str) -> dict[str, str]:
        typed = ((tag, " ".join(self.sent.get(f"{name}-{tag}", "").split())[:200]) for tag in self._languages)
        return {tag: words for tag, words in typed if words}

    def _weight(self, name: str, before: float | None) -> float:
        typed = self.sent.get(name, "").strip()
        if before is not None and typed == written(before):
            return before  # the field shows it rounded
        try:
            value = float(typed or "1")
        except ValueError:
            value = 0.0
        if not 0 < value < 1e6:
            self.errors[name] = _not_a_weight(typed)
            return 1.0
        return value


def blank_lines(branches: Branches) -> Iterator[int]:
    """Numbers of the empty lines beneath the dimensions."""
    yield from range(len(branches.boughs), min(MOST, len(branches.boughs) + SPARE))


def _not_a_weight(typed: str) -> Message:
    return message("“{value}” is not a weight: a number above 0, such as 2.", value=typed[:30])
