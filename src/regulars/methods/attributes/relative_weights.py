"""How R² is divided among the predictors without going through orders of entry.

Both measures take correlations with the outcome in the last row and column, shape (..., p + 1, p + 1), and
give shares of R², shape (..., p), that sum to R².
"""

from __future__ import annotations

import numpy as np

from regulars.methods.columns import Floats


def johnson(correlation: Floats) -> Floats:
    """Johnson's relative weights, equal to Genizi's; never negative.

    R_XX = V Δ² V', Λ = V Δ V', β = Λ⁻¹ r, weight of j = Σ_k λ_jk² β_k². Source: [johnson2000], [genizi1993].
    """
    values, vectors = np.linalg.eigh(correlation[..., :-1, :-1])
    root = np.sqrt(values)[..., None, :]
    between = (vectors * root) @ np.swapaxes(vectors, -1, -2)
    inverse = (vectors / root) @ np.swapaxes(vectors, -1, -2)
    beta = inverse @ correlation[..., :-1, -1:]
    return np.asarray(((between**2) @ beta**2)[..., 0])


def pratt(correlation: Floats) -> Floats:
    """Pratt's β_j r_j: negative where a predictor's weight and its correlation go different ways.

    Source: [pratt1987].
    """
    return betas(correlation) * correlation[..., :-1, -1]


def betas(correlation: Floats) -> Floats:
    """Standardised regression weights, shape (..., p)."""
    return np.asarray(np.linalg.solve(correlation[..., :-1, :-1], correlation[..., :-1, -1:])[..., 0])


def alone(correlation: Floats) -> Floats:
    """R² of each predictor by itself ("first": entered before all others)."""
    return np.asarray(correlation[..., :-1, -1] ** 2)


def last(correlation: Floats) -> Floats:
    """Increase in R² by each predictor beside all others ("last": entered after them)."""
    inverse = np.linalg.inv(correlation[..., :-1, :-1])
    return np.asarray(betas(correlation) ** 2 / np.diagonal(inverse, axis1=-2, axis2=-1))
