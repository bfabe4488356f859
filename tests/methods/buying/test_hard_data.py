"""Data on which other tools fail, for every model of buying: one heavy buyer, no repeat, other units, any order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from regulars.methods import BetaGeoBetaBinomial, BetaGeoNBD, ModifiedBetaGeoNBD, ParetoNBD
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.errors import TooFewAnswersError

TRUTHS: dict[str, BuyingModel] = {
    "bg_nbd": BetaGeoNBD(r=0.6, alpha=8.0, a=0.8, b=2.5),
    "mbg_nbd": ModifiedBetaGeoNBD(r=0.6, alpha=8.0, a=0.8, b=2.5),
    "pareto_nbd": ParetoNBD(r=0.6, alpha=8.0, s=0.7, beta=20.0),
    "bg_bb": BetaGeoBetaBinomial(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8),
}
IN_TIME = [name for name in TRUTHS if name != "bg_bb"]
each_model = pytest.mark.parametrize("name", TRUTHS)
in_time = pytest.mark.parametrize("name", IN_TIME)
Histories = tuple[np.ndarray, np.ndarray, np.ndarray]


def shop(name: str, n: int = 100, seed: int = 9) -> Histories:
    """Customers who follow the model; whole weeks, so that many are alike."""
    random = np.random.default_rng(seed)
    T = random.integers(6, 13, n).astype(float) if name == "bg_bb" else random.integers(20, 53, n).astype(float)
    frequency, recency = TRUTHS[name].simulate(T, seed=seed)
    return frequency, np.where(frequency > 0, np.ceil(recency), 0.0), T


def fitted(name: str, histories: Histories) -> BuyingModel:
    return type(TRUTHS[name])().fit(*histories)


@cache
def usual(name: str) -> BuyingModel:
    """The model of the plain shop, fitted once."""
    return fitted(name, shop(name))


def sound(model: BuyingModel, histories: Histories, ahead: float) -> None:
    """Numbers that can be, for everybody and together."""
    alive, expected = model.probability_alive(*histories), model.expected_purchases(ahead, *histories)
    total = model.total_expected_purchases(ahead, *histories)

    assert np.isfinite(model.log_likelihood)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (np.isfinite(expected) & (expected >= 0)).all()
    assert total.value == pytest.approx(expected.sum())
    assert total.expected_low < total.value < total.expected_high
    ranges = model.predict(ahead, *histories)
    assert (np.isfinite(ranges.predicted_high) & (ranges.predicted_low <= ranges.predicted_high)).all()


@in_time
def test_one_customer_with_a_thousand_purchases(name) -> None:
    x, t_x, T = shop(name)
    heavy = np.r_[x, 1000.0], np.r_[t_x, 52.0], np.r_[T, 52.0]

    model = fitted(name, heavy)

    sound(model, heavy, 10.0)
    assert 100 < model.expected_purchases(10.0, 1000.0, 52.0, 52.0)[0] < 250


def test_one_donor_who_never_missed_a_thousand_occasions() -> None:
    x, t_x, T = shop("bg_bb")
    heavy = np.r_[x, 1000.0], np.r_[t_x, 1000.0], np.r_[T, 1000.0]

    model = fitted("bg_bb", heavy)

    sound(model, heavy, 5.0)
    assert 4 < model.expected_purchases(5.0, 1000.0, 1000.0, 1000.0)[0] <= 5


@each_model
def test_nobody_who_bought_again_is_too_few(name) -> None:
    with pytest.raises(TooFewAnswersError, match="None of the 60 customers bought a second time"):
        fitted(name, (np.zeros(60), np.zeros(60), np.full(60, 12.0)))


@in_time
@pytest.mark.parametrize("unit", [7 * 86_400.0])
def test_another_unit_of_time_is_the_same_answer(name, unit) -> None:
    x, t_x, T = shop(name)

    weeks, other = usual(name), fitted(name, (x, t_x * unit, T * unit))

    in_unit = [
        value * (unit if part in weeks.in_time else 1)
        for part, value in zip(weeks.names, weeks.parameters, strict=True)
    ]
    assert other.parameters == pytest.approx(in_unit, rel=1e-6)
    ahead = weeks.total_expected_purchases(26.0, x, t_x, T)
    again = other.total_expected_purchases(26.0 * unit, x, t_x * unit, T * unit)
    assert [again.value, again.expected_low, again.expected_high] == pytest.approx(
        [ahead.value, ahead.expected_low, ahead.expected_high], rel=1e-6
    )
    assert other.described().misplaced == pytest.approx(weeks.described().misplaced, rel=1e-6)


@each_model
def test_shuffled_rows_are_the_same_answer(name) -> None:
    histories = shop(name)
    order = np.random.default_rng(0).permutation(len(histories[0]))

    assert usual(name) == fitted(name, tuple(column[order] for column in histories))


@each_model
def test_everybody_bought_on_the_last_day(name) -> None:
    """Recency is T: nobody had time to leave, so the data cannot say how customers leave."""
    x, _, T = shop(name)
    T = T + (name == "bg_bb") * x
    bought = np.where(x > 0, x, 1.0)
    histories = bought, T, T

    model = fitted(name, histories)

    sound(model, histories, 5.0)
    if name == "pareto_nbd":
        assert model.probability_alive(*histories) == pytest.approx(1.0)


@each_model
def test_customers_whom_the_model_cannot_describe_are_said(name) -> None:
    """Half buy exactly twice more and half never: no model of chance gives that."""
    random = np.random.default_rng(3)
    T = np.full(300, 12.0) if name == "bg_bb" else np.full(300, 52.0)
    x = np.where(np.arange(300) % 2, 3.0, 0.0)
    t_x = np.where(x > 0, np.floor(random.uniform(4, 12, 300)), 0.0)

    model = fitted(name, (x, t_x, T))

    check = model.described()
    assert not check.holds
    assert check.misplaced > 0.2
    assert any("does not describe these customers" in str(note) for note in model.notes)


@in_time
def test_rows_of_which_no_two_are_alike(name) -> None:
    """The small form of a million such rows (see bench): the groups are then the customers themselves."""
    n = 90
    T = np.random.default_rng(5).uniform(20, 52, n)
    frequency, recency = TRUTHS[name].simulate(T, seed=5)

    model = fitted(name, (frequency, recency, T))

    sound(model, (frequency, recency, T), 12.0)
    counted = type(model)().fit(frequency, recency, T, np.ones(n, dtype=int))
    assert counted == model


CALLS: dict[str, Callable[[BuyingModel], object]] = {
    "no time": lambda model: model.expected_purchases(0.0, 2, 5, 9),
    "new": lambda model: model.probability_new(0, 0.0),
}


@each_model
def test_a_horizon_of_no_length_brings_nothing(name) -> None:
    model = TRUTHS[name]

    assert CALLS["no time"](model) == pytest.approx([0.0])
    assert CALLS["new"](model) == pytest.approx(1.0)


@each_model
def test_few_customers_are_said_to_be_too_few(name) -> None:
    assert usual(name).too_few
    assert not TRUTHS[name].too_few  # given, not fitted
    assert usual(name).needed == 300
