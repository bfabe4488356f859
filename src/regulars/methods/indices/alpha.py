"""Cronbach's alpha of the items whose covariances are known."""

from __future__ import annotations

import math

import numpy as np

from regulars.methods.columns import Floats


def alpha_of(covariance: Floats) -> float:
    """Alpha of a covariance matrix; NaN where there is one item, or the sum never varies."""
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or total <= 1e-12 * float(np.trace(covariance)):
        return math.nan
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)
