"""What drivers and importance-performance promise beyond the contract that all share."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import drivers, importance_performance
from regulars.methods.attributes.cases import Cases
from regulars.methods.attributes.lmg import lmg
from regulars.methods.attributes.relative_weights import johnson
from regulars.methods.errors import (
    DependentColumnsError,
    MethodError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
)
from regulars.methods.resampling import resampled_sums


def ratings(n: int = 300, p: int = 4, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Attributes and overall satisfaction on 1 to 5 that hang together; the first attribute matters most."""
    random = np.random.default_rng(seed)
    halo = random.normal(size=(n, 1))
    raw = halo + random.normal(size=(n, p))
    overall = raw @ np.linspace(1, 0.2, p) + random.normal(size=n)
    attributes = np.clip(np.round(raw * 0.8 + 3.2), 1, 5)
    return attributes, np.clip(np.round(overall * 0.5 + 3.4), 1, 5)


def slow_lmg(correlation: np.ndarray) -> np.ndarray:
    """Every order of entry, one by one."""
    p = len(correlation) - 1

    def explained(model: tuple[int, ...]) -> float:
        if not model:
            return 0.0
        inside = np.ix_(model, model)
        r = correlation[list(model), p]
        return float(r @ np.linalg.solve(correlation[inside], r))

    total = np.zeros(p)
    orders = list(permutations(range(p)))
    for order in orders:
        for place, predictor in enumerate(order):
            total[predictor] += explained(order[: place + 1]) - explained(order[:place])
    return total / len(orders)


def correlations(p: int, seed: int) -> np.ndarray:
    z = np.random.default_rng(seed).normal(size=(50, p + 1)) + np.random.default_rng(seed + 1).normal(size=(50, 1))
    return np.corrcoef(z.T)


@pytest.mark.parametrize("p", [1, 2, 3, 5])
def test_lmg_is_the_average_over_all_orders(p: int) -> None:
    correlation = correlations(p, seed=p)

    assert lmg(correlation) == pytest.approx(slow_lmg(correlation), abs=1e-12)


def test_lmg_of_more_predictors_agrees_with_two_predictors_and_noise() -> None:
    """A predictor uncorrelated with everything gets nothing and takes nothing."""
    correlation = correlations(2, seed=7)
    wider = np.eye(5)
    wider[np.ix_([0, 1, 4], [0, 1, 4])] = correlation

    assert lmg(wider) == pytest.approx(np.append(lmg(correlation), [0, 0]), abs=1e-12)
    assert johnson(wider) == pytest.approx(np.append(johnson(correlation), [0, 0]), abs=1e-12)


def test_two_predictors_lmg_equals_johnson() -> None:
    correlation = correlations(2, seed=3)

    assert lmg(correlation) == pytest.approx(johnson(correlation), abs=1e-12)


def test_a_stack_is_each_of_its_matrices() -> None:
    stack = np.stack([correlations(4, seed) for seed in range(5)])

    assert lmg(stack) == pytest.approx(np.stack([lmg(one) for one in stack]), abs=1e-12)
    assert johnson(stack) == pytest.approx(np.stack([johnson(one) for one in stack]), abs=1e-12)


@pytest.mark.parametrize("method", ["lmg", "johnson"])
def test_shares_sum_to_r_squared_of_least_squares(method: str) -> None:
    X, y = ratings()
    design = np.column_stack([np.ones(len(y)), X])
    residual = y - design @ np.linalg.lstsq(design, y)[0]

    result = drivers(X, y, method, n_resamples=0)

    assert result.r_squared == pytest.approx(1 - residual @ residual / ((y - y.mean()) ** 2).sum(), abs=1e-12)
    assert (result.importance >= 0).all()
    assert result.importance.argmax() == 0


def test_the_order_of_columns_changes_nothing() -> None:
    X, y = ratings()

    there, back = drivers(X, y), drivers(X[:, ::-1], y)

    assert there.importance == pytest.approx(back.importance[::-1], abs=1e-12)


def test_the_interval_holds_the_estimate_and_narrows_with_n() -> None:
    small, large = drivers(*ratings(300)), drivers(*ratings(3000))

    assert (small.low < small.importance).all()
    assert (small.importance < small.high).all()
    assert (large.high - large.low < small.high - small.low).all()


def test_the_same_seed_gives_the_same_limits() -> None:
    X, y = ratings()

    assert drivers(X, y, seed=3).low.tolist() == drivers(X, y, seed=3).low.tolist()
    assert drivers(X, y, seed=3).low.tolist() != drivers(X, y, seed=4).low.tolist()


def test_whole_clusters_are_drawn() -> None:
    """Ten copies of each respondent in one cluster know no more than the respondents themselves."""
    X, y = ratings(200)
    copies = np.repeat(np.arange(200), 10)

    alone, copied = drivers(X, y), drivers(X[copies], y[copies], clusters=copies)
    naive = drivers(X[copies], y[copies])

    assert copied.high - copied.low == pytest.approx(alone.high - alone.low, rel=0.1)
    assert (naive.high - naive.low < 0.5 * (copied.high - copied.low)).all()


def test_a_column_that_never_varies_is_dropped_and_named() -> None:
    X, y = ratings()
    wider = {"a": X[:, 0], "flat": np.full(len(y), 4), "b": X[:, 1]}

    result = drivers(wider, y)

    assert result.dropped == ("flat",)
    assert result.importance[1] == 0
    assert np.isnan(result.low[1])
    assert result.importance[[0, 2]] == pytest.approx(drivers(X[:, :2], y).importance)
    assert str(result.notes[0]) == "flat has the same answer in every complete row; it can explain nothing."


def test_two_columns_that_say_the_same_are_named() -> None:
    X, y = ratings()

    with pytest.raises(DependentColumnsError, match=r"room and rooms say the same \(correlation 1\)"):
        drivers({"room": X[:, 0], "staff": X[:, 1], "rooms": 6 - (6 - X[:, 0])}, y)
    with pytest.raises(DependentColumnsError, match=r"room and bad_room say the same \(correlation −1\)"):
        drivers({"room": X[:, 0], "staff": X[:, 1], "bad_room": 6 - X[:, 0]}, y)


def test_columns_that_depend_on_each_other_are_named() -> None:
    X, y = ratings()

    with pytest.raises(DependentColumnsError, match="depend on each other: a, b, sum"):
        drivers({"a": X[:, 0], "b": X[:, 1], "c": X[:, 2], "sum": X[:, 0] + X[:, 1]}, y)


def test_an_outcome_that_never_varies_explains_nothing() -> None:
    X, _ = ratings()

    with pytest.raises(DependentColumnsError, match="Every answer of y is the same"):
        drivers(X, np.full(len(X), 3))


def test_a_few_rows_are_too_few() -> None:
    X, y = ratings(5)

    with pytest.raises(TooFewAnswersError, match=r"There are 5 complete rows for 4 attributes. At least 6 are needed"):
        drivers(X, y)


def test_wrong_options_are_named() -> None:
    X, y = ratings()

    with pytest.raises(OptionError, match=r"There is no method shapley. Choose one of: lmg, johnson, pratt"):
        drivers(X, y, "shapley")
    with pytest.raises(OptionError, match=r"n_resamples is 50. Give a whole number of at least 100, or 0"):
        drivers(X, y, n_resamples=50)
    with pytest.raises(OptionError, match=r"lines is median. Choose one of: means, medians, midpoint"):
        importance_performance(X, y, lines="median")
    with pytest.raises(OptionError, match="Derived importance needs y"):
        importance_performance(X)
    with pytest.raises(MethodError, match="The frame has no column"):
        drivers({}, y)


def test_only_complete_rows_count() -> None:
    X, y = ratings()
    X[0, 0], y[1] = np.nan, np.nan

    result = drivers(X, y, n_resamples=0)

    assert (result.n, result.n_missing) == (298, 2)
    assert result.importance == pytest.approx(drivers(X[2:], y[2:], n_resamples=0).importance)


def test_an_attribute_may_be_called_y() -> None:
    X, y = ratings()

    assert drivers({"y": X[:, 0], "x": X[:, 1]}, y, n_resamples=0).names == ("y", "x")


def test_an_arrow_table_keeps_its_names() -> None:
    X, y = ratings()
    table = pa.table({"room": X[:, 0], "staff": X[:, 1]})

    assert drivers(table, pa.array(y), n_resamples=0).names == ("room", "staff")
    assert drivers(X[:, :2], y, names=["room", "staff"], n_resamples=0).names == ("room", "staff")


# --- importance-performance ---


def test_a_point_on_the_line_counts_as_high() -> None:
    X = np.array([[2, 4, 3], [4, 2, 3], [2, 4, 3], [4, 2, 3]])

    result = importance_performance(X, importance=[1, 1, 1], n_resamples=0)

    assert [str(quadrant) for quadrant in result.quadrant] == ["keep_up"] * 3


def test_lines_at_the_midpoint_need_no_other_attribute() -> None:
    X, _ = ratings()
    stated = np.clip(X + 1, 1, 5)

    result = importance_performance(X, importance=stated, lines="midpoint")

    assert (result.performance_line, result.importance_line) == (3, 3)
    assert result.source == "stated"
    assert result.importance == pytest.approx(stated.mean(axis=0))
    assert np.isnan(result.r_squared)


def test_importance_without_a_scale_has_its_line_at_the_mean() -> None:
    X, y = ratings()

    derived, rated = (
        importance_performance(X, y, lines="midpoint", n_resamples=0, **more) for more in ({}, {"importance": X})
    )

    assert (derived.lines, derived.importance_lines) == ("midpoint", "means")
    assert derived.importance_line == pytest.approx(derived.importance.mean())
    assert (rated.lines, rated.importance_lines, rated.importance_line) == ("midpoint", "midpoint", 3)


def test_lines_at_the_medians() -> None:
    X, y = ratings(p=5)

    result = importance_performance(X, y, lines="medians", n_resamples=0)

    assert result.performance_line == pytest.approx(np.median(X.mean(axis=0)))
    assert result.importance_line == pytest.approx(np.median(result.importance))


def test_importance_stated_as_numbers_has_no_spread() -> None:
    X, _ = ratings()

    result = importance_performance(
        {f"a{j}": X[:, j] for j in range(4)}, importance={"a1": 5, "a0": 1, "a2": 2, "a3": 2}
    )

    assert result.importance.tolist() == [1, 5, 2, 2]
    assert result.importance_low.tolist() == [1, 5, 2, 2]
    assert result.clear_importance.all()


def test_derived_importance_is_that_of_drivers() -> None:
    X, y = ratings()

    for method in ("johnson", "lmg"):
        result, expected = importance_performance(X, y, importance=method, n_resamples=1000), drivers(X, y, method)

        assert result.importance == pytest.approx(expected.importance)
        assert result.importance_low == pytest.approx(expected.low)


def test_clear_is_both_and_beyond_doubt() -> None:
    result = importance_performance(*ratings(4000, 6))

    assert (result.clear == result.clear_performance & result.clear_importance).all()
    excludes = (result.importance_distance_low > 0) | (result.importance_distance_high < 0)
    assert (excludes | ~result.clear_importance).all()
    assert result.clear_importance[0]


def test_nothing_is_clear_without_resamples() -> None:
    result = importance_performance(*ratings(), n_resamples=0)

    assert not result.clear.any()
    assert np.isnan(result.performance_low).all()


def test_the_covariance_is_that_of_the_mean() -> None:
    X, y = ratings(500)

    result = importance_performance(X, y, n_resamples=4000)

    assert result.covariance.shape == (4, 2, 2)
    assert result.covariance[:, 0, 0] == pytest.approx(X.var(axis=0) / 500, rel=0.1)
    assert result.covariance[:, 0, 1].tolist() == result.covariance[:, 1, 0].tolist()


def test_an_attribute_without_spread_keeps_its_performance() -> None:
    X, y = ratings()
    X[:, 2] = 5

    result = importance_performance(X, y)

    assert result.dropped == ("3",)
    assert (result.performance[2], result.importance[2]) == (5, 0)
    assert not result.clear[2]
    assert result.importance_line == pytest.approx(result.importance[[0, 1, 3]].mean())


def test_the_outcome_keeps_its_own_scale() -> None:
    X, y = ratings()

    with pytest.raises(OutOfScaleError, match="Row 1 of y: 6 is not on the scale 1 to 5"):
        importance_performance(X, 2 * y, n_resamples=0)
    result = importance_performance(X, 2 * y, outcome_scale=(0, 10), n_resamples=0)
    assert result.importance == pytest.approx(importance_performance(X, y, n_resamples=0).importance)


def test_importance_ratings_are_matched_by_name() -> None:
    X, _ = ratings(p=2)
    stated = {"b": np.full(len(X), 2), "a": np.full(len(X), 5)}

    result = importance_performance({"a": X[:, 0], "b": X[:, 1]}, importance=stated, n_resamples=0)

    assert result.importance.tolist() == pytest.approx([5, 2])
    with pytest.raises(OptionError, match="There are importance ratings for 1 attributes"):
        importance_performance(X, importance=np.ones((len(X), 1)))


# --- the bootstrap ---


def test_resampled_sums_are_those_of_drawn_rows() -> None:
    """Mean and variance of the sums are those of n draws with replacement, whichever way they are drawn."""
    values = np.array([1.0, 2.0, 5.0])
    for counts in (np.array([1, 2, 1]), np.array([100, 200, 100])):
        n = counts.sum()
        drawn = resampled_sums(
            values[:, None], key=values[:, None], counts=counts, clusters=None, n_resamples=20_000, seed=1
        )[:, 0]

        everyone = np.repeat(values, counts)
        assert drawn.mean() == pytest.approx(everyone.sum(), rel=0.01)
        assert drawn.std() == pytest.approx(everyone.std() * np.sqrt(n), rel=0.03)


def test_many_rows_that_add_mostly_nothing_give_the_same_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Customers in one of twelve cells each, with what they are worth."""
    random, size = np.random.default_rng(4), 6000
    sums = np.zeros((size, 12))
    sums[np.arange(size), random.integers(0, 12, size)] = random.gamma(2.0, 50.0, size)
    asked = {"key": sums, "counts": np.ones(size, dtype=np.int64), "clusters": None, "n_resamples": 100, "seed": 3}
    skipped = resampled_sums(sums, **asked)
    monkeypatch.setattr("regulars.methods.resampling.MANY", size + 1)
    assert skipped == pytest.approx(resampled_sums(sums, **asked), rel=1e-12)


def test_resampled_correlations_are_those_of_the_expanded_rows() -> None:
    X, y = ratings(60, 2)
    columns = {"a": X[:, 0], "b": X[:, 1], "y": y}
    cases = Cases.of(columns, weights=None, counts=None, clusters=np.arange(100, 160))

    resamples = cases.resample(100, seed=5)
    drawn = np.random.default_rng(5).integers(0, 60, size=(100, 60))[0]

    table = np.column_stack([X, y])[drawn]
    assert resamples.means[0] == pytest.approx(table.mean(axis=0))
    correlation, usable = resamples.correlations(np.arange(3))
    assert usable[0] == 0
    assert correlation[0] == pytest.approx(np.corrcoef(table.T))
