"""How well the blocks are measured and told apart, and how well the paths explain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.indices.alpha import alpha_of
from regulars.methods.path.estimates import Estimates, rho_a
from regulars.methods.path.structure import Structure


@dataclass(frozen=True)
class Evaluation:
    """Of one fitted model of p items and k blocks; NaN for a block of one item, which cannot disagree with itself."""

    structure: Structure
    correlation: Floats  # (1, p, p)
    estimates: Estimates
    n: int

    @property
    def communality(self) -> Floats:
        """Squared loadings, shape (p,)."""
        return np.asarray(self.estimates.loadings[0] ** 2)

    @property
    def ave(self) -> Floats:
        """Mean communality of the items, shape (k,)."""
        return np.asarray(self._mean_communality * self._several)

    @property
    def rho(self) -> Floats:
        """(Σλ)² / ((Σλ)² + Σ(1 − λ²)), shape (k,)."""
        shared = (self.estimates.loadings[0] @ self.structure.member) ** 2
        own = (1 - self.communality) @ self.structure.member
        return np.asarray(shared / (shared + own) * self._several)

    @property
    def rho_a(self) -> Floats:
        """As the correction for unreliability takes it, shape (k,)."""
        return np.asarray(rho_a(self.estimates.weights, self.correlation, self.structure)[0] * self._several)

    @property
    def alpha(self) -> Floats:
        """Of the standardised items, shape (k,)."""
        each = [self.structure.items_of(block) for block in range(len(self.structure.blocks))]
        return np.array([alpha_of(self.correlation[0][np.ix_(own, own)]) for own in each])

    @property
    def redundancy(self) -> Floats:
        """Mean communality · R², shape (k,)."""
        return np.asarray(self._mean_communality * self.estimates.r_squared[0])

    @property
    def adjusted(self) -> Floats:
        """R² adjusted for the number of causes, shape (k,)."""
        causes = self.structure.leads.sum(axis=0)
        left = (1 - self.estimates.r_squared[0]) * (self.n - 1) / np.maximum(self.n - 1 - causes, 1)
        return np.asarray(1 - left)

    @property
    def htmt(self) -> Floats:
        """Shape (k, k)."""
        return np.asarray(heterotrait_monotrait(self.correlation, self.structure)[0])

    @property
    def vif(self) -> Floats:
        """Of the cause (row) among the causes of the effect (column), shape (k, k); NaN where no path is."""
        found: Floats = np.full(self.estimates.paths[0].shape, np.nan)
        for target in self.structure.explained:
            sources = np.flatnonzero(self.structure.leads[:, target])
            found[sources, target] = inflation(self.estimates.scores[0][np.ix_(sources, sources)])
        return found

    @property
    def item_vif(self) -> Floats:
        """Of each item among those of its block, shape (p,)."""
        found = np.empty(len(self.structure.items))
        for block in range(len(self.structure.blocks)):
            own = self.structure.items_of(block)
            found[own] = inflation(self.correlation[0][np.ix_(own, own)])
        return found

    @property
    def gof(self) -> float:
        """√(mean communality of items in blocks of several · mean R²)."""
        several = (self._size > 1)[self.structure.block_of]
        if not several.any():
            return float("nan")
        explained = self.estimates.r_squared[0][list(self.structure.explained)]
        return float(np.sqrt(self.communality[several].mean() * explained.mean()))

    @cached_property
    def _size(self) -> Floats:
        return np.asarray(self.structure.member.sum(axis=0))

    @property
    def _several(self) -> Floats:
        return np.where(self._size > 1, 1.0, np.nan)

    @property
    def _mean_communality(self) -> Floats:
        return np.asarray(self.communality @ self.structure.member / self._size)


def heterotrait_monotrait(correlation: Floats, structure: Structure) -> Floats:
    """Mean |r| between two blocks over the geometric mean of that within each, from (b, p, p), shape (b, k, k).

    Of absolute correlations, so that items that run against each other do not hide it. Within one item it is 1.
    """
    member, size = structure.member, structure.member.sum(axis=0)
    sums = member.T @ np.abs(correlation) @ member
    own = np.diagonal(sums, axis1=1, axis2=2)
    within = np.where(size > 1, (own - size) / np.where(size > 1, size * (size - 1), 1.0), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums / np.outer(size, size) / np.sqrt(within[:, :, None] * within[:, None, :]))


def inflation(correlation: Floats) -> Floats:
    """Variance inflation factor of each of m columns, from their correlations (m, m); infinite where they depend."""
    if len(correlation) == 1:
        return np.ones(1)
    values, vectors = np.linalg.eigh(correlation)
    with np.errstate(divide="ignore"):
        return np.asarray(vectors**2 @ (1 / np.where(values > 1e-12, values, 0.0)))
