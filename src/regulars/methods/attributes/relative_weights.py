"""How much of R² belongs to each predictor, for one correlation matrix or a stack of them.

Both measures take correlations with the outcome in the last row and column, shape (..., p + 1, p + 1), and
give shares of R², shape (..., p), that are never negative and sum to R².
"""

from __future__ import annotations

from functools import lru_cache
from math import factorial

import numpy as np

from regulars.methods.columns import Floats

LMG_MOST = 15  # predictors; 2^15 models
CELLS = 1 << 21


def johnson(correlation: Floats) -> Floats:
    """Johnson's relative weights, equal to Genizi's.

    R_XX = V Δ² V', Λ = V Δ V', β = Λ⁻¹ r, weight of j = Σ_k λ_jk² β_k². Source: [johnson2000], [genizi1993].
    """
    values, vectors = np.linalg.eigh(correlation[..., :-1, :-1])
    root = np.sqrt(values)[..., None, :]
    between = (vectors * root) @ np.swapaxes(vectors, -1, -2)
    inverse = (vectors / root) @ np.swapaxes(vectors, -1, -2)
    beta = inverse @ correlation[..., :-1, -1:]
    return np.asarray(((between**2) @ beta**2)[..., 0])


def lmg(correlation: Floats) -> Floats:
    """Lindeman, Merenda and Gold: the increase in R² by each predictor, averaged over all orders of entry.

    Source: [lindeman1980], [groemping2006].
    """
    p = correlation.shape[-1] - 1
    stack = correlation.reshape(-1, p + 1, p + 1)
    batch = max(1, CELLS // (1 << (p + 2)))
    parts = [_explained(stack[i : i + batch]) @ _averages(p) for i in range(0, len(stack), batch)]
    return np.concatenate([np.empty((0, p)), *parts]).reshape(*correlation.shape[:-2], p)


def _explained(stack: Floats) -> Floats:
    """R² of all 2^p models, shape (stack, 2^p); bit j of the model's number says whether j is in it.

    Predictor after predictor, every state splits in two: left out (its row and column go) or swept in (what
    is left becomes covariance given it). After the last one only the outcome's unexplained variance is left.
    """
    state = stack[:, None]
    for _ in range(stack.shape[-1] - 1):
        pivot = state[..., :1, :1]
        column = state[..., 1:, :1]
        without = state[..., 1:, 1:]
        state = np.concatenate([without, without - column * np.swapaxes(column, -1, -2) / pivot], axis=1)
    return np.asarray(1 - state[..., 0, 0])


@lru_cache(maxsize=4)
def _averages(p: int) -> Floats:
    """Weights, shape (2^p, p), by which the R² of all models become the average increases."""
    model = np.arange(1 << p)
    member = (model[:, None] >> np.arange(p)) & 1
    size = member.sum(axis=1)
    chance = np.array([factorial(k) * factorial(p - k - 1) / factorial(p) for k in range(p)])
    enters, waits = chance[np.maximum(size - 1, 0)], chance[np.minimum(size, p - 1)]
    return np.asarray(np.where(member == 1, enters[:, None], -waits[:, None]))
