"""The index from sums: the numbers of the rows, with gaps, in any parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import index_sensitivity, weighted_index
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.scores.pair_sums import PairSums

NAMES = ("room", "breakfast", "staff")
ORIGIN, UNIT = np.full(3, 50.0), np.full(3, 25.0)


def sums_of(values: np.ndarray) -> PairSums:
    answered = values > -9
    return PairSums.of_whole(NAMES, values, answered, ORIGIN, UNIT)


@given(st.integers(0, 10_000), st.integers(1, 400), st.floats(0, 0.9))
def test_sums_give_the_index_of_the_rows(seed: int, n: int, gaps: float) -> None:
    """Index, limits, item scores, gaps, coverage and counts."""
    rng = np.random.default_rng(seed)
    values = np.where(rng.random((n, 3)) < gaps, -9, rng.integers(-2, 3, (n, 3))).astype(np.int16)
    frame = {name: np.where(v > -9, 50 + 25.0 * v, np.nan) for name, v in zip(NAMES, values.T, strict=True)}
    if (values == -9).all():
        with pytest.raises(TooFewAnswersError):
            weighted_index(sums_of(values), [5, 3, 2], scale=(0, 100))
        return

    rows = weighted_index(frame, [5, 3, 2], scale=(0, 100)).to_dict()
    found = weighted_index(sums_of(values), [5, 3, 2], scale=(0, 100)).to_dict()

    for key in rows.keys() - {"names", "interval", "standard_error"}:
        assert _plain(found[key]) == pytest.approx(_plain(rows[key]), abs=1e-7, nan_ok=True), key


@given(st.integers(0, 10_000), st.integers(2, 200), st.floats(0, 0.6))
def test_sums_give_the_indices_of_the_rows_under_any_weights(seed: int, n: int, gaps: float) -> None:
    """Indices and their differences; weights cannot be derived from sums."""
    rng = np.random.default_rng(seed)
    values = np.where(rng.random((n, 3)) < gaps, -9, rng.integers(-2, 3, (n, 3))).astype(np.int16)
    values[0] = 1
    frame = {name: np.where(v > -9, 50 + 25.0 * v, np.nan) for name, v in zip(NAMES, values.T, strict=True)}
    sources = {"stated": [5, 3, 2], "room": [1, 0, 0], "all": "equal"}

    rows = index_sensitivity(frame, sources, scale=(0, 100)).to_dict()
    found = index_sensitivity(sums_of(values), sources, scale=(0, 100)).to_dict()

    for key in rows.keys() - {"names", "interval", "sources"}:
        assert np.allclose(_numbers(found[key]), _numbers(rows[key]), atol=1e-7, equal_nan=True), key
    with pytest.raises(OptionError, match="derived: sums cannot derive weights"):
        index_sensitivity(sums_of(values), {"derived": "johnson"}, scale=(0, 100))


def _numbers(value: object) -> np.ndarray:
    return np.array(value, dtype=np.float64)


def test_parts_add_up() -> None:
    """Two halves are the whole."""
    values = np.random.default_rng(3).integers(-2, 3, (500, 3)).astype(np.int16)

    together = sums_of(values[:200]) + sums_of(values[200:])

    assert np.array_equal(together.products, sums_of(values).products)
    assert (together.n, together.n_missing) == (500, 0)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [float("nan") if part is None else part for part in value]
    return float("nan") if value is None else value
