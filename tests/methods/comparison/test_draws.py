"""Draws from the exact distribution of a resampled mean, against a bootstrap that draws every answer."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from regulars.methods import compare
from regulars.methods.comparison import Verdict
from regulars.methods.comparison.draws import draws_of, quantiles_of_sums
from regulars.methods.sample import Sample


def test_the_sum_of_two_points_is_binomial() -> None:
    sums, n = quantiles_of_sums(np.array([[30.0, 70.0]]), 10_000)

    found = np.bincount(sums[0].astype(int), minlength=101) / 10_000
    assert n.tolist() == [100]
    assert found == pytest.approx(stats.binom.pmf(np.arange(101), 100, 0.7), abs=1.01e-4)


@pytest.mark.parametrize("counts", [[999_990.0, 10.0], [0.0, 0.0, 5.0], [1.0, 0.0, 0.0], [3.0, 0.0, 1e6]])
def test_sums_far_from_the_middle_keep_their_mean_and_their_bounds(counts: list[float]) -> None:
    sums, n = quantiles_of_sums(np.array([counts]), 10_000)
    share = np.array(counts) / n[0]
    mean = n[0] * float(share @ np.arange(len(counts)))

    assert sums.min() >= 0
    assert sums.max() <= n[0] * (len(counts) - 1)
    assert sums.mean() == pytest.approx(mean, abs=0.02, rel=1e-9)


def test_groups_of_any_size_go_together() -> None:
    """One of a million, one of none, one of four: each as if it stood alone."""
    counts = np.array([[2e5, 3e5, 5e5], [0, 0, 0], [1, 2, 1]])
    together, _ = quantiles_of_sums(counts, 500)

    assert np.isnan(together[1]).all()
    for row in (0, 2):
        assert (together[row] == quantiles_of_sums(counts[[row]], 500)[0][0]).all()


def test_draws_have_the_distribution_of_a_bootstrap_that_draws_every_answer() -> None:
    random = np.random.default_rng(1)
    values = random.choice([1.0, 2.0, 3.0, 4.0, 5.0], 40, p=[0.05, 0.05, 0.1, 0.3, 0.5])
    literal = random.choice(values, size=(20_000, 40)).mean(axis=1)
    drawn = draws_of(Sample.of(values), np.zeros(40, dtype=np.int64), 1, n_resamples=20_000, seed=1)[0]

    assert drawn.mean() == pytest.approx(literal.mean(), abs=0.01)
    assert np.quantile(drawn, [0.025, 0.25, 0.75, 0.975]) == pytest.approx(
        np.quantile(literal, [0.025, 0.25, 0.75, 0.975]), abs=0.026
    )
    assert np.corrcoef(drawn[:-1], drawn[1:])[0, 1] == pytest.approx(0, abs=0.03)  # shuffled


@pytest.mark.parametrize("against", ["all", "rest"])
@pytest.mark.parametrize("columns", [{}, {"weights": True}, {"clusters": True}])
@pytest.mark.parametrize("measure", ["mean", "share", "nps"])
def test_bootstrap_and_formula_agree_on_many_answers(measure: str, columns: dict[str, bool], against: str) -> None:
    random = np.random.default_rng(6)
    values, group = random.integers(0, 5, 900) + 1, random.choice(list("abc"), 900)
    given = {"weights": random.uniform(0.5, 1.5, 900), "clusters": random.integers(0, 250, 900)}
    options = {name: given[name] for name in columns}
    values = values * 2 if measure == "nps" else values
    formula = compare(values, group, measure=measure, against=against, **options)
    drawn = compare(values, group, measure=measure, against=against, n_resamples=1000, **options)
    width = formula.difference_high - formula.difference_low

    assert drawn.interval == "bootstrap"
    assert (abs(drawn.difference_low - formula.difference_low) < 0.12 * width).all()
    assert (abs(drawn.difference_high - formula.difference_high) < 0.12 * width).all()
    assert drawn.p_value == pytest.approx(formula.p_value, abs=0.1)


def test_the_same_seed_gives_the_same_draws_in_any_order_of_rows() -> None:
    random = np.random.default_rng(2)
    values, group = random.integers(1, 6, 200), random.choice(list("ab"), 200)
    order = random.permutation(200)
    one, same, other = (
        compare(v, g, n_resamples=300, seed=seed)
        for v, g, seed in ((values, group, 1), (values[order], group[order], 1), (values, group, 2))
    )

    assert one.difference_low.tolist() == same.difference_low.tolist()
    assert one.p_value.tolist() != other.p_value.tolist()


def test_a_difference_beyond_all_draws_still_has_a_small_p() -> None:
    """Else many comparisons could never find anything."""
    result = compare([1, 2] * 100 + [4, 5] * 100, ["a"] * 200 + ["b"] * 200, n_resamples=200)

    assert result.p_value[0] < 1e-9
    assert result.verdict == (Verdict.LOWER,)


def test_resamples_of_answers_all_alike_tell_nothing() -> None:
    result = compare([5] * 20 + [4, 5] * 10, ["a"] * 20 + ["b"] * 20, scale=(1, 5), n_resamples=200)

    assert result.verdict == (Verdict.TOO_FEW,)
