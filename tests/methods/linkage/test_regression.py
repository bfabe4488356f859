"""The spread of coefficients is what leaving out each respondent, or each cluster, shows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods.linkage.regression import fit, left_out
from regulars.methods.linkage.spline import knots_of, spline
from regulars.methods.sample import Sample

RANDOM = np.random.default_rng(0)
X = np.column_stack([np.ones(80), RANDOM.integers(1, 6, 80), RANDOM.normal(size=80)]).astype(float)
Y = X @ np.array([1.0, 0.5, 0.0]) + RANDOM.normal(size=80) * X[:, 1]
GROUPS = np.arange(80) // 4


def plain(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    root = np.sqrt(weights[rows])
    return np.linalg.lstsq(X[rows] * root[:, None], Y[rows] * root, rcond=None)[0]


@pytest.mark.parametrize("weights", [np.ones(80), np.linspace(0.5, 2, 80)])
@pytest.mark.parametrize("clusters", [None, GROUPS])
def test_the_covariance_is_that_of_leaving_out(clusters: np.ndarray | None, weights: np.ndarray) -> None:
    """A slow jackknife, one fit for each respondent or cluster."""
    codes = np.arange(80) if clusters is None else clusters
    found = fit(X, Y, Sample.of(Y, weights=weights, clusters=clusters))
    without = np.array([plain(np.flatnonzero(codes != code), weights) for code in np.unique(codes)])
    change = without - found.beta
    n = len(without)

    assert found.beta == pytest.approx(plain(np.arange(80), weights), rel=1e-10)
    assert found.covariance == pytest.approx((n - 1) / n * change.T @ change, rel=1e-8)
    assert left_out(X, Y, Sample.of(Y, weights=weights, clusters=clusters)) == pytest.approx(
        np.array([X[row] @ without[code] for row, code in enumerate(codes)]), rel=1e-8
    )


def test_one_answer_that_decides_alone_leaves_nothing_to_judge_by() -> None:
    design = np.column_stack([np.ones(10), np.arange(10) == 9]).astype(float)
    found = fit(design, np.arange(10.0), Sample.of(np.arange(10.0)))

    assert math.isnan(found.value(np.array([0.0, 1.0]), 0.95)[1])
    assert math.isnan(fit(design, np.arange(10.0), Sample.of(np.arange(10.0), clusters=np.arange(10))).covariance[1, 1])


def test_more_zeros_than_clusters_are_not_tested() -> None:
    found = fit(X, Y, Sample.of(Y, clusters=np.arange(80) // 40))

    assert math.isnan(found.p_zero(np.eye(3)[1:]))
    assert 0 <= fit(X, Y, Sample.of(Y)).p_zero(np.eye(3)[1:]) < 0.05


def test_a_spline_is_straight_beyond_its_knots_and_meets_a_line() -> None:
    knots = knots_of(np.arange(1.0, 6.0))
    x = np.linspace(-3, 9, 25)
    basis = spline(x, knots)

    assert basis.shape == (25, 4)
    assert np.diff(basis[x < 1], 2, axis=0) == pytest.approx(0, abs=1e-9)
    assert np.diff(basis[x > 5], 2, axis=0) == pytest.approx(0, abs=1e-9)
    assert np.linalg.matrix_rank(basis) == 4
