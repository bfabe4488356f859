"""SERVQUAL and SERVPERF."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import mean_rating, service_gaps
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, WeightError

E_MEANS, P_MEANS = [5.5, 6.2, 6.0, 6.1, 5.8], [5.8, 5.6, 5.7, 6.0, 5.4]
POINTS = [10, 35, 25, 15, 15]
EXPECTED = {"a": [6, 7, 6, 5, None], "b": [7, 7, 6, 6, 7], "c": [5, 6, 7, 6, 4]}
FOUND = {"a": [5, 7, 4, 5, 5], "b": [5, 6, None, 7, 4], "c": [6, 6, 5, 4, 4]}
GROUPS = {"place": ["a", "b"], "people": ["c"]}


def test_the_toy_of_means() -> None:
    result = service_gaps([E_MEANS], [P_MEANS], weights_given=POINTS)

    assert result.dimension_gap == pytest.approx([0.3, -0.6, -0.3, -0.1, -0.4], abs=1e-9)
    assert (result.gap, result.weighted) == pytest.approx((-0.22, -0.33), abs=1e-9)
    assert result.importance == pytest.approx([0.1, 0.35, 0.25, 0.15, 0.15])


def test_the_toy_in_twenty_two_items_asked_of_many() -> None:
    """Each dimension counts once however long it is, and each respondent has the same points."""
    home = np.repeat(range(5), [4, 5, 4, 4, 5])
    before, after = np.tile(np.take(E_MEANS, home), (3, 1)), np.tile(np.take(P_MEANS, home), (3, 1))
    result = service_gaps(before, after, weights_given=np.tile(POINTS, (3, 1)))

    assert result.dimensions == ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    assert result.dimension_of[3:5] == ("tangibles", "reliability")
    assert (result.gap, result.weighted) == pytest.approx((-0.22, -0.33), abs=1e-9)
    assert result.item_gap.mean() != pytest.approx(result.gap, abs=1e-3)
    assert result.weighted_n == 3


def test_an_items_gap_is_over_those_who_gave_both() -> None:
    result = service_gaps(EXPECTED, FOUND, dimensions=GROUPS)
    own = mean_rating([gap + 6 for gap in (-1, 0, -2, 0)], scale=(0, 12))

    assert result.item_n == (4, 4, 5)
    assert result.item_gap == pytest.approx([-0.75, -1.25, -0.6])
    assert result.item_perception - result.item_expectation == pytest.approx(result.item_gap)
    assert (result.item_low[0] + 6, result.item_high[0] + 6) == pytest.approx((own.low, own.high))
    assert result.dimension_gap == pytest.approx([-1.0, -0.6])
    assert result.gap == pytest.approx(-0.8)


def test_without_missing_answers_the_intervals_are_those_of_respondents_own_scores() -> None:
    """The plain way: one score for each respondent, then Student's interval of its mean."""
    random = np.random.default_rng(5)
    before, after = random.integers(4, 8, (30, 3)), random.integers(3, 8, (30, 3))
    gaps = (after - before).astype(float)
    points = np.array([[70, 30], [20, 80], [50, 50]])[np.arange(30) % 3]
    result = service_gaps(before, after, dimensions={"d1": ["1", "2"], "d2": ["3"]}, weights_given=points)
    place, people = gaps[:, :2].mean(axis=1), gaps[:, 2]

    for own, low, high in (
        (place, result.dimension_low[0], result.dimension_high[0]),
        ((place + people) / 2, result.low, result.high),
        ((points * np.column_stack([place, people])).sum(axis=1) / 100, result.weighted_low, result.weighted_high),
    ):
        reach = 2.0452296421 * own.std(ddof=1) / math.sqrt(30)
        assert (low, high) == pytest.approx((own.mean() - reach, own.mean() + reach), abs=1e-9)


def test_who_gave_no_points_is_not_in_the_weighted_gap() -> None:
    points = {"place": [50, None, 40, 0, 100], "people": [50, None, 60, 100, None]}
    result = service_gaps(EXPECTED, FOUND, dimensions=GROUPS, weights_given=points)
    by_hand = [0.5 * -1.5 + 0.5 * 1, 0.4 * -2 + 0.6 * -2, -2, -3]  # the second gave none

    assert result.weighted_n == 4
    assert result.weighted == pytest.approx(np.mean(by_hand))
    assert result.importance == pytest.approx([0.475, 0.525])


def test_a_dimension_without_points_needs_no_answer() -> None:
    result = service_gaps(
        {"a": [6, 6], "b": [6, None]}, {"a": [5, 5], "b": [5, None]}, weights_given=[[50, 50], [100, 0]]
    )

    assert (result.weighted, result.weighted_n) == (-1, 2)


def test_perceptions_alone_are_servperf() -> None:
    result = service_gaps(None, FOUND, dimensions=GROUPS)

    assert result.measure == "servperf"
    assert result.item_gap.tolist() == result.item_perception.tolist() == pytest.approx([5.2, 5.5, 5.0])
    assert np.isnan(result.item_expectation).all()
    assert math.isnan(result.weighted)
    assert result.high <= 7


def test_items_pair_by_name_or_in_order_from_any_frame() -> None:
    turned = {name: FOUND[name] for name in "cba"}
    renamed = {f"P{name}": column for name, column in FOUND.items()}
    expected = service_gaps(EXPECTED, FOUND)

    assert sorted(service_gaps(EXPECTED, turned).item_gap) == pytest.approx(sorted(expected.item_gap))
    assert service_gaps(EXPECTED, renamed).item_gap.tolist() == expected.item_gap.tolist()
    assert service_gaps(pa.table(EXPECTED), pa.table(renamed)).item_gap.tolist() == expected.item_gap.tolist()


@pytest.mark.parametrize(
    ("points", "error", "said"),
    [
        ([50, 49], WeightError, "The points are 99 in all. Share out exactly 100"),
        ([0.5, 0.5], WeightError, "The points are 1 in all"),
        ({"place": 50}, MethodError, "There is no importance for people"),
        ([120, -20], WeightError, "Row 2 of importance is −20"),
        ({"place": [50] * 5, "people": [50, 50, 40, 50, 50]}, WeightError, "The points of row 3 are 90 in all"),
        ({"place": [50, 120, 50, 50, 50], "people": [50, -20, 50, 50, 50]}, WeightError, "Row 2 gives −20 points to"),
        ({"place": [50] * 5}, ColumnLengthError, "points for 1 dimensions, and 2 dimensions"),
        ({"place": [50] * 4, "people": [50] * 4}, ColumnLengthError, "has 4 rows, the first column has 5"),
        ({"place": [None] * 5, "people": [None] * 5}, MethodError, "Nobody gave points"),
        ({"place": ["x"] * 5, "people": [50] * 5}, MethodError, "“x” is not a number"),
    ],
)
def test_points_that_are_no_hundred_are_refused(points: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        service_gaps(EXPECTED, FOUND, dimensions=GROUPS, weights_given=points)


@pytest.mark.parametrize(
    ("dimensions", "said"),
    [
        ({"place": ["a", "b"]}, "The item c is in no dimension"),
        ({"place": ["a", "b", "c", "d"]}, "place names the item d, which is not there"),
        ({"place": ["a", "b"], "people": ["b", "c"]}, "The item b stands in place and in people"),
        ({"place": ["a", "b", "c"], "people": []}, "people has no list of items"),
        ({"place": "abc"}, "place has no list of items"),
        ({}, "Name at least one group"),
        (["a"], "Name at least one group"),
    ],
)
def test_dimensions_share_the_items_out(dimensions: object, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        service_gaps(EXPECTED, FOUND, dimensions=dimensions)  # type: ignore[arg-type]


def test_what_does_not_fit_together_is_said() -> None:
    with pytest.raises(OptionError, match="Give the perceptions"):
        service_gaps(EXPECTED)
    with pytest.raises(ColumnLengthError, match="3 columns of expectations and 1 of perceptions"):
        service_gaps(EXPECTED, {"a": [1]})
    with pytest.raises(OutOfScaleError, match="Row 5 of perceptions a: 9 is not on the scale 1 to 7"):
        service_gaps(EXPECTED, {**FOUND, "a": [5, 7, 4, 5, 9]})
    with pytest.raises(OutOfScaleError, match="Row 1 of P: 9 is not"):
        service_gaps({"E": [1]}, {"P": [9]})
    with pytest.raises(MethodError, match="Nobody answered an item of people"):
        service_gaps(EXPECTED, {**FOUND, "c": [None] * 5}, dimensions=GROUPS)
    with pytest.raises(ColumnLengthError, match="has 2 rows"):
        service_gaps({"E": [1]}, {"P": [2, 3]})
