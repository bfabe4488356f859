"""Discrete-time hazard: the plain table, repetition, stretches, guarded input."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from regulars.methods import discrete_hazard, survival
from regulars.methods.errors import (
    ColumnLengthError,
    DependentColumnsError,
    MethodError,
    OptionError,
    TooFewAnswersError,
)


def customers(n: int = 400, seed: int = 2):
    random = np.random.default_rng(seed)
    plan, calls = random.choice(["a", "b"], n), random.integers(0, 4, n)
    pace = 1 / (1 + np.exp(2.2 - 0.5 * calls + 0.8 * (plan == "b")))
    leaves = random.geometric(pace)
    end = random.integers(1, 9, n)
    return np.minimum(leaves, end), leaves <= end, {"plan": plan.tolist(), "calls": calls.tolist()}


def test_each_period_has_the_hazard_of_the_life_table():
    """With a column that says nothing by construction, the chance in each period is leavers / watched."""
    months, left, _ = customers()
    both = np.tile(months, 2)
    result = discrete_hazard(both, np.tile(left, 2), {"copy": ["x"] * 400 + ["y"] * 400}, baseline="each")
    table = survival(both, np.tile(left, 2))

    assert result.odds_ratio == pytest.approx([1], abs=1e-6)
    assert result.hazard[table.times.astype(int) - 1] == pytest.approx(table.events / table.at_risk, abs=1e-6)


def test_one_period_is_a_two_by_two_table():
    left = [1] * 30 + [0] * 10 + [1] * 15 + [0] * 45
    result = discrete_hazard([1] * 100, left, {"plan": ["a"] * 40 + ["b"] * 60})
    error = math.sqrt(1 / 30 + 1 / 10 + 1 / 15 + 1 / 45)

    assert result.odds_ratio == pytest.approx([30 * 45 / (10 * 15)], rel=1e-6)
    assert result.odds_low == pytest.approx([9 * math.exp(-1.959963984540054 * error)], rel=1e-6)
    assert (result.names, result.bases) == (("plan: a",), ("b",))


def test_the_truth_is_found():
    months, left, columns = customers(6000)
    result = discrete_hazard(months, left, columns)

    assert (result.odds_low < [math.exp(-0.8), math.exp(0.5)]).all()
    assert (result.odds_high > [math.exp(-0.8), math.exp(0.5)]).all()
    assert result.clear == (True, True)


def test_counts_are_repetition_and_stretches_are_one_customer():
    months, left, columns = customers(120)
    counts = np.arange(120) % 3
    again = np.repeat(np.arange(120), counts)
    one = discrete_hazard(months, left, columns, counts=counts)
    other = discrete_hazard(months[again], left[again], {k: np.array(v)[again] for k, v in columns.items()})

    assert (one.n, one.n_left, one.n_periods) == (other.n, other.n_left, other.n_periods)
    assert one.odds_low == pytest.approx(other.odds_low, rel=1e-6)
    long = months > 1
    cut = {k: [*v, *np.array(v)[long]] for k, v in columns.items()}
    stretches = discrete_hazard(
        [*np.where(long, 1, months), *months[long]],
        [*np.where(long, False, left), *left[long]],
        cut,
        entry=[0] * 120 + [1] * int(long.sum()),
    )
    whole = discrete_hazard(months, left, columns)
    assert stretches.n_periods == whole.n_periods
    assert np.log(stretches.odds_ratio[0]) == pytest.approx(np.log(whole.odds_ratio[0]), abs=1e-6)


def test_risk_is_one_less_the_chance_to_stay_in_each_period():
    months, left, columns = customers()
    result = discrete_hazard(months, left, columns)
    one = [float(result.risk({"plan": ["a"], "calls": [2]}, age=age, periods=1)[0]) for age in (0, 1, 2)]
    three = result.risk({"plan": ["a", "b"], "calls": [2, None]}, age=0, periods=3)

    assert three[0] == pytest.approx(1 - np.prod(1 - np.array(one)))
    assert np.isnan(three[1])
    with pytest.raises(MethodError, match="the longest is 8"):
        result.risk({"plan": ["a"], "calls": [2]}, age=6, periods=3)


def test_separation_is_named():
    months, left, columns = customers()
    result = discrete_hazard(months, left, {**columns, "notice": np.where(left, "yes", "no")})

    assert result.penalised
    assert "notice: " in result.separated[0]
    assert np.isfinite(result.odds_ratio).all()


def test_missing_rows_and_customers_without_a_period_are_counted():
    months, left, columns = customers()
    months = [None, 0, *months[2:].tolist()]
    result = discrete_hazard(months, left, columns)

    assert (result.n, result.n_missing, result.n_never) == (398, 1, 1)
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["n"] == 398


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (MethodError, "Row 1 of durations is 1.5", {"durations": [1.5, *[2] * 39]}),
        (MethodError, "Row 2 of durations is −1", {"durations": [1, -1, *[2] * 38]}),
        (MethodError, "Together the customers were there for", {"durations": [4_000_000] * 40}),
        (MethodError, "Row 1 of entry is 3", {"entry": [3, *[0] * 39]}),
        (ColumnLengthError, "left has 2 rows", {"left": [1, 0]}),
        (ColumnLengthError, "durations has 1 rows", {"durations": [1]}),
        (TooFewAnswersError, "0 of 40 customers left", {"left": [0] * 40}),
        (TooFewAnswersError, "all 40 rows are missing", {"left": [None] * 40}),
        (DependentColumnsError, "None of the columns varies", {"columns": {"a": [1] * 40}}),
        (OptionError, "baseline is “none”", {"baseline": "none"}),
        (OptionError, "confidence level", {"confidence": 1}),
    ],
)
def test_wrong_input_is_named(error, says, options):
    given = {"durations": [1, 2] * 20, "left": [1, 0, 0, 1] * 10, "columns": {"a": ["x"] * 20 + ["y"] * 20}, **options}

    with pytest.raises(error) as caught:
        discrete_hazard(given.pop("durations"), given.pop("left"), given.pop("columns"), **given)

    assert says in str(caught.value)
