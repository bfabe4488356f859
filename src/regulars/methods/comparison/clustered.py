"""Variances and covariances of group means where customers or accounts answer several times, also in several groups.

The influence of a cluster on a group's mean is its share-weighted sum of deviations from that mean; variances and
covariances are sums over clusters of products of influences, times G / (G − 1). Source: [cochran1977] chapter 11;
[binder1983].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints
from regulars.methods.sample import Sample


def summed(place: Ints, column: Floats, size: int) -> Floats:
    """Sum of the column at each of ``size`` places."""
    return np.bincount(place, weights=column, minlength=size).astype(np.float64)


@dataclass(frozen=True)
class Clusters:
    """One cell for each cluster in each group it answers in; ``total`` is its Σ weight (value − centre)."""

    cluster: Ints
    group: Ints
    weight: Floats
    total: Floats
    n_groups: int
    n_clusters: int

    @classmethod
    def of(cls, sample: Sample, code: Ints, groups: int, clusters: Ints | None = None) -> Clusters:
        """The cells of a sample; ``code`` is the group of each row, ``clusters`` its cluster, if not the sample’s."""
        mine = sample.clusters if clusters is None else clusters
        _, cluster = np.unique(np.zeros(len(code), dtype=np.int64) if mine is None else mine, return_inverse=True)
        cells, cell = np.unique(cluster * groups + code, return_inverse=True)
        counted = sample.weights / sample.weights.max() * sample.counts
        return cls(
            cells // groups,
            cells % groups,
            summed(cell, counted, len(cells)),
            summed(cell, counted * (sample.values - sample.mean()), len(cells)),
            groups,
            int(cluster.max()) + 1,
        )

    @property
    def often(self) -> Floats:
        """How many clusters answer in each group."""
        return np.bincount(self.group, minlength=self.n_groups).astype(np.float64)

    @property
    def span(self) -> bool:
        """Whether any cluster answers in more than one group."""
        return len(self.cluster) > self.n_clusters

    def own(self, mean: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        """Variance of each group's mean, its number of clusters, and 1 / Σ (cluster's share)²."""
        often = self.often
        variance = self._summed(self._influence(mean, weight) ** 2)
        variance = np.where(often > 1, variance, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            concentration = weight**2 / self._summed(self.weight**2)
        return variance, often, concentration

    def rest(self, mean: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        """The same of all groups but this one."""
        (a, b), (inside_a, inside_b) = self._all(), self._beside()
        squares = (a @ a) - 2 * mean * (a @ b) + mean**2 * (b @ b)
        mine = mean[self.group]
        whole = a[self.cluster] - mine * b[self.cluster]
        beside = inside_a - mine * inside_b
        squares = np.maximum(squares - self._summed(whole**2) + self._summed(beside**2), 0.0)
        often = self._often_rest()
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.where(often > 1, squares / weight**2 * often / (often - 1), np.nan)
            together = (b @ b) - self._summed(b[self.cluster] ** 2) + self._summed(inside_b**2)
            concentration = weight**2 / together
        return variance, often, concentration

    def covariance(self, mean: Floats, weight: Floats) -> Floats:
        """Covariances of the group means, shape (groups, groups); variances on the diagonal."""
        matrix = self._matrix(np.nan_to_num(self._influence(mean, weight)))
        return np.asarray((matrix.T @ matrix).toarray())

    def shared(self) -> Floats:
        """How many clusters answer in both of two groups, shape (groups, groups)."""
        matrix = self._matrix(np.ones(len(self.group)))
        return np.asarray((matrix.T @ matrix).toarray())

    def covariance_with_rest(self, mean: Floats, weight: Floats, rest_mean: Floats, rest_weight: Floats) -> Floats:
        """Covariance of each group's mean with that of all the others."""
        inside_a, inside_b = self._beside()
        often = self._often_rest()
        with np.errstate(divide="ignore", invalid="ignore"):
            influence = (inside_a - rest_mean[self.group] * inside_b) / rest_weight[self.group]
            influence = influence * np.sqrt(often / (often - 1))[self.group]
            return self._summed(np.nan_to_num(self._influence(mean, weight) * influence))

    def _influence(self, mean: Floats, weight: Floats) -> Floats:
        often = self.often
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.sqrt(often / (often - 1)) / weight
            return np.asarray((self.total - mean[self.group] * self.weight) * factor[self.group])

    def _all(self) -> tuple[Floats, Floats]:
        return (
            summed(self.cluster, self.total, self.n_clusters),
            summed(self.cluster, self.weight, self.n_clusters),
        )

    def _beside(self) -> tuple[Floats, Floats]:
        """For each cell, what its cluster holds in the other groups."""
        a, b = self._all()
        return a[self.cluster] - self.total, b[self.cluster] - self.weight

    def _often_rest(self) -> Floats:
        groups_of = np.bincount(self.cluster, minlength=self.n_clusters)
        only_here = self._summed((groups_of[self.cluster] == 1).astype(np.float64))
        return np.asarray(self.n_clusters - only_here)

    def _summed(self, column: Floats) -> Floats:
        return summed(self.group, column, self.n_groups)

    def _matrix(self, column: Floats) -> scipy.sparse.csr_matrix:
        return scipy.sparse.csr_matrix((column, (self.cluster, self.group)), shape=(self.n_clusters, self.n_groups))
