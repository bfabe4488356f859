"""Kano's evaluation table: what a pair of answers says of a feature."""

from __future__ import annotations

import math
from collections.abc import Collection
from enum import StrEnum
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, ratings, same_length
from regulars.methods.sampling.settings import one_of

SCALE = (1, 5)


class KanoCategory(StrEnum):
    """What a feature is to customers; in the order that decides a tie, those that hurt first."""

    MUST_BE = "M"
    ONE_DIMENSIONAL = "O"
    ATTRACTIVE = "A"
    INDIFFERENT = "I"
    REVERSE = "R"
    QUESTIONABLE = "Q"

    @property
    def words(self) -> Message:
        """What it means for the feature."""
        return _WORDS[self]


_WORDS = {
    KanoCategory.MUST_BE: message("M, must-be: its absence annoys, and nobody gives thanks for having it."),
    KanoCategory.ONE_DIMENSIONAL: message("O, one-dimensional: having it pleases, and its absence annoys."),
    KanoCategory.ATTRACTIVE: message("A, attractive: having it pleases, and nobody misses it where it is not."),
    KanoCategory.INDIFFERENT: message("I, indifferent: people care neither for having it nor for its absence."),
    KanoCategory.REVERSE: message("R, reverse: people would rather not have it."),
    KanoCategory.QUESTIONABLE: message("Q, questionable: the answers contradict each other; mend the question."),
}

# Rows: the answer if it is there; columns: the answer if it is not. Both from 1 (like) to 5 (dislike).
TABLES = {
    "classic": ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "variant": ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
}
# In the order of the table that results show.
ORDER = tuple(KanoCategory(letter) for letter in "AOMIRQ")
# Points of an answer in the continuous analysis: those that say more count for more.
PRESENCE = np.array([4.0, 2.0, 0.0, -1.0, -2.0])
ABSENCE = np.array([-2.0, -1.0, 0.0, 2.0, 4.0])
MIDDLE = 2.0


def pairs_of(functional: IntoColumn, dysfunctional: IntoColumn, missing: Collection[Any]) -> Floats:
    """Place of each pair in the table read row by row, 0 to 24; NaN where one of the answers is missing."""
    there = ratings(functional, name="functional", scale=SCALE, missing=missing, whole=True)
    absent = ratings(dysfunctional, name="dysfunctional", scale=SCALE, missing=missing, whole=True)
    same_length(len(there), ("dysfunctional", absent))
    return np.asarray(5 * (there - 1) + (absent - 1))


def cells_of(table: str) -> tuple[KanoCategory, ...]:
    """The 25 cells of a table, row by row."""
    rows = TABLES[one_of(tuple(TABLES), table, name="table")]
    return tuple(KanoCategory(letter) for row in rows for letter in row)


def kano_classes(
    functional: IntoColumn, dysfunctional: IntoColumn, *, table: str = "classic", missing: Collection[Any] = ()
) -> tuple[KanoCategory | None, ...]:
    """The class of each respondent's pair, in their order; ``None`` where one of the two answers is missing.

    >>> [None if found is None else str(found) for found in kano_classes([1, 3, 2, 1], [5, 5, 2, None])]
    ['O', 'M', 'I', None]
    """
    cells = cells_of(table)
    places = pairs_of(functional, dysfunctional, missing)
    return tuple(None if math.isnan(place) else cells[int(place)] for place in places)
