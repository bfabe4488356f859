"""Alpha and omega: published figures, and slow versions written apart."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from regulars.methods import reliability
from regulars.methods.errors import (
    DependentColumnsError,
    MethodError,
    NotANumberError,
    TooFewAnswersError,
)

ITEMS = {
    "a": [1, 2, 3, 4, 5, 3, 4, 2, 5, 4],
    "b": [2, 2, 3, 5, 4, 3, 4, 1, 5, 3],
    "c": [1, 3, 3, 4, 4, 2, 5, 2, 4, 4],
    "d": [3, 2, 2, 5, 4, 4, 3, 3, 5, 5],
}


@pytest.fixture(scope="module")
def mobi(reference_data: Path) -> dict[str, list[str]]:
    with (reference_data / "ecsi-mobi" / "mobi.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.parametrize(
    ("block", "alpha"),
    [("CUSA", 0.77011311), ("PERQ", 0.87240637), ("IMAG", 0.71444680), ("CUSL", 0.44171720), ("CUEX", 0.43259684)],
)
def test_alpha_of_ecsi_mobi_as_r_has_it(mobi: dict[str, list[str]], block: str, alpha: float) -> None:
    items = {name: column for name, column in mobi.items() if name.startswith(block)}

    assert reliability(items, scale=(1, 10)).alpha == pytest.approx(alpha, abs=1e-7)


@pytest.mark.parametrize(("block", "alpha"), [("CUSA", 0.77919502), ("PERQ", 0.87701025), ("IMAG", 0.72283460)])
def test_standardised_alpha_of_ecsi_mobi_as_r_has_it(mobi: dict[str, list[str]], block: str, alpha: float) -> None:
    items = {name: column for name, column in mobi.items() if name.startswith(block)}

    assert reliability(items).alpha_standardised == pytest.approx(alpha, abs=1e-7)


def slow_omega(items: dict[str, list[str]] | dict[str, list[int]]) -> float:
    """One factor by the EM algorithm on the covariance matrix, a plain loop, until nothing moves."""
    x = np.array([list(map(float, column)) for column in items.values()]).T
    s = np.cov(x.T, bias=True)
    loading, own = np.sqrt(np.diag(s) / 2), np.diag(s) / 2
    for _ in range(20_000):
        beta = loading / own / (1 + (loading**2 / own).sum())  # the factor given the answers
        seen = s @ beta
        expected = 1 - beta @ loading + beta @ seen
        loading, before = seen / expected, loading
        own = np.diag(s) - loading * seen
        if np.abs(loading - before).max() < 1e-13:
            break
    return float(loading.sum() ** 2 / (loading.sum() ** 2 + own.sum()))


@pytest.mark.parametrize("block", ["CUSA", "PERQ", "IMAG", "CUEX"])
def test_omega_of_ecsi_mobi_is_that_of_a_slow_algorithm(mobi: dict[str, list[str]], block: str) -> None:
    items = {name: column for name, column in mobi.items() if name.startswith(block)}

    assert reliability(items).omega == pytest.approx(slow_omega(items), abs=1e-7)


def test_omega_of_three_items_in_closed_form() -> None:
    """Three correlations determine three loadings: λ1² = r12 r13 / r23."""
    items = {name: ITEMS[name] for name in "abc"}
    deviations = np.std(list(items.values()), axis=1)
    r = np.corrcoef(list(items.values()))
    loadings = np.sqrt([r[0, 1] * r[0, 2] / r[1, 2], r[0, 1] * r[1, 2] / r[0, 2], r[0, 2] * r[1, 2] / r[0, 1]])
    common = (deviations @ loadings) ** 2
    result = reliability(items)

    assert result.loadings == pytest.approx(loadings, abs=1e-9)
    assert result.omega == pytest.approx(common / (common + deviations**2 @ (1 - loadings**2)), abs=1e-9)


def test_items_that_load_alike_have_one_alpha_and_omega() -> None:
    """Under tau-equivalence alpha is omega: every covariance is the same."""
    random = np.random.default_rng(4)
    noise = np.linalg.qr(random.normal(size=(400, 5)) - 0)[0]
    noise -= noise.mean(axis=0)
    noise = np.linalg.qr(noise)[0]
    result = reliability({str(j): noise[:, 0] + spread * noise[:, j] for j, spread in enumerate((1, 2, 0.5, 1.5), 1)})

    assert result.omega == pytest.approx(result.alpha, abs=1e-9)


def test_the_intervals_are_those_of_moving_each_respondent_a_little() -> None:
    """The infinitesimal jackknife: what the estimates do when one respondent counts a trifle more."""
    random, step, n, t = np.random.default_rng(8), 1e-5, 24, 2.0686576104
    items = dict(zip("abcd", np.round(random.normal(size=(1, n)) + 0.8 * random.normal(size=(4, n)), 1), strict=True))
    here = reliability(items)
    moved = [reliability(items, weights=1 + step * (np.arange(n) == row)) for row in range(n)]

    for name in ("alpha", "alpha_standardised", "omega"):
        low, high = ("low", "high") if name == "alpha" else (f"{name}_low", f"{name}_high")
        value = getattr(here, name)
        slopes = [(getattr(there, name) - value) / step * n for there in moved]
        error = np.std(slopes, ddof=1) / math.sqrt(n) / (1 - value)
        assert getattr(here, low) == pytest.approx(1 - (1 - value) * math.exp(t * error), abs=1e-4)
        assert getattr(here, high) == pytest.approx(1 - (1 - value) * math.exp(-t * error), abs=1e-4)


def test_alpha_without_an_item_is_alpha_of_the_others() -> None:
    result = reliability(ITEMS)
    others = {name: ITEMS[name] for name in "acd"}
    rest = np.sum(list(others.values()), axis=0)

    assert result.alpha_without[1] == pytest.approx(reliability(others).alpha)
    assert result.rest_correlation[1] == pytest.approx(np.corrcoef(rest, ITEMS["b"])[0, 1])


def test_two_items_have_alpha_and_no_omega() -> None:
    result = reliability({name: ITEMS[name] for name in "ab"})

    assert result.alpha > 0.8
    assert math.isnan(result.omega)
    assert np.isnan(result.alpha_without).all()
    assert not result.proper


def test_items_that_repeat_each_other_have_no_interval_of_omega() -> None:
    doubled = reliability({**ITEMS, "again": ITEMS["a"]})
    same = reliability({"a": ITEMS["a"], "again": ITEMS["a"]})

    assert math.isnan(doubled.omega)
    assert (same.alpha, same.alpha_standardised) == pytest.approx((1, 1))
    assert math.isnan(same.low)


def test_an_item_that_runs_against_the_others_is_named() -> None:
    result = reliability({**ITEMS, "turned": [5, 4, 2, 2, 1, 3, 1, 4, 2, 2]})

    assert "turned" in str(result.notes[0])
    assert result.loadings[4] < 0
    assert reliability(ITEMS).notes == ()
    opposite = {"a": ITEMS["a"], "turned": [6 - x for x in ITEMS["a"]]}
    assert math.isnan(reliability(opposite).alpha)  # the sum never varies


def test_only_whole_rows_count() -> None:
    result = reliability({name: [*column, None if name == "b" else 3] for name, column in ITEMS.items()})

    assert (result.n, result.n_missing) == (10, 1)
    assert result.alpha == pytest.approx(reliability(ITEMS).alpha)


@pytest.mark.parametrize(
    ("items", "error", "said"),
    [
        ({"a": ITEMS["a"]}, MethodError, "at least two items; a is alone"),
        ({}, MethodError, "The frame has no column"),
        ({**ITEMS, "e": [3] * 10}, DependentColumnsError, "Every answer of e is the same"),
        ({"a": [1, 2], "b": [2, 1]}, TooFewAnswersError, "Only 2 rows have every answer"),
        ({"a": [1, 2, "x"], "b": [2, 1, 3]}, NotANumberError, "“x” is not a number"),
        ({"a": [1, 2, math.inf], "b": [2, 1, 3]}, NotANumberError, "Row 3 of a is infinite"),
        ({"a": [1e308, 1, 2], "b": [2, 1, 3]}, MethodError, "Row 1 of a is 1e\\+308, too large to compute with"),
        ({"a": [1, None, 2], "b": [None, 1, None]}, TooFewAnswersError, "no answers to compute from"),
    ],
)
def test_what_has_no_reliability_is_said(items: dict[str, list[object]], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        reliability(items)


def test_a_level_next_to_certainty_and_a_weight_next_to_nothing_are_no_faults() -> None:
    assert reliability({"a": [4, 3, 3], "b": [4, 1, 5]}, confidence=0.999999).low < -1e6
    with pytest.raises(DependentColumnsError, match="Every answer of b is the same"):
        reliability({"a": [5, 2, 4], "b": [4, 5, 5]}, weights=[1e-320, 1, 1])
