"""Covariates: the likelihood written out, the gradient, what was planted found again, and hostile columns."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, special

from regulars.charts import draw, drawable
from regulars.insights.pictures import picture_of
from regulars.language import Language, render
from regulars.methods import BetaGeoNBD, ModifiedBetaGeoNBD, ParetoNBD, buying_covariates
from regulars.methods.buying.buying_covariates import _blocks
from regulars.methods.buying.covariate_likelihood import CovariateLikelihood, row_likelihood
from regulars.methods.buying.histories import Histories
from regulars.methods.errors import MethodError, OptionError

KINDS = {"pareto_nbd": ParetoNBD, "bg_nbd": BetaGeoNBD, "mbg_nbd": ModifiedBetaGeoNBD}
each_kind = pytest.mark.parametrize("kind", KINDS)
BASE = {"pareto_nbd": (0.8, 8.0, 0.9, 20.0), "bg_nbd": (0.8, 8.0, 0.9, 3.0), "mbg_nbd": (0.8, 8.0, 0.9, 3.0)}


def planted(kind, n=400, buying=0.9, leaving=-0.7, seed=1):
    """Customers of two channels and five grades of satisfaction: the web buys more, the satisfied stay."""
    random = np.random.default_rng(seed)
    grade, web = random.integers(1, 6, n).astype(float), random.random(n) < 0.4
    T = random.integers(26, 53, n).astype(float)
    x, t_x = np.zeros(n), np.zeros(n)
    for one in range(1, 6):
        for channel in (False, True):
            who = np.flatnonzero((grade == one) & (web == channel))
            theta = np.log(BASE[kind])
            theta[1] -= buying * channel
            place, sign = (3, -1) if kind == "pareto_nbd" else (2, 1)
            theta[place] += sign * leaving * (one - 3)
            x[who], t_x[who] = KINDS[kind]().at(theta).simulate(T[who], seed=100 * seed + 10 * one + channel)
    return (x, t_x, T), {"satisfaction": grade, "channel": np.where(web, "web", "shop")}


@pytest.fixture(scope="module", params=KINDS)
def found(request):
    histories, columns = planted(request.param)
    return buying_covariates(*histories, columns, model=request.param), histories, columns


def literal(kind, x, t_x, T, parameters):
    """The likelihood of one customer: by integration over the time of leaving, or by the formula of the papers."""
    if kind == "pareto_nbd":
        r, alpha, s, beta = parameters

        def stayed(until):
            return special.gamma(r + x) * alpha**r / special.gamma(r) * (alpha + until) ** -(r + x)

        gone = integrate.quad(lambda u: stayed(u) * s / (beta + u) * (beta / (beta + u)) ** s, t_x, T)[0]
        return stayed(T) * (beta / (beta + T)) ** s + gone
    r, alpha, a, b = parameters
    could = x + (kind == "mbg_nbd")
    whole = special.beta(a, b + could) * (alpha + T) ** -(r + x)
    if could:
        whole += special.beta(a + 1, b + could - 1) * (alpha + t_x) ** -(r + x)
    return special.gamma(r + x) * alpha**r / special.gamma(r) * whole / special.beta(a, b)


@each_kind
def test_likelihood_is_that_of_each_customer_alone(kind) -> None:
    x, t_x, T = np.array([0.0, 1, 4, 2]), np.array([0.0, 5, 20, 30]), np.array([30.0, 30, 26, 30])
    z = np.array([[-1.0, 0.3], [0.5, 0.0], [2.0, -0.4], [0.0, 1.0]])
    gamma, delta = np.array([0.3, -0.5]), np.array([-0.2, 0.6])
    rows = Histories(x, t_x, T, np.array([3.0, 1, 2, 1]), 0)
    blocks = _blocks(KINDS[kind](), np.arange(2), np.arange(2))

    value, _ = CovariateLikelihood(row_likelihood(KINDS[kind]()), rows, z, blocks)(
        np.concatenate((np.log(BASE[kind]), gamma, delta))
    )

    slow = 0.0
    for row in range(4):
        own = np.array(BASE[kind])
        own[1] *= np.exp(-gamma @ z[row])
        place, sign = (3, -1) if kind == "pareto_nbd" else (2, 1)
        own[place] *= np.exp(sign * delta @ z[row])
        slow += rows.counts[row] * np.log(literal(kind, x[row], t_x[row], T[row], own))
    assert 7 * value == pytest.approx(slow, rel=1e-7)


@each_kind
def test_gradient_is_the_slope(kind) -> None:
    (x, t_x, T), columns = planted(kind, 60)
    z = np.column_stack((columns["satisfaction"] - 3, columns["channel"] == "web")).astype(float)
    blocks = _blocks(KINDS[kind](), np.arange(2), np.arange(1, 2))
    objective = CovariateLikelihood(row_likelihood(KINDS[kind]()), Histories(x, t_x, T, np.ones(60), 0), z, blocks)
    theta = np.r_[np.log([0.6, 5.0, 1.2, 9.0]), 0.2, -0.4, 0.3]

    _, gradient = objective(theta)

    steps = np.eye(7) * 1e-5
    slope = [(objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slope, rel=1e-6, abs=1e-8)


def test_what_was_planted_is_found(found) -> None:
    result, *_ = found

    assert result.names == ("satisfaction", "channel: web")
    assert result.bases == ("", "shop")
    assert result.buying_low[1] < np.exp(0.9) < result.buying_high[1]
    assert result.leaving_low[0] < np.exp(-0.7) < result.leaving_high[0]
    assert (result.buying_clear, result.leaving_clear) == ((False, True), (True, False))
    assert result.p_value < 1e-6
    assert "channel: web" in str(result.words)


def test_without_an_effect_there_is_no_clear_difference() -> None:
    histories, columns = planted("bg_nbd", 300, buying=0.0, leaving=0.0, seed=3)

    result = buying_covariates(*histories, columns, model="bg-nbd")

    assert not any(result.buying_clear + result.leaving_clear)
    assert result.p_value > 0.01
    assert "No clear difference" in str(result.words)
    assert result.log_likelihood_without == pytest.approx(BetaGeoNBD().fit(*histories).log_likelihood, rel=1e-9)


def test_one_column_of_words_is_a_model_for_each_level_with_one_r() -> None:
    """With two levels the ratio of rates is that of the mean purchase rates, and forecasts are the level's own."""
    histories, columns = planted("bg_nbd", 300)
    words = {"channel": columns["channel"]}
    result = buying_covariates(*histories, words, model="bg_nbd")
    base = result.parameters

    web = BetaGeoNBD(r=base["r"], alpha=base["alpha"] / result.buying[0], a=base["a"] * result.leaving[0], b=base["b"])
    who = columns["channel"] == "web"
    mine = [column[who] for column in histories]

    assert result.expected_purchases(20, *histories, words)[who] == pytest.approx(web.expected_purchases(20, *mine))
    assert result.probability_alive(*histories, words)[who] == pytest.approx(web.probability_alive(*mine))


def test_counts_order_and_unit_of_time_are_nothing(found) -> None:
    result, (x, t_x, T), columns = found
    if result.model != "bg_nbd":
        return
    order = np.random.default_rng(0).permutation(len(x))
    grouped = buying_covariates(
        np.r_[x, x[:1]][np.r_[order, len(x)]],
        np.r_[t_x, t_x[:1]][np.r_[order, len(x)]] * 7,
        np.r_[T, T[:1]][np.r_[order, len(x)]] * 7,
        {name: np.r_[column, column[:1]][np.r_[order, len(x)]] for name, column in columns.items()},
        model="bg_nbd",
        counts=np.r_[np.ones(len(x), dtype=int), 0],
    )

    assert grouped.n == result.n
    assert grouped.buying == pytest.approx(result.buying, rel=1e-5)
    assert grouped.leaving == pytest.approx(result.leaving, rel=1e-5)
    assert grouped.parameters["alpha"] == pytest.approx(7 * result.parameters["alpha"], rel=1e-5)


def test_missing_values_are_counted_and_have_no_forecast(found) -> None:
    result, histories, columns = found
    holes = columns["satisfaction"].copy()
    holes[:5] = np.nan
    few = {name: column[:40] for name, column in {**columns, "satisfaction": holes}.items()}

    expected = result.expected_purchases(10, *(column[:40] for column in histories), few)

    assert np.isnan(expected).tolist() == [True] * 5 + [False] * 35
    if result.model == "bg_nbd":
        less = buying_covariates(*histories, {**columns, "satisfaction": holes}, model="bg_nbd")
        assert (less.n, less.n_missing) == (395, 5)


@pytest.mark.parametrize("language", Language)
def test_it_is_drawn_and_is_plain(found, language) -> None:
    result, *_ = found
    section = picture_of("buying_covariates", result)

    assert drawable(section)
    assert draw(section, language, 640)
    assert render(section.sentence, language)
    assert "own" not in result.to_dict()


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"same": [1.0] * 6}, {}, "None of the columns varies"),
        ({"short": [1.0, 2.0]}, {}, "short has 2 rows"),
        ({}, {}, "at least one column"),
        ({"z": [1, 2, 3, 4, 5, 6]}, {"model": "oracle"}, "no model oracle"),
        ({"z": [1, 2, 3, 4, 5, 6]}, {"model": "bg_bb"}, "counts occasions"),
        ({"z": [None] * 6}, {}, "all 6 rows are missing"),
        ({"z": [1, 2, 3, 4, 5, float("inf")]}, {}, "z"),
        ({"z": [1, 2, 3, 4, 5, 6]}, {"confidence": 95}, "onfidence"),
        ({"z": [1, 2, 3, 4, 5, 6]}, {"categorical": ["y"]}, "no column y"),
    ],
)
def test_bad_input_is_named(columns, options, said) -> None:
    with pytest.raises(MethodError, match=said):
        buying_covariates([1, 0, 2, 0, 1, 3], [3, 0, 5, 0, 2, 6], [9] * 6, columns, **options)


def test_a_level_never_seen_is_named(found) -> None:
    result, histories, _ = found
    with pytest.raises(MethodError, match="never seen"):
        result.probability_alive(
            *(column[:2] for column in histories), {"satisfaction": [3, 4], "channel": ["shop", "fax"]}
        )
    assert issubclass(OptionError, MethodError)
