"""How long customers stay: published numbers, the plain formula, counts, weights, late entry, guarded input."""

from __future__ import annotations

import csv
import gzip
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import survival
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    TooFewAnswersError,
    WeightError,
)

MONTHS = [1, 2, 2, 3, 5, 5, 6, 8, 9, 9]
LEFT = [1, 1, 0, 1, 0, 0, 1, 0, 0, 0]
people = st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.integers(1, 4)), min_size=1, max_size=40)


def telco(folder: Any) -> list[dict[str, str]]:
    with gzip.open(folder / "telco-churn" / "Telco-Customer-Churn.csv.gz", "rt") as file:
        return list(csv.DictReader(file))


def test_telco_curve(reference_data):
    """Methods section 5: Kaplan-Meier over all 7,043 rows, tenure 0 included."""
    rows = telco(reference_data)
    result = survival(
        [row["tenure"] for row in rows],
        [row["Churn"] for row in rows],
        at=[1, 12, 24, 36, 48, 60, 72],
        groups=[row["Contract"] for row in rows],
    )

    assert (result.n, result.n_left) == (7043, 1869)
    assert result.kept == pytest.approx(
        [0.94596132, 0.84319955, 0.78873634, 0.74854541, 0.70884018, 0.66440391, 0.59279015], abs=1e-7
    )
    assert (result.group_size, result.group_left) == ((3875, 1473, 1695), (1655, 166, 48))
    assert result.verdict == "clear difference"


def test_freireich_leukaemia():
    """Remission of the 42 children of Freireich et al. (1963), as in Kalbfleisch and Prentice: log-rank 16.79."""
    treated = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    result = survival(
        treated + control, [1] * 9 + [0] * 12 + [1] * 21, groups=["6-MP"] * 21 + ["placebo"] * 21, at=[10]
    )
    curve = result.by_group["6-MP"]

    assert result.chi_squared == pytest.approx(16.793, abs=1e-3)
    assert result.group_expected == pytest.approx((19.251, 10.749), abs=1e-3)
    assert (curve.median, result.by_group["placebo"].median) == (23, 8)
    assert curve.stay.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


@given(people)
def test_the_curve_is_the_plain_product(rows):
    result = survival([t for t, _, _ in rows], [left for _, left, _ in rows], counts=[c for *_, c in rows])
    stay = 1.0
    variance = 0.0
    for at, time in enumerate(sorted({t for t, left, _ in rows if left})):
        watched = sum(c for t, _, c in rows if t >= time)
        gone = sum(c for t, left, c in rows if left and t == time)
        stay *= 1 - gone / watched
        assert result.stay[at] == pytest.approx(stay, abs=1e-12)
        assert (result.at_risk[at], result.events[at]) == (watched, gone)
        if stay > 0:
            variance += gone / (watched * (watched - gone))
            reach = 1.959963984540054 * math.sqrt(variance) / abs(math.log(stay))
            assert result.stay_low[at] == pytest.approx(stay ** math.exp(reach), abs=1e-10)
            assert result.stay_high[at] == pytest.approx(stay ** math.exp(-reach), abs=1e-10)
        else:
            assert result.stay_low[at] == 0
            assert 0 < result.stay_high[at] <= 1


def test_counts_are_repetition_and_order_is_nothing():
    counts = [3, 1, 2, 0, 4, 1, 1, 2, 1, 5]
    again = [at for at, count in enumerate(counts) for _ in range(count)][::-1]
    groups = list("aabbaabbab")
    one = survival(MONTHS, LEFT, groups=groups, counts=counts)
    other = survival([MONTHS[at] for at in again], [LEFT[at] for at in again], groups=[groups[at] for at in again])

    left, right = one.to_dict(), other.to_dict()
    assert left.pop("n_missing") == right.pop("n_missing") == 0
    assert json.dumps(left) == json.dumps(right)


def test_weights_have_no_scale_and_cost_effective_n():
    weights = np.linspace(0.5, 3, 10)
    groups = list("aabbaabbab")
    one, other = (survival(MONTHS, LEFT, groups=groups, weights=weights * factor) for factor in (1, 7))
    equal = survival(MONTHS, LEFT, groups=groups, weights=[4] * 10)
    plain = survival(MONTHS, LEFT, groups=groups)

    assert one.stay_low == pytest.approx(other.stay_low, rel=1e-12)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
    assert one.n_effective < 10
    assert equal.stay_low == pytest.approx(plain.stay_low, rel=1e-12)
    assert (equal.n, equal.n_effective) == (10, pytest.approx(10))


def test_who_came_later_is_at_risk_from_then_on():
    result = survival([5, 6, 7, 8], [1, 1, 1, 0], entry=[0, 5, 0, 6])

    assert result.times.tolist() == [5, 6, 7]
    assert result.at_risk.tolist() == [2, 2, 2]  # at 5 the second and the fourth had not come yet
    assert result.stay.tolist() == [0.5, 0.25, 0.125]


def test_nothing_is_made_up_where_nobody_left_or_nobody_is_watched():
    none = survival([3, 4, 5], [0, 0, 0], at=[2, 9])

    assert none.kept[0] == 1
    assert 0 < none.kept_low[0] < 1
    assert np.isnan([none.kept[1], none.median]).all()
    assert none.n_left == len(none.times) == 0
    assert survival([3, 4], [0, 1], groups=["a", "b"]).verdict == "too few to judge"


def test_missing_rows_are_counted_and_the_result_is_ready_for_json():
    result = survival([1, None, 3, "x", 4], [1, 1, None, 0, 0], missing=["x"], groups=["a", "b", "a", "b", "b"])

    assert (result.n, result.n_missing) == (2, 3)
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["too_few"] is True


def test_words_of_ones_own_mean_left():
    result = survival([1, 2, 3], ["cancelled", "active", "cancelled"], yes="cancelled")

    assert result.n_left == 2


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (MethodError, "Row 2 of durations is −1", {"durations": [1, -1, 2]}),
        (NotANumberError, "Row 1 of durations: “soon” is not a number", {"durations": ["soon", 1, 2]}),
        (NotANumberError, "Row 2 of durations is infinite", {"durations": [1, math.inf, 2]}),
        (MethodError, "too large", {"durations": [1e300, 1, 2]}),
        (NotANumberError, "Row 3 of left: “perhaps” is neither yes nor no", {"left": [1, 0, "perhaps"]}),
        (NotANumberError, "Row 1 of left: “0.5” is neither", {"left": [0.5, 0, 1]}),
        (ColumnLengthError, "left has 2 rows", {"left": [1, 0]}),
        (ColumnLengthError, "groups has 1 rows", {"groups": ["a"]}),
        (MethodError, "Row 2 of groups is empty", {"groups": ["a", "", "b"]}),
        (TooFewAnswersError, "one group only, a", {"groups": ["a", "a", "a"]}),
        (MethodError, "Row 1 of entry is 5", {"entry": [5, 0, 0]}),
        (ColumnLengthError, "entry has 1 rows", {"entry": [0]}),
        (MethodError, "No row of left is “gone”", {"yes": "gone"}),
        (OptionError, "at is “12”", {"at": 12}),
        (OptionError, "at is −1", {"at": [-1]}),
        (WeightError, "Row 1 of weights is −1", {"weights": [-1, 1, 1]}),
        (WeightError, "All values of weights are zero", {"weights": [0, 0, 0]}),
        (WeightError, "Row 2 of counts is 1.5", {"counts": [1, 1.5, 1]}),
        (TooFewAnswersError, "all 3 rows are missing", {"durations": [None] * 3}),
        (OptionError, "confidence level", {"confidence": 95}),
    ],
)
def test_wrong_input_is_named(error, says, options):
    given = {"durations": [1, 2, 3], "left": [1, 0, 1], **options}

    with pytest.raises(error) as caught:
        survival(**given)

    assert says in str(caught.value)
