"""Groups, waves and the same people, held against each other."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from regulars.methods import Comparison, compare, compare_estimates, compare_items, csat, mean_rating, nps
from regulars.methods.comparison import Verdict
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, TooFewAnswersError

PAIR = ["first", "first", "second", "second"]


def shares(hits: int, n: int, others: int, m: int, **options: Any) -> Comparison:
    """Two shares from counts."""
    return compare([5, 1] * 2, PAIR, measure="share", counts=[hits, n - hits, others, m - others], **options)


def with_moments(mean: float, deviation: float, n: int) -> np.ndarray[Any, Any]:
    """Numbers of exactly this mean and standard deviation."""
    column = np.random.default_rng(n).normal(size=n)
    return mean + deviation * (column - column.mean()) / column.std(ddof=1)


# --- published numbers ---


def test_pooled_z_of_110_in_200_against_90_in_200() -> None:
    result = shares(110, 200, 90, 200)

    assert result.statistic[0] == pytest.approx(2.0, abs=1e-7)
    assert result.p_value[0] == pytest.approx(0.04550026, abs=1e-7)
    assert result.p_overall == pytest.approx(0.04550026, abs=1e-7)
    assert (result.verdict, result.interval) == ((Verdict.HIGHER,), "newcombe")


def test_newcombe_1998_56_in_70_less_48_in_80() -> None:
    result = shares(56, 70, 48, 80)

    assert (result.difference_low[0], result.difference_high[0]) == pytest.approx((0.05243147, 0.33387265), abs=1e-8)


def test_welch_t_of_two_means() -> None:
    """Means 4.2 and 4.0, deviations 0.8 and 0.9, n 150 and 140."""
    values = np.concatenate([with_moments(4.2, 0.8, 150), with_moments(4.0, 0.9, 140)])
    result = compare(values, ["a"] * 150 + ["b"] * 140)

    assert result.statistic[0] == pytest.approx(1.99478238, abs=1e-7)
    assert result.p_value[0] == pytest.approx(0.04704150, abs=1e-7)
    given = compare_estimates(["a", "b"], [4.2, 4.0], [0.8**2 / 150, 0.9**2 / 140], [150, 140])
    assert given.p_value[0] == pytest.approx(0.04704150, abs=1e-7)


@pytest.mark.reference
def test_sfo_2017_satisfaction_of_men_and_women(reference_data: Path) -> None:
    """The mean differs clearly, the share of the two best answers does not: fix the measure before testing."""
    answers, sex = [], []
    with gzip.open(reference_data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz", "rt", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            if row["Q20GENDER"] in ("1", "2"):
                answers.append(row["Q7ALL"])
                sex.append(row["Q20GENDER"])
    missing = ["0", "6", "Blank"]
    mean = compare(answers, sex, scale=(1, 5), missing=missing)
    share = compare(answers, sex, measure="share", missing=missing)

    assert mean.group_n.tolist() == [1247, 1287]
    assert mean.value == pytest.approx([4.02085004, 4.11421912], abs=1e-7)
    assert mean.statistic[0] == pytest.approx(-3.37691042, abs=1e-6)
    assert mean.degrees[0] == pytest.approx(2528.23072, abs=1e-4)
    assert mean.p_value[0] == pytest.approx(0.00074414, abs=1e-7)
    assert share.statistic[0] == pytest.approx(-1.66587278, abs=1e-7)
    assert share.p_value[0] == pytest.approx(0.09573876, abs=1e-7)
    assert (mean.verdict[0].value, share.verdict[0].value) == ("clearly lower", "no clear difference")


def test_difference_of_two_net_promoter_scores() -> None:
    """60/25/15 against 50/25/25, a hundred answers each."""
    result = compare([10, 8, 3] * 2, ["a"] * 3 + ["b"] * 3, measure="nps", counts=[60, 25, 15, 50, 25, 25])

    assert result.value.tolist() == [45, 25]
    assert result.statistic[0] == pytest.approx(1.7996851, abs=1e-6)
    assert result.verdict == (Verdict.UNCLEAR,)


def test_welch_anova_and_pearson_agree_with_scipy() -> None:
    """All groups at once: χ² of shares; of two means the very same as Welch's t."""
    tables = [[30, 20], [25, 30], [40, 15]]
    counts = [count for row in tables for count in row]
    result = compare([5, 1] * 3, np.repeat(list("abc"), 2), measure="share", counts=counts)
    values = np.random.default_rng(1).normal(size=90)
    three = compare(values, ["a"] * 20 + ["b"] * 30 + ["c"] * 40)
    groups = values[:20], values[20:50], values[50:]
    two = compare(values[:50], ["a"] * 20 + ["b"] * 30)

    assert result.p_overall == pytest.approx(stats.chi2_contingency(tables, correction=False).pvalue)
    assert two.p_overall == pytest.approx(two.p_value[0])
    assert three.p_overall == pytest.approx(max(_welch_anova(groups), stats.f_oneway(*groups).pvalue))


def _welch_anova(groups: tuple[np.ndarray[Any, Any], ...]) -> float:
    """Welch 1951, written out."""
    weights = [len(g) / g.var(ddof=1) for g in groups]
    total, k = sum(weights), len(groups)
    mean = sum(w * g.mean() for w, g in zip(weights, groups, strict=True)) / total
    between = sum(w * (g.mean() - mean) ** 2 for w, g in zip(weights, groups, strict=True)) / (k - 1)
    unsure = sum((1 - w / total) ** 2 / (len(g) - 1) for w, g in zip(weights, groups, strict=True))
    return float(stats.f.sf(between / (1 + 2 * (k - 2) / (k * k - 1) * unsure), k - 1, (k * k - 1) / (3 * unsure)))


def test_paired_means_are_the_paired_t_test() -> None:
    random = np.random.default_rng(4)
    before, after = random.normal(4, 1, 40), random.normal(4.3, 1, 40)
    result = compare(
        np.concatenate([before, after]), ["1"] * 40 + ["2"] * 40, paired=[*range(40), *range(40)], against="before"
    )
    expected = stats.ttest_rel(after, before)

    assert (result.statistic[0], result.p_value[0]) == pytest.approx((expected.statistic, expected.pvalue))
    assert (result.first, result.second, result.pair_n.tolist()) == (("2",), ("1",), [40])


def test_paired_shares_are_mcnemar_with_the_score_interval() -> None:
    """Of 60 people 12 change to satisfied and 4 away from it: z = 8 / √16; the interval inverts that very test."""
    before = [1] * 12 + [5] * 4 + [5] * 30 + [1] * 14
    after = [5] * 12 + [1] * 4 + [5] * 30 + [1] * 14
    result = compare(
        before + after, ["1"] * 60 + ["2"] * 60, measure="share", paired=[*range(60)] * 2, against="before"
    )

    assert result.statistic[0] == pytest.approx(2.0)
    assert (result.interval, result.verdict) == ("score", (Verdict.HIGHER,))
    assert 0 < result.difference_low[0] < 8 / 60 < result.difference_high[0]


# --- one definition ---


@pytest.mark.parametrize("options", [{}, {"weights": True}, {"clusters": True}])
@pytest.mark.parametrize(
    ("measure", "alone", "scale"), [("mean", mean_rating, (1, 5)), ("share", csat, (1, 5)), ("nps", nps, None)]
)
def test_each_group_has_the_interval_that_it_has_alone(
    measure: str, alone: Callable[..., Any], scale: Any, options: dict[str, bool]
) -> None:
    random = np.random.default_rng(7)
    values = random.integers(1, 6, 90) * (1 if scale else 2)
    group = np.repeat(["a", "b", "c"], 30)
    columns = {"weights": random.uniform(0.5, 2, 90), "clusters": np.arange(90) // 4}
    chosen = {name: columns[name] for name in options}
    scaled = {"scale": scale} if scale else {}
    together = compare(values, group, measure=measure, **scaled, **chosen)

    for place, name in enumerate(together.names):
        here = group == name
        one = alone(values[here], **scaled, **{key: column[here] for key, column in chosen.items()})
        value = {"mean": "mean", "share": "share", "nps": "points"}[measure]
        found = together.value[place], together.low[place], together.high[place]
        assert found == pytest.approx((getattr(one, value), one.low, one.high), rel=1e-9)


def test_clusters_that_agree_on_average_are_not_answers_all_alike() -> None:
    values, clusters = [3, 5] * 6 + [4, 5, 5] * 4, np.arange(24) // 2
    together = compare(values, ["a"] * 12 + ["b"] * 12, scale=(1, 5), clusters=clusters)
    alone = mean_rating(values[:12], clusters=clusters[:12])

    assert (together.low[0], together.high[0]) == (alone.low, alone.high)


@pytest.mark.parametrize("options", [{}, {"weights": np.linspace(0.5, 2, 24)}, {"clusters": np.arange(24) // 2}])
def test_a_group_whose_answers_are_all_alike_has_the_interval_that_it_has_alone(options: dict[str, Any]) -> None:
    together = compare([4] * 12 + [4, 5] * 6, ["a"] * 12 + ["b"] * 12, scale=(1, 5), **options)
    alone = mean_rating([4] * 12, **{name: column[:12] for name, column in options.items()})

    assert together.low[0] < 4 < together.high[0]
    assert (together.low[0], together.high[0]) == pytest.approx((alone.low, alone.high))


@pytest.mark.parametrize("against", ["all", "rest"])
@pytest.mark.parametrize("measure", ["mean", "share", "nps"])
def test_estimates_alone_say_what_the_answers_say(measure: str, against: str) -> None:
    """Without weights and clusters nothing is lost by keeping value, variance and n."""
    random = np.random.default_rng(3)
    values, group = random.integers(1, 6, 400) * (2 if measure == "nps" else 1), random.choice(list("abcd"), 400)
    whole = compare(values, group, measure=measure, against=against, margin=0.5)
    counted = {"mean": values, "share": values > 3, "nps": 100.0 * (values >= 9) - 100.0 * (values < 7)}[measure]
    sides = [counted[group == name] for name in whole.names]
    variance = [side.var(ddof=int(measure == "mean")) / len(side) for side in sides]
    sums = compare_estimates(
        whole.names, whole.value, variance, whole.group_n, measure=measure, against=against, margin=0.5
    )

    for name in ("value", "difference", "difference_low", "difference_high", "statistic", "p_value", "p_same"):
        assert getattr(sums, name) == pytest.approx(getattr(whole, name), rel=1e-9), name
    assert (sums.verdict, sums.first, sums.second) == (whole.verdict, whole.first, whole.second)


def test_estimates_of_answers_all_alike_say_what_the_answers_say() -> None:
    """The rest of the first group never varies; it is not known for certain for that."""
    values, group = [4, 5] * 6 + [4] * 24, np.repeat(["a", "b", "c"], 12)
    whole = compare(values, group, against="rest")
    sums = compare_estimates(
        whole.names, whole.value, [np.var([4, 5] * 6, ddof=1) / 12, 0, 0], [12] * 3, against="rest"
    )

    for name in ("difference_low", "difference_high", "statistic", "p_value", "p_adjusted"):
        assert getattr(sums, name) == pytest.approx(getattr(whole, name)), name


def test_the_rest_is_everybody_else() -> None:
    random = np.random.default_rng(5)
    values, group = random.integers(1, 6, 200), random.choice(list("abc"), 200)
    clusters = random.integers(0, 60, 200)
    for columns in ({}, {"clusters": clusters}, {"weights": random.uniform(0.5, 2, 200)}):
        for measure in ("mean", "share"):
            rest = compare(values, group, measure=measure, against="rest", **columns)
            two = compare(values, np.where(group == "b", "b", "z"), measure=measure, **columns)

            assert rest.second == ("the rest",) * 3
            for name in ("difference", "difference_low", "difference_high", "statistic", "p_value", "degrees"):
                assert getattr(rest, name)[1] == pytest.approx(getattr(two, name)[0], rel=1e-9), (columns, name)


def test_clusters_in_both_groups_are_paired_answers() -> None:
    """One customer, one answer in each wave: naming customers as clusters gives the paired test."""
    random = np.random.default_rng(8)
    mood = random.normal(size=50)
    values = np.concatenate([mood + random.normal(size=50), mood + random.normal(size=50) + 0.3])
    wave, who = np.repeat(["1", "2"], 50), np.tile(np.arange(50), 2)
    clustered, paired = compare(values, wave, clusters=who), compare(values, wave, paired=who)

    for name in ("difference", "difference_low", "statistic", "p_value", "degrees"):
        assert getattr(clustered, name) == pytest.approx(getattr(paired, name))
    assert paired.p_value[0] < compare(values, wave).p_value[0]


def test_every_answer_its_own_cluster_is_no_clusters() -> None:
    random = np.random.default_rng(9)
    values, group = random.integers(1, 6, 80), np.repeat(["a", "b"], 40)
    alone, clustered = compare(values, group), compare(values, group, clusters=np.arange(80))

    for name in ("difference_low", "difference_high", "statistic", "p_value", "degrees"):
        assert getattr(clustered, name) == pytest.approx(getattr(alone, name))


@pytest.mark.parametrize("against", ["all", "rest", "first", "before"])
@pytest.mark.parametrize("measure", ["mean", "share", "nps"])
@pytest.mark.parametrize("seed", range(5))
def test_a_verdict_never_contradicts_its_own_numbers(seed: int, measure: str, against: str) -> None:
    random = np.random.default_rng(seed)
    group = random.choice(list("abcd"), 240)
    values = np.clip(random.integers(1, 6, 240) + (group == "b") + (group == "c"), 1, 5) * (1 + (measure == "nps"))
    weights = random.uniform(0.2, 3, 240)
    margin = {"mean": 0.6, "share": 0.3, "nps": 40}[measure]
    result = compare(values, group, measure=measure, against=against, weights=weights, margin=margin)

    for place, verdict in enumerate(result.verdict):
        low, high = result.difference_low[place], result.difference_high[place]
        if verdict in (Verdict.HIGHER, Verdict.LOWER):
            assert result.p_adjusted[place] <= 0.05
            assert low > 0 if verdict is Verdict.HIGHER else high < 0
        if verdict is Verdict.SAME:
            assert result.p_same_adjusted[place] <= 0.05
            assert abs(result.difference[place]) < margin
        if verdict is not Verdict.TOO_FEW:
            assert low <= result.difference[place] <= high
            assert result.p_adjusted[place] >= result.p_value[place]


# --- verdicts ---


def test_no_clear_difference_is_not_about_the_same() -> None:
    """300 of 1,000 against 290 of 1,000 is about the same within 5 points; 30 of 100 against 29 of 100 is unclear."""
    many, few = shares(300, 1000, 290, 1000, margin=0.05), shares(30, 100, 29, 100, margin=0.05)

    assert (many.verdict, few.verdict) == ((Verdict.SAME,), (Verdict.UNCLEAR,))
    assert shares(300, 1000, 290, 1000).verdict == (Verdict.UNCLEAR,)  # nobody said what does not matter


def test_a_clear_difference_that_does_not_matter_is_about_the_same() -> None:
    assert shares(52_000, 100_000, 51_000, 100_000).verdict == (Verdict.HIGHER,)
    assert shares(52_000, 100_000, 51_000, 100_000, margin=0.03).verdict == (Verdict.SAME,)


def test_too_few_to_judge_is_said_for_each_group_and_is_not_counted() -> None:
    values, group = [5, 1] * 25 + [5] * 4, ["a"] * 25 + ["b"] * 25 + ["c"] * 4
    result = compare(values, group, scale=(1, 5))

    assert result.group_too_few.tolist() == [False, False, True]
    assert [verdict is Verdict.TOO_FEW for verdict in result.verdict] == [False, True, True]
    assert (result.n_tested, result.too_few) == (1, False)
    assert np.isnan(result.p_value[1:]).all()
    assert compare([5, 1, 2, 3], PAIR, scale=(1, 5)).too_few


def test_answers_that_are_all_alike_are_not_known_for_certain() -> None:
    """Twelve times 5 beside twelve others takes its spread from both; without any spread nothing can be judged."""
    one_sided = compare([5] * 12 + [4, 5] * 6, ["a"] * 12 + ["b"] * 12, scale=(1, 5))
    none = compare([5] * 12 + [4] * 12, ["a"] * 12 + ["b"] * 12, scale=(1, 5))

    assert one_sided.difference_low[0] < one_sided.difference[0] < one_sided.difference_high[0]
    assert one_sided.verdict != (Verdict.TOO_FEW,)
    assert none.verdict == (Verdict.TOO_FEW,)
    assert shares(12, 12, 12, 12).p_value[0] == 1


def test_adjustment_is_over_all_pairs_of_all_items() -> None:
    random = np.random.default_rng(2)
    items = {name: random.integers(1, 6, 300) for name in ("room", "staff", "food")}
    group = random.choice(list("abcde"), 300)
    together = compare_items(items, group, measure="share")
    alone = {name: compare(column, group, measure="share") for name, column in items.items()}

    assert together.n_tested == 30
    for name, item in together.items.items():
        assert item.p_value == pytest.approx(alone[name].p_value)
    every = np.concatenate([item.p_value for item in together.items.values()])
    found = np.concatenate([item.p_adjusted for item in together.items.values()])
    assert found == pytest.approx(stats.false_discovery_control(every))


def test_of_many_pairs_a_small_spread_alone_finds_nothing() -> None:
    """Ten answers that happen to lie close together: for one pair Welch's t counts, of many also the spread of all."""
    wide, close = [1, 5] * 30, [4] * 8 + [5] * 2
    one = compare(wide + close, ["a"] * 60 + ["b"] * 10)
    many = compare(wide * 3 + close, np.repeat(list("abcd"), [60, 60, 60, 10]))

    assert one.p_adjusted[0] == one.p_value[0] < 0.001
    assert many.p_value[2] == pytest.approx(one.p_value[0])
    assert many.p_adjusted[2] > 0.05
    assert compare(wide * 3 + close, np.repeat(list("abcd"), [60, 60, 60, 10]), adjust="none").p_adjusted[2] < 0.001


def test_waves_are_numbers_in_order_or_as_named() -> None:
    values, wave = [5, 1, 3] * 8, [1, 2, 10] * 8

    assert compare(values, wave, against="before").names == ("1", "2", "10")
    assert compare(values, wave, against="before").first == ("2", "10")
    assert compare(values, wave, against="first", order=[10, 2, 1]).second == ("10", "10")


# --- hostile input ---


@pytest.mark.parametrize("seed", range(12))
def test_odd_answers_give_a_verdict_or_a_typed_error(seed: int) -> None:
    """Few answers, all alike, extreme weights, one cluster in a group: no warning, no interval that is not there."""
    random = np.random.default_rng(seed)
    for number in range(10):
        n = int(random.integers(2, 50))
        values = random.choice([1.0, 3, 5, np.nan], n, p=random.dirichlet([0.4] * 4))
        options: dict[str, Any] = {"weights": random.choice([0, 1, 5, 1e-9, 1e9], n)} if number % 2 else {}
        if number % 3 == 0:
            options["clusters"] = random.integers(0, random.integers(1, 20), n)
        if number == 7:
            options["n_resamples"] = 100
        measure, against = random.choice(["mean", "share", "nps"]), random.choice(["all", "rest", "first", "before"])
        try:
            result = compare(values, random.integers(0, 4, n), measure=measure, against=against, **options)
        except MethodError:
            continue
        tested = ~np.isnan(result.p_value)
        assert np.isfinite(result.difference_low[tested] + result.difference_high[tested]).all()
        assert [verdict is not Verdict.TOO_FEW for verdict in result.verdict] == tested.tolist()


def test_values_too_large_and_items_that_nobody_answered_are_told() -> None:
    with pytest.raises(MethodError, match="too large to compute with"):
        compare([1e200, 3] * 2, PAIR)
    with pytest.raises(TooFewAnswersError, match="Nobody answered staff"):
        compare_items({"room": [5, 4, 3, 2], "staff": [None] * 4}, PAIR)
    with pytest.raises(ColumnLengthError, match="staff has 1 rows"):
        compare_items({"room": [5, 4, 3, 2], "staff": [5]}, PAIR)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"measure": "median"}, OptionError, "There is no measure median. Choose one of: mean, share, nps"),
        ({"against": "best"}, OptionError, "against best. Choose one of"),
        ({"adjust": "bonferroni"}, OptionError, "There is no adjustment bonferroni"),
        ({"margin": 0}, OptionError, "The margin is 0. It lies above 0"),
        ({"margin": math.nan}, OptionError, "The margin is"),
        ({"margin": "much"}, OptionError, "The margin is much"),
        ({"margin": 1, "confidence": 0.4}, OptionError, "With a margin the confidence level is above 0.5"),
        ({"measure": "nps", "scale": (1, 5)}, OptionError, "An NPS is asked on the scale 0 to 10, not 1 to 5"),
        ({"order": ["first"]}, OptionError, "It lacks or repeats: second"),
        ({"order": ["first", "second", "second"]}, OptionError, "It lacks or repeats: second"),
        ({"paired": [1, 1, 2, 2]}, MethodError, "Respondent 1 answers more than once in first"),
        ({"paired": [1, 2, 1]}, ColumnLengthError, "paired has 3 rows"),
        ({"paired": [1, 2, 1, 2], "against": "rest"}, OptionError, "Paired answers have no rest"),
        ({"paired": [1, 2, 1, 2], "counts": [1] * 4}, OptionError, "Paired answers take no counts"),
        ({"n_resamples": 5}, OptionError, "n_resamples is 5"),
        ({"n_resamples": "many"}, OptionError, "n_resamples is “many”"),
        ({"seed": -1}, OptionError, "seed is −1. It is a whole number from 0 up"),
        ({"order": "first"}, OptionError, "The order is “first”. Give a list"),
        ({"confidence": 95}, OptionError, "The confidence level is 95"),
    ],
)
def test_an_option_that_does_not_fit_is_named(options: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        compare([5, 4, 3, 2], PAIR, **options)


@pytest.mark.parametrize(
    ("groups", "error", "words"),
    [
        (["a"] * 4, TooFewAnswersError, "There is one group, “a”. A comparison needs at least two"),
        (["a", "b", None, "a"], MethodError, "Row 3 of groups is empty"),
        (["a", "b", math.nan, "a"], MethodError, "Row 3 of groups is empty"),
        (["a", "b", "a"], ColumnLengthError, "groups has 3 rows, the first column has 4"),
    ],
)
def test_groups_that_cannot_be_compared_are_told(groups: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        compare([5, 4, 3, 2], groups)


def test_a_group_without_answers_stands_there_empty() -> None:
    result = compare([5, 4, None, 2], ["a", "b", "c", "a"], against="before")

    assert (result.names, result.group_n.tolist()) == (("a", "b", "c"), [2, 1, 0])
    assert math.isnan(result.value[2])
    assert result.to_dict()["value"][2] is None


def test_who_gave_no_answer_needs_no_group() -> None:
    assert compare([5, 4, None, 2], ["a", "b", None, "a"]).n_missing == 1


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"value": [4.0, 99.0], "measure": "share"}, OutOfScaleError, "The value of a is 4. It lies between 0 and 1"),
        ({"variance": [1, -1]}, OptionError, "The variance of b is −1"),
        ({"variance": None}, OptionError, "Give the variance of each value"),
        ({"names": ["a", "a"]}, MethodError, "some stand here twice"),
        ({"n": [10]}, ColumnLengthError, "n has 1 rows"),
    ],
)
def test_estimates_that_cannot_be_compared_are_told(
    options: dict[str, Any], error: type[Exception], words: str
) -> None:
    given: dict[str, Any] = {"names": ["a", "b"], "value": [4.0, 3.5], "variance": [0.01, 0.01], "n": [50, 60]}
    given |= options
    with pytest.raises(error, match=words):
        compare_estimates(given.pop("names"), given.pop("value"), given.pop("variance"), given.pop("n"), **given)
