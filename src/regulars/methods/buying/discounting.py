"""Discounting what is to be expected: at the moment of each purchase, or at the end of equal stretches of time."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from regulars.methods.columns import Floats

FADED = 40.0  # e^−40 of a purchase is nothing


def discounted(mean: Callable[[Floats], Floats], like: Floats, horizon: float, delta: float, pace: float) -> Floats:
    """∫ e^(−δt) dE(t) from 0 to the horizon, where E(t) is the mean until t, shaped as ``like``.

    By parts it is e^(−δH) E(H) + δ ∫ e^(−δt) E(t) dt, which needs E alone; the integral runs over ln(1 + t/pace), in
    which E is smooth however far the horizon.
    """
    if delta == 0:
        return mean(np.full_like(like, horizon))
    end = min(horizon, FADED / delta)
    reach = math.log1p(end / pace)
    points, weights = _rule(8 + math.ceil(2 * reach + delta * end))
    steps = reach * (1 + points) / 2
    times = pace * np.expm1(steps)
    shares = weights * reach / 2 * (times + pace) * delta * np.exp(-delta * times)
    total = math.exp(-delta * end) * mean(np.full_like(like, end))
    for time, share in zip(times.tolist(), shares.tolist(), strict=True):
        total = total + share * mean(np.full_like(like, time))
    return np.asarray(total)


def discounted_in_stretches(
    mean: Callable[[Floats], Floats], like: Floats, horizon: float, delta: float, stretch: float
) -> Floats:
    """The same as if whatever is bought within a stretch of time were bought at its end; the last may be shorter.

    By parts again: e^(−δH) E(H) + Σ (e^(−δt) − e^(−δ(t + stretch))) E(t) over the ends t of all stretches but the last.
    """
    ends = stretch * np.arange(1, math.ceil(horizon / stretch * (1 - 1e-12)) + 1)
    ends[-1] = horizon
    kept = np.exp(-delta * ends)
    shares = np.append(kept[:-1] - kept[1:], kept[-1])
    total = np.zeros_like(like)
    for time, share in zip(ends.tolist(), shares.tolist(), strict=True):
        total += share * mean(np.full_like(like, time))
    return total


@functools.lru_cache(maxsize=64)
def _rule(count: int) -> tuple[Floats, Floats]:
    """Gauss's points and weights."""
    return np.polynomial.legendre.leggauss(count)
