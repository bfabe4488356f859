"""Penalty and reward of attributes."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import AttributeClass, penalty_reward
from regulars.methods.errors import DependentColumnsError, MethodError, OptionError, OutOfScaleError

RANDOM = np.random.default_rng(7)
RATINGS = np.clip(np.round(3.2 + 1.1 * RANDOM.normal(size=(400, 3))), 1, 5)
LOW, HIGH = RATINGS <= 2, RATINGS >= 4
# The first only costs, the second only pleases, the third does both.
OVERALL = 6 - 2 * LOW[:, 0] + 2 * HIGH[:, 1] - 1.5 * LOW[:, 2] + 1.5 * HIGH[:, 2] + RANDOM.normal(size=400)
X = {"safety": RATINGS[:, 0], "flowers": RATINGS[:, 1], "staff": RATINGS[:, 2]}


def test_the_planted_classes_are_found() -> None:
    result = penalty_reward(X, OVERALL)

    assert result.category == (AttributeClass.BASIC, AttributeClass.EXCITEMENT, AttributeClass.PERFORMANCE)
    wide = penalty_reward(X, OVERALL, confidence=0.999)
    assert (wide.penalty_low < [-2, 0, -1.5]).all()
    assert (wide.penalty_high > [-2, 0, -1.5]).all()
    assert result.asymmetry == pytest.approx(result.penalty + result.reward)


def test_effects_are_the_coefficients_of_least_squares() -> None:
    design = np.column_stack([np.ones(400), LOW, HIGH])
    expected = np.linalg.lstsq(design, OVERALL, rcond=None)[0]
    result = penalty_reward(X, OVERALL)

    assert result.penalty == pytest.approx(expected[1:4])
    assert result.reward == pytest.approx(expected[4:])
    assert result.r_squared == pytest.approx(1 - np.var(OVERALL - design @ expected) / np.var(OVERALL))
    assert result.rated_low.tolist() == LOW.sum(axis=0).tolist()


def test_without_an_effect_a_class_is_seldom_named() -> None:
    """In small what ``prove/linkage_null.py`` does at length: 5 of 100 surveys at most."""
    random = np.random.default_rng(8)
    named = 0
    for _ in range(30):
        ratings = np.clip(np.round(3.2 + random.normal(size=(150, 3))), 1, 5)
        result = penalty_reward(ratings, random.normal(size=150))
        named += any(category is not AttributeClass.UNCLEAR for category in result.category)

    assert named <= 5


@pytest.mark.parametrize(
    ("scale", "low_to", "high_from"), [((1, 5), 2, 4), ((0, 10), 3, 7), ((1, 7), 3, 5), ((1, 10), 4, 7), ((1, 3), 1, 3)]
)
def test_a_third_of_the_scale_is_low_and_a_third_high(scale: tuple[int, int], low_to: int, high_from: int) -> None:
    ratings = np.linspace(*scale, 60).round()
    result = penalty_reward({"a": ratings}, RANDOM.normal(size=60), scale=scale)

    assert (result.low_to, result.high_from) == (low_to, high_from)


def test_a_class_that_hangs_on_the_cuts_is_named() -> None:
    """Only a 1 costs: with 1 and 2 taken together the penalty is there, elsewhere it is larger or gone."""
    result = penalty_reward(X, OVERALL)
    far = penalty_reward(X, 6 - 3 * (RATINGS[:, 0] <= 1) + RANDOM.normal(size=400), low_to=1, high_from=4)

    assert result.other_cuts == ("≤ 1, ≥ 4", "≤ 3, ≥ 4", "≤ 2, ≥ 3", "≤ 2, ≥ 5")
    assert (result.same_class <= 1).all()
    assert far.category[0] is AttributeClass.BASIC
    assert far.category[1:] == (AttributeClass.UNCLEAR, AttributeClass.UNCLEAR)


def test_what_is_never_rated_low_has_no_penalty() -> None:
    result = penalty_reward({**X, "view": np.where(np.arange(400) % 3, 5, 3)}, OVERALL)

    assert math.isnan(result.penalty[3])
    assert not math.isnan(result.reward[3])
    assert any("view" in str(note) and "penalty" in str(note) for note in result.notes)
    assert json.dumps(result.to_dict(), allow_nan=False)


def test_without_ratings_in_between_there_is_one_effect() -> None:
    result = penalty_reward({"a": np.where(np.arange(100) % 2, 1, 5)}, np.arange(100) % 2 + RANDOM.normal(size=100))

    assert math.isnan(result.penalty[0])
    assert result.category == (AttributeClass.UNCLEAR,)


def test_the_same_of_one_account_counts_once() -> None:
    once = penalty_reward(X, OVERALL, clusters=np.arange(400))
    twice = penalty_reward(
        {name: np.repeat(column, 2) for name, column in X.items()},
        np.repeat(OVERALL, 2),
        clusters=np.repeat(np.arange(400), 2),
    )

    assert twice.penalty_low == pytest.approx(once.penalty_low)
    assert twice.p_value == pytest.approx(once.p_value)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"y": [3] * 400}, DependentColumnsError, "nothing to explain"),
        (
            {"X": {"a": RATINGS[:, 0], "b": RATINGS[:, 0]}},
            DependentColumnsError,
            "a (≤ 2|≥ 4) and b (≤ 2|≥ 4) say the same",
        ),
        ({"X": {"a": RATINGS[:, 0] + 1}}, OutOfScaleError, "6 is not on the scale"),
        ({"X": {}}, MethodError, "at least one attribute"),
        ({"low_to": 4}, OptionError, "Low up to 4"),
        ({"low_to": 0}, OptionError, "Low up to 0"),
        ({"high_from": "top"}, OptionError, "top"),
        ({"X": {"a": RATINGS[:5, 0]}, "y": OVERALL}, MethodError, "rows"),
    ],
)
def test_what_cannot_be_used_is_said(change: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        penalty_reward(**{"X": X, "y": OVERALL, **change})


def test_few_answers_are_an_answer() -> None:
    result = penalty_reward({"a": [1, 3, 5, 4, 2]}, [1, 2, 3, 2, 1])

    assert result.too_few
    assert result.category == (AttributeClass.UNCLEAR,)
    assert json.dumps(result.to_dict(), allow_nan=False)
