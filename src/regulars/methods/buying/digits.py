"""Ratios of gamma functions that keep their digits where the arguments are large and near each other."""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats

LARGE = 30.0  # from here on the series below are exact to the last digit


def log_gamma_ratio(z: float, by: Floats) -> Floats:
    """The logarithm of Γ(z + k)/Γ(z) for any k ≥ 0.

    For large z by Stirling's series, term by term: the difference of two ln Γ would lose what they share.
    """
    if z < LARGE:
        return np.asarray(scipy.special.gammaln(z + by) - scipy.special.gammaln(z))
    end = z + by
    series = _series(end) - _series(np.full_like(end, z))
    return np.asarray((z - 0.5) * np.log1p(by / z) + by * (np.log(end) - 1) + series)


def slope_of_log_gamma_ratio(z: float | Floats, by: Floats) -> Floats:
    """Its derivative by z, ψ(z + k) - ψ(z)."""
    start, by = np.broadcast_arrays(np.asarray(z, dtype=np.float64), by)
    end = start + by
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.log1p(by / start) + by / (2 * start * end) + _slope_of_series(end) - _slope_of_series(start)
    near = scipy.special.digamma(np.where(start < LARGE, end, 1.0)) - scipy.special.digamma(
        np.where(start < LARGE, start, 1.0)
    )
    return np.asarray(np.where(start < LARGE, near, far))


def _series(z: Floats) -> Floats:
    """1/12z - 1/360z³ + 1/1260z⁵ - 1/1680z⁷."""
    square = 1 / (z * z)
    return np.asarray((1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / z)


def _slope_of_series(z: Floats) -> Floats:
    square = 1 / (z * z)
    return np.asarray(-square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240))))
