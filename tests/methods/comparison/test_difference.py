"""The difference of two independent estimates."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods.comparison import Verdict, difference
from regulars.methods.errors import OptionError
from regulars.methods.intervals import critical, wilson

Z = critical(0.95)


def test_newcombe_1998_hybrid_interval_of_56_in_70_less_48_in_80() -> None:
    """Printed limits 0.0524 and 0.3339; to eight digits by an independent implementation."""
    result = difference((0.8, *wilson(0.8, 70, Z)), (0.6, *wilson(0.6, 80, Z)))

    assert result.value == pytest.approx(0.2)
    assert result.low == pytest.approx(0.05243147, abs=1e-8)
    assert result.high == pytest.approx(0.33387265, abs=1e-8)
    assert result.verdict is Verdict.HIGHER


estimates = st.tuples(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50)).map(
    lambda t: (t[0], t[0] - t[1], t[0] + t[2])
)


@given(estimates, estimates)
def test_turning_it_round_turns_the_sign(first: tuple[float, float, float], second: tuple[float, float, float]) -> None:
    """b - a is a - b mirrored."""
    there, back = difference(first, second), difference(second, first)

    assert there.value == -back.value
    assert math.isclose(there.low, -back.high, abs_tol=1e-9)
    assert math.isclose(there.high, -back.low, abs_tol=1e-9)


def test_an_interval_that_holds_zero_is_no_clear_difference() -> None:
    """Nothing is called higher that may as well be lower."""
    assert difference((40, 36, 44), (38, 34, 42)).verdict is Verdict.UNCLEAR
    assert difference((30, 29, 31), (38, 37, 39)).verdict is Verdict.LOWER


@given(estimates, estimates, st.sampled_from([0.8, 0.95, 0.99]))
def test_p_is_small_where_the_interval_excludes_zero(
    first: tuple[float, float, float], second: tuple[float, float, float], confidence: float
) -> None:
    """The two say one thing."""
    result = difference(first, second)
    p = result.p_value(confidence)

    if abs(p - (1 - confidence)) > 1e-9:
        assert (p < 1 - confidence) == (result.verdict is not Verdict.UNCLEAR)


def test_p_of_a_symmetric_interval_is_that_of_its_standard_error() -> None:
    """Two standard errors away; and no difference at all."""
    assert difference((3.0, 3 - 1.5 * Z, 3 + 1.5 * Z), (0, 0, 0)).p_value(0.95) == pytest.approx(0.04550026, abs=1e-8)
    assert difference((1.0, 0.0, 2.0), (1.0, 0.0, 2.0)).p_value(0.95) == 1


def test_a_value_outside_its_own_limits_is_refused() -> None:
    """The message names value and limits."""
    with pytest.raises(OptionError, match=r"^5 does not lie between its limits 1 and 4\.$"):
        difference((5, 1, 4), (1, 0, 2))
