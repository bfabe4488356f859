"""Sample sizes, allocation and draw: what they promise, and what they refuse."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import (
    allocate_sample,
    cluster_design_effect,
    design_effect,
    draw_sample,
    required_per_group,
    required_sample,
)
from regulars.methods.errors import ColumnLengthError, MethodError, NotANumberError, OptionError, PopulationError

Z = 1.959963984540054
BAD_NUMBERS = [math.nan, math.inf, "many", None, True]


# --- how many ---


@given(
    margin=st.floats(0.005, 0.3),
    p=st.floats(0.02, 0.98),
    population=st.integers(2, 10**7),
    effect=st.floats(1, 5),
)
def test_the_sample_gives_the_margin_and_one_less_does_not(
    margin: float, p: float, population: int, effect: float
) -> None:
    """The margin of n answers from N people, at the design effect: z √(D p (1 − p) / n · (N − n) / (N − 1))."""

    def reach(n: int) -> float:
        return Z * math.sqrt(effect * p * (1 - p) / n * (population - n) / (population - 1))

    n = required_sample(margin, share_expected=p, population=population, design_effect=effect).n

    assert 1 <= n <= population
    assert reach(n) <= margin * (1 + 1e-6)
    assert n == 1 or reach(n - 1) > margin * (1 - 1e-6)


def test_a_mean_and_an_nps_by_hand() -> None:
    """z² s² / margin²; the variance of an NPS of 52 less 13 is .65 − .39² = .4979."""
    assert required_sample(0.5, measure="mean", standard_deviation=2.4).exact == pytest.approx((Z * 2.4 / 0.5) ** 2)
    nps = required_sample(5, measure="nps", promoters=0.52, detractors=0.13)
    assert nps.exact == pytest.approx(Z**2 * 0.4979 * 400)
    assert required_sample(5, measure="nps").exact == pytest.approx(4 * required_sample(0.05).exact)


def test_invitations_are_answers_over_the_response_rate() -> None:
    result = required_sample(0.05, response_rate=0.3, design_effect=1.4)

    assert result.n == math.ceil(1.4 * 384.14588)
    assert result.invitations == math.ceil(result.n / 0.3)
    assert result.infinite == pytest.approx(384.14588, abs=1e-4)


def test_a_whole_product_is_not_rounded_up_by_its_last_digit() -> None:
    """11 / 0.1 is 110, though floating point makes it a little more or less."""
    assert [math.ceil(required_sample(0.5, response_rate=rate).n / rate) for rate in (0.5, 0.25)] == [8, 16]
    assert required_sample(0.5, response_rate=0.1).invitations == 10 * required_sample(0.5).n


def test_a_population_too_small_for_the_response_rate_raises() -> None:
    with pytest.raises(PopulationError) as caught:
        required_sample(0.05, population=300, response_rate=0.2)

    assert str(caught.value) == (
        "169 answers at a response rate of 0.2 need 845 people, but the population has 300. Ask everybody and accept "
        "about 60 answers with a wider margin, or raise the response rate."
    )


@pytest.mark.parametrize("value", BAD_NUMBERS)
@pytest.mark.parametrize("name", ["margin", "share_expected", "design_effect", "response_rate"])
def test_a_setting_that_is_no_number_raises(name: str, value: Any) -> None:
    with pytest.raises(OptionError, match=f"{name} is “{value}”. Give a finite number."):
        required_sample(**{"margin": 0.05, name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"margin": 0}, "margin is 0. It lies above 0."),
        ({"margin": -0.05}, "margin is −0.05. It lies above 0."),
        ({"share_expected": 30}, "share_expected is 30. It is a share from 0 to 1: write 30 per cent as 0.3."),
        ({"share_expected": -0.1}, "share_expected is −0.1. It is a share from 0 to 1."),
        ({"share_expected": 0}, "With share_expected as given everybody answers alike"),
        ({"response_rate": 0}, "response_rate is 0. It is a share from 0 to 1."),
        ({"design_effect": 0}, "design_effect is 0. It lies above 0."),
        ({"population": 0}, "population is 0. It is a whole number from 1 up."),
        ({"population": 10.5}, "population is 10.5. It is a whole number from 1 up."),
        ({"confidence": 1}, "The confidence level is 1."),
        ({"measure": "median"}, "measure is “median”. It is one of: share, mean, nps."),
        ({"measure": "mean"}, "A mean needs standard_deviation"),
        ({"measure": "nps", "promoters": 0.8}, "promoters 0.8 and detractors 0.5 are more than everybody."),
        ({"measure": "nps", "promoters": 1, "detractors": 0}, "With promoters as given everybody answers alike"),
    ],
)
def test_a_setting_outside_its_range_raises(options: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as caught:
        required_sample(**{"margin": 0.05, **options})

    assert said in str(caught.value)


def test_the_test_of_two_shares_has_the_power_planned() -> None:
    """Drawn 40,000 times: four in five surveys show the difference, but for the steps of whole answers."""
    n = required_per_group(0.5, 0.6).n
    random = np.random.default_rng(5)
    one, two = random.binomial(n, 0.5, 40_000) / n, random.binomial(n, 0.6, 40_000) / n
    pooled = (one + two) / 2
    shown = np.abs(one - two) > Z * np.sqrt(2 * pooled * (1 - pooled) / n)

    assert shown.mean() == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"second": 0.5}, "Both shares are 0.5: without a difference no sample can show one."),
        ({"second": 1.5}, "second is 1.5. It is a share from 0 to 1"),
        ({"power": 1}, "power is 1. It lies between 0 and 1, such as 0.8."),
        ({"power": math.nan}, "power is “nan”. Give a finite number."),
        ({"power": 0.01}, "A power of 0.01 is reached by chance alone."),
    ],
)
def test_a_difference_that_cannot_be_planned_raises(options: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as caught:
        required_per_group(**{"first": 0.5, "second": 0.6, **options})

    assert said in str(caught.value)


# --- shared out ---


@st.composite
def strata(draw: Any) -> tuple[int, list[int], list[float], int]:
    people = draw(st.lists(st.integers(1, 5000), min_size=1, max_size=12))
    spread = draw(st.lists(st.just(0.0) | st.floats(1e-6, 50), min_size=len(people), max_size=len(people)))
    least = draw(st.integers(0, 5))
    floor = sum(min(least, n) for n in people)
    n = draw(st.integers(max(1, floor), sum(people)))
    return n, people, spread, least


@settings(max_examples=60)
@given(strata(), st.sampled_from(["proportional", "equal", "neyman"]))
def test_sizes_sum_to_n_within_the_limits(case: tuple[int, list[int], list[float], int], method: Any) -> None:
    n, people, spread, least = case
    if not any(spread):
        spread = [1.0] * len(people)

    result = allocate_sample(n, people, method=method, standard_deviations=spread, least=least)

    sizes = result.sizes
    assert sizes.sum() == result.n == n
    assert (sizes <= people).all()
    assert (sizes >= np.minimum(least, people)).all()
    assert (sizes * result.weights).sum() == pytest.approx(sum(np.array(people)[sizes > 0]))
    # A stratum that neither limit holds keeps its proportion to every other such one, but for the rounding.
    free = (sizes > np.minimum(least, people) + 1) & (sizes < np.array(people) - 1) & (result.exact > 1e-6 * n)
    rates = sizes[free] / result.exact[free]
    slack = 1.001 / result.exact[free]
    if free.sum() > 1:
        assert (rates - slack).max() <= (rates + slack).min() + 1e-9


def test_neyman_is_the_least_variance_of_all_allocations() -> None:
    """Every allocation of 30 to three strata, tried out."""
    people, spread = np.array([50, 30, 20]), np.array([4.0, 9.0, 1.0])

    def variance(sizes: Any) -> float:
        return float((people**2 * spread**2 / sizes * (1 - sizes / people)).sum())

    tried = [np.array([a, b, 30 - a - b]) for a in range(1, 29) for b in range(1, 30 - a) if b <= 30]
    best = min(variance(sizes) for sizes in tried if (sizes <= people).all())
    result = allocate_sample(30, people, method="neyman", standard_deviations=spread, least=1)

    assert variance(result.sizes) == pytest.approx(best, rel=5e-3)


def test_a_full_stratum_gives_its_share_to_the_others() -> None:
    result = allocate_sample(90, [1000, 500, 10], method="equal")

    assert result.exact.tolist() == [30, 30, 30]
    assert result.sizes.tolist() == [40, 40, 10]
    assert result.fractions.tolist() == [0.04, 0.08, 1.0]


def test_a_stratum_without_spread_comes_last() -> None:
    quiet = allocate_sample(12, [10, 10, 10], method="neyman", standard_deviations=[1, 0, 0])

    assert quiet.sizes.tolist() == [8, 2, 2]
    assert allocate_sample(20, [10, 10, 10], method="neyman", standard_deviations=[1, 0, 0]).sizes.tolist() == [
        10,
        5,
        5,
    ]


def test_everybody_can_be_asked() -> None:
    assert allocate_sample(6194, {"E": 4421, "H": 755, "M": 1018}).sizes.tolist() == [4421, 755, 1018]
    assert allocate_sample(1, [1]).sizes.tolist() == [1]


def test_names_come_from_the_mapping_or_the_column() -> None:
    by_column = allocate_sample(10, pa.array([30, 70]), names=pa.array(["north", "south"]))

    assert by_column.strata == ("north", "south")
    assert allocate_sample(10, {1: 30, 2.0: 70}, costs={"1": 5, 2: 9}).cost == 3 * 5 + 7 * 9
    assert json.loads(json.dumps(by_column.to_dict(), allow_nan=False))["sizes"] == [3, 7]


@pytest.mark.parametrize(
    ("n", "population", "options", "error", "said"),
    [
        (31, [10, 20], {}, PopulationError, "A sample of 31 cannot be drawn from 30 people."),
        (3, [10, 20], {}, OptionError, "too small for at least 2 answers in each of 2 strata. It takes 4"),
        (10, [10, 0], {}, PopulationError, "The population of stratum 2 is 0."),
        (10, {"a": 10, "b": -3}, {}, PopulationError, "The population of stratum b is −3."),
        (10, {"a": 10, "b": None}, {}, PopulationError, "The population of stratum b is"),
        (10, {"a": 10, "b": 2.5}, {}, PopulationError, "The population of stratum b is 2.5."),
        (10, {"a": 10, "b": "plenty"}, {}, NotANumberError, "Row 2 of population: “plenty” is not a number."),
        (10, {"1": 10, 1.0: 10}, {}, MethodError, "The stratum 1 stands twice."),
        (10, {}, {}, MethodError, "There is no stratum."),
        (10, 30, {}, MethodError, "A column is a list of values"),
        (0, [10, 20], {}, OptionError, "n is 0. It is a whole number from 1 up."),
        (math.nan, [10, 20], {}, OptionError, "n is “nan”."),
        (10, [10, 20], {"least": -1}, OptionError, "least is −1."),
        (10, [10, 20], {"names": ["a"]}, ColumnLengthError, "names has 1 rows"),
        (10, [10, 20], {"method": "best"}, OptionError, "method is “best”. It is one of: proportional, equal, neyman."),
        (10, [10, 20], {"method": "neyman"}, OptionError, "Neyman's allocation needs standard_deviations"),
        (
            10,
            [10, 20],
            {"method": "neyman", "standard_deviations": [1, -1]},
            OptionError,
            "The standard deviation of stratum 2 is −1.",
        ),
        (
            10,
            [10, 20],
            {"method": "neyman", "standard_deviations": [0, 0]},
            OptionError,
            "All standard deviations are 0",
        ),
        (
            10,
            {"a": 10, "b": 20},
            {"method": "neyman", "standard_deviations": {"a": 1}},
            MethodError,
            "standard_deviations has nothing for stratum b.",
        ),
        (10, [10, 20], {"costs": [5, 0]}, OptionError, "Row 2 of costs is 0. A cost lies above 0."),
    ],
)
def test_what_cannot_be_shared_out_raises(n: Any, population: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        allocate_sample(n, population, **options)

    assert said in str(caught.value)


# --- drawn ---


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(0, 2**40), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(n: int, seed: int, luck: Any) -> None:
    people = [f"C{i}" for i in range(60)]
    shuffled = people.copy()
    luck.shuffle(shuffled)

    first, second = draw_sample(people, n, seed=seed), draw_sample(shuffled, n, seed=seed)

    assert first.n == n == len(set(first.ids.tolist()))
    assert sorted(first.ids.tolist()) == sorted(second.ids.tolist())
    assert [people[row] for row in first.rows] == first.ids.tolist()
    assert first.weights.sum() == pytest.approx(60)


def test_everybody_has_the_same_chance_and_every_pair_too() -> None:
    """4,000 draws of 3 from 10: 1,200 of each person, 267 of each pair (±4 standard errors)."""
    drawn = np.zeros((4000, 10))
    for seed in range(4000):
        drawn[seed, draw_sample(range(10), 3, seed=seed).rows] = 1
    pairs = (drawn.T @ drawn)[np.triu_indices(10, 1)]

    assert np.abs(drawn.sum(axis=0) - 1200).max() < 4 * math.sqrt(4000 * 0.3 * 0.7)
    assert np.abs(pairs - 4000 / 15).max() < 4 * math.sqrt(4000 / 15)


def test_a_longer_list_keeps_its_sample() -> None:
    people = [f"C{i}" for i in range(500)]
    before = set(draw_sample(people, 50, seed=3).ids.tolist())

    for i in range(500, 520):
        assert len(before - set(draw_sample([*people, f"C{i}"], 50, seed=3).ids.tolist())) <= 1


def test_ids_stay_as_they_are_written() -> None:
    """007 and 7 are two people, and so are two long numbers that differ in the last digit."""
    long = [12345678901234567, 12345678901234568]

    assert draw_sample(["007", "7"], 2, seed=1).ids.tolist() == ["007", "7"]
    assert draw_sample(long, 2, seed=1).ids.tolist() == [str(number) for number in long]
    assert draw_sample(np.array([7.0, 8.0]), 2, seed=1).ids.tolist() == ["7", "8"]


def test_strata_are_drawn_as_allocated() -> None:
    people, groups = list(range(100)), ["a"] * 80 + ["b"] * 20
    plan = allocate_sample(20, {"a": 80, "b": 20}, method="equal")

    proportional = draw_sample(people, 20, strata=groups, seed=1)
    planned = draw_sample(people, plan, strata=groups, seed=1)
    named = draw_sample(people, {"b": 3}, strata=groups, seed=1)

    assert (proportional.sizes.tolist(), planned.sizes.tolist(), named.sizes.tolist()) == ([16, 4], [10, 10], [0, 3])
    assert planned.weights.tolist() == [8.0] * 10 + [2.0] * 10
    assert (named.rows >= 80).all()


@pytest.mark.parametrize(
    ("ids", "n", "options", "error", "said"),
    [
        ([1, 2, 3], 4, {}, PopulationError, "4 people cannot be drawn from 3."),
        ([1, 2, 2.0], 1, {}, MethodError, "Row 3 of ids is 2, as is row 2. Whoever stands twice"),
        ([1, None], 1, {}, MethodError, "Row 2 of ids is empty."),
        ([], 1, {}, PopulationError, "There is nobody to draw from"),
        ([1, 2], 0, {}, OptionError, "n is 0."),
        ([1, 2], 1.5, {}, OptionError, "n is 1.5. It is a whole number from 1 up."),
        ([1, 2], 1, {"seed": -1}, OptionError, "seed is −1."),
        ([1, 2], 1, {"seed": "today"}, OptionError, "seed is “today”."),
        ([1, 2], {"a": 1}, {}, OptionError, "n is given for each stratum, but there is no column of strata."),
        ([1, 2], {"c": 1}, {"strata": ["a", "b"]}, MethodError, "There is no stratum c in the list."),
        ([1, 2], {"a": 2}, {"strata": ["a", "b"]}, PopulationError, "drawn from the 1 of stratum a."),
        ([1, 2], {"a": 0}, {"strata": ["a", "b"]}, OptionError, "Nobody is to be drawn."),
        ([1, 2], 2, {"strata": ["a"]}, ColumnLengthError, "strata has 1 rows"),
        ([1, 2], 2, {"method": "neyman"}, OptionError, "method is “neyman”."),
    ],
)
def test_what_cannot_be_drawn_raises(ids: Any, n: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error) as caught:
        draw_sample(ids, n, **{"seed": 1, **options})

    assert said in str(caught.value)


# --- design effect ---


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40), st.floats(0.1, 1e6))
def test_the_design_effect_has_no_scale_and_is_one_or_more(weights: list[float], factor: float) -> None:
    result = design_effect(weights)

    assert result.design_effect >= 1 - 1e-12
    assert design_effect([factor * w for w in weights]).design_effect == pytest.approx(result.design_effect)
    assert design_effect(weights, counts=[3] * len(weights)).design_effect == pytest.approx(result.design_effect)
    assert design_effect([*weights, 0]).design_effect == pytest.approx(result.design_effect)


@pytest.mark.parametrize(("size", "correlation"), [(0.5, 0.1), (20, 1.5), (20, -0.1), (math.nan, 0.1), (20, "high")])
def test_clusters_that_cannot_be_raise(size: Any, correlation: Any) -> None:
    with pytest.raises(OptionError):
        cluster_design_effect(size, correlation)


def test_results_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        required_sample(0.05).n = 3  # type: ignore[misc]
