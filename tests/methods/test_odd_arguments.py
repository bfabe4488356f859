"""Arguments that are no columns, codes, scales or weights at all: a sentence that names them, never a traceback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from regulars.methods import bootstrap, compare, csat, league, league_of, nps, survey_mean, top_box
from regulars.methods.errors import MethodError, OptionError, WeightError

ANSWERS = [1, 2, 3, 4, 5, 5, 4, 3, 4, 5, 2, 4]
UNITS = ["a", "b", "c"] * 4


@pytest.mark.parametrize("missing", [99, 99.0, "99", True])
def test_a_single_code_is_refused(missing: Any) -> None:
    """The text "99" would be the codes "9" and "9": nines would vanish without a word."""
    for call in (nps, csat):
        with pytest.raises(OptionError, match="Give the codes as a list"):
            call([9, 9, 3, 4], missing=missing)


def test_codes_may_be_any_list() -> None:
    assert nps([10, 99, 3], missing=np.array([99])).n == nps([10, 99, 3], missing=["99"]).n == 2


@pytest.mark.parametrize("scale", [5, None, "15", (1,), (1, 2, 3), (1, "5"), (1, float("nan"))])
def test_a_scale_has_two_ends(scale: Any) -> None:
    for call in (csat, top_box):
        with pytest.raises(OptionError, match="The scale is"):
            call(ANSWERS, scale=scale)


@pytest.mark.parametrize("top", [None, "2", float("nan"), float("inf"), 1.5, True])
def test_boxes_are_counted(top: Any) -> None:
    with pytest.raises(OptionError, match="boxes from 1 to 4"):
        csat(ANSWERS, top=top)


@pytest.mark.parametrize("column", [{1, 2, 3}, {"a": 1}])
def test_what_has_no_order_is_no_column(column: Any) -> None:
    with pytest.raises(MethodError, match="in order"):
        csat(column)


@pytest.mark.parametrize("weights", [[1e300] + [1e-300] * 11, [1e308] * 12, [5e-324] * 12])
def test_weights_lie_where_numbers_can_be_squared(weights: list[float]) -> None:
    for call in (
        lambda: compare(ANSWERS, UNITS, weights=weights),
        lambda: league(ANSWERS, UNITS, weights=weights),
        lambda: bootstrap(ANSWERS, weights=weights),
        lambda: survey_mean(ANSWERS, weights=weights),
    ):
        with pytest.raises(WeightError, match="too far from 1"):
            call()


def test_values_lie_there_too() -> None:
    for call in (bootstrap, survey_mean):
        with pytest.raises(MethodError, match="too large to compute with"):
            call([1e200, *ANSWERS])


def test_a_population_that_nobody_knows_is_no_population() -> None:
    with pytest.raises(MethodError, match="more than one population, or none"):
        survey_mean(ANSWERS, population=[float("nan")] * 12)


def test_a_league_needs_the_numbers_of_answers() -> None:
    n: Any = None
    with pytest.raises(OptionError, match="Give n"):
        league_of(["a", "b", "c"], [1, 2, 3], [1, 1, 1], n)
