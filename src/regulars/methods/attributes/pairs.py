"""Correlations of columns that not everybody answered, each over those who answered both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.attributes.moments import SINGULAR, Resamples
from regulars.methods.attributes.respondents import Respondents
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import DependentColumnsError, TooFewAnswersError
from regulars.methods.resampling import alike, resampled_sums


@dataclass(frozen=True)
class Pairs(Respondents):
    """Respondents who answered at least two columns."""

    @staticmethod
    def enough(given: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A pair of answers."""
        return np.asarray(given.sum(axis=1) >= 2)

    @property
    def constant(self) -> tuple[str, ...]:
        """Names of the columns in which whoever answered said the same, or nobody answered."""
        found = []
        for name, column in zip(self.names, self.values.T, strict=True):
            given = column[~np.isnan(column)]
            if not given.size or np.ptp(given) == 0:
                found.append(name)
        return tuple(found)

    @cached_property
    def pair_n(self) -> Ints:
        """How many answered both, shape (columns, columns)."""
        given = (~np.isnan(self.values)).astype(np.float64)
        return np.rint((given * self.sample.counts[:, None]).T @ given).astype(np.int64)

    @cached_property
    def n_effective(self) -> float:
        """Effective n of the pair that knows least."""
        given = (~np.isnan(self.values)).astype(np.float64)
        weight = self.sample.weights / self.sample.weights.max()
        total = (given * (weight * self.sample.counts)[:, None]).T @ given
        squares = (given * (weight**2 * self.sample.counts)[:, None]).T @ given
        return float(np.min(np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0)))

    @cached_property
    def means(self) -> Floats:
        """Weighted mean of each column over those who answered it."""
        return np.array([self._column(place)[0] for place in range(len(self.names))])

    @cached_property
    def scales(self) -> Floats:
        """Weighted standard deviation of each column over those who answered it; 1 where there is none."""
        return np.array([self._column(place)[1] or 1.0 for place in range(len(self.names))])

    @cached_property
    def correlation(self) -> Floats:
        """Weighted correlations, each over those who answered both; raises where a pair has none."""
        found = _correlations(self._sums(slice(None)).sum(axis=0)[None], len(self.names))[0]
        self._check(found)
        return np.asarray(found)

    def resample(self, n_resamples: int, seed: int) -> Resamples:
        """Correlations of every resample; one in which a pair has no correlation is left out later."""
        k = len(self.names)
        key = np.column_stack([np.where(np.isnan(self.values), np.inf, self.values), self.sample.weights])
        rows, often, groups = np.arange(len(key)), self.sample.counts, self.sample.clusters
        if groups is None:
            rows, often = alike(key, self.sample.counts)
        sums = resampled_sums(
            self._sums(rows, counted=False),
            key=key[rows],
            counts=often,
            clusters=groups,
            n_resamples=n_resamples,
            seed=seed,
        )
        found = _correlations(sums, k)
        found[np.isnan(found).any(axis=(1, 2))] = 0.0
        found[np.linalg.eigvalsh(found)[:, 0] < -SINGULAR] = 0.0  # contradicts itself: no regression either
        return Resamples(np.full((len(sums), k), np.nan), found)

    def _column(self, place: int) -> tuple[float, float]:
        own = self.sample.over(self.values[:, place])
        if not own.n:
            return 0.0, 0.0
        mean = own.mean()
        return mean, float(np.sqrt(own.shares @ (own.values - mean) ** 2))

    def _sums(self, rows: Ints | slice, *, counted: bool = True) -> Floats:
        """What each row adds, for every pair: weight, Σx, Σx² and Σxy, shape (rows, 4 · columns²)."""
        z = (self.values[rows] - self.means) / self.scales
        given = (~np.isnan(z)).astype(np.float64)
        z = np.where(given > 0, z, 0.0)
        weight = self.sample.weights[rows] * (self.sample.counts[rows] if counted else 1)
        parts = [(one * weight[:, None], other) for one, other in ((given, given), (z, given), (z**2, given), (z, z))]
        return np.concatenate([(one[:, :, None] * other[:, None, :]).reshape(len(z), -1) for one, other in parts], 1)

    def _check(self, correlation: Floats) -> None:
        least = np.unravel_index(int(np.argmin(self.pair_n)), self.pair_n.shape)
        if self.pair_n[least] < 3:
            raise TooFewAnswersError(
                message(
                    "Only {n} answered both {first} and {second}. Pairwise correlations need at least 3 for each pair.",
                    n=int(self.pair_n[least]),
                    first=self.names[int(least[0])],
                    second=self.names[int(least[1])],
                )
            )
        flat = np.argwhere(np.isnan(correlation))
        if len(flat):
            raise DependentColumnsError(
                message(
                    "Those who answered both {first} and {second} gave one and the same answer to one of them. "
                    "Leave one out, or use casewise.",
                    first=self.names[int(flat[0][0])],
                    second=self.names[int(flat[0][1])],
                )
            )
        if np.linalg.eigvalsh(correlation)[0] < -SINGULAR:
            raise DependentColumnsError(
                message(
                    "The pairwise correlations contradict each other: too different people answered the pairs. "
                    "Use casewise."
                )
            )


def _correlations(sums: Floats, k: int) -> Floats:
    """Correlations from the sums of each resample, shape (resamples, k, k); NaN where a pair has no spread."""
    total, x, xx, xy = (sums.reshape(len(sums), 4, k, k)[:, part] for part in range(4))
    weight = np.where(total > 0, total, 1.0)
    mean = x / weight
    variance = np.maximum(xx / weight - mean**2, 0.0)
    covariance = xy / weight - mean * np.swapaxes(mean, -1, -2)
    spread = np.sqrt(variance * np.swapaxes(variance, -1, -2))
    found = np.divide(covariance, spread, out=np.full_like(spread, np.nan), where=spread > 1e-12)
    found[:, np.arange(k), np.arange(k)] = 1.0
    return np.asarray((found + np.swapaxes(found, -1, -2)) / 2)
