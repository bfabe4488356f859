"""Does a model describe the customers it was fitted to? By how many bought again never, once, twice, …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats

LAST = 7  # this many purchases or more stand together
SPANS = 50  # lengths of observation that stand for all
FEWEST = 5.0  # customers expected in a class, below which it joins the next
SIGNIFICANT = 0.001
MISPLACED = 0.05  # of the customers


@dataclass(frozen=True)
class Described:
    """Customers with 0, 1, … repeat purchases (the last: or more): ``observed`` and ``expected``.

    ``misplaced`` is the share of customers who would have to stand elsewhere for the two to agree; ``p_value`` is that
    of the chi-square test. The description fails where both say so: with many customers the test alone finds what
    nobody would miss.
    """

    observed: Floats
    expected: Floats
    misplaced: float
    p_value: float

    @property
    def holds(self) -> bool:
        """Whether the model describes these customers."""
        return not (self.misplaced > MISPLACED and self.p_value < SIGNIFICANT)

    @property
    def words(self) -> Message:
        """What is wrong, in one sentence."""
        worst = int(np.argmax(np.abs(self.observed - self.expected)))
        return message(
            "This model does not describe these customers: {share} of them would have to stand elsewhere. It expects "
            "{expected} with {times} repeat purchases, and there are {observed}. Do not rely on its forecasts before "
            "they held on time held out.",
            share=Estimate(self.misplaced, kind=Kind.SHARE),
            expected=round(float(self.expected[worst])),
            observed=round(float(self.observed[worst])),
            times=f"{worst}+" if worst == LAST else str(worst),
        )


def spans_of(rows: Histories) -> tuple[Floats, Floats]:
    """How many customers bought again 0, 1, … times, and lengths of observation that stand for theirs."""
    times = np.minimum(rows.frequency, LAST).astype(np.intp)
    observed = np.bincount(times, weights=rows.counts, minlength=LAST + 1).astype(np.float64)
    T, place = np.unique(rows.T, return_inverse=True)
    until = np.cumsum(np.bincount(place, weights=rows.counts))
    middle = (np.arange(SPANS) + 0.5) / SPANS * until[-1]
    return observed, T[np.minimum(np.searchsorted(until, middle), len(T) - 1)]


def described(observed: Floats, spans: Floats, chances: Callable[[Floats, Floats], Floats]) -> Described:
    """Compare with ``chances(n, t)``, the probabilities of n purchases of a new customer within t."""
    times = np.arange(LAST, dtype=np.float64)
    shares = chances(times[:, None], np.broadcast_to(spans, (LAST, len(spans)))).mean(axis=1)
    shares = np.append(shares, max(0.0, 1 - shares.sum()))
    expected = observed.sum() * shares
    misplaced = float(np.abs(observed - expected).sum() / 2 / observed.sum())
    return Described(observed, expected, misplaced, _p_value(observed, expected))


def _p_value(observed: Floats, expected: Floats) -> float:
    """Chi-square with classes joined until each expects enough. No degree is taken off for what was fitted, so that
    the test accuses too seldom rather than too often.
    """
    classes: list[list[float]] = [[0.0, 0.0]]
    for there, wanted in zip(observed.tolist(), expected.tolist(), strict=True):
        if classes[-1][1] >= FEWEST:
            classes.append([0.0, 0.0])
        classes[-1][0] += there
        classes[-1][1] += wanted
    if len(classes) > 1 and classes[-1][1] < FEWEST:
        last = classes.pop()
        classes[-1] = [classes[-1][0] + last[0], classes[-1][1] + last[1]]
    if len(classes) < 2:
        return 1.0
    there, wanted = np.array(classes).T
    return float(scipy.special.chdtrc(len(classes) - 1, ((there - wanted) ** 2 / wanted).sum()))
