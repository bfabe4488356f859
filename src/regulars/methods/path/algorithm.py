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
            if not settled.any():
                continue
            fresh = live[settled & ~converged[live]]
            converged[fresh], steps[fresh] = True, step
            if settled.all():
                break
            if settled.mean() >= 0.25:  # below, copying the rest costs more than going on with all
                weights[live[settled]] = now[settled]
                keep = ~settled
                live, left, now, cross, scores = live[keep], left[keep], now[keep], cross[keep], scores[keep]
                inverses = {block: inverse[keep] for block, inverse in inverses.items()}
        weights[live] = now
        return Outer(*_standardised(weights, correlation, structure), steps=steps, converged=converged)


def regress(scores: Floats, structure: Structure) -> Floats:
    """Coefficients of every block on what leads to it, shape (b, k, k), cause in the row; NaN where none is known."""
    found = scores * structure.alone
    targets, sources = structure.regressions
    if not len(targets):
        return np.asarray(found)
    size, k = scores.shape[:2]
    # Blocks with fewer causes than others get causes that go with nothing, so that one call solves all.
    padded = np.zeros((size, k + sources.shape[1], k + sources.shape[1]))
    padded[:, :k, :k] = scores
    spare = np.arange(k, k + sources.shape[1])
    padded[:, spare, spare] = 1.0
    left, right = padded[:, sources[:, :, None], sources[:, None, :]], padded[:, sources, targets[:, None], None]
    try:
        solved = np.linalg.solve(left, right)
    except np.linalg.LinAlgError:  # one of many is singular; whoever reports numbers looks for that
        known = np.isfinite(left).all(axis=(1, 2, 3))
        solved = np.full(right.shape, np.nan)
        solved[known] = np.linalg.pinv(left[known]) @ right[known]
    kept = sources < k
    found[:, sources[kept], np.broadcast_to(targets[:, None], sources.shape)[kept]] = solved[..., 0][:, kept]
    return np.asarray(found)


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
    return np.asarray(scores * structure.leads.T + regress(scores, structure))


def _towards_neighbours(cross: Floats, inner: Floats, structure: Structure) -> Floats:
    """Covariance of each item with the neighbourhood of its block."""
    return np.asarray((cross @ inner)[:, np.arange(len(structure.items)), structure.block_of])


def _inverses(correlation: Floats, structure: Structure) -> dict[int, Floats]:
    found: dict[int, Floats] = {}
    for block in structure.formative:
        own = structure.items_of(block)
        if len(own) > 1:
            found[block] = np.asarray(np.linalg.pinv(correlation[:, own[:, None], own], hermitian=True))
    return found
