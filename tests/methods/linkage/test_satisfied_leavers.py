"""Of those who left, how many had said satisfied?"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import ClaimVerdict, compare, csat, satisfied_leavers
from regulars.methods.errors import MethodError, NotANumberError, OptionError, TooFewAnswersError

RATING, LEFT = [5, 2, 5, 2], [1, 1, 0, 0]


def found(counts: list[int], **options: Any) -> Any:
    return satisfied_leavers(RATING, LEFT, counts=counts, **options)


@pytest.mark.parametrize(
    ("satisfied", "of", "verdict"),
    [
        (150, 200, ClaimVerdict.INSIDE),
        (60, 200, ClaimVerdict.BELOW),
        (195, 200, ClaimVerdict.ABOVE),
        (130, 200, ClaimVerdict.UNCLEAR),
        (7, 10, ClaimVerdict.TOO_FEW),
    ],
)
def test_the_claim_is_held_against_own_data(satisfied: int, of: int, verdict: ClaimVerdict) -> None:
    result = found([satisfied, of - satisfied, 50, 50])

    assert result.verdict is verdict
    assert result.too_few == (verdict is ClaimVerdict.TOO_FEW)


def test_shares_and_difference_are_those_of_csat_and_compare() -> None:
    random = np.random.default_rng(3)
    rating, left = random.integers(1, 6, 300), random.integers(0, 2, 300)
    options = {"weights": np.linspace(0.5, 2, 300), "clusters": np.arange(300) // 2}
    result = satisfied_leavers(rating, left, **options)
    gone = left == 1
    own = csat(rating[gone], **{name: column[gone] for name, column in options.items()})
    both = compare(rating, np.where(gone, "a", "b"), measure="share", **options)

    assert (result.share, result.low, result.high) == pytest.approx((own.share, own.low, own.high))
    assert result.difference == pytest.approx(both.difference[0])
    assert (result.difference_low, result.p_value) == pytest.approx((both.difference_low[0], both.p_value[0]))


def test_the_same_looked_at_the_other_way() -> None:
    result = found([30, 20, 80, 20])

    assert (result.left_satisfied, result.left_others) == (pytest.approx(30 / 110), 0.5)
    assert result.difference_verdict == "clearly lower"
    assert not result.notes


def test_where_all_say_satisfied_leavers_do_too() -> None:
    result = found([80, 20, 80, 20])

    assert result.verdict is ClaimVerdict.UNCLEAR
    assert result.difference_verdict == "no clear difference"
    assert "says little about leaving" in str(result.notes[0])


def test_only_ratings_in_the_year_before_leaving_count() -> None:
    day = ["2026-05-31", "2025-06-01", "2025-05-31", "2026-06-02", "2026-01-01", "2020-01-01", None]
    left = ["2026-06-01", "2026-06-01", "2026-06-01", "2026-06-01", None, None, None]
    result = satisfied_leavers(
        [5, 1, 5, 5, 4, 4, 4], [1, 1, 1, 1, 0, 0, 0], rating_day=day, leaving_day=left, as_of="2026-07-01"
    )

    assert (result.n_left, result.n_stayed, result.share) == (2, 1, 0.5)
    assert (result.n_outside, result.n_missing, result.as_of) == (4, 4, "2026-07-01")


def test_who_left_need_not_be_known_of_who_was_not_rated() -> None:
    result = satisfied_leavers([5, 2, None, 4], ["yes", "no", None, None])

    assert (result.n, result.n_missing) == (2, 2)


def test_nobody_stayed() -> None:
    result = satisfied_leavers([5, 2, 4], [1, 1, 1])

    assert math.isnan(result.stayed_share)
    assert result.n_stayed == 0
    assert json.dumps(result.to_dict(), allow_nan=False)


def test_leavers_alone_tell_nothing_of_how_many_leave() -> None:
    """A contract that ends years ahead moves the last day, and no stayer has a rating in time: 100 % left is not so."""
    result = satisfied_leavers(
        [5, 2, 5, 2] * 30,
        ["yes", "yes", "no", "no"] * 30,
        rating_day=["2025-01-01"] * 120,
        leaving_day=["2025-03-01", "2025-05-01", None, "2031-01-01"] * 30,
    )

    assert (result.share, result.n_left, result.n_stayed) == (0.5, 60, 0)
    assert math.isnan(result.left_satisfied)
    assert math.isnan(result.left_others_high)
    assert str(result.notes[0]).startswith("Nobody who stayed has a rating in time")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"left": [0, 0, 0, 0]}, TooFewAnswersError, "has left"),
        ({"left": [1, 0, 2, 0]}, NotANumberError, "neither yes nor no"),
        ({"left": [1, 0]}, MethodError, "2 rows"),
        ({"claim": 0.7}, OptionError, "lower and its upper share"),
        ({"claim": (0.8, 0.7)}, OptionError, "claim goes up"),
        ({"claim": (65, 85)}, OptionError, "0.3"),
        ({"satisfied_from": 1}, OptionError, "satisfied_from is 1"),
        ({"within": 0}, OptionError, "within"),
        ({"rating_day": ["2026-01-01"] * 4}, OptionError, "both rating_day and leaving_day"),
        ({"as_of": "2026-01-01"}, OptionError, "as_of is a day"),
        ({"rating_day": ["2026-01-01"] * 4, "leaving_day": [None] * 4}, MethodError, "Row 1 has left"),
        ({"rating_day": ["soon"] * 4, "leaving_day": ["2026-01-01"] * 4}, MethodError, "not a day"),
    ],
)
def test_what_cannot_be_used_is_said(change: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        satisfied_leavers(**{"rating": RATING, "left": LEFT, **change})
