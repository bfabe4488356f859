"""One customer's future in money."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from regulars.methods import BetaGeoNBD, GammaGamma, ModifiedBetaGeoNBD, lifetime_value
from regulars.methods.buying.beta_curve import beta_above
from regulars.methods.buying.histories import Alike
from regulars.methods.buying.value_forecast import value_forecast, value_of_alike
from regulars.methods.errors import MethodError, OptionError

BUYING = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPENDING = GammaGamma(p=6.25, q=3.74, gamma=15.44)
PEOPLE = {
    "frequency": [2, 10, 40, 1, 0, 3],
    "recency": [30.43, 35, 38, 10, 0, 2],
    "T": [38.86, 38, 38.86, 38, 5, 30],
    "monetary": [22.35, 50, 10, 80, 0, 0],
}


def slow_limit(x: float, t_x: float, T: float, m: float, horizon: float, share: float) -> float:
    """The same by its definition: one sum over purchases, one search."""
    n = np.arange(1, 400)
    at_least = [BUYING.b + x, BUYING.a]
    alive = BUYING.probability_alive([x], [t_x], [T])[0]
    survives = np.exp(special.betaln(at_least[1], at_least[0] + np.arange(400)) - special.betaln(*at_least[::-1]))
    fast = special.betainc(np.arange(1, 401), BUYING.r + x, horizon / (BUYING.alpha + T + horizon))
    chance = -np.diff(survives * fast) * alive
    used = x if m > 0 else 0
    scale, q = SPENDING.gamma + used * m, SPENDING.q + SPENDING.p * used

    def above(s: float) -> float:
        return float(chance @ special.betaincc(SPENDING.p * n, q, s / (scale + s))) - (1 - share)

    return 0.0 if above(1e-9) < 0 else float(optimize.brentq(above, 1e-9, 1e7))


@pytest.mark.parametrize("row", range(6))
def test_the_range_is_that_of_its_definition(row: int) -> None:
    """Tables and grids change the limits by less than half a percent of the upper one."""
    found = value_forecast(BUYING, SPENDING, **PEOPLE, horizon=52)  # type: ignore[arg-type]
    person = [float(column[row]) for column in PEOPLE.values()]

    low, high = (slow_limit(*person, 52, share) for share in (0.1, 0.9))
    assert found.value_low[row] == pytest.approx(low, abs=0.005 * high)
    assert found.value_high[row] == pytest.approx(high, rel=0.005)


def test_the_expectation_is_that_of_lifetime_value() -> None:
    """One definition of value, whoever asks; also with margin and discount."""
    terms = {"horizon": 39, "margin": 0.35, "discount_rate": 0.0027}

    found = value_forecast(BUYING, SPENDING, **PEOPLE, **terms)  # type: ignore[arg-type]

    total = lifetime_value(BUYING, SPENDING, **PEOPLE, **terms)  # type: ignore[arg-type]
    assert found.value == pytest.approx(total.value, rel=1e-12)
    assert found.expected == pytest.approx(total.expected_purchases, rel=1e-12)


def test_what_is_given_comes_back_from_the_models() -> None:
    """Four of five simulated customers, or a few more, bring what their range says."""
    rng = np.random.default_rng(4)
    T = rng.integers(10, 100, 4000).astype(float)
    frequency, recency = BUYING.simulate(T, seed=5)
    nu = rng.gamma(SPENDING.q, 1 / SPENDING.gamma, len(T))
    paid = rng.gamma(SPENDING.p * np.maximum(frequency, 1), 1 / nu)
    monetary = np.where(frequency > 0, paid / np.maximum(frequency, 1), 0.0)
    found = value_forecast(BUYING, SPENDING, frequency=frequency, recency=recency, T=T, monetary=monetary, horizon=26)

    alive = rng.random(len(T)) < BUYING.probability_alive(frequency, recency, T)
    pace = rng.gamma(BUYING.r + frequency, 1 / (BUYING.alpha + T)) * 26
    leaves = rng.beta(BUYING.a, BUYING.b + frequency)
    bought = np.where(alive, np.minimum(rng.poisson(pace), rng.geometric(np.maximum(leaves, 1e-12))), 0)
    spent_as = rng.gamma(SPENDING.q + SPENDING.p * frequency, 1 / (SPENDING.gamma + frequency * monetary))
    brings = np.where(bought > 0, rng.gamma(SPENDING.p * np.maximum(bought, 1), 1 / spent_as), 0.0)
    within = (found.value_low <= brings) & (brings <= found.value_high)
    assert 0.79 < within.mean() < 0.97
    busy = found.chance_of_none < 0.1  # where the range does not begin at zero it holds just what it says
    assert found.value_low[busy].min() > 0
    assert found.value.mean() == pytest.approx(brings.mean(), rel=0.15)


def test_order_and_company_change_nothing() -> None:
    """A customer's numbers do not depend on who else is asked about."""
    together = value_forecast(BUYING, SPENDING, **PEOPLE, horizon=52)  # type: ignore[arg-type]

    for row in range(6):
        alone = value_forecast(BUYING, SPENDING, **{k: [v[row]] for k, v in PEOPLE.items()}, horizon=52)  # type: ignore[arg-type]
        assert alone.value_high[0] == pytest.approx(together.value_high[row], rel=2e-3)
        assert alone.value[0] == pytest.approx(together.value[row], rel=1e-12)


def test_the_unit_of_money_is_nothing() -> None:
    """In cents everything is a hundred times as much."""
    cents = GammaGamma(p=SPENDING.p, q=SPENDING.q, gamma=100 * SPENDING.gamma)
    people = {**PEOPLE, "monetary": [100 * m for m in PEOPLE["monetary"]]}

    plain = value_forecast(BUYING, SPENDING, **PEOPLE, horizon=52)  # type: ignore[arg-type]
    dear = value_forecast(BUYING, cents, **people, horizon=52)  # type: ignore[arg-type]

    assert dear.value_high == pytest.approx(100 * plain.value_high)


def test_a_missing_number_has_no_future_and_is_counted() -> None:
    """NaN in, NaN out; the others are not touched."""
    people = {**PEOPLE, "T": [38.86, math.nan, 38.86, 38, 5, 30]}

    found = value_forecast(BUYING, SPENDING, **people, horizon=52)  # type: ignore[arg-type]

    assert np.isnan([found.value[1], found.value_low[1], found.value_high[1], found.expected[1]]).all()
    assert (found.n, found.n_missing) == (5, 1)
    assert not np.isnan(found.value_high[[0, 2, 3, 4, 5]]).any()


def test_the_modified_model_serves_too() -> None:
    """There one-time buyers may be gone, so fewer of them come back."""
    modified = ModifiedBetaGeoNBD(r=0.525, alpha=6.183, a=0.891, b=1.614)

    found = value_forecast(modified, SPENDING, frequency=[0], recency=[0], T=[38], monetary=[0], horizon=52)

    assert found.chance_of_none[0] > 1 - modified.probability_alive([0], [0], [38])[0]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"horizon": 0}, OptionError), ({"margin": 2.0}, OptionError), ({"discount_rate": -1}, OptionError),
     ({"range_level": 80}, OptionError), ({"monetary": [1.0]}, MethodError)],
)  # fmt: skip
def test_wrong_arguments_are_told_off(wrong: dict[str, float], error: type[Exception]) -> None:
    """As everywhere."""
    with pytest.raises(error):
        value_forecast(BUYING, SPENDING, **{**PEOPLE, "horizon": 52, **wrong})  # type: ignore[arg-type]


def powers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of every size between these."""
    return st.floats(math.log(low), math.log(high)).map(math.exp)


@given(powers(0.05, 200), powers(0.3, 1e5), st.integers(16, 3_000))
def test_a_curve_of_shares_is_that_of_each_point(p: float, q: float, most: int) -> None:
    """Integrated from point to point or asked of the incomplete beta function at each: the same to 1e-11."""
    a = p * np.unique(np.geomspace(1, most, 12).round())
    low, high = special.betaincinv(p, q, 1e-4), special.betaincinv(a[-1], q, 1 - 1e-4)
    odds = np.linspace(math.log(low) - math.log1p(-low), math.log(high) - math.log1p(-min(high, 1 - 1e-15)), 160)

    upper = special.betainc(q, a[:, None], special.expit(-odds))
    expected = np.where(odds > 0, upper, special.betaincc(a[:, None], q, special.expit(odds)))

    np.testing.assert_allclose(beta_above(odds, a, q), expected, rtol=0, atol=1e-11)


@given(
    powers(0.02, 1e4), powers(0.05, 400), powers(0.05, 3_000), st.integers(16, 3_000), st.sampled_from([0.0, 1.0, 9.0])
)
def test_chances_of_all_numbers_are_those_of_each(r: float, a: float, b: float, most: int, x: float) -> None:
    """P(N ≥ n) from its neighbour or by itself: the same to 1e-10 of itself."""
    for kind in (BetaGeoNBD, ModifiedBetaGeoNBD):
        model = kind(r=r, alpha=5.0 + r / 3, a=a, b=b)
        T, t = np.array([[0.0], [3.0], [90.0]]), np.full((3, 1), 52.0)

        found = model.up_to_if_alive(most, x, T, t)

        expected = model.at_least_if_alive(np.arange(1.0, most + 1)[None, :], np.array([[x]]), T, t)
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-100)


def test_customers_grouped_before_have_the_same_future() -> None:
    """To the last digit: histories in weeks, some with free goods, many alike."""
    random = np.random.default_rng(4)
    T = random.integers(0, 60, 3_000) / 7
    frequency = np.where(T > 2, random.integers(0, 4, 3_000), 0).astype(float)
    recency = np.where(frequency > 0, np.minimum(T, random.integers(1, 14, 3_000) / 7), 0.0)
    monetary = np.where(random.random(3_000) < 0.1, 0.0, random.gamma(4, 10, 3_000)) * (frequency > 0)
    wish = {"horizon": 52, "margin": 0.4, "discount_rate": 0.002}

    alike = Alike.of(frequency, recency, T)
    found = value_of_alike(BUYING, SPENDING, alike, monetary, **wish)

    expected = value_forecast(
        BUYING, SPENDING, frequency=frequency, recency=recency, T=T, monetary=monetary, **wish
    )  # fmt: skip
    assert len(alike.rows.T) < 1_500
    for name in ("expected", "chance_of_none", "predicted_low", "predicted_high", "value", "value_low", "value_high"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
