"""The distribution of beta shares on a whole grid at once."""

from __future__ import annotations

import math

import numpy as np
import scipy

from regulars.methods.columns import Floats

NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)
SMOOTH = 1.5  # log-odds: a part of the distance to the next pole of the logistic function
MOST_PANELS = 64


def beta_above(odds: Floats, a: Floats, b: float) -> Floats:
    """P(share > expit(odds)) for shares of Beta(a, b), one row for each a, on an even and rising grid of log-odds.

    The density is integrated from point to point by Gauss's rule, in steps so short that it is smooth within them:
    right to the last digits but one or two, in a fiftieth of the time that the incomplete beta function takes.
    """
    step = float(odds[-1] - odds[0]) / (len(odds) - 1)
    smooth = min(SMOOTH, math.sqrt(1 / a.max() + 1 / b))
    if not 0 < step < MOST_PANELS * smooth:
        return _beta_above(odds, a, b)
    panels = math.ceil(step / smooth)
    width, size = step / panels, len(odds) - 1
    at = odds[0] + width * (np.arange(size * panels)[:, None] + (1 + NODES) / 2).ravel()
    density = np.outer(a, -np.logaddexp(0, -at))
    density -= b * np.logaddexp(0, at)
    density -= scipy.special.betaln(a, b)[:, None]
    np.exp(density, out=density)
    between = density.reshape(len(a), size, -1) @ np.tile(WEIGHTS, panels)
    ends = _beta_above(odds[[0, -1]], a, b)
    between *= ((ends[:, 0] - ends[:, 1]) / between.sum(axis=1))[:, None]
    return np.asarray(np.cumsum(np.hstack((between, ends[:, 1:]))[:, ::-1], axis=1)[:, ::-1])


def _beta_above(odds: Floats, a: Floats, b: float) -> Floats:
    """The same of each point by itself; of a share near 1 it is the rest that keeps its digits."""
    share, rest, a = scipy.special.expit(odds)[None, :], scipy.special.expit(-odds)[None, :], a[:, None]
    return np.asarray(np.where(odds > 0, scipy.special.betainc(b, a, rest), scipy.special.betaincc(a, b, share)))
