"""Points divided among items: shares by hand, sums that are off, segments, and what is no point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.language import Language, render
from regulars.methods import constant_sum, mean_rating
from regulars.methods.errors import MethodError, OptionError, OutOfScaleError, TooFewAnswersError


def people(seed: int, n: int, apart: float = 0.0) -> dict[str, list[float]]:
    """Hundred points among four items."""
    random = np.random.default_rng(seed)
    parts = np.exp(random.normal(size=(n, 4)) + apart * np.arange(4)[::-1])
    points = 100 * parts / parts.sum(axis=1, keepdims=True)
    return dict(zip("abcd", points.T.tolist(), strict=True))


def test_each_item_is_the_mean_of_its_points() -> None:
    """As ``mean_rating`` has it on the scale from 0 to the total; times_equal in parts of an equal share."""
    table = people(1, 60, 0.5)
    result = constant_sum(table)

    assert result.mean.sum() == pytest.approx(100)
    assert result.times_equal == pytest.approx(result.mean / 25)
    for place, name in enumerate(result.names):
        alone = mean_rating(table[name], scale=(0, 100))
        found = (result.mean[place], result.low[place], result.high[place])
        assert found == pytest.approx((alone.mean, alone.low, alone.high))


def test_sums_that_are_off_are_set_aside_or_made_to_add_up() -> None:
    """98 to 102 count as 100; a sum of nothing never does."""
    table = {"a": [50, 49, 60, 40, 0], "b": [50, 49, 60, 10, 0]}

    aside, rescaled = constant_sum(table), constant_sum(table, off="rescale")
    exact = constant_sum(table, tolerance=0)

    assert (aside.n, aside.n_off, aside.n_rescaled) == (2, 3, 1)
    assert (exact.n, exact.n_off, exact.n_rescaled) == (1, 4, 0)
    assert (rescaled.n, rescaled.n_off, rescaled.n_rescaled) == (4, 1, 3)
    assert rescaled.mean.tolist() == [57.5, 42.5]
    assert "3 of 5" in render(aside.notes[0], Language.ENGLISH)
    with pytest.raises(TooFewAnswersError, match="add up to 10"):
        constant_sum({"a": [1, 2], "b": [1, 2]}, total=10)


def test_a_blank_beside_points_is_nothing() -> None:
    """And a row of blanks is no answer."""
    result = constant_sum({"a": [100, None, 60], "b": [None, None, 40]})

    assert (result.n, result.n_missing) == (2, 1)
    assert by_name(result, "mean") == {"a": 80, "b": 20}
    assert by_name(result, "given_none") == {"a": 0, "b": 0.5}


def by_name(result: Any, field: str) -> dict[str, float]:
    return dict(zip(result.names, getattr(result, field).tolist(), strict=True))


def test_planted_orders_are_found_and_chance_is_not() -> None:
    planted = constant_sum(people(1, 250, 0.8))
    found = [bool(constant_sum(people(seed, 200)).clear_next.any()) for seed in range(30)]

    assert planted.names == tuple("abcd")
    assert planted.clear_next.tolist() == [True, True, True, False]
    assert sum(found) <= 4


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 50)] * 3).filter(any), min_size=2, max_size=12), st.floats(0.5, 1000))
def test_the_total_has_no_scale(rows: list[tuple[int, ...]], factor: float) -> None:
    """Points of 10, of 100 or of any total say the same; their means add up to it."""
    parts = np.array(rows, dtype=float)
    points = parts / parts.sum(axis=1, keepdims=True)
    ten = constant_sum(10 * points, total=10)
    other = constant_sum(factor * points, total=factor)

    assert other.times_equal == pytest.approx(ten.times_equal)
    assert sorted(other.times_equal_low) == pytest.approx(sorted(ten.times_equal_low), abs=1e-6)
    assert other.mean.sum() == pytest.approx(factor)


def test_segments_are_the_method_on_their_rows() -> None:
    table = people(5, 120, 0.5)
    group = np.array(["old", "new"])[np.arange(120) % 2]
    whole = constant_sum(table, groups=group)
    part = constant_sum({name: np.array(column)[group == "new"] for name, column in table.items()})

    rows = [row for row, name in enumerate(whole.segment_names) if name == "new"]
    assert len(rows) == 4
    for row in rows:
        place = part.names.index(whole.segment_items[row])
        found = whole.segment_mean[row], whole.segment_mean_low[row], whole.segment_mean_high[row]
        assert found == pytest.approx((part.mean[place], part.low[place], part.high[place]))
        assert whole.segment_n[row] == 60


def test_what_are_no_points_raises() -> None:
    for table, options, kind in (
        ({"a": [-1, 50], "b": [101, 50]}, {}, OutOfScaleError),
        ({"a": [float("inf"), 50], "b": [0, 50]}, {}, MethodError),
        ({"a": [50, 50]}, {}, OptionError),
        ({"a": [50, 50], "b": [50, 50]}, {"total": 0}, OptionError),
        ({"a": [50, 50], "b": [50, 50]}, {"total": float("nan")}, OptionError),
        ({"a": [50, 50], "b": [50, 50]}, {"tolerance": -0.1}, OptionError),
        ({"a": [50, 50], "b": [50, 50]}, {"off": "drop"}, OptionError),
        ({"a": ["half", 50], "b": [50, 50]}, {}, MethodError),
        ({"a": [None, None], "b": [None, None]}, {}, TooFewAnswersError),
    ):
        with pytest.raises(kind):
            constant_sum(table, **options)


def test_one_answer_has_no_limits() -> None:
    result = constant_sum({"a": [70], "b": [30]})

    assert np.isnan(result.low).all()
    assert not result.clear_next.any()


def test_a_row_whose_points_are_too_many_is_set_aside_and_named() -> None:
    table = {"a": [50, 60, 80, 40], "b": [30, 40, 70, 40], "c": [20, 0, 0, 20]}
    found = constant_sum(table)

    assert (found.n, found.n_off, found.off_rows, found.off_values) == (3, 1, (3,), (150.0,))
    assert "Row 3 adds up to 150" in str(found.notes[1])
    assert constant_sum(table, off="rescale").off_rows == ()
