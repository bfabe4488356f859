"""Groups of customers: planted ones found, clouds called clouds, plain checks of the parts, guarded input."""

from __future__ import annotations

import json

import numpy as np
import pytest

from regulars.methods import customer_clusters
from regulars.methods.errors import ColumnLengthError, DependentColumnsError, MethodError, OptionError
from regulars.methods.patterns.k_means import adjusted_rand, k_means
from regulars.methods.patterns.one_cloud import Cloud, one_peak

RANDOM = np.random.default_rng(5)
PLANTED = {
    "visits": np.repeat([2.0, 9.0], 40) + RANDOM.normal(0, 0.5, 80),
    "spend": np.tile([20.0, 60.0], 40) + RANDOM.normal(0, 5, 80),
}


@pytest.fixture(scope="module")
def planted():
    return customer_clusters({**PLANTED, "spend": [*PLANTED["spend"][:-1], None]}, most=4)


def test_planted_groups_are_found_and_said_in_words(planted):
    assert (planted.structure, planted.size, planted.n, planted.n_missing) == ("stable groups", 4, 79, 1)
    assert planted.p_value == 0.01
    assert planted.stability_of_size == 1
    assert planted.group[-1] == 0
    own = np.flatnonzero(planted.group == planted.group[0])
    assert PLANTED["visits"][own].max() < 4 < 40 > PLANTED["spend"][own].max()
    at = planted.group[0] - 1
    assert planted.profile_low[at, 0] < PLANTED["visits"][own].mean() == pytest.approx(planted.profile[at, 0])
    assert all("below average" in str(trait) for trait in planted.traits(at))
    assert len(planted.traits(at)) == 2
    assert planted.too_few  # 79 customers
    assert "group" not in json.loads(json.dumps(planted.to_dict()))


def test_a_cloud_is_called_one():
    found = customer_clusters({"spend": RANDOM.lognormal(3, 1, 80), "visits": RANDOM.poisson(3, 80)}, most=2)

    assert (found.structure, found.size) == ("one cloud", 1)
    assert found.logarithms == (True, False)
    assert np.isnan(found.stability).all()
    assert "one cloud" in str(found.notes[0])


def test_a_number_of_ones_own_keeps_its_verdict():
    found = customer_clusters({"a": RANDOM.normal(size=60), "b": RANDOM.normal(size=60)}, size=3, n_resamples=100)

    assert (found.structure, found.size, found.tried.tolist()) == ("one cloud", 3, [3])
    assert found.stability[0] < 0.8
    assert found.group_customers.sum() == 60


def test_units_and_order_of_columns_do_not_matter():
    options = {"size": 4, "n_resamples": 0}
    plain = customer_clusters(PLANTED, **options)
    scaled = customer_clusters({"visits": PLANTED["visits"] * 1000, "spend": PLANTED["spend"] / 7}, **options)

    assert plain.group.tolist() == scaled.group.tolist()
    assert plain.structure == "no stable groups"  # nothing was resampled, so nothing is called stable


def test_k_means_and_the_rand_index_by_hand():
    rows = np.array([[0.0, 0], [0, 1], [10, 0], [10, 1], [5, 9]])
    found = k_means(rows, 3, np.random.default_rng(0), 4)

    assert found.within == pytest.approx(1.0)
    assert adjusted_rand(found.of(rows), np.array([2, 2, 0, 0, 1])) == 1
    pairs = np.array([[0, 0, 1, 1, 1], [0, 1, 1, 1, 0]])
    same = [(pairs[0, i] == pairs[0, j], pairs[1, i] == pairs[1, j]) for i in range(5) for j in range(i)]
    both, one, other = (sum(map(f, same)) for f in (all, lambda p: p[0], lambda p: p[1]))
    chance = one * other / 10
    assert adjusted_rand(*pairs) == pytest.approx((both - chance) / ((one + other) / 2 - chance))


def test_the_cloud_has_one_peak_and_our_correlation():
    two = np.concatenate([RANDOM.normal(0, 1, 500), RANDOM.normal(9, 1, 500)])
    value, height = one_peak(two)
    moved = np.diff(value) > 0  # at the peak itself many may stand
    slope = np.diff(height)[moved] / np.diff(value)[moved]
    top = int(np.argmax(slope))
    assert (np.diff(slope[: top + 1]) >= -1e-9).all()
    assert (np.diff(slope[top:]) <= 1e-9).all()
    other = two + RANDOM.normal(0, 2, 1000)
    drawn = Cloud.like(np.column_stack([two, other])).draw(4000, np.random.default_rng(0))
    assert np.corrcoef(drawn.T)[0, 1] > 0.7


@pytest.mark.parametrize(
    ("columns", "options", "error", "words"),
    [
        ({"a": [1, 2] * 3}, {}, MethodError, "too few"),
        ({"a": [1.0] * 80}, {}, DependentColumnsError, "tells nobody apart"),
        ({"a": [1, 2] * 40, "b": [1] * 3}, {}, ColumnLengthError, "b"),
        ({"a": ["x"] * 80}, {}, MethodError, "not a number"),
        ({"a": [1, np.inf] * 40}, {}, MethodError, "infinite"),
        ({"a": [-1, 2] * 40}, {"logarithms": ["a"]}, OptionError, "below 0"),
        ({"a": [1, 2] * 40}, {"logarithms": ["z"]}, OptionError, "no column z"),
        ({"a": [1, 2] * 40}, {"most": 1}, OptionError, "from 2 up"),
        ({"a": [1, 2] * 40}, {"size": 12}, OptionError, "too many"),
        ({}, {}, OptionError, "no column"),
        ({"a": [1, 2] * 40}, {"confidence": 2}, OptionError, "confidence"),
        ({"a": [1, 2] * 40}, {"n_resamples": 5}, OptionError, "n_resamples"),
    ],
)
def test_odd_input_is_told(columns, options, error, words):
    with pytest.raises(error, match=words):
        customer_clusters(columns, **options)


def test_two_values_only_and_a_giant():
    found = customer_clusters({"a": [0, 1] * 40, "b": [*RANDOM.normal(size=79), 1e9]}, most=2, n_resamples=0)

    assert np.isfinite(found.tightness).all()
