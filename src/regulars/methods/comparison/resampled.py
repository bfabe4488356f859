"""Contrasts from bootstrap draws: percentile limits, and the p-value that goes with them."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.comparison.contrasts import Contrasts

FEW = 10  # draws beyond zero below which their share says little
AT_ONCE = 1 << 22


def quantiles_of(ordered: Floats, levels: list[float]) -> Floats:
    """Quantiles of ordered rows, shape (levels, rows): the (B + 1) level-th of B draws, as in ``resampling.limits``."""
    count = ordered.shape[1]
    wanted = np.clip((count + 1) * np.array(levels), 1, count) - 1
    below = np.floor(wanted).astype(np.int64)
    part = wanted - below
    return np.asarray(((1 - part) * ordered[:, below] + part * ordered[:, np.minimum(below + 1, count - 1)]).T)


def resampled_contrasts(
    draws: Floats,
    value: Floats,
    pairs: tuple[Ints, Ints],
    *,
    p_pooled: Floats,
    weight: Floats | None,
    margin: float | None,
    confidence: float,
) -> Contrasts:
    """Test every pair on its draws.

    Parameters:
        draws: means over resamples, shape (groups, draws).
        value: difference of each pair as estimated.
        pairs: places of first and second; with ``weight`` the second is the rest of the first.
        p_pooled: of each pair, by the formula.
        weight: Σ weight of each group, where groups are held against the rest.

    p is the level at which the percentile interval just reaches zero, twice the share of draws beyond it. Where
    fewer than ten lie there, the tail goes on as the normal curve through the draws' standard deviation: else no
    p-value could be under 2 / (draws + 1), and many comparisons could find nothing.
    """
    first, second = pairs
    levels = [(1 - confidence) / 2, (1 + confidence) / 2]
    if margin is not None:
        levels += [1 - confidence, confidence]
    count = draws.shape[1]
    found = np.full((len(levels), len(first)), np.nan)
    p, p_same = np.full(len(first), np.nan), np.full(len(first), np.nan)
    all_draws = None if weight is None else weight[weight > 0] @ draws[weight > 0]
    batch = max(1, AT_ONCE // count)
    for start in range(0, len(first), batch):
        part = slice(start, start + batch)
        if weight is None or all_draws is None:
            apart = draws[first[part]] - draws[second[part]]
        else:
            mine = weight[first[part], None]
            others = weight.sum() - mine
            with np.errstate(invalid="ignore", divide="ignore"):
                apart = draws[first[part]] * (1 + mine / others) - all_draws / others
        apart.sort(axis=1)  # several times as fast as a partition
        found[:, part] = quantiles_of(apart, levels)
        p[part] = 2 * _beyond(apart, 0.0, value[part] > 0)
        if margin is not None:
            p_same[part] = np.maximum(_beyond(apart, -margin, np.True_), _beyond(apart, margin, np.False_))
    # Some resample of few clusters may hold nobody of a group.
    unknown = np.isnan(value) | (found[0] == found[1]) | np.isnan(found).any(axis=0)
    found[:, unknown] = p[unknown] = p_same[unknown] = np.nan

    def limits(level: float) -> tuple[Floats, Floats]:
        place = 0 if level == confidence else 2
        return found[place], found[place + 1]

    nothing = np.full(len(first), np.nan)
    return Contrasts(value, nothing, nothing, np.minimum(p, 1.0), p_pooled, p_same, limits)


def _beyond(draws: Floats, line: float, above: NDArray[np.bool_] | np.bool_) -> Floats:
    """Chance of a draw on the other side of ``line``; ``above``: the estimate lies above it."""
    count = draws.shape[1]
    under, over = (draws <= line).sum(axis=1), (draws >= line).sum(axis=1)
    beyond = np.where(above, under, over)
    chance = (beyond + 1) / (count + 1)
    few = beyond < FEW
    if few.any():
        rows = draws[few]
        with np.errstate(invalid="ignore", divide="ignore"):
            distance = (rows.mean(axis=1) - line) / rows.std(axis=1)
            tail = scipy.special.ndtr(-np.where(np.broadcast_to(above, few.shape)[few], distance, -distance))
        chance[few] = np.minimum(tail, (FEW + 1) / (count + 1))
    return np.asarray(chance)
