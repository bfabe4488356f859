"""What every sampling method keeps, written once over the registry.

A method that is registered and has no entry in ``CALLS`` fails the first test: the contract is not optional.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import math
import re
import typing
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import (
    bootstrap,
    ces,
    compare,
    competitive_position,
    concentration,
    constant_sum,
    csat,
    disconfirmation,
    drivers,
    gabor_granger,
    importance_performance,
    index_sensitivity,
    kano,
    latent_dissatisfaction,
    league,
    lens_indices,
    loyalty_curve,
    loyalty_measure,
    loyalty_types,
    mean_rating,
    nps,
    penalty_reward,
    predictive_range,
    price_sensitivity,
    problems_per_hundred,
    quality_agreement,
    ranking,
    reliability,
    satisfied_leavers,
    service_gaps,
    service_type,
    top_box,
    touchpoints,
    unexplained,
    value_map,
    weakest_plank,
    weighted_index,
)
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OutOfScaleError,
    TooFewAnswersError,
    WeightError,
)
from regulars.methods.intervals import Interval
from regulars.methods.registry import Method, all_methods
from regulars.methods.result import Result

Table = dict[str, Any]
FAST = {"n_resamples": 200, "seed": 1}

# How to call each method on a table of answers from 1 to 5; the first column is the one that is spoilt.
CALLS: dict[str, tuple[tuple[str, ...], Callable[..., Result]]] = {
    "nps": (("scores",), lambda t, **o: nps(t["scores"], **o)),
    "csat": (("scores",), lambda t, **o: csat(t["scores"], **o)),
    "top_box": (("scores",), lambda t, **o: top_box(t["scores"], **o)),
    "ces": (("scores",), lambda t, **o: ces(t["scores"], **o)),
    # Whoever gave no answer to b still belongs to a group.
    "compare": (
        ("a", "b"),
        lambda t, **o: compare(t["a"], ["up" if str(b)[:1] in "345" else "down" for b in t["b"]], scale=(1, 5), **o),
    ),
    "league": (("a", "b"), lambda t, **o: league(t["a"], t["b"], scale=(1, 5), **FAST, **o)),
    "mean_rating": (("scores",), lambda t, **o: mean_rating(t["scores"], **o)),
    "weighted_index": (("a", "b", "c"), lambda t, **o: weighted_index(t, [5, 3, 2], **o)),
    "disconfirmation": (
        ("before", "after"),
        lambda t, **o: disconfirmation(t["before"], t["after"], tolerance=0.5, **o),
    ),
    "loyalty_curve": (
        ("a", "b"),
        lambda t, **o: loyalty_curve(t["a"], t["b"], loyalty_scale=(1, 5), **o),
    ),
    "penalty_reward": (
        ("a", "b", "y"),
        lambda t, **o: penalty_reward({k: t[k] for k in "ab"}, t["y"], outcome_scale=(1, 5), **o),
    ),
    "satisfied_leavers": (
        ("a", "b"),
        lambda t, **o: satisfied_leavers(t["a"], ["yes" if str(b)[:1] in "345" else "no" for b in t["b"]], **o),
    ),
    "unexplained": (
        ("a", "b", "y"),
        lambda t, **o: unexplained({k: t[k] for k in "ab"}, t["y"], scale=(1, 5), outcome_scale=(1, 5), **o),
    ),
    "latent_dissatisfaction": (
        ("a", "b", "c"),
        lambda t, **o: latent_dissatisfaction(
            ["yes" if str(c)[:1] in "345" else "no" for c in t["c"]], rating=t["a"], previous_rating=t["b"], **o
        ),
    ),
    "service_gaps": (
        ("a", "b", "c", "x", "y", "z"),
        lambda t, **o: service_gaps(
            {k: t[k] for k in "abc"},
            {k: t[k] for k in "xyz"},
            dimensions={"people": ["x", "y"], "place": ["z"]},
            weights_given=[70, 30],
            scale=(1, 5),
            **o,
        ),
    ),
    "quality_agreement": (
        ("a", "b"),
        lambda t, **o: quality_agreement(t["a"], t["b"], internal_scale=(1, 5), **FAST, **o),
    ),
    "touchpoints": (
        ("a", "b", "y"),
        lambda t, **o: touchpoints({k: t[k] for k in "ab"}, t["y"], **FAST, **o),
    ),
    "value_map": (
        ("a", "b", "c"),
        lambda t, **o: value_map(
            {"a": t["a"]}, {"b": t["b"]}, ["us" if str(c)[:1] in "45" else "them" for c in t["c"]], **o
        ),
    ),
    "service_type": (
        ("a", "b", "c"),
        lambda t, **o: service_type({k: t[k] for k in "ab"}, {"c": t["c"]}, **o),
    ),
    "lens_indices": (
        ("a", "b", "c"),
        lambda t, **o: lens_indices(t, {"place": ["a", "b"], "people": ["c"]}, importance=[2, 1, 1], **o),
    ),
    "index_sensitivity": (
        ("a", "b", "y"),
        lambda t, **o: index_sensitivity(
            {k: t[k] for k in "ab"}, {"stated": [2, 1], "equal": "equal", "lmg": "lmg"}, outcome=t["y"], **o
        ),
    ),
    "loyalty_types": (("a", "b"), lambda t, **o: loyalty_types(t["a"], t["b"], **o)),
    "loyalty_measure": (("a", "b"), lambda t, **o: loyalty_measure(t["a"], t["b"], **o)),
    "reliability": (("a", "b", "c"), lambda t, **o: reliability(t, scale=(1, 5), **o)),
    "kano": (("functional", "dysfunctional"), lambda t, **o: kano(t["functional"], t["dysfunctional"], **o)),
    "price_sensitivity": (
        ("too_cheap", "cheap", "expensive", "too_expensive"),
        lambda t, **o: price_sensitivity(
            t["too_cheap"], t["cheap"], t["expensive"], t["too_expensive"], price_range=(0, 50), **FAST, **o
        ),
    ),
    "gabor_granger": (("a", "b", "c"), lambda t, **o: gabor_granger(t, (10, 20, 30), scale=(1, 5), top=2, **FAST, **o)),
    "constant_sum": (("a", "b", "c"), lambda t, **o: constant_sum(t, total=15, **o)),
    "ranking": (("a", "b", "c", "d", "e"), ranking),
    "problems_per_hundred": (("problems",), lambda t, **o: problems_per_hundred(t["problems"], **o)),
    "predictive_range": (("scores",), lambda t, **o: predictive_range(t["scores"], 200, **o)),
    "bootstrap": (("values",), lambda t, **o: bootstrap(t["values"], scale=(1, 5), **FAST, **o)),
    "drivers": (
        ("a", "b", "c", "y"),
        lambda t, **o: drivers({k: t[k] for k in "abc"}, t["y"], scale=(1, 5), outcome_scale=(1, 5), **FAST, **o),
    ),
    "competitive_position": (
        ("a", "b", "c", "y"),
        lambda t, **o: competitive_position(
            {k: t[k] for k in "ab"},
            ["us" if str(c)[:1] in "345" else "them" for c in t["c"]],
            t["y"],
            own="us",
            **FAST,
            **o,
        ),
    ),
    "weakest_plank": (("a", "b", "c"), lambda t, **o: weakest_plank(t, **FAST, **o)),
    "importance_performance": (
        ("a", "b", "c", "y"),
        lambda t, **o: importance_performance({k: t[k] for k in "abc"}, t["y"], **FAST, **o),
    ),
}
METHODS = [entry for entry in all_methods() if entry.samples]


@dataclasses.dataclass(frozen=True)
class Case:
    """One method with its table of 60 respondents."""

    method: Method
    table: Table
    call: Callable[..., Result]

    @property
    def size(self) -> int:
        return len(next(iter(self.table.values())))

    def rows(self, index: Any) -> Table:
        """The table with these rows."""
        return {name: np.asarray(column)[index].tolist() for name, column in self.table.items()}

    def with_row(self, value: Any) -> Table:
        """The table with one more row, the same value in every column."""
        return {name: [*column, value] for name, column in self.table.items()}


@pytest.fixture(params=METHODS, ids=lambda entry: entry.name)
def case(request: pytest.FixtureRequest) -> Case:
    """Each sampling method in turn."""
    columns, call = CALLS[request.param.name]
    random = np.random.default_rng(11)
    mood = random.normal(size=60)
    answers = {name: np.clip(np.round(3.3 + 0.8 * mood + random.normal(size=60)), 1, 5).astype(int) for name in columns}
    fitting = np.array(list(answers.values()))
    if request.param.name == "nps":  # on 0 to 10, so that there are promoters, passives and detractors
        fitting = 2 * fitting
    if request.param.name == "price_sensitivity":  # prices rise from question to question
        fitting = np.cumsum(fitting, axis=0)
    if request.param.name == "gabor_granger":  # who would not buy would not at a higher price
        fitting = np.sort(fitting, axis=0)[::-1]
    if request.param.name == "constant_sum":  # the points of each person add up to 15
        fitting[2] = 15 - fitting[0] - fitting[1]
    if request.param.name == "ranking":  # each place once
        fitting = (fitting + random.uniform(0, 0.5, fitting.shape)).argsort(axis=0).argsort(axis=0) + 1
    table = {name: column.tolist() for name, column in zip(columns, fitting, strict=True)}
    return Case(request.param, table, call)


def same(a: Any, b: Any) -> None:
    """Two results are one, to the rounding of sums."""
    left, right = _flat(a.to_dict()), _flat(b.to_dict())
    words = {name: value for name, value in left.items() if isinstance(value, str)}
    numbers = {name: value for name, value in left.items() if name not in words}
    assert words == {name: value for name, value in right.items() if isinstance(value, str)}
    assert numbers == pytest.approx({n: v for n, v in right.items() if n not in words}, rel=1e-9, abs=1e-9, nan_ok=True)


def _flat(value: Any, name: str = "") -> dict[str, Any]:
    match value:
        case dict():
            return {k: v for key, part in value.items() for k, v in _flat(part, f"{name}.{key}").items()}
        case list():
            return {k: v for i, part in enumerate(value) for k, v in _flat(part, f"{name}.{i}").items()}
        case None:
            return {name: math.nan}
        case _:
            return {name: value}


def test_every_sampling_method_stands_here() -> None:
    assert {entry.name for entry in METHODS} == set(CALLS)


def test_a_registered_minimum_is_that_of_the_result() -> None:
    """Else ``too_few`` says something that the method's page does not."""
    found = {}
    for entry in all_methods():
        function = entry.function
        result = function if isinstance(function, type) else typing.get_type_hints(function)["return"]
        if isinstance(result, type) and issubclass(result, Result):
            found[entry.name] = (entry.minimum_n, result.minimum_n)

    assert {"nps", "concentration", "gamma_gamma"} <= set(found)
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}
    assert concentration([1, 2, 3]).too_few


# --- consistent ---


def test_the_order_of_rows_changes_nothing(case: Case) -> None:
    order = np.random.default_rng(2).permutation(case.size)
    weights, clusters = np.linspace(0.5, 2, case.size), np.arange(case.size) // 3

    same(case.call(case.rows(order)), case.call(case.table))
    same(
        case.call(case.rows(order), weights=weights[order], clusters=clusters[order]),
        case.call(case.table, weights=weights, clusters=clusters),
    )


def test_counts_are_repetition(case: Case) -> None:
    counts = np.arange(case.size) % 4
    again = np.repeat(np.arange(case.size), counts)
    weights, clusters = np.linspace(0.5, 2, case.size), np.arange(case.size) // 3

    same(case.call(case.table, counts=counts), case.call(case.rows(again)))
    same(
        case.call(case.table, counts=counts, weights=weights, clusters=clusters),
        case.call(case.rows(again), weights=weights[again], clusters=clusters[again]),
    )
    same(case.call(case.table, counts=counts, weights=weights), case.call(case.rows(again), weights=weights[again]))


@pytest.mark.parametrize("factor", [0.25, 3, 1e6])
def test_weights_have_no_scale(case: Case, factor: float) -> None:
    weights = np.linspace(0.5, 2, case.size)

    same(case.call(case.table, weights=factor * weights), case.call(case.table, weights=weights))


def test_equal_weights_are_none(case: Case) -> None:
    same(case.call(case.table, weights=[1] * case.size), case.call(case.table))


def test_weights_cost_effective_n(case: Case) -> None:
    result = case.call(case.table, weights=np.linspace(0.1, 3, case.size))

    assert result.n == case.size
    assert result.n_effective < case.size  # type: ignore[attr-defined]


def test_a_weight_or_count_of_zero_leaves_the_row_out(case: Case) -> None:
    nobody = [1] * case.size + [0]

    for value in (1, 5):
        outside = case.call(case.with_row(value), weights=nobody)
        assert (outside.n, outside.n_missing) == (case.size, 1)
        same(dataclasses.replace(outside, n_missing=0), case.call(case.table))
        same(case.call(case.with_row(value), counts=nobody), case.call(case.table))


def test_the_kind_of_column_changes_nothing(case: Case) -> None:
    expected = case.call(case.table)

    same(case.call({name: np.array(column) for name, column in case.table.items()}), expected)
    same(case.call({name: np.array(column, dtype=object) for name, column in case.table.items()}), expected)
    same(case.call({name: pa.array(column) for name, column in case.table.items()}), expected)
    same(case.call(pa.table({name: pa.chunked_array([column]) for name, column in case.table.items()})), expected)
    same(case.call({name: [str(value) for value in column] for name, column in case.table.items()}), expected)
    same(case.call({name: pa.array(map(str, column)) for name, column in case.table.items()}), expected)


# --- missing ---


@pytest.mark.parametrize("nothing", [None, math.nan, ""])
def test_no_answer_is_counted_and_stays_out(case: Case, nothing: Any) -> None:
    result, without = case.call(case.with_row(nothing)), case.call(case.table)

    assert (result.n, result.n_missing) == (case.size, 1)
    same(dataclasses.replace(result, n_missing=0), without)


@pytest.mark.parametrize("code", [99, "99", 99.0, "Blank"])
def test_a_named_code_is_no_answer(case: Case, code: Any) -> None:
    result = case.call(case.with_row(code), missing=[code])

    assert (result.n, result.n_missing) == (case.size, 1)


def test_missing_answers_count_as_often_as_they_stand(case: Case) -> None:
    result = case.call(case.with_row(None), counts=[1] * case.size + [7])

    assert (result.n, result.n_missing) == (case.size, 7)


def test_who_gave_no_answer_needs_no_weight(case: Case) -> None:
    result = case.call(case.with_row(None), weights=[1] * case.size + [None])

    assert (result.n, result.n_missing) == (case.size, 1)


def test_no_codes_for_missing_may_be_none(case: Case) -> None:
    same(case.call(case.table, missing=None), case.call(case.table))


# --- guarded ---


def test_a_value_off_the_scale_raises_with_its_row(case: Case) -> None:
    with pytest.raises(OutOfScaleError) as caught:
        case.call(case.with_row(99))

    assert "Row 61 of " in str(caught.value)
    assert "99 is not on the scale" in str(caught.value)
    assert "name it as missing" in str(caught.value)


@pytest.mark.parametrize("name", ["weights", "counts", "clusters"])
def test_a_column_of_another_length_raises(case: Case, name: str) -> None:
    with pytest.raises(ColumnLengthError, match=f"{name} has 59 rows, the first column has 60"):
        case.call(case.table, **{name: [1] * 59})


@pytest.mark.parametrize("name", ["weights", "counts"])
@pytest.mark.parametrize("value", [-1, None])
def test_a_weight_is_zero_or_more(case: Case, name: str, value: Any) -> None:
    with pytest.raises(WeightError, match=f"Row 3 of {name} is"):
        case.call(case.table, **{name: [1, 1, value, *[1] * 57]})


def test_a_count_is_whole(case: Case) -> None:
    with pytest.raises(WeightError, match=r"Row 1 of counts is 1\.5"):
        case.call(case.table, counts=[1.5] * 60)


@pytest.mark.parametrize("name", ["weights", "counts"])
def test_somebody_must_count(case: Case, name: str) -> None:
    with pytest.raises(WeightError, match=f"All values of {name} are zero"):
        case.call(case.table, **{name: [0] * 60})


def test_an_empty_column_raises(case: Case) -> None:
    with pytest.raises(TooFewAnswersError, match="The column is empty"):
        case.call({name: [] for name in case.table})


def test_a_column_without_answers_raises(case: Case) -> None:
    with pytest.raises(TooFewAnswersError, match="all 5 rows are missing"):
        case.call({name: [None] * 5 for name in case.table})


def test_one_cluster_raises(case: Case) -> None:
    with pytest.raises(TooFewAnswersError, match="All answers come from one cluster"):
        case.call(case.table, clusters=["one"] * 60)


def test_yes_and_no_are_no_ratings(case: Case) -> None:
    with pytest.raises(NotANumberError, match="is yes or no"):
        case.call(case.with_row(True))


def test_a_single_text_is_no_column() -> None:
    with pytest.raises(MethodError, match="A column is a list of values"):
        nps("10")


# --- the result ---


def test_the_result_is_frozen(case: Case) -> None:
    result = case.call(case.table)

    with pytest.raises(dataclasses.FrozenInstanceError):
        result.n = 3  # type: ignore[misc]


def test_the_result_is_ready_for_json(case: Case) -> None:
    data = json.loads(json.dumps(case.call(case.table).to_dict(), allow_nan=False))

    assert data["n"] == case.size
    assert data["too_few"] is (case.size < case.method.minimum_n)


def test_the_result_says_how_its_interval_was_made(case: Case) -> None:
    result = case.call(case.table, confidence=0.9)

    assert result.interval in list(Interval)
    assert result.confidence == 0.9
    assert type(result).minimum_n == case.method.minimum_n > 1


def test_a_wider_confidence_is_a_wider_interval(case: Case) -> None:
    wide, narrow = case.call(case.table, confidence=0.99).to_dict(), case.call(case.table, confidence=0.8).to_dict()
    low = next(
        name
        for name in (
            "low",
            "rise_low",
            "unexplained_low",
            "penalty_low",
            "concordance_low",
            "personal_low",
            "performance_low",
            "better_low",
            "pmc_low",
            "demand_low",
            "loyal_low",
            "borda_low",
        )
        if name in wide
    )
    high = low.replace("low", "high")

    assert (np.array(wide[low]) < np.array(narrow[low])).all()
    assert (np.array(wide[high]) > np.array(narrow[high])).all()


@pytest.mark.parametrize("clusters", [None, np.arange(60) // 3])
def test_each_share_beside_the_headline_has_wilsons_limits(clusters: Any) -> None:
    """Every share of a distribution is that of a method of its own: csat at the very point."""
    points = [1, 2, 2, 3, 4, 4, 5, 5, 5, 5] * 6
    weights = np.linspace(0.5, 2, 60)
    options = {"weights": weights, "clusters": clusters}
    boxes = top_box(points, **options)
    score = nps([2 * point for point in points], **options)

    for point in boxes.shares:
        alone = csat([2 if value == point else 1 for value in points], top=1, scale=(1, 2), **options)
        found = boxes.shares[point], boxes.shares_low[point], boxes.shares_high[point]
        assert found == pytest.approx((alone.share, alone.low, alone.high), rel=1e-9)
    for name, inside in (("promoters", (5,)), ("passives", (4,)), ("detractors", (1, 2, 3))):
        alone = csat([2 if value in inside else 1 for value in points], top=1, scale=(1, 2), **options)
        found = getattr(score, name), getattr(score, f"{name}_low"), getattr(score, f"{name}_high")
        assert found == pytest.approx((alone.share, alone.low, alone.high), rel=1e-9)
    assert list(boxes.shares_low) == list(boxes.shares_high) == list(boxes.shares)


# --- the words ---


def test_the_docstring_tells_parameters_and_source_and_runs(case: Case) -> None:
    """The example itself runs with the doctests of the module."""
    text = inspect.getdoc(case.method.function) or ""
    options = list(inspect.signature(case.method.function).parameters)

    for heading in ("\nParameters:\n", "\nSource: ", "\n>>> "):
        assert heading in text
    assert re.search(r"\[[a-z]+\d{4}[a-z]?\]", text)
    assert [name for name in options if f"\n    {name}: " not in text] == []
    assert {"weights", "counts", "clusters", "missing", "confidence"} <= set(options)


def test_the_options_are_keywords(case: Case) -> None:
    kinds = inspect.signature(case.method.function).parameters

    for name in ("weights", "counts", "clusters", "missing", "confidence"):
        assert kinds[name].kind is inspect.Parameter.KEYWORD_ONLY
