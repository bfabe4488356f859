"""Concentration: the published numbers, the plain formula, guarded input."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import concentration
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=60).filter(any)


@pytest.fixture(scope="module")
def cdnow(reference_data: Path) -> list[float]:
    totals: dict[str, float] = defaultdict(float)
    for line in (reference_data / "cdnow-sample" / "CDNOW_sample.txt").read_text().splitlines():
        _, customer, _, _, amount = line.split()
        totals[customer] += float(amount)
    return list(totals.values())


def test_cdnow_sample(cdnow):
    result = concentration(cdnow)

    assert (result.n, round(result.total, 2)) == (2357, 244091.94)
    assert result.gini == pytest.approx(0.63091712, abs=1e-7)
    assert result.top_share(0.2) == pytest.approx(0.67455017, abs=1e-7)
    assert result.holders_of(0.8) == 777


def test_online_retail(reference_data):
    pq = pytest.importorskip("pyarrow.parquet")
    compute = pytest.importorskip("pyarrow.compute")
    table = pq.read_table(reference_data / "online-retail-2009-2010" / "online_retail_2009_2010.parquet")
    clean = table.filter(
        (compute.field("Quantity") > 0) & (compute.field("Price") > 0) & compute.is_valid(compute.field("Customer ID"))
    )
    clean = clean.filter(compute.invert(compute.starts_with(clean["Invoice"], "C")))
    value = compute.multiply(clean["Quantity"], clean["Price"])
    totals = clean.append_column("value", value).group_by("Customer ID").aggregate([("value", "sum")])

    result = concentration(totals["value_sum"])

    assert (clean.num_rows, result.n, round(result.total, 3)) == (407664, 4312, 8832003.274)
    assert result.gini == pytest.approx(0.70444404, abs=1e-7)
    assert result.top_share(0.2) == pytest.approx(0.73476489, abs=1e-7)
    assert result.holders_of(0.8) == 1176


@given(amounts)
def test_all_numbers_are_those_of_the_plain_definitions(values):
    result = concentration(values)

    n, descending = len(values), sorted(values, reverse=True)
    gini = Fraction(sum(abs(x - y) for x in values for y in values), 2 * n * sum(values))
    assert result.gini == pytest.approx(float(gini), abs=1e-12)
    for part in (0.1, 0.2, 0.5, 1):
        people = -(-Fraction(str(part)) * n // 1)
        assert result.top_share(part) == pytest.approx(sum(descending[: int(people)]) / sum(values), abs=1e-12)
    for share in (0.5, 0.8, 1):
        wanted = Fraction(str(share)) * sum(values)
        assert result.holders_of(share) == next(k for k in range(1, n + 1) if sum(descending[:k]) >= wanted)


@given(amounts, st.randoms(use_true_random=False))
def test_counts_equal_repetition_and_order_is_nothing(values, random):
    counts = [random.randint(1, 4) for _ in values]
    repeated = [value for value, count in zip(values, counts, strict=True) for _ in range(count)]
    random.shuffle(repeated)

    assert concentration(values, counts=counts).to_dict() == concentration(repeated).to_dict()


@given(amounts)
def test_the_unit_of_money_is_nothing(values):
    one, hundred = concentration(values), concentration([100 * value for value in values])

    assert hundred.gini == pytest.approx(one.gini, abs=1e-12)
    assert hundred.holders_of(0.8) == one.holders_of(0.8)


def test_the_ends():
    equal, alone = concentration([7] * 50), concentration([0] * 99 + [5])

    assert (equal.gini, equal.top_share(0.2), equal.holders_of(0.8)) == (0.0, pytest.approx(0.2), 40)
    assert (alone.gini, alone.top_share(0.01), alone.holders_of(0.8)) == (pytest.approx(0.99), 1.0, 1)
    assert concentration([3]).holders_of(0.8) == 1
    assert np.isnan(concentration([3]).gini_low)


def test_a_tenth_of_thirty_is_three():
    """0.1 * 30 is a little more than 3 in floating point; ten times 0.1 a little less than 1."""
    assert concentration(range(1, 31)).top_share(0.1) == pytest.approx((30 + 29 + 28) / 465)
    assert concentration([0.1] * 10).holders_of(0.8) == 8


def test_a_billion_customers():
    result = concentration([10, 20, 30], counts=[10**9, 10**9, 10**9])

    assert (result.n, result.gini) == (3 * 10**9, pytest.approx(2 / 9))
    assert result.holders_of(0.5) == 10**9


def test_curve_runs_from_nobody_to_everybody():
    parts, held = concentration([1, 2, 3, 4]).curve(5)

    assert parts.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert held.tolist() == pytest.approx([0, 0.1, 0.3, 0.6, 1])


def test_intervals_hold_the_truth_about_as_often_as_promised():
    """Lognormal value with sigma 1 has Gini erf(1/2) = 0.5205; its top fifth brings 56.3 %."""
    random = np.random.default_rng(8)
    truth = (0.5204998778, 0.5629)
    inside = np.zeros(2)
    for _ in range(200):
        result = concentration(random.lognormal(0, 1, 400))
        low, high = result.top_share_interval(0.2)
        inside += (result.gini_low <= truth[0] <= result.gini_high, low <= truth[1] <= high)

    assert (inside >= 0.89 * 200).all()


def test_missing_and_excluded_customers_are_counted():
    result = concentration([1, None, 2, -3, 3, 4, -1], negative="exclude")

    assert (result.n, result.n_missing, result.n_negative, result.gini) == (4, 1, 2, 0.25)
    assert json.loads(json.dumps(result.to_dict()))["top_share"]["0.2"] == 0.4


def test_negative_totals_are_refused_with_their_row():
    with pytest.raises(MethodError) as caught:
        concentration([1, 2, -3.5])

    assert str(caught.value) == (
        "Row 3 of values is −3.5. Concentration is not defined with negative totals; leave them out with "
        'negative="exclude", or take purchases without returns.'
    )


@pytest.mark.parametrize("values", [[], [0, 0], [None]])
def test_nothing_to_be_concentrated(values):
    with pytest.raises(TooFewAnswersError, match="no value above 0"):
        concentration(values)


@pytest.mark.parametrize("part", [0, -0.1, 1.1, 20])
def test_shares_are_between_0_and_1(part):
    with pytest.raises(OptionError, match="is no share"):
        concentration([1, 2]).top_share(part)
    with pytest.raises(OptionError, match="is no share"):
        concentration([1, 2]).holders_of(part)


def test_options_are_checked():
    with pytest.raises(OptionError, match="negative is “drop”"):
        concentration([1], negative="drop")
    with pytest.raises(OptionError, match="confidence level"):
        concentration([1], confidence=95)


def test_numpy_numbers_beside_a_none_are_numbers():
    assert concentration([*np.array([1.5, 2.5]), None]).total == 4.0
