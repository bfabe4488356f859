"""Signs of dissatisfaction in a table of customers: each a rule with its cut, judged of whoever it can be judged of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unicodedata import east_asian_width

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, as_array, codes_of, numbers, ratings, same_length, text_of
from regulars.methods.errors import MethodError
from regulars.methods.leaving.happened import happened


class Sign(StrEnum):
    """What a customer shows without a word to us."""

    LOW = "low rating"
    FALLING = "falling rating"
    LAPSED = "lapsed purchases"
    LOW_EFFORT = "hardly a word"
    NO_REPLY = "no reply"

    @property
    def words(self) -> Message:
        """What it says."""
        return _WORDS[self]


_WORDS = {
    Sign.LOW: message("The last rating is low."),
    Sign.FALLING: message("The last rating is lower than the one before."),
    Sign.LAPSED: message("The last purchase is longer ago than the customer’s own rhythm allows."),
    Sign.LOW_EFFORT: message("The open answer has hardly a word."),
    Sign.NO_REPLY: message("The customer was asked and did not reply."),
}


@dataclass(frozen=True)
class Rules:
    """The cuts. A rating up to ``low_to`` is low; one that fell by ``falls_by`` falls; ``lapsed_after`` times the usual
    interval without a purchase is a lapse; an open answer of fewer than ``words_from`` characters is hardly a word.
    """

    low_to: float
    falls_by: float
    lapsed_after: float
    words_from: int


@dataclass(frozen=True)
class Given:
    """The columns that came in."""

    rating: IntoColumn | None
    previous_rating: IntoColumn | None
    days_since: IntoColumn | None
    usual_days: IntoColumn | None
    comment: IntoColumn | None
    replied: IntoColumn | None


def signs_of(given: Given, rules: Rules, *, size: int, scale: Any, missing: Collection[Any]) -> dict[Sign, Floats]:
    """For each sign that can be judged: 1 where the customer shows it, 0 where not, NaN where nobody can say."""
    found: dict[Sign, Floats] = {}
    rated = None
    if given.rating is not None:
        rated = ratings(given.rating, name="rating", scale=scale, missing=missing)
        same_length(size, ("rating", rated))
        found[Sign.LOW] = _where(~np.isnan(rated), rated <= rules.low_to)
    if given.previous_rating is not None:
        if rated is None:
            raise MethodError(message("previous_rating needs rating beside it: a fall has two ends."))
        before = ratings(given.previous_rating, name="previous_rating", scale=scale, missing=missing)
        same_length(size, ("previous_rating", before))
        found[Sign.FALLING] = _where(~np.isnan(rated + before), before - rated >= rules.falls_by)
    if (given.days_since is None) != (given.usual_days is None):
        raise MethodError(message("Give both days_since and usual_days, or neither: a lapse is held against a rhythm."))
    if given.days_since is not None and given.usual_days is not None:
        since, usual = _not_negative(given.days_since, "days_since", size, missing), _not_negative(
            given.usual_days, "usual_days", size, missing
        )  # fmt: skip
        # Who bought once, or twice on one day, has no rhythm.
        found[Sign.LAPSED] = _where(~np.isnan(since + usual) & (usual > 0), since >= rules.lapsed_after * usual)
    if given.comment is not None:
        found[Sign.LOW_EFFORT] = _hardly_a_word(given.comment, rules.words_from, size, missing)
    if given.replied is not None:
        replied = happened(given.replied, name="replied", missing=missing)
        same_length(size, ("replied", replied))
        found[Sign.NO_REPLY] = _where(~np.isnan(replied), replied == 0)
    if not found:
        raise MethodError(message("There is no column to see a sign in. Give at least one, such as rating."))
    return found


def _where(known: Any, shown: Any) -> Floats:
    return np.where(known, np.asarray(shown, dtype=np.float64), np.nan)


def _not_negative(column: IntoColumn, name: str, size: int, missing: Collection[Any]) -> Floats:
    found = numbers(column, name=name, missing=missing)
    same_length(size, (name, found))
    below = np.flatnonzero(found < 0)
    if below.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. Days are zero or more.",
                row=int(below[0]) + 1,
                column=name,
                value=float(found[below[0]]),
            )
        )
    return found


def _hardly_a_word(column: IntoColumn, words_from: int, size: int, missing: Collection[Any]) -> Floats:
    """Of those who wrote something: fewer letters and figures than it takes, or one of them over and over.

    A Chinese character says what takes several letters, and counts as two: “很好” is as much as “good”.
    """
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    array = as_array(column)
    same_length(size, ("comment", array))
    found = np.full(size, np.nan)
    for row, value in enumerate(array.tolist()):
        text = text_of(value)
        if text not in codes:
            said = [letter for letter in text.casefold() if letter.isalnum()]
            long = sum(2 if east_asian_width(letter) == "W" else 1 for letter in said)
            found[row] = float(long < words_from or len(set(said)) == 1)
    return found
