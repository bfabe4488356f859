"""BG/NBD and MBG/NBD on the 2,357 CDNOW customers, at the precision of the papers and of BTYD."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from regulars.methods import BetaGeoNBD, ModifiedBetaGeoNBD


@pytest.fixture(scope="module")
def cdnow(reference_data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = np.genfromtxt(reference_data / "cdnow-sample" / "cdnow_cbs.csv", delimiter=",", names=True)
    return table["frequency"], table["recency"], table["T"]


@pytest.fixture(scope="module")
def fitted(cdnow) -> BetaGeoNBD:
    return BetaGeoNBD().fit(*cdnow)


def test_parameters_of_fader_hardie_lee_2005(fitted):
    assert fitted.parameters == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-9582.42556, abs=1e-4)
    assert (fitted.n, fitted.n_missing, fitted.boundary, fitted.notes) == (2357, 0, (), ())


def test_customer_of_the_authors_spreadsheet(fitted):
    customer = [2], [30.43], [38.86]

    assert fitted.expected_purchases(39, *customer)[0] == pytest.approx(1.2259, abs=1e-4)
    assert fitted.probability_alive(*customer)[0] == pytest.approx(0.726609, abs=1e-5)


def test_new_customer_of_the_authors_spreadsheet(fitted):
    expected = fitted.expected_new([0.1429, 1, 3, 31.8571, 32, 78, 39])

    assert expected == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8580, 1.1950], abs=1e-4)


def test_distribution_of_a_new_customer_as_in_btyd(fitted):
    assert fitted.probability_new(range(4), 38.86) == pytest.approx(
        [0.5747574, 0.1991200, 0.0852547, 0.0457434], abs=1e-5
    )


def test_total_of_all_customers_as_in_lifetimes(fitted, cdnow):
    total = fitted.total_expected_purchases(39, *cdnow)

    assert total.value == pytest.approx(1653.42, abs=0.1)
    assert fitted.expected_purchases(39, *cdnow).sum() == pytest.approx(total.value, rel=1e-12)
    assert (total.expected_low, total.expected_high) == pytest.approx((1513.94, 1805.76), abs=0.5)


def test_parameters_of_the_modified_model(cdnow):
    fitted = ModifiedBetaGeoNBD().fit(*cdnow)

    assert fitted.parameters == pytest.approx((0.524838, 6.182992, 0.891356, 1.613999), abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(-9582.13268, abs=1e-4)


@pytest.mark.parametrize("kind", [BetaGeoNBD, ModifiedBetaGeoNBD])
def test_everything_beside_the_parameters_is_free_of_the_unit_of_time(kind, cdnow):
    frequency, recency, T = cdnow
    weeks, days = kind().fit(frequency, recency, T), kind().fit(frequency, 7 * recency, 7 * T)

    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-6)
    assert (days.r, days.a, days.b) == pytest.approx((weeks.r, weeks.a, weeks.b), rel=1e-6)
    assert days.probability_alive(frequency, 7 * recency, 7 * T) == pytest.approx(
        weeks.probability_alive(*cdnow), abs=1e-6
    )
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - frequency.sum() * np.log(7), abs=1e-6)
