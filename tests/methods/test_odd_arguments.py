"""Arguments that are no columns, codes, scales or weights at all: a sentence that names them, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import (
    bootstrap,
    compare,
    competitive_position,
    csat,
    drivers,
    drivers_of,
    importance_performance,
    league,
    league_of,
    nps,
    survey_mean,
    top_box,
    weakest_plank,
)
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


ATTRIBUTES = np.random.default_rng(1).integers(1, 6, (30, 3)).astype(float)
OVERALL = np.round(ATTRIBUTES.mean(axis=1))
BRANDS = ["us", "bay", "hill"] * 10
RESAMPLED: dict[str, Callable[..., Any]] = {
    "drivers": lambda **given: drivers(ATTRIBUTES, OVERALL, **given),
    "drivers_of": lambda **given: drivers_of(np.corrcoef(np.c_[ATTRIBUTES, OVERALL].T), n=30, **given),
    "weakest_plank": lambda **given: weakest_plank(ATTRIBUTES, **given),
    "importance_performance": lambda **given: importance_performance(ATTRIBUTES, OVERALL, **given),
    "competitive_position": lambda **given: competitive_position(ATTRIBUTES, BRANDS, OVERALL, own="us", **given),
    "bootstrap": lambda **given: bootstrap(ANSWERS, **given),
    "compare": lambda **given: compare(ANSWERS, UNITS, **given),
    "league": lambda **given: league(ANSWERS, UNITS, **given),
}


@pytest.mark.parametrize("name", RESAMPLED)
def test_a_seed_is_a_whole_number(name: str) -> None:
    for seed in ("a", -1, 1.5, None, True, [1], float("nan"), float("inf")):
        with pytest.raises(OptionError, match=r"seed is .*(whole|finite) number"):
            RESAMPLED[name](seed=seed)
    RESAMPLED[name](seed=np.int64(3), n_resamples=100)
    RESAMPLED[name](seed=3.0, n_resamples=100)


@pytest.mark.parametrize("unit", [1e200, 1e16, 1e-200, 1e-310])
def test_attributes_lie_where_numbers_can_be_squared(unit: float) -> None:
    for use in ("casewise", "pairwise"):
        with pytest.raises(MethodError, match=r"too (large|small) to compute with. Choose a"):
            drivers(ATTRIBUTES * [unit, 1, 1], OVERALL, use=use)
        with pytest.raises(MethodError, match=r"of y is .*too (large|small) to compute with"):
            drivers(ATTRIBUTES, OVERALL * unit, use=use)
    if unit > 1:
        with pytest.raises(OptionError, match="is too wide to compute with"):
            weakest_plank(ATTRIBUTES, scale=(0, unit))


@pytest.mark.parametrize("frame", [ATTRIBUTES, dict(zip("abc", ATTRIBUTES.T, strict=True))])
@pytest.mark.parametrize("names", ["abc", 5, ["a", "a", "b"], ["a", "b", "c", "d"], [1, "1", 2]])
def test_names_are_a_list_of_each_column_once(frame: Any, names: Any) -> None:
    with pytest.raises(MethodError, match=r"as a list|are called|one for each|no column"):
        drivers(frame, OVERALL, names=names)


def test_names_of_an_array_are_as_many_as_its_columns() -> None:
    with pytest.raises(OptionError, match="There are 2 names for 3 columns"):
        drivers(ATTRIBUTES, OVERALL, names=["a", "b"])
    assert drivers(ATTRIBUTES, OVERALL, names=[1, 2, 3], n_resamples=0).names == ("1", "2", "3")


def test_columns_of_one_name_are_refused() -> None:
    twice = pa.Table.from_arrays([pa.array(column) for column in ATTRIBUTES.T], names=["a", "b", "a"])
    with pytest.raises(MethodError, match="Two columns are called a"):
        drivers(twice, OVERALL)
    with pytest.raises(MethodError, match="Two columns are called a"):
        drivers_of(np.corrcoef(ATTRIBUTES.T), names=["a", "a"])


def test_an_attribute_may_be_called_as_the_importance_of_another() -> None:
    """Inside, importance ratings stand beside the performance ratings under names of their own."""
    names = ["a", "importance of a", "b"]
    frame, ratings = dict(zip(names, ATTRIBUTES.T, strict=True)), dict(zip(names, ATTRIBUTES.T[::-1], strict=True))

    result = importance_performance(frame, importance=ratings, n_resamples=0)

    assert result.importance == pytest.approx([column.mean() for column in ratings.values()])
    assert result.performance == pytest.approx([column.mean() for column in frame.values()])


def test_a_population_that_nobody_knows_is_no_population() -> None:
    with pytest.raises(MethodError, match="more than one population, or none"):
        survey_mean(ANSWERS, population=[float("nan")] * 12)


def test_a_league_needs_the_numbers_of_answers() -> None:
    n: Any = None
    with pytest.raises(OptionError, match="Give n"):
        league_of(["a", "b", "c"], [1, 2, 3], [1, 1, 1], n)
