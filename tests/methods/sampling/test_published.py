"""Published numbers of sampling and weighting, at their printed precision, named after their source."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regulars.methods import (
    allocate_sample,
    cluster_design_effect,
    design_effect,
    post_stratify,
    rake,
    required_per_group,
    required_sample,
    response_rates,
    survey_mean,
)

SCHOOLS = {"E": 4421, "H": 755, "M": 1018}
SCHOOL_WIDE = {"No": 1072, "Yes": 5122}
Columns = dict[str, list[str]]


def _columns(path: Path) -> Columns:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.fixture(scope="module")
def api(reference_data: Path) -> dict[str, Columns]:
    """The three samples of Californian schools: simple, stratified, by clusters."""
    names = ("apisrs", "apistrat", "apiclus1")
    return {name: _columns(reference_data / "survey-api" / f"{name}.csv.gz") for name in names}


# --- sample size ---


@pytest.mark.parametrize(
    ("margin", "population", "exact", "n"),
    [
        (0.05, None, 384.14588, 385),
        (0.03, None, 1067.07189, 1068),
        (0.05, 500, 217.48722, 218),
        (0.05, 1000, 277.73345, 278),
        (0.05, 10_000, 369.97061, 370),
    ],
)
def test_cochran_1977_sample_size(margin: float, population: int | None, exact: float, n: int) -> None:
    result = required_sample(margin, population=population)

    assert result.exact == pytest.approx(exact, abs=1e-4)
    assert (result.n, result.invitations) == (n, n)


@pytest.mark.parametrize(
    ("population", "size"), [(10, 10), (100, 80), (500, 217), (1000, 278), (5000, 357), (10_000, 370), (1_000_000, 384)]
)
def test_krejcie_and_morgan_1970_table(population: int, size: int) -> None:
    """Their table rounds to the nearest."""
    assert round(required_sample(0.05, population=population).exact) == size


def test_two_proportions_half_against_six_tenths_per_group() -> None:
    result = required_per_group(0.5, 0.6)

    assert result.exact == pytest.approx(387.33852, abs=1e-4)
    assert result.n == 388


# --- allocation ---


def test_allocation_of_the_apipop_strata() -> None:
    proportional = allocate_sample(200, SCHOOLS)
    neyman = allocate_sample(200, SCHOOLS, method="neyman", standard_deviations=[131.3463, 107.6563, 124.7171])

    assert proportional.exact == pytest.approx([142.7510, 24.3784, 32.8705], abs=1e-4)
    assert neyman.exact == pytest.approx([147.2085, 20.6054, 32.1861], abs=1e-4)
    assert (proportional.sizes.sum(), neyman.sizes.sum()) == (200, 200)


# --- estimates from a design: R survey 4.1.1 ---


def test_r_survey_api00_simple_random_sample(api: dict[str, Columns]) -> None:
    """``svymean(~api00, srs_design)`` in the package's documentation: 656.585, SE 9.2497."""
    sample = api["apisrs"]
    result = survey_mean(sample["api00"], weights=sample["pw"], population=sample["fpc"])

    assert result.mean == pytest.approx(656.585, abs=5e-4)
    assert result.standard_error == pytest.approx(9.249722, abs=1e-6)
    assert result.design_effect == pytest.approx(1, abs=1e-12)


def _stratified(sample: Columns, name: str) -> Any:
    return survey_mean(sample[name], weights=sample["pw"], strata=sample["stype"], population=sample["fpc"])


def test_r_survey_stratified_sample(api: dict[str, Columns]) -> None:
    scores, pupils = _stratified(api["apistrat"], "api00"), _stratified(api["apistrat"], "enroll")

    assert scores.mean == pytest.approx(662.2873632, abs=1e-5)
    assert scores.standard_error == pytest.approx(9.4089408, abs=1e-5)
    assert scores.design_effect == pytest.approx(1.2044573, abs=1e-7)
    assert pupils.total == pytest.approx(3687177.5, abs=1)
    assert pupils.total_standard_error == pytest.approx(114641.72, abs=1)
    assert pupils.total_design_effect == pytest.approx(0.36201812, abs=1e-7)


def _clustered(sample: Columns, name: str, weights: Any) -> Any:
    return survey_mean(sample[name], weights=weights, clusters=sample["dnum"], population=sample["fpc"])


def test_r_survey_cluster_sample(api: dict[str, Columns]) -> None:
    result = _clustered(api["apiclus1"], "api00", api["apiclus1"]["pw"])

    assert result.mean == pytest.approx(644.1693989, abs=1e-5)
    assert result.standard_error == pytest.approx(23.5422407, abs=1e-5)
    assert result.design_effect == pytest.approx(9.3458695, abs=1e-5)
    assert result.degrees == 14


def test_r_survey_post_stratified_by_school_type(api: dict[str, Columns]) -> None:
    sample = api["apiclus1"]
    weighted = post_stratify(sample["stype"], SCHOOLS, weights=sample["pw"])
    scores, pupils = _clustered(sample, "api00", weighted), _clustered(sample, "enroll", weighted)

    assert (scores.mean, scores.standard_error) == pytest.approx((642.310788, 23.920486), abs=1e-4)
    assert (pupils.total, pupils.total_standard_error) == pytest.approx((3680892.9451, 406292.6363), abs=0.01)


def _raked(sample: Columns, **options: Any) -> Any:
    return rake(sample, {"stype": SCHOOLS, "sch.wide": SCHOOL_WIDE}, weights=sample["pw"], **options)


def test_r_survey_raked_cell_weights(api: dict[str, Columns]) -> None:
    """R stops once no cell moves by a whole school; with the same rule the weights are the same."""
    sample = api["apiclus1"]
    result = _raked(sample, tolerance=1)

    found = dict(zip(zip(sample["sch.wide"], sample["stype"], strict=True), result.weights, strict=True))
    expected = {
        ("No", "E"): 39.83850941,
        ("No", "H"): 67.12578263,
        ("No", "M"): 49.07006740,
        ("Yes", "E"): 29.87046387,
        ("Yes", "H"): 50.33015277,
        ("Yes", "M"): 36.79218166,
    }
    assert found == pytest.approx(expected, abs=5e-9)
    assert result.design_effect == pytest.approx(1.051661, abs=5e-7)


def test_r_survey_raked_mean_and_total(api: dict[str, Columns]) -> None:
    """By R's stopping rule to the last digit printed; the converged mean differs in the seventh."""
    sample = api["apiclus1"]
    stopped, converged = _raked(sample, tolerance=1), _raked(sample)

    assert _clustered(sample, "api00", stopped).mean == pytest.approx(641.230247, abs=1e-6)
    assert _clustered(sample, "enroll", stopped).total == pytest.approx(3647300.0313, abs=1e-3)
    assert _clustered(sample, "api00", stopped).standard_error == pytest.approx(23.703641, abs=1e-3)
    assert _clustered(sample, "api00", converged).mean == pytest.approx(641.230247, abs=1e-3)
    assert _clustered(sample, "api00", converged).standard_error == pytest.approx(23.703641, abs=1e-3)
    assert _clustered(sample, "enroll", converged).total_standard_error == pytest.approx(400602.7197, abs=1)


# --- raking and design effects ---


def test_two_by_two_table_raked() -> None:
    rows = {"row": ["a", "a", "b", "b"], "column": ["x", "y", "x", "y"]}
    margins = {"row": {"a": 50, "b": 50}, "column": {"x": 55, "y": 45}}
    cells = rake(rows, margins, weights=[20, 40, 30, 10])
    people = rake(rows, margins, counts=[20, 40, 30, 10])

    assert cells.weights == pytest.approx([17.1221445, 32.8778555, 37.8778555, 12.1221445], abs=1e-6)
    assert people.weights == pytest.approx([0.85610723, 0.82194639, 1.26259518, 1.21221445], abs=1e-6)
    assert people.design_effect == pytest.approx(1.04201263, abs=1e-6)
    assert people.n_effective == pytest.approx(95.96812682, abs=1e-6)


def test_kish_1965_cluster_design_effect() -> None:
    assert cluster_design_effect(20, 0.05) == pytest.approx(1.95, abs=1e-12)


def test_kish_1965_design_effect_of_the_airport_weights(airport: dict[str, list[str]]) -> None:
    weights, answers = airport["WEIGHT"], airport["NETPRO"]
    answered = [w for w, a in zip(weights, answers, strict=True) if a.strip() and 0 <= float(a) <= 10]
    everybody, those = design_effect(weights), design_effect(answered)

    assert (everybody.n, those.n) == (2831, 2746)
    assert everybody.design_effect == pytest.approx(1.21132606, abs=1e-7)
    assert those.design_effect == pytest.approx(1.21155307, abs=1e-7)
    assert those.n_effective == pytest.approx(2266.51236, abs=1e-5)


# --- AAPOR ---


def test_outcomerate_vignette_aapor_rates() -> None:
    """The R package outcomerate prints eight digits."""
    result = response_rates(I=760, P=339, R=59, NC=288, O=1, UO=173, NE=71)

    assert result.e == pytest.approx(0.95322793, abs=5e-9)
    assert not result.e_stated
    expected = {
        "rr1": 0.46913580,
        "rr2": 0.67839506,
        "rr3": 0.47149080,
        "rr4": 0.68180052,
        "rr5": 0.52522460,
        "rr6": 0.75950242,
        "coop1": 0.65573770,
        "coop2": 0.94823123,
        "coop3": 0.65630397,
        "coop4": 0.94905009,
        "ref1": 0.03641975,
        "ref2": 0.03660258,
        "ref3": 0.04077402,
        "con1": 0.71543210,
        "con2": 0.71902347,
        "con3": 0.80096752,
    }
    assert {name: getattr(result, name) for name in expected} == pytest.approx(expected, abs=1e-8)


def test_outcomerate_readme_aapor_rates() -> None:
    result = response_rates(["I"] * 4 + ["P"] * 2 + ["R", "NC", "O", "UH", "UO", "NE"], e=0.9)

    rates = [result.rr1, result.rr2, result.rr3, result.rr4, result.rr5, result.rr6]
    assert np.round(rates, 3).tolist() == [0.364, 0.545, 0.370, 0.556, 0.444, 0.667]
    cooperation = [result.coop1, result.coop2, result.coop3, result.coop4]
    assert np.round(cooperation, 3).tolist() == [0.500, 0.750, 0.571, 0.857]
    others = [result.ref1, result.ref2, result.ref3, result.con1, result.con2, result.con3]
    assert np.round(others, 3).tolist() == [0.091, 0.093, 0.111, 0.727, 0.741, 0.889]
