"""How well the blocks are measured and told apart, and how well the paths explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.path.structure import Structure


@dataclass(frozen=True)
class Evaluation:
    """Of b models of p items and k blocks; NaN for a block of one item, which cannot disagree with itself."""

    structure: Structure
    correlation: Floats  # (b, p, p)

    @property
    def several(self) -> Floats:
        """1 for a block of more than one item, else NaN."""
        return np.where(self.structure.member.sum(axis=0) > 1, 1.0, np.nan)

    def ave(self, loadings: Floats) -> Floats:
        """Average variance extracted: the mean communality, shape (b, k). Source: [fornell1981]."""
        member = self.structure.member
        return np.asarray((loadings**2 @ member) / member.sum(axis=0) * self.several)

    def rho(self, loadings: Floats) -> Floats:
        """Dillon and Goldstein's ρ, composite reliability, shape (b, k). Source: [tenenhaus2005] equation 10."""
        shared = (loadings @ self.structure.member) ** 2
        own = (1 - loadings**2) @ self.structure.member
        return np.asarray(shared / (shared + own) * self.several)

    def alpha(self) -> Floats:
        """Cronbach's α of the standardised items, shape (b, k). Source: [cronbach1951]."""
        member = self.structure.member
        size = member.sum(axis=0)
        total = np.diagonal(member.T @ self.correlation @ member, axis1=1, axis2=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(size / (size - 1) * (1 - size / total) * self.several)

    def htmt(self) -> Floats:
        """Heterotrait-monotrait ratio, shape (b, k, k). Source: [henseler2015].

        Of absolute correlations, so that items that run against each other do not hide it.
        """
        member, size = self.structure.member, self.structure.member.sum(axis=0)
        sums = member.T @ np.abs(self.correlation) @ member
        between = sums / np.outer(size, size)
        own = np.diagonal(sums, axis1=1, axis2=2)
        pairs = np.where(size > 1, size * (size - 1), 1.0)
        within = np.where(size > 1, (own - size) / pairs, 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(between / np.sqrt(within[:, :, None] * within[:, None, :]))


def inflation(correlation: Floats) -> Floats:
    """Variance inflation factor of each of several columns, from (b, m, m); infinite where they depend."""
    size = correlation.shape[-1]
    if size == 1:
        return np.ones(correlation.shape[:-1])
    values, vectors = np.linalg.eigh(correlation)
    with np.errstate(divide="ignore"):
        inverse = 1 / np.where(values > 1e-12, values, 0.0)
        return np.asarray((vectors**2 * inverse[..., None, :]).sum(axis=-1))


def goodness_of_fit(loadings: Floats, r_squared: Floats, structure: Structure) -> Floats:
    """√(mean communality · mean R²), shape (b,); items of blocks of one left out.

    Source: [tenenhaus2005] section 2.5.
    """
    several = structure.member.sum(axis=0)[structure.block_of] > 1
    explained = list(structure.explained)
    communality = (loadings[:, several] ** 2).mean(axis=1) if several.any() else np.full(len(loadings), np.nan)
    return np.asarray(np.sqrt(communality * r_squared[:, explained].mean(axis=1)))
