"""Discounting what is to be expected, without steps of time."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from regulars.methods.columns import Floats

FADED = 40.0  # e^−40 of a purchase is nothing
POINTS, SHARES = np.polynomial.legendre.leggauss(20)


def discounted(mean: Callable[[Floats], Floats], like: Floats, horizon: float, delta: float, pace: float) -> Floats:
    """∫ e^(−δt) dE(t) from 0 to the horizon, where E(t) is the mean until t, shaped as ``like``.

    By parts it is e^(−δH) E(H) + δ ∫ e^(−δt) E(t) dt, which needs E alone; the integral runs over ln(1 + t/pace), in
    which E is smooth however far the horizon.
    """
    if delta == 0:
        return mean(np.full_like(like, horizon))
    end = min(horizon, FADED / delta)
    reach = math.log1p(end / pace)
    steps = reach * (1 + POINTS) / 2
    times = pace * np.expm1(steps)
    shares = SHARES * reach / 2 * (times + pace) * delta * np.exp(-delta * times)
    total = math.exp(-delta * end) * mean(np.full_like(like, end))
    for time, share in zip(times.tolist(), shares.tolist(), strict=True):
        total = total + share * mean(np.full_like(like, time))
    return np.asarray(total)
