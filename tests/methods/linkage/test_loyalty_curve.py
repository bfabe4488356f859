"""The curve of loyalty over satisfaction."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import Shape, csat, loyalty_curve, mean_rating
from regulars.methods.errors import (
    DependentColumnsError,
    MethodError,
    NotANumberError,
    OptionError,
    OutOfScaleError,
)

LEVELS, AGAIN = [1, 2, 3, 4, 5] * 2, [10, 20, 30, 40, 90]
YES = [1] * 5 + [0] * 5


def curve(shares: list[int], size: int = 100, **options: Any) -> Any:
    return loyalty_curve(LEVELS, YES, counts=[*shares, *(size - n for n in shares)], **options)


def test_each_level_is_what_csat_and_the_mean_say_of_it() -> None:
    random = np.random.default_rng(1)
    x, y = random.integers(1, 6, 200), random.integers(0, 11, 200)
    weights, clusters = np.linspace(0.5, 2, 200), np.arange(200) // 3
    options = {"weights": weights, "clusters": clusters}
    loyal = loyalty_curve(x, y, loyalty_scale=(0, 10), loyal_from=9, **options)
    mean = loyalty_curve(x, y, loyalty_scale=(0, 10), **options)

    for place, level in enumerate(loyal.levels):
        at = x == level
        part = {"weights": weights[at], "clusters": clusters[at]}
        share = csat(1 + (y[at] >= 9), scale=(1, 2), top=1, **part)
        rating = mean_rating(y[at], scale=(0, 10), **part)
        found = loyal.loyalty[place], loyal.loyalty_low[place], loyal.loyalty_high[place]
        assert found == pytest.approx((share.share, share.low, share.high))
        assert mean.loyalty[place] == pytest.approx(rating.mean)
        assert (mean.loyalty_low[place], mean.loyalty_high[place]) == pytest.approx((rating.low, rating.high))
    assert (loyal.measure, mean.measure) == ("share", "mean")


@pytest.mark.parametrize(
    ("shares", "shape"),
    [
        (AGAIN, Shape.LATE),
        ([10, 60, 70, 75, 80], Shape.EARLY),
        ([10, 30, 50, 70, 90], Shape.UNCLEAR),
        ([50, 20, 50, 80, 50], Shape.BENT),
    ],
)
def test_the_shape_is_named(shares: list[int], shape: Shape) -> None:
    assert curve(shares).shape is shape


def test_a_straight_line_is_found_as_it_is() -> None:
    result = curve([10, 30, 50, 70, 90])

    assert (result.rise, result.p_linear) == pytest.approx((0.2, 1.0))
    assert result.curve == pytest.approx(result.line)
    assert result.step_gain == pytest.approx([0.2] * 4)
    assert not result.cliff_clear


def test_a_straight_line_is_seldom_called_bent() -> None:
    """In small what ``prove/linkage_null.py`` does at length: 5 of 100 at most, here with room for chance."""
    random = np.random.default_rng(2)
    bent = clear = 0
    for _ in range(60):
        x = random.choice(np.arange(1, 6), 150, p=[0.04, 0.06, 0.2, 0.4, 0.3])
        result = loyalty_curve(x, (random.random(150) < 0.1 + 0.15 * x).astype(int))
        bent += result.p_linear <= 0.05
        clear += result.cliff_clear

    assert max(bent, clear) <= 8  # more comes in 1 of 100 such runs where the rate is 5 %


def test_the_steepest_step_has_room_for_having_been_chosen() -> None:
    result = curve(AGAIN)
    place = int(np.argmax(result.step_gain))

    assert (result.cliff_from, result.cliff_to, result.cliff_clear) == (4, 5, True)
    assert result.cliff_gain_low < result.step_gain_low[place]
    assert result.cliff_gain_high > result.step_gain_high[place]
    assert not curve([10, 40, 50, 60, 90]).cliff_clear  # two are as steep


def test_levels_of_few_answers_judge_no_step() -> None:
    counts = [1, 20, 30, 40, 90, 2, 80, 70, 60, 10]
    result = loyalty_curve(LEVELS, YES, counts=counts)

    assert result.level_too_few == (True, False, False, False, False)
    assert result.step_from.tolist() == [2, 3, 4]
    assert "Too few answers at satisfaction 1" in str(result.notes[0])


def test_groups_are_compared_by_height_and_by_shape() -> None:
    market = ["open"] * 10 + ["closed"] * 10
    flat = [80, 81, 82, 83, 84]
    other = loyalty_curve(
        LEVELS * 2, YES * 2, groups=market, counts=[*AGAIN, *(100 - n for n in AGAIN), *flat, *(100 - n for n in flat)]
    )
    higher = [n + 10 for n in AGAIN]
    parallel = loyalty_curve(
        LEVELS * 2,
        YES * 2,
        groups=market,
        counts=[*AGAIN, *(100 - n for n in AGAIN), *higher, *(100 - n for n in higher)],
    )

    assert other.group_names == ("closed", "open")
    assert other.p_shapes < 0.001
    assert (parallel.p_groups < 0.05, parallel.p_shapes) == (True, pytest.approx(1.0, abs=1e-6))
    assert parallel.group_rise[0] == pytest.approx(parallel.group_rise[1])
    assert parallel.group_loyalty[1] == pytest.approx(np.array(AGAIN) / 100)


def test_a_group_alone_has_the_curve_of_its_rows() -> None:
    random = np.random.default_rng(3)
    x, y = random.integers(1, 6, 300), random.integers(0, 2, 300)
    side = np.where(np.arange(300) < 180, "a", "b")
    result = loyalty_curve(x, y, groups=side)
    alone = loyalty_curve(x[:180], y[:180])

    assert result.group_curve[0] == pytest.approx(alone.curve)
    assert result.group_p_linear[0] == pytest.approx(alone.p_linear)
    assert result.group_n == (180, 120)


def test_a_group_of_few_has_no_curve_and_no_say() -> None:
    x, y, side = [1, 2, 3, 4, 5] * 21, [0, 1, 0, 1, 1] * 21, ["a"] * 100 + ["b"] * 5
    result = loyalty_curve(x, y, groups=side)

    assert result.group_too_few == (False, True)
    assert math.isnan(result.p_groups)
    assert np.isnan(result.group_curve[1]).all()
    assert json.dumps(result.to_dict(), allow_nan=False)


def test_the_answers_of_one_account_count_less() -> None:
    random = np.random.default_rng(4)
    x, y = random.integers(1, 6, 100), random.integers(0, 2, 100)
    once = loyalty_curve(x, y, clusters=np.arange(100))
    thrice = loyalty_curve(np.repeat(x, 3), np.repeat(y, 3), clusters=np.repeat(np.arange(100), 3))

    assert (thrice.rise_low, thrice.rise_high) == pytest.approx((once.rise_low, once.rise_high))
    assert thrice.p_linear == pytest.approx(once.p_linear)
    assert thrice.cliff_p_value == pytest.approx(once.cliff_p_value, nan_ok=True)


def test_many_answers_are_put_into_bands() -> None:
    x = np.arange(200) % 100
    result = loyalty_curve(x, (x > 60).astype(int), scale=(0, 100))

    assert (result.banded, len(result.levels)) == (True, 10)
    assert result.levels[0] == pytest.approx(4.5)
    assert len(loyalty_curve(x, (x > 60).astype(int), scale=(0, 100), bands=4).levels) == 4


def test_two_levels_are_a_line() -> None:
    result = loyalty_curve([1, 1, 5, 5] * 10, [0, 1, 1, 1] * 10)

    assert (result.shape, math.isnan(result.p_linear)) == (Shape.TOO_FEW, True)
    assert "every curve is a straight line" in str(result.notes[-1])


def test_a_code_of_one_scale_may_be_an_answer_on_the_other() -> None:
    both = loyalty_curve([1, 2, 3, 6], [6, 7, 8, 9], loyalty_scale=(0, 10), missing=[6], loyalty_missing=[])
    either = loyalty_curve([1, 2, 3, 6], [6, 7, 8, 9], loyalty_scale=(0, 10), missing=[6])

    assert (both.n, both.n_missing) == (3, 1)
    assert (either.n, either.n_missing) == (2, 2)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"satisfaction": [3] * 6}, DependentColumnsError, "no curve to draw"),
        ({"loyalty": [1] * 6}, DependentColumnsError, "nothing to explain"),
        ({"satisfaction": [1, 2, 3, 4, 5, 7]}, OutOfScaleError, "7 is not on the scale"),
        ({"satisfaction": [1, 2, 3, 4, 5, math.inf]}, NotANumberError, "infinite"),
        ({"satisfaction": [1, 2, 3, 4, 5, "good"]}, NotANumberError, "good"),
        ({"loyalty": [0, 1, 0, 1, 0, 2]}, NotANumberError, "neither yes nor no"),
        ({"loyalty": [0, 1]}, MethodError, "2 rows"),
        ({"loyal_from": 9}, OptionError, "loyalty_scale"),
        ({"loyal_from": 0, "loyalty_scale": (0, 1)}, OptionError, "loyal_from is 0"),
        ({"bands": 1}, OptionError, "bands is 1"),
        ({"bands": "many"}, OptionError, "many"),
        ({"groups": ["a", "b"]}, MethodError, "groups"),
        ({"groups": ["a", "b", "a", "b", "a", None]}, MethodError, "Every row needs its group"),
    ],
)
def test_what_cannot_be_used_is_said(change: dict[str, Any], error: type[Exception], words: str) -> None:
    given = {"satisfaction": [1, 2, 3, 4, 5, 5], "loyalty": [0, 1, 0, 1, 1, 0], **change}

    with pytest.raises(error, match=words):
        loyalty_curve(**given)


def test_few_answers_are_an_answer() -> None:
    """No warning and no traceback, however little there is."""
    for size in range(2, 12):
        result = loyalty_curve([1 + i % 5 for i in range(size)], [i % 2 for i in range(size)])
        assert result.too_few
        assert not result.cliff_clear
        json.dumps(result.to_dict(), allow_nan=False)
