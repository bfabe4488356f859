"""Outcomes, raking, post-stratification, trimming, estimates: what they promise, and what they refuse."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import (
    Outcome,
    mean_rating,
    post_stratify,
    rake,
    response_rates,
    survey_mean,
    trim,
)
from regulars.methods.errors import (
    ColumnLengthError,
    MarginError,
    MethodError,
    NotANumberError,
    OptionError,
    PopulationError,
    TooFewAnswersError,
    WeightError,
)

NUMBER = st.integers(0, 500)
CASES = st.fixed_dictionaries({outcome.value: NUMBER for outcome in Outcome})


# --- response rates ---


@given(CASES, st.floats(0, 1))
def test_rates_are_shares_in_their_order(cases: dict[str, int], e: float) -> None:
    if not sum(cases[letter] for letter in ("I", "P", "R", "NC", "O", "UH", "UO")):
        return
    r = response_rates(cases, e=e)

    rates = [r.rr1, r.rr2, r.rr3, r.rr4, r.rr5, r.rr6, r.coop1, r.coop2, r.coop3, r.coop4, r.ref1, r.con1]
    assert all(math.isnan(rate) or 0 <= rate <= 1 for rate in rates)
    assert r.n == sum(cases.values())
    if not math.isnan(r.rr5):
        assert r.rr1 <= r.rr3 + 1e-12 <= r.rr5 + 2e-12
        assert r.rr2 <= r.rr4 + 1e-12 <= r.rr6 + 2e-12
        assert r.con3 - r.ref3 == pytest.approx(
            (cases["I"] + cases["P"] + cases["O"]) / (r.n - cases["NE"] - cases["UH"] - cases["UO"])
        )


@settings(max_examples=50)
@given(CASES)
def test_a_column_is_the_numbers_of_its_cases(cases: dict[str, int]) -> None:
    if not sum(number for letter, number in cases.items() if letter != "NE"):
        return
    letters = [letter for letter, number in cases.items() if number]

    numbers = response_rates(cases)
    column = response_rates(letters, counts=[cases[letter] for letter in letters])
    rows = response_rates(np.repeat(letters, [cases[letter] for letter in letters]))

    assert numbers.to_dict() == column.to_dict() == rows.to_dict()


def test_without_unknown_cases_all_three_bases_are_one() -> None:
    r = response_rates(complete=30, partial=5, refusal=10, non_contact=5)

    assert (r.rr1, r.rr3, r.rr5) == (0.6, 0.6, 0.6)
    assert (r.rr2, r.rr4, r.rr6) == (0.7, 0.7, 0.7)


@pytest.mark.parametrize("name", ["NON_CONTACT", "non-contact", "Non contact", "nc", "NC", Outcome.NON_CONTACT])
def test_an_outcome_has_many_spellings(name: Any) -> None:
    assert response_rates([name, "I"]).cases["NC"] == 1
    assert response_rates({name: 1, "I": 1}).cases["NC"] == 1


def test_what_has_nobody_below_the_line_is_nan_and_null() -> None:
    r = response_rates(unknown_other=5)

    assert (r.rr1, r.con1) == (0, 0)
    assert math.isnan(r.rr5)
    assert json.loads(json.dumps(r.to_dict(), allow_nan=False))["rr5"] is None


@pytest.mark.parametrize(
    ("arguments", "options", "error", "said"),
    [
        ((), {}, OptionError, "Give the outcomes either as a column or as numbers of cases"),
        ((["I"],), {"complete": 3}, OptionError, "Give the outcomes either"),
        ((["I", None],), {}, MethodError, "Row 2 of outcomes is empty."),
        ((["I", "maybe"],), {}, MethodError, "Row 2 of outcomes is “maybe”, which is no outcome. The outcomes are"),
        (({"maybe": 3},), {}, OptionError, "There is no outcome maybe."),
        ((), {"complete": -1}, OptionError, "complete is −1. A number of cases is whole and not below 0."),
        ((), {"complete": 1.5}, OptionError, "complete is 1.5."),
        ((), {"complete": "ten"}, OptionError, "complete is “ten”."),
        ((), {"complete": math.nan}, OptionError, "complete is “nan”."),
        ((), {"complete": 1, "e": 2}, OptionError, "e is 2. It is a share from 0 to 1"),
        ((), {"ineligible": 5}, TooFewAnswersError, "Nobody was asked who could have answered"),
        (([],), {}, TooFewAnswersError, "Nobody was asked who could have answered"),
        (({"I": 3},), {"counts": [1]}, OptionError, "counts belongs to a column of outcomes"),
        ((["I", "P"],), {"counts": [1]}, ColumnLengthError, "counts has 1 rows"),
        ((["I", "P"],), {"counts": [1, -1]}, WeightError, "Row 2 of counts is −1."),
        (("I",), {}, MethodError, "A column is a list of values"),
    ],
)
def test_outcomes_that_make_no_rate_raise(arguments: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        response_rates(*arguments, **options)

    assert said in str(caught.value)


# --- raking ---

Table = dict[str, Any]


@st.composite
def samples(draw: Any) -> tuple[Table, dict[str, dict[str, float]], list[float]]:
    """A sample in which every combination occurs, and margins of some population of 1,000."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    cells = [[str(k) for k in index] for index in np.ndindex(*sizes)]
    cells += draw(st.lists(st.sampled_from(cells), max_size=30))
    rows = {f"q{j}": [cell[j] for cell in cells] for j in range(len(sizes))}
    margins = {}
    for j, size in enumerate(sizes):
        parts = np.array(draw(st.lists(st.floats(0.1, 1), min_size=size, max_size=size)))
        margins[f"q{j}"] = {str(k): float(v) for k, v in enumerate(1000 * parts / parts.sum())}
    weights = draw(st.lists(st.floats(0.2, 5), min_size=len(cells), max_size=len(cells)))
    return rows, margins, weights


@settings(max_examples=50)
@given(samples())
def test_raked_weights_meet_every_margin(case: tuple[Table, Any, list[float]]) -> None:
    rows, margins, weights = case
    result = rake(rows, margins, weights=weights)

    assert result.off < 1e-9
    for name, targets in margins.items():
        column = np.array(rows[name])
        for category, target in targets.items():
            assert result.weights[column == category].sum() == pytest.approx(target, rel=1e-8)
    assert (result.weights > 0).all()
    assert result.design_effect >= 1 - 1e-12
    assert sum(result.sample_shares.values()) == pytest.approx(len(margins))


@settings(max_examples=50)
@given(samples(), st.floats(0.01, 1e4))
def test_raking_keeps_what_it_should(case: tuple[Table, Any, list[float]], factor: float) -> None:
    """Free of the weights' scale and of the rows' order; the odds within the table stay; again changes nothing."""
    rows, margins, weights = case
    result = rake(rows, margins, weights=weights)
    order = np.random.default_rng(1).permutation(len(weights))
    turned = {name: np.array(column)[order] for name, column in rows.items()}

    scaled = rake(rows, margins, weights=[factor * w for w in weights])
    shuffled = rake(turned, margins, weights=np.array(weights)[order])
    shares = rake(rows, {name: {k: v / 1000 for k, v in t.items()} for name, t in margins.items()}, weights=weights)

    assert scaled.weights == pytest.approx(result.weights, rel=1e-6)
    assert shuffled.weights == pytest.approx(result.weights[order], rel=1e-6)
    assert 1000 * shares.weights == pytest.approx(result.weights, rel=1e-6)
    assert rake(rows, margins, weights=result.weights).weights == pytest.approx(result.weights, rel=1e-6)
    # The factor is a product of one number for each category: its logarithm has nothing left of the combinations.
    change = np.log(result.weights / np.array(weights))
    dummies = np.concatenate([np.array(c)[:, None] == np.unique(c) for c in rows.values()], axis=1).astype(float)
    assert np.abs(change - dummies @ np.linalg.lstsq(dummies, change)[0]).max() < 1e-6


def test_counts_are_repetition() -> None:
    rows = {"a": list("xxyy"), "b": list("mnmn")}
    margins = {"a": {"x": 30, "y": 70}, "b": {"m": 50, "n": 50}}
    counts, weights = [3, 1, 2, 4], [1, 2, 1, 0.5]
    again = np.repeat(np.arange(4), counts)
    repeated = {name: np.array(column)[again] for name, column in rows.items()}

    counted = rake(rows, margins, counts=counts, weights=weights)
    whole = rake(repeated, margins, weights=np.array(weights)[again])

    assert counted.weights[again] == pytest.approx(whole.weights)
    assert (counted.n, whole.n) == (10, 10)
    assert counted.design_effect == pytest.approx(whole.design_effect)
    assert counted.sample_shares == pytest.approx(whole.sample_shares)


def test_a_single_margin_is_post_stratification() -> None:
    groups, targets = list("aabbbc"), {"a": 20, "b": 50, "c": 30}
    weights = [1, 2, 1, 1, 3, 2]

    raked = rake({"g": groups}, {"g": targets}, weights=weights)
    stratified = post_stratify(groups, targets, weights=weights)

    assert raked.weights == pytest.approx(stratified.weights)
    assert stratified.population_shares == {"strata: a": 0.2, "strata: b": 0.5, "strata: c": 0.3}


def test_a_row_of_weight_zero_stays_out() -> None:
    rows = {"a": ["x", "y", "unknown"]}
    result = rake(rows, {"a": {"x": 1, "y": 3}}, weights=[1, 1, 0])

    assert result.weights.tolist() == [1, 3, 0]
    assert (result.n, result.n_missing) == (2, 1)


def test_trimmed_raking_keeps_margins_and_bound() -> None:
    random = np.random.default_rng(4)
    rows = {"age": random.choice(list("yyyyyyyo"), 400).tolist(), "sex": random.choice(list("mf"), 400).tolist()}
    margins = {"age": {"y": 500, "o": 500}, "sex": {"m": 480, "f": 520}}
    weights = random.lognormal(0, 0.7, 400)
    free, held = rake(rows, margins, weights=weights), rake(rows, margins, weights=weights, most=6)

    assert free.largest > 6 >= held.largest - 1e-5
    assert held.n_trimmed > 0
    assert held.design_effect < free.design_effect
    for name, targets in margins.items():
        for category, target in targets.items():
            assert held.weights[np.array(rows[name]) == category].sum() == pytest.approx(target, rel=1e-9)


def test_columns_may_be_arrow_and_numbers() -> None:
    margins = {"age": {1: 40, 2: 60}}

    expected = rake({"age": ["1", "1", "2"]}, margins).weights
    assert rake(pa.table({"age": [1, 1, 2]}), margins).weights.tolist() == expected.tolist()
    assert rake({"age": np.array([1.0, 1.0, 2.0])}, margins).weights.tolist() == expected.tolist()


ROWS = {"a": ["x", "x", "y"], "b": ["m", "n", "n"]}
GOOD = {"a": {"x": 50, "y": 50}, "b": {"m": 30, "n": 70}}


@pytest.mark.parametrize(
    ("rows", "margins", "options", "error", "said"),
    [
        (
            ROWS,
            {**GOOD, "b": {"m": 30, "n": 71}},
            {},
            MarginError,
            "The targets of a sum to 100, those of b to 101. Both describe one population",
        ),
        (ROWS, {**GOOD, "a": {"x": 100}}, {}, MarginError, "y of a has no target. There are targets for: x."),
        (
            ROWS,
            {**GOOD, "a": {"x": 40, "y": 40, "z": 20}},
            {},
            MarginError,
            "Nobody in the sample is z of a, but 20 should be.",
        ),
        (ROWS, {**GOOD, "a": {"x": 100, "y": 0}}, {}, MarginError, "The target of y of a is 0, but the sample holds"),
        (ROWS, {**GOOD, "a": {"x": 150, "y": -50}}, {}, MarginError, "The target of y of a is −50."),
        (ROWS, {**GOOD, "a": {"x": math.nan, "y": 50}}, {}, OptionError, "x is “nan”. Give a finite number."),
        (ROWS, {**GOOD, "a": {"x": "half", "y": 50}}, {}, OptionError, "x is “half”. Give a finite number."),
        (ROWS, {**GOOD, "a": {"x": 0, "y": 0}}, {}, MarginError, "The targets of a are all zero."),
        (ROWS, {**GOOD, "a": [50, 50]}, {}, MarginError, "The targets of a are no names with numbers."),
        (ROWS, {**GOOD, "c": {"x": 100}}, {}, MarginError, "There is no column c. There are: a, b."),
        (ROWS, {}, {}, MarginError, "There are no margins."),
        ({**ROWS, "a": ["x", None, "y"]}, GOOD, {}, MethodError, "Row 2 of a is empty. Every row needs its group."),
        ({**ROWS, "b": ["m", "n"]}, GOOD, {}, ColumnLengthError, "b has 2 rows"),
        (ROWS, GOOD, {"weights": [1, -1, 1]}, WeightError, "Row 2 of weights is −1."),
        (ROWS, GOOD, {"weights": [1, math.nan, 1]}, WeightError, "Row 2 of weights is"),
        (ROWS, GOOD, {"weights": [0, 0, 0]}, WeightError, "All values of weights are zero."),
        (ROWS, GOOD, {"weights": ["one", 1, 1]}, NotANumberError, "Row 1 of weights: “one” is not a number."),
        (ROWS, GOOD, {"weights": [1, 1]}, ColumnLengthError, "weights has 2 rows"),
        (ROWS, GOOD, {"weights": [1, 1, 0]}, MarginError, "Nobody in the sample is y of a"),
        (ROWS, GOOD, {"counts": [1, 1, 0.5]}, WeightError, "Row 3 of counts is 0.5."),
        (ROWS, GOOD, {"most": 1}, OptionError, "most is 1. It is a multiple of the mean weight above 1"),
        (ROWS, GOOD, {"tolerance": 0}, OptionError, "tolerance is 0. It lies above 0."),
        (
            ROWS,
            GOOD,
            {"most": 1.01},
            MarginError,
            "The margins cannot be met with every weight at most 1.01 times the mean.",
        ),
        ({"a": [], "b": []}, GOOD, {}, TooFewAnswersError, "The column is empty"),
        ("rows", GOOD, {}, MethodError, ""),
    ],
)
def test_what_cannot_be_raked_raises(rows: Any, margins: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        rake(rows, margins, **options)

    assert said in str(caught.value)


def test_margins_that_no_weights_can_meet_raise() -> None:
    """All x are m: more x than m in the population cannot be."""
    rows = {"a": ["x", "y", "y"], "b": ["m", "m", "n"]}

    with pytest.raises(MarginError, match=r"No weights meet these margins: . of . cannot reach its target"):
        rake(rows, {"a": {"x": 60, "y": 40}, "b": {"m": 50, "n": 50}})


# --- trimming ---


@given(st.lists(st.floats(0.01, 1000), min_size=2, max_size=50), st.floats(1.1, 8))
def test_trimmed_weights_keep_sum_and_bound(weights: list[float], most: float) -> None:
    result = trim(weights, most=most)

    assert result.weights.sum() == pytest.approx(sum(weights))
    assert result.weights.max() <= result.bound * (1 + 1e-9)
    assert result.design_effect <= result.design_effect_before + 1e-9
    assert (np.diff(result.weights[np.argsort(weights)]) >= -1e-9 * result.bound).all()
    twice = trim(weights, counts=[2] * len(weights), most=most)
    assert twice.weights == pytest.approx(result.weights)


def test_weights_within_the_bound_stay() -> None:
    result = trim([1, 2, 3], most=2)

    assert result.weights.tolist() == [1, 2, 3]
    assert result.n_trimmed == 0


def test_a_weight_of_zero_stays_zero() -> None:
    assert trim([0, 1, 1, 10], most=2).weights.tolist() == [0, 2, 2, 8]


@pytest.mark.parametrize(
    ("weights", "options", "error", "said"),
    [
        ([1, 2], {"most": 1}, OptionError, "most is 1."),
        ([1, 2], {"most": math.nan}, OptionError, "most is “nan”."),
        ([1, -2], {}, WeightError, "Row 2 of weights is −2."),
        ([1, None], {}, WeightError, "Row 2 of weights is"),
        ([1, math.inf], {}, NotANumberError, "Row 2 of weights is infinite."),
        ([0, 0], {}, WeightError, "All values of weights are zero."),
        ([0, 1], {"counts": [1, 0]}, WeightError, "All values of weights are zero."),
        ([], {}, TooFewAnswersError, "The column is empty"),
    ],
)
def test_what_cannot_be_trimmed_raises(weights: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        trim(weights, **options)

    assert said in str(caught.value)


# --- estimates ---


def test_without_a_design_it_is_the_plain_mean() -> None:
    answers = [4, 5, 3, 4, 2, 5, 1, 5]
    plain, designed = mean_rating(answers), survey_mean(answers)

    assert (designed.mean, designed.standard_error) == pytest.approx((plain.mean, plain.standard_error))
    assert designed.design_effect == pytest.approx(1)
    assert designed.degrees == 7


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_the_scale_of_the_weights_and_the_order_of_rows_change_no_mean(seed: int, factor: float) -> None:
    random = np.random.default_rng(seed)
    y, w = random.normal(size=40), random.uniform(0.5, 3, 40)
    strata, clusters = np.repeat(["a", "b"], 20), np.repeat(np.arange(10), 4)
    order = random.permutation(40)

    first = survey_mean(y, weights=w, strata=strata, clusters=clusters)
    second = survey_mean(y[order], weights=factor * w[order], strata=strata[order], clusters=clusters[order])

    assert second.mean == pytest.approx(first.mean)
    assert second.standard_error == pytest.approx(first.standard_error)
    assert second.design_effect == pytest.approx(first.design_effect)
    assert (second.low, second.high) == pytest.approx((first.low, first.high))


def test_a_census_has_no_uncertainty() -> None:
    result = survey_mean([1, 2, 3, 4], weights=[1] * 4, population=[4] * 4)

    assert (result.mean, result.standard_error, result.low, result.high) == (2.5, 0, 2.5, 2.5)


def test_the_mean_of_a_calibrated_column_is_certain() -> None:
    """The population's share of each group is known, so its own mean has no error."""
    groups = ["a"] * 6 + ["b"] * 4
    weighted = post_stratify(groups, {"a": 30, "b": 70})

    result = survey_mean([group == "b" for group in groups], weights=weighted)

    assert result.mean == pytest.approx(0.7)
    assert result.standard_error == pytest.approx(0, abs=1e-12)


def test_the_interval_of_a_stratified_sample_covers() -> None:
    """1,000 stratified samples of 60 from 2,000 people: 95 % intervals hold the true mean in 93 to 97 of 100."""
    random = np.random.default_rng(8)
    population = [random.normal(5, 1, 1500), random.normal(8, 3, 500)]
    truth = float(np.concatenate(population).mean())
    strata = ["a"] * 30 + ["b"] * 30
    weights, sizes = [50] * 30 + [500 / 30] * 30, [1500] * 30 + [500] * 30

    held = 0
    for _ in range(1000):
        values = np.concatenate([random.choice(stratum, 30, replace=False) for stratum in population])
        result = survey_mean(values, weights=weights, strata=strata, population=sizes)
        held += result.low <= truth <= result.high

    assert 0.93 <= held / 1000 <= 0.97


def test_missing_answers_stay_in_the_design() -> None:
    result = survey_mean([4, None, 3, 99], weights=[1, 1, 1, 1], clusters=[1, 2, 3, 4], missing=[99])

    assert (result.n, result.n_missing, result.degrees, result.mean) == (2, 2, 3, 3.5)


@pytest.mark.parametrize(
    ("values", "options", "error", "said"),
    [
        ([1, 2], {"weights": [1, -1]}, WeightError, "Row 2 of weights is −1."),
        ([1, 2], {"weights": [0, 0]}, WeightError, "All values of weights are zero."),
        ([1, 2], {"weights": [1]}, ColumnLengthError, "weights has 1 rows"),
        ([1, "good"], {}, NotANumberError, "Row 2 of values: “good” is not a number."),
        ([1, math.inf], {}, NotANumberError, "Row 2 of values is infinite."),
        ([None, None], {}, TooFewAnswersError, "all 2 rows are missing"),
        ([], {}, TooFewAnswersError, "There are no answers"),
        ([1], {}, TooFewAnswersError, "There is one answer; an interval needs at least two."),
        ([1, 2], {"clusters": ["a", "a"]}, TooFewAnswersError, "All answers come from one cluster"),
        ([1, 2, 3], {"strata": ["a", "a", "b"]}, TooFewAnswersError, "Stratum b has a single first unit"),
        ([1, 2], {"strata": ["a"]}, ColumnLengthError, "strata has 1 rows"),
        ([1, 2], {"population": [1, 1]}, PopulationError, "has 2 units in the sample and 1 in the population."),
        ([1, 2], {"population": [9, 8]}, PopulationError, "name more than one population, or none: 8, 9."),
        ([1, 2], {"population": [9, None]}, PopulationError, "name more than one population, or none"),
        ([1, 2], {"population": [9, "?"]}, NotANumberError, "Row 2 of population: “?” is not a number."),
        ([1, 2], {"confidence": 0}, OptionError, "The confidence level is 0."),
    ],
)
def test_what_has_no_mean_raises(values: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        survey_mean(values, **options)

    assert said in str(caught.value)
