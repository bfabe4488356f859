"""Risk of leaving: the check on customers held out, its parts against plain versions, guarded input."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest

from regulars.methods import churn_risk
from regulars.methods.errors import (
    ColumnLengthError,
    DependentColumnsError,
    MethodError,
    NotANumberError,
    OptionError,
    TooFewAnswersError,
)
from regulars.methods.leaving.checked import Fit, auc, by_risk, held_against
from regulars.methods.leaving.logit import chance, logit

Z = 1.959963984540054


def customers(n: int = 1200, seed: int = 4) -> dict[str, list]:
    random = np.random.default_rng(seed)
    calls, plan = random.integers(0, 5, n), random.choice(["monthly", "yearly", "trial"], n, p=[0.6, 0.3, 0.1])
    left = random.random(n) < chance(-1.6 + 0.6 * calls - 1.2 * (plan == "yearly"))
    return {"calls": calls.tolist(), "plan": plan.tolist(), "left": left.tolist()}


def ask(table: dict[str, list], **options):
    return churn_risk(
        {name: table[name] for name in table if name != "left"}, table["left"], **{"horizon": "90 days", **options}
    )


def test_telco_held_out(reference_data):
    """Methods section 5: n, churned, rate by contract; and the risks fit customers whom the model had not seen."""
    import csv
    import gzip

    with gzip.open(reference_data / "telco-churn" / "Telco-Customer-Churn.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    left = np.array([row["Churn"] == "Yes" for row in rows])
    contract = np.array([row["Contract"] for row in rows])
    names = ("tenure", "Contract", "InternetService", "MonthlyCharges", "PaymentMethod", "TechSupport")

    assert (len(left), left.sum(), left.mean()) == (7043, 1869, pytest.approx(0.26536987, abs=1e-8))
    assert [left[contract == name].mean() for name in ("Month-to-month", "One year", "Two year")] == pytest.approx(
        [0.42709677, 0.11269518, 0.02831858], abs=1e-7
    )
    found = [
        churn_risk(
            {name: [row[name] for row in rows] for name in names},
            left,
            horizon="1 month",
            customers=[row["customerID"] for row in rows],
            seed=seed,
        )
        for seed in range(3)
    ]
    assert {result.n_checked for result in found} == {2113}
    assert np.mean([result.excess for result in found]) == pytest.approx(0, abs=0.015)
    assert np.mean([result.slope for result in found]) == pytest.approx(1, abs=0.07)
    assert all(0.81 < result.auc < 0.86 for result in found)
    assert all(result.brier < 0.75 * result.brier_of_all_alike for result in found)
    assert all(result.lift[-1] > 2.4 for result in found)


def test_where_a_row_stands_changes_nothing():
    table = customers(400)
    order = np.random.default_rng(0).permutation(400)
    mixed = {name: [column[at] for at in order] for name, column in table.items()}
    one, other = ask(table), ask(mixed)

    assert other.risk == pytest.approx(one.risk[order], rel=1e-9)
    assert (other.auc, other.excess) == (pytest.approx(one.auc), pytest.approx(one.excess))
    assert ask(table, seed=7).excess != one.excess


def test_a_unit_of_measure_changes_nothing():
    table = customers(400)
    one, other = ask(table), ask({**table, "calls": [1e6 * calls for calls in table["calls"]]})

    assert other.risk == pytest.approx(one.risk, rel=1e-6)
    assert np.log(other.odds_ratio[0]) * 1e6 == pytest.approx(np.log(one.odds_ratio[0]), rel=1e-6)


def test_all_rows_of_a_customer_are_on_one_side():
    table = customers(900)
    who = [f"c{at % 300}" for at in range(900)]
    result = ask(table, customers=who)

    sides = {name: {result.held_out[at] for at in range(900) if who[at] == name} for name in set(who)}
    assert all(len(side) == 1 for side in sides.values())
    assert sum(len(side) == 1 and True in side for side in sides.values()) == 90
    assert result.n_learnt + result.n_checked == 900


def test_with_dates_the_latest_are_held_out():
    table = customers(600)
    day = [f"2026-{1 + at % 10:02}-01" for at in range(600)]
    result = ask(table, dates=day)
    both = ask(table, dates=day, customers=[f"c{at // 2}" for at in range(600)])

    assert result.checked_from == "2026-08-01"
    assert {day[at] >= "2026-08-01" for at in range(600) if result.held_out[at]} == {True}
    assert (result.n_learnt, result.n_checked, result.n_unused) == (420, 180, 0)
    assert both.n_unused > 0
    assert both.n_learnt + both.n_checked + both.n_unused == 600


def test_auc_is_the_share_of_pairs():
    random = np.random.default_rng(6)
    y = random.integers(0, 2, 60).astype(float)
    risk = np.round(random.random(60) + 0.2 * y, 1)
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a, b in itertools.product(risk[y == 1], risk[y == 0])]
    result = auc(risk, y, None, 0.95)
    # DeLong's variance from the placements of each side.
    own = [np.mean([(a > b) + 0.5 * (a == b) for b in risk[y == 0]]) for a in risk[y == 1]]
    theirs = [np.mean([(a > b) + 0.5 * (a == b) for a in risk[y == 1]]) for b in risk[y == 0]]
    error = math.sqrt(np.var(own, ddof=1) / len(own) + np.var(theirs, ddof=1) / len(theirs))
    reach = Z * error / (result.value * (1 - result.value))

    assert result.value == pytest.approx(np.mean(pairs))
    odds = math.log(result.value / (1 - result.value))
    assert (result.low, result.high) == pytest.approx(tuple(1 / (1 + math.exp(at - odds)) for at in (reach, -reach)))
    assert auc(y, y, None, 0.95).value == 1
    assert auc(y, y, None, 0.95).low < 0.95


def test_groups_hold_everybody_and_lift_averages_to_one():
    random = np.random.default_rng(8)
    risk = random.random(500)
    y = (random.random(500) < risk).astype(float)
    groups = by_risk(risk, y, None, 10, 0.95)

    assert groups.size.tolist() == [50] * 10
    assert groups.size @ groups.lift / 500 == pytest.approx(1)
    assert groups.captured[0] == 1
    assert (groups.lift_low <= groups.lift).all()
    assert (groups.lift <= groups.lift_high).all()
    assert by_risk(np.full(500, 0.5), y, None, 10, 0.95).size.tolist() == [500]


@pytest.mark.parametrize(
    ("bend", "verdict"),
    [
        (lambda odds: odds, Fit.CALIBRATED),
        (lambda odds: odds + 0.5, Fit.TOO_HIGH),
        (lambda odds: odds - 0.5, Fit.TOO_LOW),
        (lambda odds: 1.8 * odds, Fit.TOO_EXTREME),
        (lambda odds: 0.5 * odds, Fit.TOO_FLAT),
    ],
)
def test_the_verdict_is_what_was_planted(bend, verdict):
    random = np.random.default_rng(5)
    odds = random.normal(0, 1.5, 20_000)
    y = (random.random(20_000) < chance(odds)).astype(float)

    assert held_against(chance(bend(odds)), y, None, 0.5, 0.1, 0.95).verdict is verdict


def test_few_cannot_tell():
    random = np.random.default_rng(5)
    odds = random.normal(0, 1.5, 40)
    y = (random.random(40) < chance(odds)).astype(float)

    assert held_against(chance(odds), y, None, 0.5, 0.1, 0.95).verdict is Fit.UNCLEAR
    assert ask(customers(300)).too_few


def test_a_column_that_alone_tells_is_named():
    table = customers(800)
    table["notice"] = ["given" if left else "none" for left in table["left"]]
    result = ask(table)

    assert result.penalised
    assert result.separated == ("notice: given",)
    assert np.isfinite(result.odds_ratio).all()
    assert any("alone tell" in str(note) for note in result.notes)


def test_firth_halves_the_corners_of_a_two_by_two_table():
    """With one yes-or-no column Firth's estimate is that with 1/2 added to each cell."""
    X = np.column_stack([np.ones(30), np.repeat([0.0, 1.0], 15)])
    y = np.array([0] * 15 + [1] * 6 + [0] * 9, dtype=float)
    fitted = logit(X, y, often=np.ones(30))

    assert fitted.separated
    assert fitted.beta[1] == pytest.approx(math.log(6.5 / 9.5) - math.log(0.5 / 15.5), abs=1e-5)


def test_columns_that_say_nothing_more_are_left_out_and_named():
    table = customers(500)
    table |= {"again": table["calls"], "always": ["x"] * 500}
    who = list(range(500))
    result = ask(table, customers=who)

    assert result.left_out == ("always", "again")
    assert result.risk == pytest.approx(ask(customers(500), customers=who).risk, rel=1e-6)


def test_missing_values_stay_out_and_have_no_risk():
    table = customers(500)
    table["calls"][3], table["plan"][5], table["left"][7] = None, "?", ""
    result = ask(table, missing=["?"])

    assert (result.n, result.n_missing) == (497, 3)
    assert np.isnan(result.risk[[3, 5, 7]]).all()
    assert not np.isnan(np.delete(result.risk, [3, 5, 7])).any()
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["horizon"] == "90 days"


def test_other_customers_get_the_same_risk():
    table = customers(500)
    result = ask(table)
    again = result.risk_of({name: table[name] for name in ("plan", "calls")})

    assert again == pytest.approx(result.risk)
    assert np.isnan(result.risk_of({"calls": [None], "plan": ["trial"]})).all()
    with pytest.raises(MethodError, match="Row 2 of plan is “gold”, which the model has never seen"):
        result.risk_of({"calls": [1, 2], "plan": ["trial", "gold"]})
    with pytest.raises(NotANumberError, match="calls held numbers"):
        result.risk_of({"calls": ["many"], "plan": ["trial"]})
    with pytest.raises(MethodError, match="There is no column calls"):
        result.risk_of({"plan": ["trial"]})


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (OptionError, "horizon is “90”", {"horizon": 90}),
        (OptionError, "horizon is “ ”", {"horizon": " "}),
        (OptionError, "held_out is 1", {"held_out": 1}),
        (OptionError, "held_out is 0", {"held_out": 0}),
        (OptionError, "tolerance is 0", {"tolerance": 0}),
        (OptionError, "n_groups is 1", {"n_groups": 1}),
        (OptionError, "seed is −1", {"seed": -1}),
        (OptionError, "There is no column city", {"categorical": ["city"]}),
        (ColumnLengthError, "customers has 2 rows", {"customers": ["a", "b"]}),
        (ColumnLengthError, "dates has 1 rows", {"dates": ["2026-01-01"]}),
        (MethodError, "“yesterday” is not a day", {"dates": ["yesterday"] * 60}),
        (TooFewAnswersError, "all 60 rows are missing", {"customers": [None] * 60}),
        (OptionError, "confidence level", {"confidence": 0}),
    ],
)
def test_wrong_options_are_named(error, says, options):
    with pytest.raises(error) as caught:
        ask(customers(60), **options)

    assert says in str(caught.value)


def test_wrong_columns_are_named():
    table = customers(60)

    with pytest.raises(DependentColumnsError, match="None of the columns varies"):
        churn_risk({"a": [1] * 60}, table["left"], horizon="a year")
    with pytest.raises(MethodError, match="has 61 different words"):
        churn_risk({"id": [f"c{at}" for at in range(61)]}, [1, 0, *[1] * 59], horizon="a year")
    with pytest.raises(ColumnLengthError):
        churn_risk({"a": [1, 2], "b": [1]}, [1, 0], horizon="a year")
    with pytest.raises(NotANumberError, match="Row 1 of a is infinite"):
        churn_risk({"a": [math.inf, 2]}, [1, 0], horizon="a year")
    with pytest.raises(TooFewAnswersError, match="some who left and some who stayed"):
        churn_risk({"a": list(range(60))}, [0] * 60, horizon="a year")
    with pytest.raises(TooFewAnswersError):
        churn_risk({"a": [1]}, [1], horizon="a year")
    with pytest.raises(MethodError, match="at least one column"):
        churn_risk({}, [1], horizon="a year")
