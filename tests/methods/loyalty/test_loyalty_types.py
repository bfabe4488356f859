"""Types of loyalty: the toy of Jones and Sasser, chances, noise, hostile input."""

from __future__ import annotations

import warnings

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import LoyaltyType, loyalty_types
from regulars.methods.errors import MethodError, NotANumberError, OptionError, OutOfScaleError

pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40)


def test_the_toy_of_jones_and_sasser():
    """High is 4 or 5, the very top 5 and 5, the very bottom 1 and 1."""
    found = loyalty_types([5, 4, 5, 2, 1, 2], [5, 4, 2, 5, 1, 3])

    assert found.type.tolist() == ["apostle", "loyalist", "mercenary", "hostage", "terrorist", "defector"]
    assert (found.satisfied_from, found.satisfaction_line) == (4, 3.5)


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_shares_and_chances_are_those_of_one_whole(table):
    found = loyalty_types(*zip(*table, strict=True), reliability=0.8)

    assert sum(found.shares.values()) == pytest.approx(1)
    assert sum(found.corrected.values()) == pytest.approx(1)
    assert found.chances.sum(axis=1) == pytest.approx(np.ones(len(table)))
    for kind, share in found.shares.items():
        assert share == pytest.approx((found.type == kind.value).mean())


def test_a_customer_near_the_cut_is_less_sure():
    answers = list(range(11)) * 20
    found = loyalty_types(answers, answers, scale=(0, 10), reliability=0.9)
    by_answer = dict(zip(answers, found.probability.tolist(), strict=True))

    assert by_answer[7] < by_answer[5] < by_answer[2]
    assert by_answer[8] < by_answer[10]
    assert found.clear[[0, 7, 8]].tolist() == [True, False, False]


def test_chances_hold_what_they_say():
    """Of the customers whose probability is near 0.75, three quarters lie where their type says."""
    random = np.random.default_rng(4)
    truth = random.normal(3.4, 0.9, (6000, 2))
    twice = truth[:, :, None] + random.normal(0, 0.6, (6000, 2, 2))
    found = loyalty_types(twice[:, 0], twice[:, 1], scale=(-5, 12), satisfied_from=3.5, loyal_from=3.5)
    right = ((truth >= 3.5) == (twice.mean(axis=2) >= 3.5)).all(axis=1)

    for low in (0.4, 0.55, 0.7, 0.85):
        near = (found.probability >= low) & (found.probability < low + 0.15)
        assert near.sum() > 300
        assert right[near].mean() == pytest.approx(found.probability[near].mean(), abs=0.07)
    assert right[found.clear].mean() > 0.95
    assert 0.1 < found.told < 0.9


def test_of_noise_no_type_is_sure():
    """Answers that have nothing to do with the customer: by their items, by reliability 0, and if it is unknown."""
    random = np.random.default_rng(9)
    for _ in range(20):
        noise = random.integers(1, 6, (200, 4))
        assert loyalty_types(noise[:, :2], noise[:, 2:]).told == 0
        assert loyalty_types(noise[:, 0], noise[:, 1], reliability=0).told == 0
        assert loyalty_types(noise[:, 0], noise[:, 1]).told == 0


def test_a_higher_reliability_tells_more_types():
    random = np.random.default_rng(2)
    answers = random.integers(1, 6, (300, 2)).T
    told = [loyalty_types(*answers, reliability=r).told for r in (0.3, 0.6, 0.8, 0.95, 1)]

    assert told == sorted(told)
    assert told[0] < 0.2 < 0.8 < told[-1]


def test_what_is_known_of_a_customer_goes_before_the_answers():
    found = loyalty_types(
        [5, 5, 5, 1, 1, 5], [5, 5, 2, 2, 2, 2], tells_others=[1, 0, 0, 1, None, 1], leaving=[0, 0, 1, 0, 0, None]
    )

    assert found.type.tolist() == ["apostle", "loyalist", "defector", "terrorist", "defector", "mercenary"]
    assert (found.chances[1, 1], found.chances[2, 4]) == (0, 0)
    assert found.chances.sum(axis=1) == pytest.approx(np.ones(6))


def test_yes_and_no_may_be_told_in_any_container():
    for column in ([True, False], np.array([True, False]), pa.array([True, False]), [1.0, 0], ["1", ""]):
        assert loyalty_types([5, 5], [1, 1], leaving=column).type.tolist() == ["defector", "mercenary"]


def test_the_cuts_are_moved_by_one_step():
    found = loyalty_types([4] * 3 + [3] + [1] * 6, [5] * 10)

    assert dict(zip(found.moves, found.moved, strict=True)) == {
        "satisfied_lower": 0.1,
        "satisfied_higher": 0.3,
        "loyal_lower": 0.0,
        "loyal_higher": 0.0,
    }
    assert "with “satisfied” from one step higher, 30%" in str(found.notes[1])


def test_a_wide_edge_holds_more_apostles():
    ten = list(range(11))

    assert loyalty_types(ten, ten, scale=(0, 10)).counts[LoyaltyType.APOSTLE] == 1
    wide = loyalty_types(ten, ten, scale=(0, 10), extreme=0.1)
    assert (wide.counts[LoyaltyType.APOSTLE], wide.counts[LoyaltyType.TERRORIST]) == (2, 2)


def test_the_unknown_are_named_and_counted():
    found = loyalty_types([5, None, 3, 9], [5, 4, None, 2], missing=[9])

    assert found.type.tolist() == ["apostle", "unknown", "unknown", "unknown"]
    assert (found.n, found.n_missing) == (1, 3)
    assert np.isnan(found.probability[1:]).all()
    assert str(LoyaltyType.UNKNOWN.words) == "Unknown: no answer"


@pytest.mark.parametrize("answers", [([5], [5]), ([3] * 40, [3] * 40), ([5] * 30, [1] * 30)])
def test_one_answer_and_all_alike_give_numbers_without_a_warning(answers):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = loyalty_types(*answers)
        items = loyalty_types({"a": answers[0], "b": answers[0]}, {"c": answers[1], "d": answers[1]})

    assert sum(found.shares.values()) == 1
    assert not items.reliability_known
    assert not items.clear.any()


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"satisfied_from": 1}, OptionError, "satisfied_from is 1"),
        ({"loyal_from": 6}, OptionError, "loyal_from is 6"),
        ({"loyal_from": float("nan")}, OptionError, "loyal_from is “nan”"),
        ({"reliability": 1.2}, OptionError, "reliability is 1.2"),
        ({"extreme": -0.1}, OptionError, "extreme is −0.1"),
        ({"confidence": 95}, OptionError, "confidence level"),
        ({"tells_others": [1, 0, 2]}, OutOfScaleError, "Row 3 of tells_others"),
        ({"leaving": ["yes", 0, 1]}, NotANumberError, "Row 1 of leaving"),
        ({"leaving": [1]}, MethodError, "leaving has 1 rows"),
    ],
)
def test_options_are_checked(options, error, words):
    with pytest.raises(error, match=words):
        loyalty_types([1, 2, 3], [3, 2, 1], **options)


def test_columns_are_checked():
    with pytest.raises(OutOfScaleError, match="Row 2 of loyalty: 9"):
        loyalty_types([1, 2], [1, 9])
    with pytest.raises(MethodError, match="loyalty has 1 rows"):
        loyalty_types([1, 2], [1])
    with pytest.raises(MethodError, match="infinite"):
        loyalty_types([1, float("inf")], [1, 2])
    with pytest.raises(OptionError, match="satisfaction has no column"):
        loyalty_types({}, [1])
