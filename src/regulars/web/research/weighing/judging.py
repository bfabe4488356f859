"""Weights by comparing two by two (AHP): the questions, and what the answers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from regulars.language import Message, message
from regulars.methods import ahp
from regulars.methods.indices.ahp import Ahp

MOST = 9  # 36 pairs; people lose the thread beyond, and Saaty's table of random judgements is made for few
SCALE: tuple[tuple[int, Message], ...] = (
    (9, message("extremely more important (9)")),
    (7, message("very much more important (7)")),
    (5, message("much more important (5)")),
    (3, message("somewhat more important (3)")),
    (1, message("as important (1)")),
)


@dataclass(frozen=True)
class Sister:
    """One of those that are compared."""

    key: str
    name: str


@dataclass(frozen=True)
class Pair:
    """Two of them; ``chosen``: how many times as important the first is."""

    name: str
    first: Sister
    second: Sister
    chosen: Fraction

    @property
    def choices(self) -> list[tuple[str, Message, str, bool]]:
        """(value, words, which of the two, whether it is chosen), from the first's side to the second's."""
        mine = [(Fraction(n), words, self.first.name) for n, words in SCALE if n > 1]
        same = [(Fraction(1), SCALE[-1][1], "")]
        other = [(Fraction(1, n), words, self.second.name) for n, words in reversed(SCALE) if n > 1]
        return [(str(value), words, who, value == self.chosen) for value, words, who in (*mine, *same, *other)]


def pairs(sisters: Sequence[Sister], sent: Mapping[str, str]) -> list[Pair]:
    """All pairs, with what was chosen; as important where nothing was."""
    found = []
    for first, second in combinations(sisters, 2):
        name = f"p.{first.key}.{second.key}"  # by key: somebody may add a sister while they are compared
        found.append(Pair(name, first, second, _read(sent.get(name, "1"))))
    return found


def judged(sisters: Sequence[Sister], compared: Sequence[Pair]) -> Ahp:
    """Weights and consistency ratio."""
    size = len(sisters)
    matrix = np.ones((size, size))
    for (a, b), pair in zip(combinations(range(size), 2), compared, strict=True):
        matrix[a, b], matrix[b, a] = float(pair.chosen), float(1 / pair.chosen)
    return ahp(matrix, names=[sister.name for sister in sisters])


def _read(typed: str) -> Fraction:
    known = {str(value): value for n, _ in SCALE for value in (Fraction(n), Fraction(1, n))}
    return known.get(typed, Fraction(1))
