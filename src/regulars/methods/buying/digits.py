"""Ratios of gamma functions that keep their digits where the arguments are large and near each other."""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats

LARGE = 30.0  # from here on the series below are exact to the last digit


def log_beta_ratio(alpha: float, beta: float, by: Floats) -> Floats:
    """The logarithm of B(α, β + k)/B(α, β) for any k ≥ 0, of two ways to pair what is alike by that which loses less.

    With k below α it is Γ(β + k)/Γ(β) by Γ(α + β + k)/Γ(α + β), else Γ(α + β)/Γ(β) by Γ(α + β + k)/Γ(β + k).
    """
    short = np.minimum(by, alpha)
    near = log_gamma_ratio(beta, short) - log_gamma_ratio(alpha + beta, short)
    far = log_gamma_ratio(beta, np.full_like(by, alpha)) - log_gamma_ratio(beta + by, np.full_like(by, alpha))
    return np.where(by < alpha, near, far)


def log_gamma_ratio(z: float | Floats, by: Floats) -> Floats:
    """The logarithm of Γ(z + k)/Γ(z) for any k ≥ 0.

    For large z by Stirling's series, term by term: the difference of two ln Γ would lose what they share.
    """
    start, by = np.broadcast_arrays(np.asarray(z, dtype=np.float64), by)
    end = start + by
    few = start < LARGE
    near = scipy.special.gammaln(np.where(few, end, 1.0)) - scipy.special.gammaln(np.where(few, start, 1.0))
    far = (start - 0.5) * np.log1p(by / start) + by * (np.log(end) - 1) + _series(end) - _series(start)
    return np.asarray(np.where(few, near, far))


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
