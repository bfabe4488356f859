"""Which groups are held against which."""

from __future__ import annotations

import numpy as np

from regulars.language import message
from regulars.methods.columns import Ints
from regulars.methods.errors import OptionError

AGAINST = ("all", "rest", "first", "before")
REST = "the rest"


def pairs(groups: int, against: str) -> tuple[Ints, Ints]:
    """Places of the first and the second of each pair; with "rest" the second is its place among the rests.

    >>> [part.tolist() for part in pairs(3, "all")], [part.tolist() for part in pairs(3, "before")]
    ([[0, 0, 1], [1, 2, 2]], [[1, 2], [0, 1]])
    """
    if against not in AGAINST:
        raise OptionError(
            message(
                "Groups cannot be compared against {value}. Choose one of: {known}.",
                value=str(against)[:60],
                known=AGAINST,
            )
        )
    place = np.arange(groups)
    if against == "rest":
        return place, place
    if against == "first":
        return place[1:], np.zeros(groups - 1, dtype=np.int64)
    if against == "before":
        return place[1:], place[:-1]
    first, second = np.triu_indices(groups, 1)
    return first, second
