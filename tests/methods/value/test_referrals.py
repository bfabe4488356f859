"""Referrals: counted by hand, planted differences, guarded input."""

from __future__ import annotations

import json

import numpy as np
import pytest

from regulars.methods import referrals
from regulars.methods.errors import ColumnLengthError, MethodError, OutOfScaleError, TooFewAnswersError


def table(extra: float, seed: int = 1) -> tuple[list[str], list[str], list[float]]:
    """Two hundred customers, of whom a quarter came through fifty others, two each at most."""
    random = np.random.default_rng(seed)
    names = [f"c{at}" for at in range(200)]
    by = [""] * 150 + [f"c{random.integers(0, 50)}" for _ in range(50)]
    return names, by, (random.gamma(4, 25, 200) + extra * (np.arange(200) >= 150)).tolist()


def test_what_was_planted_is_found():
    found = referrals(*table(60.0))

    assert (found.n, found.n_referred, found.referred) == (200, 50, 0.25)
    assert found.worth_verdict == "clearly higher"
    assert found.more_low < 60 < found.more_high
    assert found.brought_n.sum() == 50
    assert found.brought_value.sum() == pytest.approx(found.brought_total)
    assert (np.diff(found.brought_value) <= 0).all()
    assert found.class_names == ()
    assert json.loads(json.dumps(found.to_dict()))["too_few"] is False


def test_without_a_difference_there_is_none():
    assert referrals(*table(0.0)).worth_verdict == "no clear difference"


def test_classes_missing_and_unknown_referrers():
    found = referrals(
        ["a", "b", 3, "d", None], [None, "a", "x", 3.0, "a"], [1, 2, 3, None, 5], recommend=[10, 8, "", 6, 9]
    )

    assert (found.n, found.n_missing, found.n_unknown_referrers) == (3, 2, 1)
    assert found.referrer_names == ("a",)
    assert found.class_n.tolist() == [1, 1, 0]
    assert found.class_referring[:2].tolist() == [1.0, 0.0]
    assert np.isnan(found.class_referring[2])
    assert "not in the table" in str(found.notes[1])


def test_nobody_was_referred():
    found = referrals(["a", "b"], ["", ""], [1, 2])

    assert (found.referred, found.worth_verdict, found.referrer_names) == (0.0, "too few to judge", ())
    assert np.isnan(found.mean_referred)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ((["a", "a"], ["", ""], [1, 2]), MethodError, "Row 2 of customer: “a” has a row already"),
        ((["a", "b"], ["a", ""], [1, 2]), MethodError, "Row 1 of referred_by: nobody comes through himself"),
        ((["a"], ["", ""], [1]), ColumnLengthError, "referred_by"),
        ((["a"], [""], ["much"]), MethodError, "not a number"),
        ((["a"], [""], [np.inf]), MethodError, "infinite"),
        ((["", ""], ["", ""], [1, 2]), TooFewAnswersError, "No customer has an id"),
    ],
)
def test_odd_input_is_told(given, error, words):
    with pytest.raises(error, match=words):
        referrals(*given)


def test_an_answer_off_the_scale_is_told():
    with pytest.raises(OutOfScaleError):
        referrals(["a", "b"], ["", "a"], [1, 2], recommend=[5, 11])
