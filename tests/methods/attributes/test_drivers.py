"""LMG in all its sizes, Pratt, missing answers by pairs, correlations, and the line of noise."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from regulars.methods import drivers, drivers_of
from regulars.methods.attributes.lmg import lmg, lmg_sampled
from regulars.methods.attributes.measures import Measure
from regulars.methods.attributes.noise import noise_line
from regulars.methods.attributes.relative_weights import johnson, pratt
from regulars.methods.errors import DependentColumnsError, MethodError, OptionError, TooFewAnswersError


def _beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


classics, spss = _beside("classics"), _beside("spss")


def correlations(p: int, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.corrcoef((random.normal(size=(300, p + 1)) + random.normal(size=(300, 1))).T)


def answers(n: int = 400, p: int = 4, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The first attribute matters, the others are noise."""
    random = np.random.default_rng(seed)
    X = np.clip(np.round(3.2 + random.normal(size=(n, p))), 1, 5)
    return X, np.clip(np.round(X[:, 0] + 0.8 * random.normal(size=n)), 1, 5)


# --- published ---


def test_swiss_pratt_first_and_last() -> None:
    (_, y), *attributes = classics.SWISS.items()

    result = drivers(dict(attributes), y, "pratt", n_resamples=0)

    expected = [-0.11048599, 0.10642740, 0.44500457, 0.16117682, 0.10461221]
    first = [0.12466491, 0.41716447, 0.44061565, 0.21500350, 0.17351893]
    last = [0.04286961, 0.00738742, 0.16196269, 0.06237263, 0.05694526]
    assert result.importance == pytest.approx(np.array(expected), abs=1e-7)
    assert result.alone == pytest.approx(np.array(first), abs=1e-7)
    assert result.last == pytest.approx(np.array(last), abs=1e-7)
    assert result.importance.sum() == pytest.approx(0.7067350016, abs=1e-9)


@pytest.mark.reference
def test_hbat_johnson_and_the_regression_of_the_textbook(reference_data: Path) -> None:
    table = spss.read(reference_data / "hbat-b2b" / "HBAT.sav")

    weights = drivers({f"x{j}": table[f"x{j}"] for j in range(6, 19)}, table["x19"], "johnson", n_resamples=0)
    final = drivers({f"x{j}": table[f"x{j}"] for j in (6, 7, 9, 11, 12)}, table["x19"], n_resamples=0)

    expected = [0.170747, 0.046193, 0.002731, 0.090311, 0.030629, 0.082874, 0.178398]
    expected += [0.022081, 0.004633, 0.001194, 0.066188, 0.035946, 0.071930]
    assert weights.importance == pytest.approx(np.array(expected), abs=1e-6)
    assert weights.r_squared == pytest.approx(0.8038533534, abs=1e-9)
    slopes = [0.36899944, -0.41713784, 0.31896395, 0.17435221, 0.77512979]
    assert final.coefficients == pytest.approx(np.array(slopes), abs=1e-7)
    assert final.intercept == pytest.approx(-1.15106179, abs=1e-7)
    assert (final.r_squared, final.r_squared_adjusted) == pytest.approx((0.79078000, 0.77965128), abs=1e-7)


# --- LMG by size ---


def test_lmg_in_parts_is_lmg_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond 16 predictors the models are finished in parts; with 4 the same code runs on a small matrix."""
    correlation = correlations(7)
    whole = lmg(correlation)

    monkeypatch.setattr("regulars.methods.attributes.lmg.TAIL", 4)

    assert lmg(correlation) == pytest.approx(whole, abs=1e-13)


def test_lmg_of_18_predictors_that_come_in_pairs() -> None:
    """Blocks that have nothing to do with each other divide their own R² as if alone."""
    block, p = correlations(3), 18
    many = np.eye(p + 1)
    for start in range(0, p, 3):
        inside = slice(start, start + 3)
        many[inside, inside] = block[:3, :3]
        many[inside, p] = many[p, inside] = block[:3, 3] / np.sqrt(6)

    assert lmg(many) == pytest.approx(np.tile(lmg(block) / 6, 6), abs=1e-12)


def test_orders_that_are_drawn_come_near_and_say_how_near() -> None:
    correlation = correlations(9)
    exact = lmg(correlation)

    found, error = lmg_sampled(correlation, orders=2000, seed=3)

    assert found.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert (np.abs(found - exact) < 4 * error).all()
    assert (error < 0.002).all()
    assert (error > 0).all()


def test_two_predictors_need_one_pair_of_orders() -> None:
    correlation = correlations(2)

    found, error = lmg_sampled(correlation, orders=100)

    assert found == pytest.approx(lmg(correlation), abs=1e-14)
    assert error == pytest.approx(0, abs=1e-7)


def test_beyond_twenty_columns_the_error_is_stated() -> None:
    X, y = answers(400, 21)

    drawn, known = drivers(X, y, orders=None, n_resamples=0), drivers(X[:, :5], y, n_resamples=0)

    assert (drawn.sampling_error > 0).all()
    assert drawn.importance.sum() == pytest.approx(drawn.r_squared)
    assert drawn.importance.argmax() == 0
    assert known.sampling_error.tolist() == [0] * 5


def test_orders_may_be_asked_for() -> None:
    X, y = answers()

    drawn, exact = drivers(X, y, orders=500, n_resamples=200), drivers(X, y, n_resamples=200)

    assert drawn.importance == pytest.approx(exact.importance, abs=0.005)
    assert drawn.low == pytest.approx(exact.low, abs=0.02)
    with pytest.raises(OptionError, match=r"orders is 7. Give a whole number of at least 100, or 0 for all"):
        drivers(X, y, orders=7)
    many: Any = "many"
    with pytest.raises(OptionError, match=r"orders is “many”. Give a finite number"):
        drivers(X, y, orders=many)
    with pytest.raises(OptionError, match=r"All orders of 30 attributes are too many; 26 is the most"):
        drivers_of(np.eye(31), orders=0)


def test_few_orders_show_how_resamples_differ() -> None:
    """The limits of many columns come from few orders, the same in each resample."""
    stack = np.stack([correlations(6, seed) for seed in range(20)])
    at = stack.mean(axis=0)

    found = Measure("lmg", orders=500).draws(stack, at, lmg(at))

    assert found.sum(axis=1) == pytest.approx(lmg(stack).sum(axis=1))
    assert np.abs(found - lmg(stack)).max() < 0.05 * lmg(stack).max()


def test_pratt_is_beta_times_r() -> None:
    correlation = correlations(5)

    assert pratt(correlation).sum() == pytest.approx(lmg(correlation).sum())
    assert pratt(correlation[[0, 5]][:, [0, 5]]) == pytest.approx(correlation[0, 5] ** 2)


# --- noise ---


@pytest.mark.parametrize("method", ["lmg", "johnson", "pratt"])
def test_noise_is_told_from_what_matters(method: str) -> None:
    result = drivers(*answers(), method, n_resamples=200)

    assert result.above_noise.tolist() == [True, False, False, False]
    assert result.not_distinguishable == ("2", "3", "4")
    assert str(result.notes[0]) == "Not distinguishable from noise: 2, 3, 4."
    assert 0.005 < result.noise < 0.05


def test_the_line_is_what_permuted_attributes_score() -> None:
    """Against the literal thing: permute a column, compute, and take the 95th percentile."""
    X, y = answers(300, 2)
    random = np.random.default_rng(4)
    X[:, 1] = np.clip(np.round(X[:, 0] + random.normal(size=300)), 1, 5)
    R = np.corrcoef(np.column_stack([X, y]).T)
    z = np.column_stack([X, y])
    z = (z - z.mean(axis=0)) / z.std(axis=0) / 300
    noise = (X[:, 1] - X[:, 1].mean()) / X[:, 1].std()
    beside = np.tile(np.eye(4), (4000, 1, 1))
    beside[:, 1:, 1:] = R
    permuted = random.permuted(np.tile(noise, (4000, 1)), axis=1)
    beside[:, 0, 1:] = beside[:, 1:, 0] = permuted @ z
    scored = lmg(beside)[:, 0]

    line = noise_line(R, 300, Measure("lmg"), 0.95, seed=0)

    assert line == pytest.approx(np.quantile(scored, 1 - 0.05 / 2), rel=0.1)


def test_the_line_falls_with_n_and_rises_with_the_number_of_attributes() -> None:
    lines = [noise_line(np.eye(p + 1), n, Measure("johnson"), 0.95, 0) for p, n in ((3, 200), (3, 2000), (12, 200))]

    assert lines[1] == pytest.approx(lines[0] * 199 / 1999, rel=0.01)
    assert lines[2] > lines[0]


def test_copies_of_a_respondent_do_not_lower_the_line() -> None:
    X, y = answers(200)
    copies = np.repeat(np.arange(200), 5)

    alone, clustered = drivers(X, y, n_resamples=100), drivers(X[copies], y[copies], clusters=copies, n_resamples=100)

    assert clustered.noise == pytest.approx(alone.noise, rel=0.25)
    assert drivers(X[copies], y[copies], n_resamples=100).noise < alone.noise / 4


def test_no_resamples_no_line() -> None:
    result = drivers(*answers(), n_resamples=0)

    assert np.isnan(result.noise)
    assert not result.above_noise.any()
    assert result.notes == ()


# --- pairwise ---


def test_pairwise_takes_each_correlation_over_those_who_answered_both() -> None:
    X, y = answers(p=3)
    random = np.random.default_rng(5)
    X[random.random(X.shape) < 0.3] = np.nan
    table = np.column_stack([X, y])

    result = drivers(X, y, "johnson", use="pairwise", n_resamples=0)

    R = np.eye(4)
    for i in range(4):
        for j in range(i):
            both = ~np.isnan(table[:, [i, j]]).any(axis=1)
            R[i, j] = R[j, i] = np.corrcoef(table[both][:, [i, j]].T)[0, 1]
    assert result.importance == pytest.approx(johnson(R), abs=1e-12)
    assert result.attribute_n.tolist() == [int((~np.isnan(column)).sum()) for column in X.T]
    assert result.n > drivers(X, y, n_resamples=0).n
    assert result.n + result.n_missing == 400
    assert result.use == "pairwise"


def test_pairwise_of_whole_rows_is_casewise() -> None:
    X, y = answers(300)
    weights = np.linspace(0.5, 2, 300)
    options = {"weights": weights, "clusters": np.arange(300) // 2, "n_resamples": 200}

    pairs, cases = drivers(X, y, use="pairwise", **options), drivers(X, y, **options)

    assert pairs.importance == pytest.approx(cases.importance, abs=1e-12)
    assert pairs.low == pytest.approx(cases.low, abs=1e-9)
    assert pairs.n_effective == pytest.approx(cases.n_effective)


def test_pairwise_counts_are_repetition() -> None:
    X, y = answers(60, 2)
    X[::7, 0] = np.nan
    counts = np.arange(60) % 3
    again = np.repeat(np.arange(60), counts)

    counted = drivers(X, y, use="pairwise", counts=counts, n_resamples=100)
    repeated = drivers(X[again], y[again], use="pairwise", n_resamples=100)

    assert counted.low == pytest.approx(repeated.low, abs=1e-12)
    assert (counted.n, counted.noise) == pytest.approx((repeated.n, repeated.noise))


def test_pairs_that_nobody_answered_are_named() -> None:
    X, y = answers(100, 2)
    X[:50, 0], X[50:, 1] = np.nan, np.nan

    with pytest.raises(TooFewAnswersError, match="Only 0 answered both 1 and 2"):
        drivers(X, y, use="pairwise")
    with pytest.raises(OptionError, match=r"use is listwise. Choose one of: casewise, pairwise"):
        drivers(X, y, use="listwise")


def test_pairs_that_contradict_each_other_are_said() -> None:
    up, down, none = np.tile([1.0, 2, 4, 5], 5), np.tile([5.0, 4, 2, 1], 5), np.full(20, np.nan)
    a, b = np.r_[up, up, none], np.r_[up, none, up]
    y = np.r_[none, up, down]

    with pytest.raises(DependentColumnsError, match=r"say the same|contradict each other"):
        drivers({"a": a, "b": b}, y, use="pairwise")


def test_a_pair_without_spread_is_named() -> None:
    a = np.r_[np.full(10, 3.0), np.arange(10) % 5 + 1]
    b = np.r_[np.arange(10) % 5 + 1, np.full(10, np.nan)]
    y = np.r_[np.arange(10) % 4, np.arange(10) % 3]

    with pytest.raises(DependentColumnsError, match="answered both a and b gave one and the same answer"):
        drivers({"a": a, "b": b}, y, use="pairwise")


# --- from correlations ---


def test_a_correlation_matrix_gives_what_the_rows_give() -> None:
    X, y = answers()
    R = np.corrcoef(np.column_stack([X, y]).T)

    rows, matrix = drivers(X, y), drivers_of(R, n=400)

    assert matrix.importance == pytest.approx(rows.importance, abs=1e-12)
    assert matrix.high[0] - matrix.low[0] == pytest.approx(rows.high[0] - rows.low[0], rel=0.2)
    assert matrix.noise == pytest.approx(rows.noise)
    assert (matrix.n, matrix.n_missing, matrix.use) == (400, 0, "correlations")


def test_resampled_correlations_spread_as_they_should() -> None:
    """Of two normal columns the standard error of r is (1 − r²) / √(n − 1)."""
    draws = drivers_of([[1, 0.6], [0.6, 1]], n=500, n_resamples=4000)

    assert draws.importance[0] == pytest.approx(0.36)
    width = 2 * 1.96 * 2 * 0.6 * 0.64 / np.sqrt(499)
    assert draws.high[0] - draws.low[0] == pytest.approx(width, rel=0.05)


def test_without_n_nothing_is_said_of_chance() -> None:
    result = drivers_of({"room": [1, 0.3, 0.5], "staff": [0.3, 1, 0.2], "overall": [0.5, 0.2, 1]})

    assert result.names == ("room", "staff")
    assert result.too_few
    assert np.isnan([*result.low, result.noise]).all()


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 0.5]], "as many rows as columns"),
        ([[1, 0.5], [0.5, 2]], "Row 2, column 2 of the matrix is 2"),
        ([[0.9, 0.5], [0.5, 1]], "The diagonal of a correlation matrix is 1"),
        ([[1, 0.5], [0.4, 1]], "Row 1, column 2 of the matrix is 0.5, and the other way round 0.4"),
        ([[1, np.nan], [0.4, 1]], "Row 1, column 2 of the matrix"),
        ([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], "No answers can have these correlations"),
        ([[1, 1, 0.9], [1, 1, 0.9], [0.9, 0.9, 1]], "1 and 2 say the same"),
    ],
)
def test_a_matrix_that_is_none_is_refused(matrix: list[list[float]], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        drivers_of(matrix)


def test_n_fits_the_matrix() -> None:
    with pytest.raises(TooFewAnswersError, match=r"n is 3. For 2 attributes it is at least 4"):
        drivers_of(np.eye(3), n=3)
    with pytest.raises(OptionError, match=r"n is “inf”. Give a finite number"):
        drivers_of(np.eye(3), n=float("inf"))
    with pytest.raises(OptionError, match="There are 1 names for 2 attributes"):
        drivers_of(np.eye(3), names=["room"])
