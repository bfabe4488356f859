"""Headroom: what customers of the middle tier might bring if they were as the better of those like them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    as_array,
    codes_of,
    groups,
    numbers,
    same_length,
    text_of,
    within_reach,
)
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import share as share_setting
from regulars.methods.value.tier_rules import cuts_of, places_of

MIDDLE = 1


@dataclass(frozen=True, kw_only=True)
class Headroom(Result):
    """``headroom`` is the sum over the middle tier, in the money of ``value``; arrays are by group of look-alikes.

    ``target`` is the value that the best part of each group reaches (NaN in a group of fewer than 20). ``each``
    holds the headroom of each customer, in the order given: NaN outside the middle tier and where the
    look-alikes are too few.
    """

    minimum_n = 100
    kept_back = ("each",)

    headroom: float
    headroom_low: float
    headroom_high: float
    middle_n: int
    with_room: int
    without_target: int
    names: tuple[str, ...]
    alike_n: tuple[int, ...]
    group_middle: tuple[int, ...]
    target: Floats
    target_low: Floats
    target_high: Floats
    room: Floats
    room_low: Floats
    room_high: Floats
    target_part: float
    each: Floats = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the sum is, and what it is not."""
        found = []
        if self.without_target:
            found.append(
                message(
                    "{count} customers of the middle tier have too few look-alikes to be compared with.",
                    count=self.without_target,
                )
            )
        found.append(
            message("This is what look-alikes bring today, not a forecast: try it with some, and keep a hold-out.")
        )
        return tuple(found)


FEW_ALIKE = 20


@method(
    message("What more might the customers of the middle tier bring, if they were as the better of those like them?"),
    rows=("V18",),
    minimum_n=Headroom.minimum_n,
    samples=False,
)
def headroom(
    value: IntoColumn,
    *,
    alike: IntoColumn | None = None,
    reach: float = 0.75,
    parts: Sequence[float] = (0.2, 0.3),
    cuts: Sequence[float] | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Headroom:
    """Sum, over the middle tier, of what lies between a customer and the better of those who are like him.

    Within each group of look-alikes the target is the ``reach`` quantile of the value; a customer's headroom is
    what is missing to it, zero above it. The limits of each target are those of a quantile, from the ranks
    (Woodruff); those of the groups are put together by MOVER.

    Parameters:
        value: value of each customer in one period and currency.
        alike: the group of customers who could buy alike: trade, size, town. All are one group when omitted;
            a customer without one stays out.
        reach: which part of the look-alikes lies below the target; 0.75 takes the best quarter as the measure.
        parts: parts of the customers in the upper tiers, as in ``tiers``; the second tier is the middle.
        cuts: instead of parts, the lowest values of the upper tiers, falling.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the intervals.

    Source: look-alikes [zeithaml2001]; quantiles [woodruff1952]; several groups [zou2008].

    >>> found = headroom([*range(1, 101)], parts=(0.2, 0.3))
    >>> found.middle_n, found.target.tolist(), found.headroom
    (30, [75.25], 306.25)
    """
    check_confidence(confidence)
    share_setting(reach, name="reach", zero=False)
    if reach >= 1:
        raise OptionError(message("reach is {value}. It lies below 1.", value=reach))
    worth = within_reach(numbers(value, name="value", missing=missing), name="value")
    where = _alike(alike, len(worth), missing)
    sample = Sample.of(np.where([bool(word) for word in where], worth, np.nan))
    own = sample.values
    edges = cuts_of(own, parts, cuts)
    if len(edges) < 2:
        raise OptionError(message("A middle tier lies between two others: give two parts, or two cuts, or more."))
    middle = places_of(own, edges) == MIDDLE
    if not middle.any():
        raise TooFewAnswersError(message("No customer stands in the middle tier."))
    names, code = groups([where[row] for row in sample.rows], name="alike")
    found = [_group(own[code == at], middle[code == at], reach, confidence) for at in range(len(names))]
    each = np.full(len(worth), np.nan)
    target = np.array([row[0] for row in found])
    each[sample.rows] = np.where(middle, np.maximum(target[code] - own, 0.0), np.nan)
    room, low, high = (np.array([row[at] for row in found]) for at in (3, 4, 5))
    known = ~np.isnan(room)
    total = float(room[known].sum()) if known.any() else math.nan
    return Headroom(
        headroom=total,
        headroom_low=total - math.sqrt(float(((room - low)[known] ** 2).sum())),
        headroom_high=total + math.sqrt(float(((high - room)[known] ** 2).sum())),
        middle_n=int(middle.sum()),
        with_room=int((each > 0).sum()),
        without_target=int(np.isnan(target[code[middle]]).sum()),
        names=names,
        alike_n=tuple(int((code == at).sum()) for at in range(len(names))),
        group_middle=tuple(int(middle[code == at].sum()) for at in range(len(names))),
        target=target,
        target_low=np.array([row[1] for row in found]),
        target_high=np.array([row[2] for row in found]),
        room=room,
        room_low=low,
        room_high=high,
        target_part=reach,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
        each=each,
    )


def _alike(column: IntoColumn | None, size: int, missing: Collection[Any]) -> list[str]:
    if column is None:
        return ["all"] * size
    words = [text_of(value) for value in as_array(column).tolist()]
    same_length(size, ("alike", words))
    codes = {text_of(code) for code in codes_of(missing)}
    return ["" if word in codes else word for word in words]


def _group(values: Floats, middle: NDArray[np.bool_], reach: float, confidence: float) -> tuple[float, ...]:
    """Target and sum of the headroom in one group, each with its limits; NaN where the group is small."""
    n = len(values)
    if n < FEW_ALIKE:
        return (math.nan,) * 6
    tail = (1 - confidence) / 2
    # Ranks whose values hold the quantile; beyond the data the limit is not known, and the end stands in.
    ranks = np.array([scipy.special.bdtrik(tail, n, reach), scipy.special.bdtrik(1 - tail, n, reach) + 1])
    ordered = np.sort(values)
    low, high = ordered[np.clip(np.floor(ranks).astype(int), 0, n - 1)].tolist()
    target = float(np.quantile(values, reach))
    rooms = [float(np.maximum(at - values[middle], 0).sum()) for at in (target, min(low, target), max(high, target))]
    return target, min(low, target), max(high, target), *rooms
