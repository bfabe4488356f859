"""Item score less index: one difference from the same people."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from regulars.methods import weighted_index

rng = np.random.default_rng(7)
MOOD = rng.normal(0, 1, 300)
ITEMS = {
    name: np.clip(np.round(level + MOOD + rng.normal(0, 0.7, 300)), 1, 5)
    for name, level in (("breakfast", 2.6), ("room", 3.4), ("staff", 3.8))
}
IMPORTANCE = [5, 3, 2]


def test_complete_answers_give_a_paired_student_interval() -> None:
    """By hand: each guest's own difference, its mean and its t interval."""
    scores = np.column_stack([25 * (column - 1) for column in ITEMS.values()])
    index = scores @ np.array(IMPORTANCE) / 10

    result = weighted_index(ITEMS, IMPORTANCE)

    for j in range(3):
        own = scores[:, j] - index
        low, high = stats.t.interval(0.95, 299, own.mean(), own.std(ddof=1) / np.sqrt(300))
        assert result.gap_low[j] == pytest.approx(low)
        assert result.gap_high[j] == pytest.approx(high)


def test_people_who_rate_all_alike_do_not_blur_the_difference() -> None:
    """The moods cancel: the gap is known better than the two scores by themselves."""
    result = weighted_index(ITEMS, IMPORTANCE)

    assert result.gap_high[0] < 0 < result.gap_low[2]
    assert (result.gap_high - result.gap_low < result.item_high - result.item_low).all()


def test_an_item_without_importance_has_its_gap_too() -> None:
    """It does not move the index, and may well lie below it."""
    result = weighted_index(ITEMS, [0, 1, 1])

    assert result.gap_high[0] < 0
    assert result.index == pytest.approx(result.item_scores[1:].mean())
