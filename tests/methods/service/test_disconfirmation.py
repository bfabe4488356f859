"""Expectation against experience."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import csat, disconfirmation, disconfirmations, mean_rating, states_of
from regulars.methods.errors import ColumnLengthError, MethodError, NotANumberError, OptionError

EXPECTED = [4, 4, 3, 5, 2, 4, 5, 3, 4, 4, 5, 3]
GOT = [5, 4, 2, 4, 2, 3, 5, 4, 2, 4, 3, 3]


def test_the_gap_is_the_mean_of_the_differences_and_of_the_columns() -> None:
    result = disconfirmation(EXPECTED, GOT)

    assert result.gap == pytest.approx(result.performance - result.expectation, abs=1e-12)
    assert result.performance == mean_rating(GOT).mean


def test_the_interval_is_students_of_the_differences() -> None:
    """The paired t interval, written out."""
    gaps = np.subtract(GOT, EXPECTED)
    error = gaps.std(ddof=1) / math.sqrt(12)
    result = disconfirmation(EXPECTED, GOT)

    assert result.standard_error == pytest.approx(error, rel=1e-12)
    assert (result.low, result.high) == pytest.approx(
        (gaps.mean() - 2.20098516 * error, gaps.mean() + 2.20098516 * error)
    )


@pytest.mark.parametrize("tolerance", [0, 1, 2])
def test_the_three_states_share_everybody(tolerance: float) -> None:
    result = disconfirmation(EXPECTED, GOT, tolerance=tolerance)
    gaps = np.subtract(GOT, EXPECTED)
    below = csat([2 if gap < -tolerance else 1 for gap in gaps], top=1, scale=(1, 2))

    assert result.dissatisfied + result.indifferent + result.delighted == pytest.approx(1, abs=1e-12)
    assert result.indifferent == np.mean(abs(gaps) <= tolerance)
    assert (result.dissatisfied, result.dissatisfied_low, result.dissatisfied_high) == pytest.approx(
        (below.share, below.low, below.high)
    )


def test_the_edge_of_the_band_is_within_whatever_rounding_does() -> None:
    assert 4.2 - 4 > 0.2  # in binary

    assert disconfirmation([4, 4], [4.2, 3.8], tolerance=0.2).indifferent == 1


@pytest.mark.parametrize(
    ("got", "state", "clear"),
    [([1, 2, 1, 2], "dissatisfied", True), ([5, 4, 5, 5], "delighted", True), ([3, 2, 4, 3], "indifferent", False)],
)
def test_the_attribute_is_beyond_the_band_where_its_interval_is(got: list[int], state: str, clear: bool) -> None:
    result = disconfirmation([3] * 20, got * 5)

    assert (result.state, result.clear) == (state, clear)


def test_as_expected_is_clear_where_the_interval_lies_within_the_band() -> None:
    assert disconfirmation([3] * 40, [3, 2, 4, 3] * 10, tolerance=0.5).clear
    assert not disconfirmation([3], [3]).clear  # one answer has no interval


def test_each_respondent_has_a_state_where_both_answers_are() -> None:
    found = states_of([3, 3, 3, None, 9], [4, 3, 1, 2, 2], missing=[9])

    assert found == ("delighted", "indifferent", "dissatisfied", None, None)


def test_attributes_pair_by_name_or_in_order() -> None:
    before, after = {"a": [3, 4], "b": [1, 2]}, {"b": [2, 2], "a": [3, 3]}
    named = disconfirmations(before, after)
    ordered = disconfirmations({"E1": [3, 4], "E2": [1, 2]}, {"P1": [3, 3], "P2": [2, 2]})

    assert {name: result.gap for name, result in named.items()} == {"b": 0.5, "a": -0.5}
    assert {name: result.gap for name, result in ordered.items()} == {"P1": -0.5, "P2": 0.5}


def test_many_attributes_take_weights_and_codes() -> None:
    found = disconfirmations({"a": [3, 4, 9]}, {"a": [3, 3, 3]}, missing=[9], weights=[3, 1, 1])["a"]

    assert (found.gap, found.n, found.n_missing) == (-0.25, 2, 1)


@pytest.mark.parametrize("tolerance", [-1, 4, math.nan, "wide", None])
def test_a_band_is_zero_or_more_and_within_the_scale(tolerance: object) -> None:
    with pytest.raises(OptionError, match="tolerance is"):
        disconfirmation(EXPECTED, GOT, tolerance=tolerance)  # type: ignore[arg-type]


def test_what_does_not_fit_together_is_said() -> None:
    with pytest.raises(ColumnLengthError, match="performance has 2 rows, the first column has 3"):
        disconfirmation([1, 2, 3], [1, 2])
    with pytest.raises(ColumnLengthError, match="2 columns of expectations and 1 of performances"):
        disconfirmations({"a": [1], "b": [1]}, {"a": [1]})
    with pytest.raises(MethodError, match="Row 1 of expectations a: 7 is not on the scale"):
        disconfirmations({"a": [7]}, {"a": [1]})
    with pytest.raises(MethodError, match="there must be at least one item"):
        disconfirmations({}, {})
    with pytest.raises(NotANumberError, match="Row 1 of performance is infinite"):
        disconfirmation([3, 3], [math.inf, 1])
