"""Indices by lens, and under several sets of weights: both against ``weighted_index``."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import ahp, drivers, index_sensitivity, lens_indices, mean_rating, weighted_index
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, WeightError

ITEMS = {
    "room": [4, 5, 3, None, 4, 2, 5, 4],
    "bed": [3, 5, 2, 4, None, 2, 4, 3],
    "staff": [5, 4, 4, 5, 5, 3, None, 4],
    "eco": [2, 3, None, 1, 2, 2, 4, 3],
}
OVERALL = [4, 5, 3, 3, 4, 2, 5, 4]
LENSES = {"material": ["room", "bed"], "spiritual": ["staff"], "social": ["eco"]}
OPTIONS = {"weights": np.linspace(1, 2, 8), "clusters": np.arange(8) // 2}


@pytest.mark.parametrize("options", [{}, OPTIONS])
def test_each_lens_is_a_weighted_index_of_its_items(options: dict[str, object]) -> None:
    result = lens_indices(ITEMS, LENSES, importance={"room": 3, "bed": 1, "staff": 9, "eco": 2}, **options)

    for place, names in enumerate(LENSES.values()):
        alone = weighted_index({name: ITEMS[name] for name in names}, [3, 1][: len(names)], **options)
        found = result.index[place], result.low[place], result.high[place]
        assert found == pytest.approx((alone.index, alone.low, alone.high), rel=1e-9)
    assert result.importance.tolist() == [0.75, 0.25, 1, 1]
    assert result.lens_n == (8, 7, 7)
    assert result.coverage.tolist() == [1, 1, 1]


def test_a_difference_is_that_of_the_same_people() -> None:
    """Without missing answers, Student's interval of each respondent's own difference."""
    whole = {"a": [4, 5, 3, 4, 2, 5], "b": [3, 5, 2, 4, 2, 4]}
    result = lens_indices(whole, {"x": ["a"], "y": ["b"]})
    paired = mean_rating([a - b + 4 for a, b in zip(*whole.values(), strict=True)], scale=(0, 8))

    assert (result.first, result.second) == (("x",), ("y",))
    assert result.difference[0] == pytest.approx(25 * (paired.mean - 4))
    assert (result.difference_low[0], result.difference_high[0]) == pytest.approx(
        (25 * (paired.low - 4), 25 * (paired.high - 4))
    )
    assert result.difference_high[0] - result.difference_low[0] < (result.high - result.low).min()


def test_an_item_nobody_answered_is_dropped_and_said() -> None:
    result = lens_indices({**ITEMS, "bed": [None] * 8}, LENSES, importance=[3, 1, 1, 1])
    alone = lens_indices(ITEMS, {"material": ["room"]})

    assert result.coverage.tolist() == [0.75, 1, 1]
    assert result.index[0] == alone.index[0]
    assert result.importance[1] == 0


def test_a_lens_nobody_answered_has_no_index() -> None:
    result = lens_indices({**ITEMS, "eco": [None] * 8}, LENSES)

    assert math.isnan(result.index[2])
    assert result.coverage[2] == 0
    assert np.isnan(result.difference).tolist() == [False, True, True]
    assert result.to_dict()["index"][2] is None


def test_columns_in_no_lens_are_not_looked_at() -> None:
    assert lens_indices({**ITEMS, "words": ["good"] * 8}, LENSES).names == ("room", "bed", "staff", "eco")


@pytest.mark.parametrize(
    ("lenses", "importance", "error", "said"),
    [
        ({"x": ["room"], "y": ["room"]}, None, OptionError, "The item room stands in x and in y"),
        ({"x": ["roof"]}, None, MethodError, "There is no column roof"),
        ({"x": []}, None, OptionError, "x has no list of items"),
        ({"x": 3}, None, OptionError, "x has no list of items"),
        ({}, None, OptionError, "Name at least one group"),
        ({"x": ["room"], "y": ["bed"]}, [1, 0], WeightError, "All importance in y is zero"),
        ({"x": ["room"], "y": ["bed"]}, [1], ColumnLengthError, "1 importance values for 2 items"),
        ({"x": ["room"]}, [-1], WeightError, "Row 1 of importance is −1"),
    ],
)
def test_lenses_that_cannot_be_are_said(lenses: object, importance: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        lens_indices(ITEMS, lenses, importance=importance)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{}, OPTIONS])
def test_each_source_gives_the_weighted_index(options: dict[str, object]) -> None:
    sources = {"stated": [5, 3, 2, 1], "named": {"eco": 1, "staff": 2, "bed": 3, "room": 5}, "equal": "equal"}
    result = index_sensitivity(ITEMS, sources, **options)

    for place, weights in enumerate(([5, 3, 2, 1], [5, 3, 2, 1], [1, 1, 1, 1])):
        alone = weighted_index(ITEMS, weights, **options)
        found = result.index[place], result.low[place], result.high[place]
        assert found == pytest.approx((alone.index, alone.low, alone.high), rel=1e-9)
    assert result.difference == pytest.approx(result.index - result.index[0])
    assert (result.difference_low[:2], result.difference_high[:2]) == (pytest.approx([0, 0]), pytest.approx([0, 0]))
    assert result.spread == pytest.approx(np.ptp(result.index))


def test_the_difference_of_two_sources_is_that_of_the_same_people() -> None:
    whole = {"a": [4, 5, 3, 4, 2, 5], "b": [3, 5, 2, 4, 2, 4]}
    result = index_sensitivity(whole, {"first": [3, 1], "equal": "equal"})
    own = mean_rating([(b - a) / 4 + 4 for a, b in zip(*whole.values(), strict=True)], scale=(0, 8))

    assert (result.difference_low[1], result.difference_high[1]) == pytest.approx(
        (25 * (own.low - 4), 25 * (own.high - 4))
    )


@pytest.mark.parametrize("measure", ["johnson", "lmg"])
def test_derived_weights_are_those_of_drivers(measure: str) -> None:
    items = {name: ITEMS[name] for name in ("room", "staff")}
    found = drivers(items, OVERALL, method=measure, n_resamples=0)
    result = index_sensitivity(items, {"derived": measure, "result": found}, outcome=OVERALL)

    assert result.importance[0] == pytest.approx(found.importance / found.importance.sum())
    assert result.importance[1] == pytest.approx(result.importance[0])


def test_pairwise_weights_come_as_the_result_of_ahp() -> None:
    judged = ahp([[1, 2, 4, 8], [None, 1, 2, 4], [None, None, 1, 2], [None, None, None, 1]], names=list(ITEMS))

    assert index_sensitivity(ITEMS, {"ahp": judged}).importance[0] == pytest.approx(np.array([8, 4, 2, 1]) / 15)


def test_an_item_nobody_answered_gets_no_weight_from_any_source() -> None:
    items = {"room": ITEMS["room"], "staff": ITEMS["staff"], "pool": [None] * 8}
    result = index_sensitivity(items, {"equal": "equal", "derived": "lmg"}, outcome=OVERALL)

    assert result.importance[:, 2].tolist() == [0, 0]
    assert result.coverage == pytest.approx([2 / 3, 1])


@pytest.mark.parametrize(
    ("sources", "error", "said"),
    [
        ({}, OptionError, "Name at least one source of weights"),
        ([1, 2], OptionError, "Name at least one source of weights"),
        ({"x": "best"}, OptionError, "x: there is no source of weights best"),
        ({"x": "lmg"}, OptionError, "Derived weights need outcome"),
        ({"x": [1, 2]}, ColumnLengthError, "2 importance values for 4 items"),
        ({"x": [0, 0, 0, 0]}, WeightError, "All values of importance are zero"),
        ({"x": {"room": 1}}, MethodError, "There is no importance for bed"),
        ({"x": [1, 1, math.nan, 1]}, WeightError, "Row 3 of importance"),
    ],
)
def test_sources_that_cannot_be_are_said(sources: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        index_sensitivity(ITEMS, sources)  # type: ignore[arg-type]


def test_the_outcome_has_its_own_scale() -> None:
    ten = [2 * answer for answer in OVERALL]

    assert index_sensitivity({"a": ITEMS["room"]}, {"x": "lmg"}, outcome=ten, outcome_scale=(0, 10)).index.size == 1
    with pytest.raises(OutOfScaleError, match="of outcome"):
        index_sensitivity({"a": ITEMS["room"]}, {"x": "lmg"}, outcome=ten)
    with pytest.raises(ColumnLengthError, match="outcome has 2 rows"):
        index_sensitivity({"a": ITEMS["room"]}, {"x": "lmg"}, outcome=[1, 2])
