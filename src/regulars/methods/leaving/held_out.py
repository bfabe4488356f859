"""Which customers a model learns from, and which it is held against: split by customer, and by time."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import TooFewAnswersError

Rows: TypeAlias = NDArray[np.bool_]


def split(
    order: Ints, clusters: Ints | None, day: Floats | None, *, part: float, seed: int
) -> tuple[Rows, Rows, float]:
    """Rows to learn from, rows to check with, and the first day of the latter (NaN without days).

    ``order`` ranks the rows by what they hold, so that where they stand in the file changes nothing. With days the
    check lies at the end; a customer with several rows is on one side only, the rest of his rows on neither.
    """
    size = len(order)
    own = np.empty(size, dtype=np.int64)
    own[order] = np.arange(size)
    code = own if clusters is None else np.unique(clusters, return_inverse=True)[1]
    people = int(code.max()) + 1
    many = people < size
    later = np.ones(size, dtype=bool)
    earlier, start = later, math.nan
    if day is not None:
        start = float(np.sort(day)[min(size - 1, math.ceil((1 - part) * size))])
        later = day >= start
        earlier = ~later
    if day is not None and not many:
        return earlier, later, start
    chosen = np.zeros(people, dtype=bool)
    chosen[np.random.default_rng(seed).permutation(people)[: max(1, round(part * people))]] = True
    return earlier & ~chosen[code], later & chosen[code], start


def check_sides(y: Floats, learn: Rows, check: Rows) -> None:
    """Both sides need somebody who left and somebody who stayed."""
    for rows, side in ((learn, message("to learn from")), (check, message("to check with"))):
        found: Any = y[rows]
        if not len(found) or found.min() == found.max():
            raise TooFewAnswersError(
                message(
                    "Of the {count} customers {side} {left} left. There must be some who left and some who stayed; "
                    "give more customers, or another part to check with.",
                    count=len(found),
                    side=side,
                    left=int(found.sum()),
                )
            )
