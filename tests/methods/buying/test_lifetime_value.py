"""Residual lifetime value: two models together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import BetaGeoNBD, GammaGamma, lifetime_value
from regulars.methods.errors import OptionError

BUYING = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPENDING = GammaGamma(p=6.25, q=3.74, gamma=15.44)
HISTORY = {"frequency": [2.0, 0.0], "recency": [30.43, 0.0], "T": [38.86, 38.86], "monetary": [22.35, 0.0]}


def test_without_discount_it_is_purchases_times_their_value() -> None:
    """Published: 1.226 purchases in 39 weeks and 24.65 a purchase."""
    result = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=39)

    expected = BUYING.expected_purchases(39, HISTORY["frequency"], HISTORY["recency"], HISTORY["T"])
    assert result.expected_purchases[0] == pytest.approx(1.226, abs=1e-3)
    assert result.value == pytest.approx(expected * SPENDING.expected_value([2, 0], [22.35, 0]), rel=1e-12)
    assert result.total == pytest.approx(result.value.sum(), rel=1e-12)


def test_the_margin_is_a_factor_and_the_discount_takes_off() -> None:
    """Half the margin, half the value; money later is worth less, and a finer sum agrees to a thousandth."""
    plain = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52)
    half = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52, margin=0.5)
    rate = 1.15 ** (1 / 52) - 1
    later = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52, discount_rate=rate)

    times = np.linspace(0, 52, 5201)
    steps = np.diff([BUYING.expected_purchases(t, [2.0], [30.43], [38.86])[0] for t in times])
    exact = (steps * (1 + rate) ** -((times[1:] + times[:-1]) / 2)).sum() * SPENDING.expected_value([2], [22.35])[0]
    assert half.value == pytest.approx(plain.value / 2)
    assert later.value[0] == pytest.approx(exact, rel=1e-3)
    assert (later.value < plain.value).all()


def test_given_parameters_have_no_interval_and_fitted_ones_have() -> None:
    """How sure a total is comes from the fit."""
    rng = np.random.default_rng(5)
    T = np.full(2000, 52.0)
    frequency, recency = BUYING.simulate(T, seed=4)
    rates = rng.gamma(3.74, 1 / 15.44, len(T))
    monetary = np.where(frequency > 0, rng.gamma(6.25 * np.maximum(frequency, 1)) / rates / np.maximum(frequency, 1), 0)
    columns = {"frequency": frequency, "recency": recency, "T": T, "monetary": monetary}

    given = lifetime_value(BUYING, SPENDING, **columns, horizon=52)
    fitted = lifetime_value(
        BetaGeoNBD().fit(frequency, recency, T), GammaGamma().fit(frequency, monetary), **columns, horizon=52
    )

    assert math.isnan(given.expected_low)
    assert fitted.expected_low < given.total < fitted.expected_high
    assert fitted.expected_low < fitted.total < fitted.expected_high


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"horizon": 0}, r"^The horizon is 0\."),
        ({"horizon": 52, "margin": 1.5}, r"^The margin is 1\.5\. It is a share of revenue"),
        ({"horizon": 52, "discount_rate": -0.1}, r"^The discount rate is −0\.1\."),
    ],
)
def test_an_option_out_of_its_range_is_refused(option: dict[str, float], words: str) -> None:
    """The sentence names the value and an example."""
    with pytest.raises(OptionError, match=words):
        lifetime_value(BUYING, SPENDING, **HISTORY, **option)
