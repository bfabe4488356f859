"""Least squares with an honest spread: what leaving out each respondent, or each cluster, does to the coefficients."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical
from regulars.methods.resampling import alike
from regulars.methods.sample import Sample

# A respondent, or a cluster, that alone decides a coefficient leaves nothing to judge it by.
ALONE = 1e-9


@dataclass(frozen=True)
class Regression:
    """Coefficients, shape (k,), with their covariance, shape (k, k): NaN where one answer alone decides.

    ``degrees`` of freedom of the tests; ``rows`` it was fitted to.
    """

    beta: Floats
    covariance: Floats
    degrees: float
    rows: Rows

    def value(self, contrast: Floats, confidence: float) -> tuple[float, float, float]:
        """A sum of coefficients with Student's interval."""
        value, error = float(contrast @ self.beta), self.error(contrast)
        reach = error * critical(confidence, self.degrees) if self.degrees > 0 else math.nan
        return value, value - reach, value + reach

    def error(self, contrast: Floats) -> float:
        """Standard error of a sum of coefficients; NaN where one answer alone decides."""
        variance = float(contrast @ self.covariance @ contrast)
        return math.sqrt(variance) if variance > 0 else (0.0 if variance == 0 else math.nan)

    def p_zero(self, contrasts: Floats) -> float:
        """How likely sums of coefficients, shape (q, k), that are all zero would come out so far from it; else NaN.

        The spread is that of the residuals if they are all zero. A level at which three of three said yes shows no
        spread of its own; the residuals from what would be true without the effect do. Source: [davidson1985].
        """
        rows, beta = self.rows, self.beta
        reach = rows.inverse @ contrasts.T
        within = contrasts @ reach
        if np.linalg.matrix_rank(within, hermitian=True) < len(contrasts):
            return math.nan
        without = beta - reach @ np.linalg.solve(within, contrasts @ beta)
        change = rows.scores(rows.y - rows.design @ without) @ reach
        k = rows.design.shape[1] - len(contrasts)
        size = rows.size
        left = size / max(size - (k if rows.clusters is None else 1), 1)
        spread = left * (change * rows.often[:, None]).T @ change
        return p_of_zero(contrasts @ beta, spread, self.degrees, None if rows.clusters is None else int(size))


@dataclass(frozen=True)
class Rows:
    """What a regression was fitted to: equal rows stand once, ``counts`` times; ``inverse`` is (X′WX)⁻¹."""

    design: Floats
    y: Floats
    weights: Floats
    counts: Floats
    clusters: Ints | None
    inverse: Floats

    @property
    def size(self) -> float:
        """How many respondents there are, or clusters."""
        return float(self.counts.sum() if self.clusters is None else self.clusters.max() + 1)

    @property
    def often(self) -> Floats:
        """How often each row of ``scores`` stands."""
        return self.counts if self.clusters is None else np.ones(int(self.size))

    def scores(self, residual: Floats) -> Floats:
        """What each respondent, or each cluster, pulls at the coefficients, shape (rows or clusters, k)."""
        pulled = self.design * (self.weights * residual)[:, None]
        if self.clusters is None:
            return pulled
        found = np.zeros((int(self.size), self.design.shape[1]))
        np.add.at(found, self.clusters, pulled * self.counts[:, None])
        return found


def p_of_zero(value: Floats, covariance: Floats, degrees: float, clusters: int | None = None) -> float:
    """Wald's test that all values are zero, by F; NaN where it cannot be made."""
    q = len(value)
    below = degrees if clusters is None else clusters - q
    if not q or below <= 0 or not np.isfinite(covariance).all():
        return math.nan
    scale = np.sqrt(np.diag(covariance))
    if not (scale > 0).all():
        return math.nan
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return math.nan
    z = value / scale
    wald = float(z @ np.linalg.solve(correlation, z))
    f = wald / q if clusters is None else wald * below / (q * max(clusters - 1, 1))
    return float(scipy.special.fdtrc(q, below, f))


def fit(design: Floats, y: Floats, sample: Sample) -> Regression:
    """Weighted least squares of y, shape (rows,), on a design of full rank, shape (rows, k).

    The covariance is the jackknife's: over respondents that of HC3, over clusters CR3. Both allow for spreads that
    differ, and are rather too wide than too narrow in small samples. Source: [mackinnon1985], [bell2002].
    """
    weights, clusters = sample.weights / sample.weights.max(), None
    if sample.clusters is None:
        first, often = alike(np.column_stack([design, y, weights]), sample.counts)
        design, y, weights, counts = design[first], y[first], weights[first], often.astype(np.float64)
    else:
        counts = sample.counts.astype(np.float64)
        clusters = np.unique(sample.clusters, return_inverse=True)[1].astype(np.int64)
    total = weights * counts
    # Every column as long as the others: what is small in one unit is large in another.
    scale = np.sqrt(total @ design**2)
    scaled = design / scale
    cross, sums = (scaled * total[:, None]).T @ scaled, scaled.T @ (total * y)
    inverse = np.linalg.inv(cross)
    beta = inverse @ sums
    if clusters is None:
        change = _without_each(scaled, y, weights, inverse, beta)
        n, degrees = float(counts.sum()), sample.n_effective - design.shape[1]
        covariance = (n - 1) / n * (change * counts[:, None]).T @ change
    else:
        change = _without_each_cluster(scaled, y, total, clusters, cross, sums, beta)
        n, degrees = float(len(change)), float(len(change) - 1)
        covariance = (n - 1) / n * change.T @ change
    unit = np.outer(scale, scale)
    return Regression(
        beta / scale, covariance / unit, degrees, Rows(design, y, weights, counts, clusters, inverse / unit)
    )


def left_out(design: Floats, y: Floats, sample: Sample) -> Floats:
    """What each respondent would be said to answer by a regression without him, or without his cluster.

    Shape (rows,); NaN where it cannot be fitted without.
    """
    weights = sample.weights / sample.weights.max()
    scaled = design / np.sqrt((weights * sample.counts) @ design**2)
    total = weights * sample.counts
    cross, sums = (scaled * total[:, None]).T @ scaled, scaled.T @ (total * y)
    beta = np.linalg.solve(cross, sums)
    if sample.clusters is None:
        own = 1 - weights * (np.linalg.solve(cross, scaled.T).T * scaled).sum(axis=1)
        gap = y - scaled @ beta
        return np.asarray(y - np.divide(gap, own, out=np.full(len(y), np.nan), where=own > ALONE))
    clusters = np.unique(sample.clusters, return_inverse=True)[1].astype(np.int64)
    change = _without_each_cluster(scaled, y, total, clusters, cross, sums, beta)
    return np.asarray((scaled * (beta + change)[clusters]).sum(axis=1))


def _without_each(design: Floats, y: Floats, weights: Floats, inverse: Floats, beta: Floats) -> Floats:
    """Change of the coefficients when one respondent is left out, shape (rows, k)."""
    reach = design @ inverse
    left = 1 - weights * (reach * design).sum(axis=1)
    residual = weights * (y - design @ beta)
    share = np.divide(residual, left, out=np.full(len(y), np.nan), where=left > ALONE)
    return np.asarray(reach * share[:, None])


def _without_each_cluster(
    design: Floats, y: Floats, total: Floats, clusters: Ints, cross: Floats, sums: Floats, beta: Floats
) -> Floats:
    """Change of the coefficients when one cluster is left out, shape (clusters, k)."""
    many, k = int(clusters.max()) + 1, design.shape[1]
    weighted = design * total[:, None]
    upper = np.triu_indices(k)
    products = np.zeros((many, len(upper[0])))
    np.add.at(products, clusters, weighted[:, upper[0]] * design[:, upper[1]])
    parts = np.zeros((many, k))
    np.add.at(parts, clusters, weighted * y[:, None])
    without = np.empty((many, k, k))
    without[:, upper[0], upper[1]] = without[:, upper[1], upper[0]] = products
    without = cross - without
    alone = np.linalg.eigvalsh(without)[:, 0] < ALONE
    without[alone] = np.eye(k)
    change = np.linalg.solve(without, (sums - parts)[:, :, None])[:, :, 0] - beta
    change[alone] = np.nan
    return np.asarray(change)
