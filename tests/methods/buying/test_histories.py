"""Equal histories stand once, however they are told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import BetaGeoNBD, ModifiedBetaGeoNBD
from regulars.methods.buying.histories import Alike, distinct
from regulars.methods.errors import MethodError


@given(st.integers(1, 400), st.sampled_from([1.0, 7.0, 30.4, 0.1]), st.integers(1, 100_000), st.integers(0, 2**32))
def test_distinct_rows_are_those_of_a_sort(size: int, unit: float, most: int, seed: int) -> None:
    """Days, weeks of days, months and anything else: in ascending order, and each row finds its own."""
    random = np.random.default_rng(seed)
    columns = [random.integers(0, random.integers(1, most + 1), size) / unit for _ in range(3)]

    found, place = distinct(*columns)

    expected, expected_place = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    np.testing.assert_array_equal(np.stack(found, axis=1), expected)
    np.testing.assert_array_equal(place, expected_place.ravel())


@pytest.mark.parametrize("kind", [BetaGeoNBD, ModifiedBetaGeoNBD])
def test_a_fit_of_grouped_customers_is_that_of_each(kind: type[BetaGeoNBD]) -> None:
    """To the last digit."""
    T = np.random.default_rng(1).integers(20, 300, 2_000) / 7
    frequency, recency = kind(r=0.6, alpha=6.0, a=0.5, b=3.0).simulate(T, seed=2)
    recency = np.minimum(np.rint(recency * 7) / 7, T)

    alike = Alike.of(frequency, recency, T)

    assert alike.rows.n == 2_000
    np.testing.assert_array_equal(alike.rows.T[alike.place], T)
    assert kind().fit_rows(alike.rows).parameters == kind().fit(frequency, recency, T).parameters


def test_who_has_no_complete_history_is_not_grouped() -> None:
    with pytest.raises(MethodError, match="no complete history"):
        Alike.of([1, None], [3, 3], [9, 9])
