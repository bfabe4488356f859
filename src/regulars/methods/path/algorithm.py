"""The PLS algorithm on many correlation matrices at once.

Everything PLS needs of the answers is their correlations: the covariance of an item with a score is a row of R w,
that of two scores is w' R v. Source: [lohmoeller1989] chapter 2, [tenenhaus2005] section 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.path.structure import Regressions, Structure

SCHEMES = ("centroid", "factor", "path")
TOLERANCE = 1e-10
MOST_STEPS = 500
FEW = 8  # models for which it is not worth while to lay them side by side
Solver = Callable[[Floats, Regressions], Floats]


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
    return _regress(scores, structure, _solve)


def correlated_causes(scores: Floats, structure: Structure) -> Floats:
    """Correlations among the causes of each block with several, shape (b, g, m, m); spare ones go with nothing."""
    return np.asarray(_known(scores).take(structure.regressions.left, axis=1))


def _regress(scores: Floats, structure: Structure, solve: Solver) -> Floats:
    found = scores * structure.alone
    if structure.entangled:
        wanted = structure.regressions
        found.reshape(len(scores), -1)[:, wanted.place] = solve(_known(scores), wanted)[:, wanted.kept]
    return np.asarray(found)


def _known(scores: Floats) -> Floats:
    """Each model's correlations in a row, then a zero and a one: what ``Regressions`` takes from."""
    size = len(scores)
    known = np.empty((size, scores[0].size + 2))
    known[:, :-2] = scores.reshape(size, -1)
    known[:, -2:] = 0.0, 1.0
    return known


def _solve(known: Floats, wanted: Regressions) -> Floats:
    """The coefficients (b, g · m)."""
    left, right = known.take(wanted.left, axis=1), known.take(wanted.right, axis=1)[..., None]
    try:
        solved = np.linalg.solve(left, right)
    except np.linalg.LinAlgError:  # one of many is singular; whoever reports numbers looks for that
        finite = np.isfinite(left).all(axis=(1, 2, 3))
        solved = np.full(right.shape, np.nan)
        solved[finite] = np.linalg.pinv(left[finite]) @ right[finite]
    return np.asarray(solved.reshape(len(known), -1))


def _eliminate(known: Floats, wanted: Regressions) -> Floats:
    """As ``_solve``, for many models: Gauss without pivots, which correlations do not need, on all at once."""
    by_place = np.ascontiguousarray(known.T)
    left, right = by_place[wanted.left.transpose(1, 2, 0)], by_place[wanted.right.T]
    m = len(right)
    for j in range(m - 1):
        part = left[j + 1 :, j] / left[j, j]
        left[j + 1 :, j + 1 :] -= part[:, None] * left[j, j + 1 :]
        right[j + 1 :] -= part * right[j]
    for j in range(m - 1, -1, -1):
        right[j] = (right[j] - (left[j, j + 1 :] * right[j + 1 :]).sum(axis=0)) / left[j, j]
    return np.asarray(right.transpose(2, 1, 0).reshape(len(known), -1))


def _standardised(weights: Floats, correlation: Floats, structure: Structure) -> tuple[Floats, Floats, Floats]:
    """Weights that give scores of variance 1, the correlations of items and of scores with these scores."""
    by_block = weights[:, :, None] * structure.member
    cross = correlation @ by_block
    scores = by_block.transpose(0, 2, 1) @ cross
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
    return np.asarray(
        scores * structure.follows + _regress(scores, structure, _eliminate if len(scores) > FEW else _solve)
    )


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
