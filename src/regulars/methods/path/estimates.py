"""What follows from the weights: loadings, paths, effects and indices, of many models at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.path.algorithm import Outer, regress
from regulars.methods.path.structure import Structure


@dataclass(frozen=True)
class Estimates:
    """Of b models. ``paths`` and ``effects`` (b, k, k) go from row to column; ``r_squared`` (b, k), NaN unexplained."""

    weights: Floats
    loadings: Floats
    scores: Floats
    paths: Floats
    effects: Floats
    r_squared: Floats

    @classmethod
    def of(cls, outer: Outer, correlation: Floats, structure: Structure, *, consistent: bool) -> Estimates:
        """Paths by least squares on the scores; ``consistent``: with the scores' unreliability taken off."""
        loadings, scores = outer.loadings(structure), outer.scores
        if consistent:
            reliability = rho_a(outer.weights, correlation, structure)
            loadings, scores = _corrected(outer.weights, loadings, scores, reliability, structure)
        paths = regress(scores, structure)
        explained = np.where(structure.leads.any(axis=0), (paths * scores).sum(axis=1), np.nan)
        return cls(outer.weights, loadings, scores, paths, _effects(paths, structure), explained)


def rho_a(weights: Floats, correlation: Floats, structure: Structure) -> Floats:
    """Reliability of each score, shape (b, k): 1 for one item and for mode B. Source: [dijkstra2015] equation 3."""
    found = np.ones((len(weights), len(structure.blocks)))
    for block in range(len(structure.blocks)):
        own = structure.items_of(block)
        if len(own) == 1 or block in structure.formative:
            continue
        w, r = weights[:, own], correlation[:, own[:, None], own]
        squares = (w**2).sum(axis=1)
        shared = np.einsum("bi,bij,bj->b", w, r, w) - squares
        with np.errstate(divide="ignore", invalid="ignore"):
            found[:, block] = squares**2 * shared / (squares**2 - (w**4).sum(axis=1))
    return found


def indices(weights: Floats, means: Floats, deviations: Floats, structure: Structure) -> Floats:
    """Mean of each score in the unit of the items, shape (b, k): weights / sd, made to sum to 1.

    Source: [fornell1996]; [tenenhaus2005] section 2.2.
    """
    return np.asarray((relative(weights, deviations, structure) * means) @ structure.member)


def index_spread(weights: Floats, deviations: Floats, structure: Structure) -> Floats:
    """Standard deviation of each index, shape (b, k): a score of variance 1 over what its weights / sd sum to."""
    with np.errstate(divide="ignore"):
        return np.asarray(1 / np.abs((weights / deviations) @ structure.member))


def relative(weights: Floats, deviations: Floats, structure: Structure) -> Floats:
    """Unstandardised weights that sum to 1 in each block, shape (b, p); NaN where they cancel out."""
    raw = weights / deviations
    total = raw @ structure.member
    total = np.where(np.abs(total) > 1e-9 * (np.abs(raw) @ structure.member), total, np.nan)
    return np.asarray(raw / total[:, structure.block_of])


def _effects(paths: Floats, structure: Structure) -> Floats:
    """Total effects: along every way from one block to another, the product of its coefficients."""
    total = np.zeros_like(paths)
    for j in structure.order:
        total[:, :, j] = paths[:, :, j] + (total @ paths[:, :, j, None])[:, :, 0]
    return total


def _corrected(
    weights: Floats, loadings: Floats, scores: Floats, reliability: Floats, structure: Structure
) -> tuple[Floats, Floats]:
    """Loadings and correlations of the blocks themselves, not of their scores. Source: [dijkstra2015]."""
    with np.errstate(invalid="ignore"):
        root = np.sqrt(np.where(reliability > 0, reliability, np.nan))
    apart = scores / (root[:, :, None] * root[:, None, :])
    diagonal = np.arange(scores.shape[1])
    apart[:, diagonal, diagonal] = 1.0
    several = structure.member.sum(axis=0) > 1
    several[list(structure.formative)] = False
    squares = (weights**2) @ structure.member
    own = weights * (root / squares)[:, structure.block_of]
    return np.where(several[structure.block_of], own, loadings), apart
