"""What each answer counts for: survey weights, relative to their mean.

A wave that was weighted has a weight for each of its answers, with the mean 1. Those of an import may be numbers of
people; they are taken relative to their mean within the wave, so that several waves together still count by how many
answered each, and a wave without weights may stand beside one that has them. An answer that came after its wave was
weighted counts as one, which is the mean, until the wave is weighted again; how many these are is said.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DIGITS = 12  # of a wave's factor: it names sums that are kept, and must not move with the order of summing


def relative(
    weights: NDArray[np.float64] | None,
    waves: NDArray[np.int32],
    count: int,
    own: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.float64] | None, NDArray[np.bool_] | None, tuple[float, ...]]:
    """Relative weights; which answers of a weighted wave have none; and the factor of each wave.

    ``waves``: codes below ``count``, −1 for none. ``own``: weights that have the mean 1 already. ``None`` where nobody
    has a weight.
    """
    if weights is None:
        return None, None, ()
    known = np.isfinite(weights)
    wave = np.where(waves < 0, count, waves)
    weighted = np.bincount(wave, weights=np.where(known, weights, 0.0), minlength=count + 1) > 0
    foreign = known if own is None else known & ~own
    had = np.bincount(wave[foreign], minlength=count + 1)
    total = np.bincount(wave[foreign], weights=weights[foreign], minlength=count + 1)
    exact = np.divide(had, total, out=np.ones(count + 1), where=total > 0)
    factors = np.array([float(f"{factor:.{_DIGITS}g}") for factor in exact])
    scaled = np.where(foreign, weights * factors[wave], weights)
    # A wave all of whose weights are 0 could be no estimate: it counts as one that was not weighted.
    found = np.where(known & weighted[wave], scaled, 1.0)
    if bool((found == 1).all()):
        return None, None, ()
    late = ~known & weighted[wave]
    return found, (late if late.any() else None), tuple(factors.tolist())
