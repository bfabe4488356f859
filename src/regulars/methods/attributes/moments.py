"""All that importance and performance are made of, as sums: so that parts of a survey can be added up.

Of every respondent who answered each column, with the answers as v_1 … v_k: z = (1, v_j, v_j v_l), and the sum of
z z'. Its first row holds the sums from which means and correlations follow; the rest says how exactly they are
known, for the resample mean of z is as good as normal once there are many respondents (central limit theorem).
Sums of parts are the sums of the whole; with whole answers they are exact, in any order. With survey weights the sum is
that of w z z', and beside it stands that of w² z z': from the two follows how exactly a weighted mean of z is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.resampling import check_resamples, check_seed

CHUNK = 1024  # rows at a time: what a processor keeps close
EXACT = float(1 << 24)  # whole numbers up to here are exact in single precision
SINGULAR = 1e-9  # smallest eigenvalue of a correlation matrix that can still be inverted


@dataclass(frozen=True)
class Moments:
    """Sums over complete rows. An answer is origin + unit · v; ``products`` shape (d, d), d = 1 + k + k (k + 1) / 2.

    ``squares``: the same sums with squared weights, and ``rows`` how many they are, where the products are weighted.
    """

    names: tuple[str, ...]
    origin: Floats
    unit: Floats
    products: Floats
    n_missing: int
    squares: Floats | None = None
    rows: int = 0

    @classmethod
    def of(cls, names: tuple[str, ...], values: Floats, counts: Ints, n_missing: int = 0) -> Moments:
        """From complete rows, shape (rows, columns), each as often as ``counts`` says; nothing cancels."""
        shares = counts / counts.sum()
        origin = shares @ values
        unit = np.sqrt(shares @ (values - origin) ** 2)
        unit = np.where(np.ptp(values, axis=0) > 0, unit, 1.0)
        standard = (values - origin) / unit
        return cls(names, origin, unit, _products(standard, counts), n_missing)

    @classmethod
    def of_whole(
        cls,
        names: tuple[str, ...],
        values: NDArray[np.integer] | Floats,
        origin: Floats,
        unit: Floats,
        n_missing: int = 0,
        weights: Floats | None = None,
    ) -> Moments:
        """From complete rows of small whole numbers: without weights (of each row, above 0) the sums are exact.

        Numbers between whole ones are summed in double precision.
        """
        if weights is not None:
            plain = values.astype(np.float64)
            squares = _products(plain, weights**2)
            return cls(names, origin, unit, _products(plain, weights), n_missing, squares, len(values))
        most = float(np.abs(values).max(initial=1)) ** 4
        if values.dtype.kind != "f" and most * CHUNK <= EXACT:
            return cls(names, origin, unit, _products(values.astype(np.float32), None), n_missing)
        return cls(names, origin, unit, _products(values.astype(np.float64), None), n_missing)

    def __add__(self, other: Moments) -> Moments:
        """Both together."""
        return replace(
            self,
            products=self.products + other.products,
            n_missing=self.n_missing + other.n_missing,
            squares=None if self.squares is None or other.squares is None else self.squares + other.squares,
            rows=self.rows + other.rows,
        )

    @property
    def n(self) -> int:
        """Respondents with every answer."""
        return round(self._total) if self.squares is None else self.rows

    @property
    def n_effective(self) -> float:
        """The same, less what the weights cost."""
        if self.squares is None:
            return float(self.n)
        return self._total**2 / float(self.squares[0, 0]) if self.rows else 0.0

    @cached_property
    def means(self) -> Floats:
        """Mean of each column."""
        return np.asarray(self.origin + self.unit * self._mean)

    @cached_property
    def correlation(self) -> Floats:
        """Correlations, shape (columns, columns); 0 beside a constant column."""
        deviation = np.sqrt(np.diag(self._covariance))
        deviation = np.where(deviation > 0, deviation, 1.0)
        return np.asarray(self._covariance / np.outer(deviation, deviation))

    @property
    def constant(self) -> tuple[str, ...]:
        """Names of the columns in which every respondent said the same."""
        return tuple(name for name, own in zip(self.names, np.diag(self._covariance), strict=True) if own <= 1e-14)

    def without(self, names: tuple[str, ...]) -> Moments:
        """The same respondents, fewer columns."""
        if not names:
            return self
        kept = np.array([j for j, name in enumerate(self.names) if name not in names])
        one, other = _pairs(len(self.names))
        both = np.flatnonzero(np.isin(one, kept) & np.isin(other, kept))
        rows = np.concatenate([[0], 1 + kept, 1 + len(self.names) + both])
        places = np.ix_(rows, rows)
        return replace(
            self,
            names=tuple(self.names[j] for j in kept),
            origin=self.origin[kept],
            unit=self.unit[kept],
            products=self.products[places],
            squares=None if self.squares is None else self.squares[places],
        )

    def resample(self, n_resamples: int, seed: int) -> Resamples:
        """Means and covariances of every resample: the mean of z drawn from its normal distribution."""
        check_resamples(n_resamples)
        seed = check_seed(seed)
        k = len(self.names)
        mean = self.products[0, 1:] / self._total
        chance = np.random.default_rng(seed).standard_normal((n_resamples, len(mean)))
        drawn = mean + chance @ root_of(self._variance(mean)).T
        first = drawn[:, :k]
        one, other = _pairs(k)
        covariance = np.empty((n_resamples, k, k))
        covariance[:, one, other] = covariance[:, other, one] = drawn[:, k:]
        covariance -= first[:, :, None] * first[:, None, :]
        deviation = np.sqrt(np.diag(self._covariance))
        scale = np.where(deviation > 0, deviation, 1.0)
        return Resamples(self.origin + self.unit * first, covariance / np.outer(scale, scale))

    def _variance(self, mean: Floats) -> Floats:
        """Of the mean of z: its spread over n; with weights Σ w² (z − mean)(z − mean)' over (Σ w)²."""
        if self.squares is None:
            return np.asarray((self.products[1:, 1:] / self.n - np.outer(mean, mean)) / self.n)
        crossed = np.outer(mean, self.squares[0, 1:])
        about = self.squares[1:, 1:] - crossed - crossed.T + np.outer(mean, mean) * self.squares[0, 0]
        return np.asarray(about / self._total**2)

    @property
    def _total(self) -> float:
        return float(self.products[0, 0])

    @property
    def _mean(self) -> Floats:
        return np.asarray(self.products[0, 1 : len(self.names) + 1] / self._total)

    @cached_property
    def _covariance(self) -> Floats:
        k = len(self.names)
        one, other = _pairs(k)
        second = np.empty((k, k))
        second[one, other] = second[other, one] = self.products[0, k + 1 :] / self._total
        return np.asarray(second - np.outer(self._mean, self._mean))


@dataclass(frozen=True)
class Resamples:
    """``means`` shape (resamples, columns); ``covariance`` of the standardised columns."""

    means: Floats
    covariance: Floats

    def correlations(self, columns: Ints) -> tuple[Floats, Ints]:
        """Correlations of these columns, outcome last, in those resamples that allow a regression; and which.

        A resample in which a column is constant or the predictors depend on each other is left out.
        """
        covariance = self.covariance[:, columns[:, None], columns]
        variance = np.diagonal(covariance, axis1=1, axis2=2)
        usable = (variance > SINGULAR).all(axis=1)
        deviation = np.sqrt(variance[usable])
        correlation = covariance[usable] / (deviation[:, :, None] * deviation[:, None, :])
        regular = np.linalg.eigvalsh(correlation[:, :-1, :-1])[:, 0] > SINGULAR
        return correlation[regular], np.flatnonzero(usable)[regular]


def root_of(covariance: Floats) -> Floats:
    """A lower triangle L with L L' = covariance, also where that is singular (v² of a column with two points).

    Unlike a root from eigenvectors it goes along with any change of origin and unit, since every product v_j v_l
    stands behind v_j and v_l: the same seed then gives the same resamples whatever the answers are measured in.
    """
    size = len(covariance)
    root = np.zeros((size, size))
    least = 1e-10 * np.diag(covariance)
    for j in range(size):
        left = covariance[j, j] - root[j, :j] @ root[j, :j]
        if left > least[j]:
            root[j, j] = np.sqrt(left)
            root[j + 1 :, j] = (covariance[j + 1 :, j] - root[j + 1 :, :j] @ root[j, :j]) / root[j, j]
    return root


def _pairs(k: int) -> tuple[Ints, Ints]:
    one, other = np.triu_indices(k)
    return one.astype(np.int64), other.astype(np.int64)


def _products(values: Floats | NDArray[np.float32], counts: Ints | Floats | None) -> Floats:
    rows, k = values.shape
    one, other = _pairs(k)
    size = 1 + k + len(one)
    total = np.zeros((size, size))
    z = np.empty((CHUNK, size), dtype=values.dtype)
    for start in range(0, rows, CHUNK):
        part = values[start : start + CHUNK]
        here = z[: len(part)]
        here[:, 0] = 1
        here[:, 1 : k + 1] = part
        np.multiply(part[:, one], part[:, other], out=here[:, k + 1 :])
        weighed = here if counts is None else here * counts[start : start + CHUNK, None]
        total += here.T @ weighed
    return total
