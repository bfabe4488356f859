"""Published figures at their printed precision."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from regulars.methods import ces, csat, mean_rating, nps, top_box, weighted_index
from regulars.methods.intervals import critical, score_of_difference, wilson

NO_ANSWER = [0, 6, "Blank"]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_newcombe_1998_table_1(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k / n, n, critical(0.95)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (80, 100, 0.71117083, 0.86663307),
        (7, 10, 0.39677815, 0.89220873),
        (0, 10, 0, 0.27753280),
        (81, 263, 0.25528852, 0.36620958),
        (15, 148, 0.06238640, 0.16048724),
        (1, 29, 0.00611321, 0.17175522),
    ],
)
def test_csat_has_wilsons_interval(k: int, n: int, low: float, high: float) -> None:
    result = csat([5, 1], counts=[k, n - k])

    assert (result.low, result.high) == pytest.approx((low, high), abs=1e-7)


def test_wilson_is_exact_at_both_ends() -> None:
    none, all_of_them = csat([1] * 10), csat([5] * 10)

    assert (none.share, none.low) == (0.0, 0.0)
    assert (all_of_them.share, all_of_them.high) == (1.0, 1.0)


def test_csat_airport(airport: dict[str, list[str]]) -> None:
    result = csat(airport["Q7ALL"], missing=NO_ANSWER)

    assert (result.n, result.n_missing) == (2688, 143)
    assert round(result.share * result.n) == 2206
    assert 100 * result.share == pytest.approx(82.06845, abs=1e-4)
    assert (result.low, result.high) == pytest.approx((0.80572792, 0.83472584), abs=1e-7)


def test_csat_airport_weighted(airport: dict[str, list[str]]) -> None:
    result = csat(airport["Q7ALL"], missing=NO_ANSWER, weights=airport["WEIGHT"])

    assert result.share == pytest.approx(0.82279306, abs=1e-7)
    assert result.high - result.low > 0.83472584 - 0.80572792


def test_mean_rating_airport(airport: dict[str, list[str]]) -> None:
    result = mean_rating(airport["Q7ALL"], missing=NO_ANSWER)
    weighted = mean_rating(airport["Q7ALL"], missing=NO_ANSWER, weights=airport["WEIGHT"])

    assert result.mean == pytest.approx(4.0643601, abs=1e-6)
    assert result.standard_deviation == pytest.approx(0.6992648, abs=1e-6)
    assert result.index == pytest.approx(100 * (4.0643601 - 1) / 4, abs=1e-4)
    assert weighted.mean == pytest.approx(4.0712026, abs=1e-7)


def test_top_box_hotel_reviews(reference_data: Path) -> None:
    path = reference_data / "las-vegas-hotels" / "LasVegasTripAdvisorReviews.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        scores = [row["Score"] for row in csv.DictReader(file)]

    result = top_box(scores)

    assert result.counts == {1: 11, 2: 30, 3: 72, 4: 164, 5: 227}
    assert mean_rating(scores).mean == pytest.approx(4.1230159, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "n", "confidence", "low", "high", "within"),
    [
        (1, 7, 21, 0.95, -0.517, -0.026, 5e-4),  # Fagerland, Lydersen and Laake 2014, table VII
        (9, 3, 32, 0.95, -0.027, 0.390, 5e-4),  # Tango 1998, section 6.2
        (28, 25, 618, 0.90, -0.0148, 0.0247, 5e-5),  # R PropCIs, scoreci.mp(25, 28, 618)
    ],
)
def test_score_interval_of_a_difference_tango_1998(
    first: int, second: int, n: int, confidence: float, low: float, high: float, within: float
) -> None:
    limits = score_of_difference(first / n, second / n, n, critical(confidence))
    points = nps([10, 8, 0], counts=[first, n - first - second, second], confidence=confidence)

    assert limits == pytest.approx((low, high), abs=within)
    assert (points.low, points.high) == pytest.approx((100 * limits[0], 100 * limits[1]), abs=1e-9)


def test_nps_of_twenty() -> None:
    """R package NPS: fractions 0.25, variance 0.6875, standard error 0.185405."""
    result = nps([10] * 10 + [7] * 5 + [0] * 5)

    assert result.points == 25.0
    assert result.standard_error == pytest.approx(18.5405, abs=1e-4)
    assert (result.standard_error / 100) ** 2 * 20 == pytest.approx(0.6875, abs=1e-12)


def test_nps_airport(airport: dict[str, list[str]]) -> None:
    result = nps(airport["NETPRO"], missing=[11])

    assert (result.n, result.n_missing) == (2746, 85)
    assert [round(result.n * share) for share in (result.promoters, result.passives, result.detractors)] == [
        1436,
        968,
        342,
    ]
    assert (result.points, result.standard_error) == pytest.approx((39.839767, 1.334137), abs=1e-5)
    # The limits were printed with z = 1.96; ours is exact, 1.959964.
    assert (result.low, result.high) == pytest.approx((37.224858, 42.454676), abs=1e-4)
    assert result.interval == "wald"


def test_nps_airport_weighted_and_its_effective_n_kish(airport: dict[str, list[str]]) -> None:
    result = nps(airport["NETPRO"], missing=[11], weights=airport["WEIGHT"])

    assert result.points == pytest.approx(40.398436, abs=1e-5)
    assert result.design_effect == pytest.approx(1.21155307, abs=1e-7)
    assert result.n_effective == pytest.approx(2266.51236, abs=1e-5)


def test_design_effect_kish_of_all_rows(airport: dict[str, list[str]]) -> None:
    result = nps([10] * 2831, weights=airport["WEIGHT"])

    assert result.design_effect == pytest.approx(1.21132606, abs=1e-7)


def test_nps_of_a_class() -> None:
    result = nps([10, 8, 3], counts=[672, 453, 534])

    assert (result.points, result.standard_error) == pytest.approx((8.318264, 2.083294), abs=1e-5)


def test_two_nps_of_a_hundred() -> None:
    """60/25/15 against 50/25/25: z = 1.7996851 from the two standard errors."""
    a, b = nps([10, 8, 3], counts=[60, 25, 15]), nps([10, 8, 3], counts=[50, 25, 25])

    assert (a.standard_error, b.standard_error) == pytest.approx((7.399324, 8.291562), abs=1e-6)
    z = (a.points - b.points) / np.hypot(a.standard_error, b.standard_error)
    assert z == pytest.approx(1.7996851, abs=1e-6)


def test_ces_toy() -> None:
    result = ces([7, 6, 6, 5, 4, 2, 1])

    assert result.mean == pytest.approx(4.428571, abs=1e-6)
    assert result.share == pytest.approx(4 / 7, abs=1e-12)


def test_weighted_index_toy() -> None:
    result = weighted_index(np.array([[4, 3, 5]]), [5, 3, 2])

    assert result.item_scores.tolist() == [75.0, 50.0, 100.0]
    assert result.index == 72.5
