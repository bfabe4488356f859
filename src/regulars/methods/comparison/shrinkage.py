"""Units as a draw from what units are like: how much they differ beyond chance, and what that leaves of each.

Value yᵢ of a unit has a known standard error sᵢ; its true value θᵢ lies around the centre μ with the standard
deviation τ: yᵢ ~ N(θᵢ, sᵢ²), θᵢ ~ N(μ, τ²).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods.columns import Floats

STEPS = 60  # halvings of an interval: the last digit of a float
COARSE, FINE = 400, 160  # points of τ: where it may lie at all, and where it does
NEGLIGIBLE = 1e-9  # density of τ, as a part of the highest, that is left out
CELLS = 1 << 21  # numbers drawn at once: 16 MB


def between_variance(y: Floats, s: Floats, target: float | None = None) -> float:
    """τ² by Paule and Mandel: the τ² at which Σ (yᵢ − μ)² / (sᵢ² + τ²) is what it should be, k − 1; 0 where none is.

    ``target`` in place of k − 1 gives the limits of Viechtbauer's Q-profile. Source: [paule1982], [viechtbauer2007].
    """
    aim = len(y) - 1 if target is None else target
    low, high = 0.0, float(y.max() - y.min()) ** 2 * len(y) / max(aim, 1e-12)
    if _heterogeneity(y, s, 0.0) <= aim:
        return 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _heterogeneity(y, s, middle) > aim else (low, middle)
    return high


def between_interval(y: Floats, s: Floats, confidence: float) -> tuple[float, float]:
    """Limits of τ² (Q-profile): those at which the sum above is a χ² of k − 1 degrees of freedom that is not rare."""
    tail, degrees = (1 - confidence) / 2, len(y) - 1
    return (
        between_variance(y, s, float(scipy.special.chdtri(degrees, tail))),
        between_variance(y, s, float(scipy.special.chdtri(degrees, 1 - tail))),
    )


def centre_of(y: Floats, s: Floats, tau2: float) -> tuple[float, float]:
    """μ and its variance for a given τ²."""
    weight = 1 / (s**2 + tau2)
    return float(weight @ y / weight.sum()), float(1 / weight.sum())


@dataclass(frozen=True)
class Posterior:
    """What may be believed of all units together: θ given τ is normal, τ has the weights of a fine grid.

    τ has the uniform shrinkage prior: every reliability of a middling unit is as likely beforehand. So the
    intervals account for τ being estimated, and units that look alike are not taken to be alike for certain.
    Source: [daniels1999]; [gelman2013] section 5.4.
    """

    y: Floats
    s: Floats
    tau2: Floats
    weight: Floats
    centre: Floats
    centre_variance: Floats

    @classmethod
    def of(cls, y: Floats, s: Floats) -> Posterior:
        """From values and their standard errors, two or more."""
        middling = math.sqrt(len(s) / float((s**-2).sum()))
        widest = max(1e3, 1e3 * float(y.max() - y.min()) / middling)
        grid = np.linspace(math.log(1e-3), math.log(widest), COARSE)
        density = _density(y, s, grid, middling)
        kept = np.flatnonzero(density > density.max() + math.log(NEGLIGIBLE))
        grid = np.linspace(grid[max(kept[0] - 1, 0)], grid[min(kept[-1] + 1, COARSE - 1)], FINE)
        density = _density(y, s, grid, middling)
        weight = np.exp(density - density.max())
        tau2 = (middling * np.exp(grid)) ** 2
        precision = 1 / (s**2 + tau2[:, None])
        variance = 1 / precision.sum(axis=1)
        return cls(y, s, tau2, weight / weight.sum(), precision @ y * variance, variance)

    def _given_tau(self) -> tuple[Floats, Floats]:
        """Mean and variance of each unit for each τ, shape (grid, units)."""
        pull = self.s**2 / (self.s**2 + self.tau2[:, None])
        mean = (1 - pull) * self.y + pull * self.centre[:, None]
        return mean, self.s**2 * (1 - pull) + pull**2 * self.centre_variance[:, None]

    def mean(self) -> Floats:
        """Expectation of each unit."""
        return np.asarray(self.weight @ self._given_tau()[0])

    def quantiles(self, share: float) -> Floats:
        """The value of each unit below which ``share`` of its belief lies; exact but for the grid."""
        mean, variance = self._given_tau()
        deviation = np.sqrt(variance)
        reach = 12 * deviation.max(axis=0)
        low, high = mean.min(axis=0) - reach, mean.max(axis=0) + reach
        for _ in range(STEPS):
            middle = (low + high) / 2
            below = self.weight @ scipy.special.ndtr((middle - mean) / deviation) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)

    def ranks(self, count: int, seed: int) -> NDArray[np.int32]:
        """Ranks of the units in each of ``count`` draws, 1 for the highest, shape (count, units)."""
        random = np.random.default_rng(seed)
        at = np.searchsorted(np.cumsum(self.weight)[:-1], random.random(count), side="right")
        centre = self.centre[at] + np.sqrt(self.centre_variance[at]) * random.standard_normal(count)
        ranks = np.empty((count, len(self.y)), dtype=np.int32)
        batch = max(1, CELLS // len(self.y))
        for start in range(0, count, batch):
            part = slice(start, start + batch)
            pull = self.s**2 / (self.s**2 + self.tau2[at[part], None])
            theta = (1 - pull) * self.y + pull * centre[part, None]
            theta += self.s * np.sqrt(1 - pull) * random.standard_normal(theta.shape)
            order = np.argsort(-theta, axis=1)
            np.put_along_axis(ranks[part], order, np.arange(1, len(self.y) + 1, dtype=np.int32)[None, :], axis=1)
        return ranks


def _heterogeneity(y: Floats, s: Floats, tau2: float) -> float:
    """Σ (yᵢ − μ)² / (sᵢ² + τ²), μ the weighted mean at that τ²."""
    weight = 1 / (s**2 + tau2)
    return float(weight @ (y - weight @ y / weight.sum()) ** 2)


def _density(y: Floats, s: Floats, grid: Floats, middling: float) -> Floats:
    """Logarithm of the density of log τ / s₀ given the values, up to a constant; s₀ the middling standard error."""
    ratio2 = np.exp(2 * grid)
    precision = 1 / (s**2 + middling**2 * ratio2[:, None])
    total = precision.sum(axis=1)
    centre = precision @ y / total
    squares = (precision * (y - centre[:, None]) ** 2).sum(axis=1)
    # Reliability uniform: density of τ² ∝ 1 / (s₀² + τ²)²; of log τ that times τ².
    prior = 2 * grid - 2 * np.log1p(ratio2)
    return np.asarray(prior - 0.5 * np.log(total) + 0.5 * np.log(precision).sum(axis=1) - 0.5 * squares)
