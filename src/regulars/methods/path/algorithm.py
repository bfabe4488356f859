"""The PLS algorithm on many correlation matrices at once.

Everything PLS needs of the answers is their correlations: the covariance of an item with a score is a row of R w,
that of two scores is w' R v. Source: [lohmoeller1989] chapter 2, [tenenhaus2005] section 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.path.structure import Structure

SCHEMES = ("centroid", "factor", "path")
TOLERANCE = 1e-10
MOST_STEPS = 500


@dataclass(frozen=True)
class Outer:
    """The measurement side of b models of p items and k blocks.

    ``weights`` (b, p) give scores of variance 1; ``cross`` (b, p, k) is the correlation of each item with each score,
    ``scores`` (b, k, k) that of the scores; ``steps`` and ``converged`` (b,).
    """

    weights: Floats
    cross: Floats
    scores: Floats
    steps: Ints
    converged: NDArray[np.bool_]

    def loadings(self, structure: Structure) -> Floats:
        """Correlation of each item with its own score, shape (b, p)."""
        return np.asarray(self.cross[:, np.arange(len(structure.items)), structure.block_of])

    def turned(self, structure: Structure, like: Floats | None = None) -> Outer:
        """Each score turned so that most of its items go up with it, or so that its loadings go with ``like``."""
        loadings = self.loadings(structure)
        if like is None:
            votes = np.sign(np.round(loadings, 12)) @ structure.member
            direction = np.where(votes == 0, loadings @ structure.member, votes)
        else:
            direction = (loadings * like) @ structure.member
        sign = np.where(direction < 0, -1.0, 1.0)
        return replace(
            self,
            weights=self.weights * sign[:, structure.block_of],
            cross=self.cross * sign[:, None, :],
            scores=self.scores * sign[:, :, None] * sign[:, None, :],
        )


def outer_model(
    correlation: Floats, structure: Structure, scheme: str, *, tolerance: float = TOLERANCE, most: int = MOST_STEPS
) -> Outer:
    """Weights from correlations of shape (b, p, p), until none moves by ``tolerance``; NaN where a score vanishes."""
    size = len(correlation)
    weights = np.empty((size, len(structure.items)))
    steps, converged = np.full(size, most), np.zeros(size, dtype=bool)
    live, left, inverses = np.arange(size), correlation, _inverses(correlation, structure)
    with np.errstate(invalid="ignore", divide="ignore"):
        now, cross, scores = _standardised(np.ones_like(weights), left, structure)
        for step in range(1, most + 1):
            raw = _towards_neighbours(cross, _inner_weights(scores, structure, scheme), structure)
            for block, inverse in inverses.items():
                own = structure.items_of(block)
                raw[:, own] = (inverse @ raw[:, own, None])[:, :, 0]
            before, (now, cross, scores) = now, _standardised(raw, left, structure)
            # A score may turn round from step to step without being another one.
            settled = np.abs(np.abs(now) - np.abs(before)).max(axis=1) < tolerance
            fresh = settled & ~converged[live]
            converged[live[fresh]], steps[live[fresh]] = True, step
            if settled.all() or step == most:
                break
            if settled.mean() >= 0.25:  # below, copying the rest costs more than going on with all
                weights[live[settled]] = now[settled]
                keep = ~settled
                live, left, now, cross, scores = live[keep], left[keep], now[keep], cross[keep], scores[keep]
                inverses = {block: inverse[keep] for block, inverse in inverses.items()}
        weights[live] = now
        return Outer(*_standardised(weights, correlation, structure), steps=steps, converged=converged)


def regress(scores: Floats, sources: Ints, targets: Ints) -> Floats:
    """Coefficients of each of g targets on its m sources, shape (b, g, m), from correlations (b, k, k)."""
    right = scores[:, sources, targets[:, None]]
    if sources.shape[1] == 1:
        return np.asarray(right)
    left = scores[:, sources[:, :, None], sources[:, None, :]]
    left = np.where(np.isfinite(left), left, 0.0)
    try:
        return np.asarray(np.linalg.solve(left, right[..., None])[..., 0])
    except np.linalg.LinAlgError:  # one of many is singular; whoever reports numbers looks for that
        return np.asarray((np.linalg.pinv(left) @ right[..., None])[..., 0])


def _standardised(weights: Floats, correlation: Floats, structure: Structure) -> tuple[Floats, Floats, Floats]:
    """Weights that give scores of variance 1, the correlations of items and of scores with these scores."""
    cross = correlation @ (weights[:, :, None] * structure.member)
    scores = structure.member.T @ (weights[:, :, None] * cross)
    variance = np.diagonal(scores, axis1=1, axis2=2)
    scale = 1 / np.sqrt(np.where(variance > 1e-24, variance, np.nan))
    return (
        weights * scale[:, structure.block_of],
        cross * scale[:, None, :],
        scores * scale[:, :, None] * scale[:, None, :],
    )


def _inner_weights(scores: Floats, structure: Structure, scheme: str) -> Floats:
    """How much of each score (row) goes into the neighbourhood of each block (column)."""
    if scheme == "centroid":
        return np.asarray(np.sign(scores) * structure.neighbours)
    if scheme == "factor":
        return scores * structure.neighbours
    weights = scores * structure.leads.T
    for targets, sources in structure.regressions:
        weights[:, sources, targets[:, None]] = regress(scores, sources, targets)
    return weights


def _towards_neighbours(cross: Floats, inner: Floats, structure: Structure) -> Floats:
    """Covariance of each item with the neighbourhood of its block."""
    return np.asarray((cross * inner.swapaxes(1, 2)[:, structure.block_of, :]).sum(axis=2))


def _inverses(correlation: Floats, structure: Structure) -> dict[int, Floats]:
    found: dict[int, Floats] = {}
    for block in structure.formative:
        own = structure.items_of(block)
        if len(own) > 1:
            found[block] = np.asarray(np.linalg.pinv(correlation[:, own[:, None], own], hermitian=True))
    return found
