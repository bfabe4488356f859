"""Who was loyal by the response before the last, and is less so by the last: the same of a page and of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import Latest, before_last, latest, pairs_of
from regulars.insights.loyalty.types import typed
from regulars.language import Message, message
from regulars.methods.loyalty.loyalty_type import LoyaltyType

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

LOYAL = (LoyaltyType.LOYALIST.value, LoyaltyType.APOSTLE.value)


class Slip(StrEnum):
    """How somebody who was loyal slipped. ``LOWER`` is loyal still."""

    LEFT = "left"
    LOWER = "lower"

    @property
    def words(self) -> Message:
        """For people."""
        return _WORDS[self]


_WORDS: Mapping[Slip, Message] = {
    Slip.LEFT: message("Was loyal, and no longer is by the last answers"),
    Slip.LOWER: message("Loyal still, but less satisfied than the time before"),
}


@dataclass(frozen=True)
class Slipped:
    """The customers who slipped; ``unit`` is where both responses belong to, "" where they belong to two.

    ``day``: of the last response, to ``survey``.
    """

    customer: NDArray[np.int64]
    slip: NDArray[np.str_]
    unit: NDArray[np.str_]
    day: NDArray[np.datetime64]
    survey: str


def slips(
    was: NDArray[np.str_], now: NDArray[np.str_], before: NDArray[np.float64], after: NDArray[np.float64]
) -> NDArray[np.str_]:
    """One word for each customer, "" for who was not loyal or has not slipped."""
    loyal, still = np.isin(was, LOYAL), np.isin(now, LOYAL)
    words = np.select([loyal & ~still, loyal & still & (after < before)], [Slip.LEFT.value, Slip.LOWER.value], "")
    return np.asarray(words, dtype=np.str_)


def slipped(facts: Facts, *, scope: Scope) -> Slipped:
    """Of the survey in which most customers answered both questions, by its own cuts, as the loyalty map has it."""
    read = [(pair, latest(facts, pair, scope=scope)) for pair in pairs_of(facts)]
    pair, said = max(read, key=lambda one: len(one[1]), default=(None, None))
    types = None if pair is None or said is None else typed(pair, said)
    if pair is None or said is None or types is None:
        return _NOBODY
    earlier = before_last(facts, pair, scope=scope)
    earlier = earlier.only(np.isin(earlier.customer, said.customer))
    cuts = {"satisfied_from": types.satisfied_from, "loyal_from": types.loyal_from}
    was = typed(pair, earlier, **cuts) if len(earlier) else None
    if was is None:
        return _NOBODY
    place = np.searchsorted(said.customer, earlier.customer)
    words = slips(was.type, types.type[place], earlier.satisfaction, said.satisfaction[place])
    rows = words != ""
    unit, day = _same_unit(earlier, said, place)[rows], said.day[place][rows]
    return Slipped(earlier.customer[rows], words[rows], unit, day, pair.survey.name)


def _same_unit(earlier: Latest, said: Latest, place: NDArray[np.intp]) -> NDArray[np.str_]:
    return np.where(earlier.unit == said.unit[place], earlier.unit, "")


_NOBODY = Slipped(np.empty(0, np.int64), np.empty(0, "<U1"), np.empty(0, "<U1"), np.empty(0, "datetime64[D]"), "")
