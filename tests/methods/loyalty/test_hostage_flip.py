"""Hostages set free: by hand, sums that stay, hostile input."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import LoyaltyType, hostage_flip, loyalty_types
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

rows = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 1)), min_size=1, max_size=40)
FREE = [(s, loyal, 0) for s in (1, 2, 4, 5) for loyal in (1, 2, 4, 5)]  # somebody free of every kind


@given(rows)
@settings(max_examples=30, deadline=None)
def test_nobody_vanishes_and_today_is_what_the_types_say(table):
    table = [*table, *FREE]
    satisfaction, loyalty, held = (list(column) for column in zip(*table, strict=True))
    found = hostage_flip(satisfaction, loyalty, held=held, n_resamples=0)

    assert sum(found.freed.values()) == pytest.approx(1)
    assert found.today == pytest.approx(loyalty_types(satisfaction, loyalty).shares)
    assert min(found.freed.values()) >= -1e-12
    expected = sum(
        sum(1 for t, g, h in table if not h and (t >= 4) == (s >= 4) and g < 4)
        / sum(1 for t, _, h in table if not h and (t >= 4) == (s >= 4))
        for s, loyal, bound in table
        if bound and loyal >= 4
    )
    assert found.turning == pytest.approx(expected / len(table))


def test_the_worst_case_empties_the_hostages():
    found = hostage_flip([2, 2, 5, 1, 4], [5, 2, 5, 5, 4], value=[100, 50, 80, 60, 40], n_resamples=100)

    assert found.freed[LoyaltyType.HOSTAGE] == 0
    assert (found.exposed, found.exposed_share, found.n_held) == (160, pytest.approx(160 / 330), 2)
    assert found.exposed_low <= 160 <= found.exposed_high
    assert np.isnan(found.goes_satisfied)
    assert "worst case" in str(found.notes[0])


def test_who_is_satisfied_and_held_may_go_too():
    """Half of the free and satisfied are not loyal: half of the held and satisfied would be so too."""
    found = hostage_flip([5, 5, 4, 4], [5, 5, 4, 2], held=[1, 1, 0, 0], value=[10, 30, 5, 5], n_resamples=0)

    assert (found.goes_satisfied, found.turning, found.exposed) == (0.5, 0.25, 20)
    assert found.freed[LoyaltyType.APOSTLE] == 0.25
    assert found.freed[LoyaltyType.MERCENARY] == 0.5
    assert np.isnan(found.goes_unsatisfied)


def test_few_free_customers_leave_a_wide_interval():
    few = hostage_flip([2] * 100 + [2] * 4, [5] * 100 + [5, 5, 2, 2], held=[1] * 100 + [0] * 4, n_resamples=300)
    many = hostage_flip([2] * 100 + [2] * 40, [5] * 100 + [5, 2] * 20, held=[1] * 100 + [0] * 40, n_resamples=300)

    assert few.goes_unsatisfied == many.goes_unsatisfied == 0.5
    assert few.goes_unsatisfied_high - few.goes_unsatisfied_low > 2 * (
        many.goes_unsatisfied_high - many.goes_unsatisfied_low
    )


@pytest.mark.parametrize("answers", [([5], [5]), ([2] * 5, [5] * 5), ([1, 5], [1, 5])])
def test_few_and_alike_give_no_warning(answers):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        json.dumps(hostage_flip(*answers, n_resamples=100).to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"held": [1, 1, 1]}, TooFewAnswersError, "nobody free to learn from"),
        ({"held": [1]}, MethodError, "held has 1 rows"),
        ({"value": [1, -1, 2]}, MethodError, "Row 2 of value is −1"),
        ({"value": [1, float("inf"), 2]}, MethodError, "Row 2 of value is infinite"),
        ({"value": [None] * 3}, TooFewAnswersError, "missing"),
        ({"n_resamples": 5}, OptionError, "n_resamples"),
        ({"loyal_from": 9}, OptionError, "loyal_from is 9"),
        ({"confidence": 1}, OptionError, "confidence level"),
    ],
)
def test_what_cannot_be_used_is_said(options, error, words):
    with pytest.raises(error, match=words):
        hostage_flip([2, 5, 1], [5, 4, 4], **options)
