"""Which of several estimates are clearly above which, and so between which ranks each lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.comparison.many import discoveries


@dataclass(frozen=True)
class Order:
    """``places``: the estimates from the highest down. The others are in the order of ``places``.

    ``clear`` shape (items, items): row clearly above column. ``rank_low`` to ``rank_high``: the ranks that an item may
    have, 1 the highest.
    """

    places: Ints
    clear: NDArray[np.bool_]
    rank_low: Ints
    rank_high: Ints

    @property
    def clear_next(self) -> NDArray[np.bool_]:
        """Whether each is clearly above the next; the last is above none."""
        return np.append(np.diagonal(self.clear, 1), False)

    @classmethod
    def of(cls, values: Floats, errors: Floats, degrees: float, confidence: float, *, judged: bool) -> Order:
        """From estimates and the standard error of each difference, shape (items, items).

        Student's test of every pair, with Holm's allowance for how many pairs there are: the chance of one false
        "above" among all is at most 1 - ``confidence``. Not ``judged``: nothing is clear. Source: [holm1979].
        """
        size = len(values)
        places = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
        ranked = values[places]
        one, other = np.triu_indices(size, 1)
        difference, error = ranked[one] - ranked[other], errors[np.ix_(places, places)][one, other]
        ratio = np.divide(difference, error, out=np.full(len(one), np.nan), where=error > 0)
        clear = np.zeros((size, size), dtype=np.bool_)
        if judged and degrees > 0:
            p_values = 2 * scipy.special.stdtr(degrees, -np.abs(ratio))
            # All alike say the same difference without any spread: it is no chance.
            p_values[(error <= 0) & (difference > 0)] = 0.0
            clear[one, other] = discoveries(p_values, "holm", level=1 - confidence)
        return cls(places, clear, 1 + clear.sum(axis=0), size - clear.sum(axis=1))
