"""What customers are worth: concentration, tiers, profit, discounts, wallets, headroom, referrals."""

from __future__ import annotations

from typing import Any

import numpy as np

from customers.cases import OF_MONEY, SPENDING, Case, Draw, Parts, effective, three
from regulars.methods import (
    concentration,
    cross_subsidy,
    headroom,
    output_input_ratio,
    referrals,
    share_of_wallet,
    tiers,
    whale_curve,
)


def _concentrated(values: np.ndarray) -> Parts:
    found = concentration(values)
    return {
        **effective(found),
        **three(found, "gini"),
        "best fifth": (found.top_share(0.2), *found.top_share_interval(0.2)),
    }


def _profits(values: np.ndarray) -> Parts:
    found = whale_curve(values)
    return {
        **effective(found),
        "mean": (found.mean, found.low, found.high),
        **three(found, "loss_makers"),
        "peak": (found.peak, found.peak_low, found.peak_high),
        "best fifth": (found.held[8], found.held_low[8], found.held_high[8]),
    }


def _tiered(data: tuple[np.ndarray, np.ndarray]) -> Parts:
    found = tiers(data[0], before=data[1])
    return {**effective(found), **three(found, "value_share", "mean", "move", "later_mean")}


def _two_years(name: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        worth = SPENDING[name](random, n)
        return worth * random.gamma(9, 1 / 9, n), worth * random.gamma(9, 1 / 9, n)

    return draw


def _cost(name: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        worth = SPENDING[name](random, n)
        return 0.4 * worth, 10 + 0.1 * SPENDING[name](random, n) + 0.05 * worth

    return draw


def _ratio(data: tuple[np.ndarray, np.ndarray]) -> Parts:
    found = output_input_ratio(*data)
    return {**effective(found), **three(found, "ratio", "below_one")}


def _discounts(name: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        segment = np.array(["loyal", "other", "deal"])[random.choice(3, n, p=[0.5, 0.3, 0.2])]
        spent = SPENDING[name](random, n)
        rate = np.select([segment == "loyal", segment == "other"], [0.02, 0.08], 0.25)
        return segment, spent, spent * np.clip(rate * random.gamma(2, 0.5, n), 0, 1)

    return draw


def _subsidised(data: Any) -> Parts:
    found = cross_subsidy(*data)
    if len(found.names) < 3:
        return {}
    return {**effective(found), **three(found, "overall_rate", "segment_rate", "transfer")}


def _wallets(name: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        wallet = SPENDING[name](random, n)
        share = np.where(random.random(n) < 0.25, 1.0, random.beta(1.5, 2.5, n))
        return wallet * share, wallet

    return draw


def _wallet(data: tuple[np.ndarray, np.ndarray]) -> Parts:
    found = share_of_wallet(*data)
    mean = {"mean": (found.mean, found.low, found.high)}
    return {**effective(found), **mean, **three(found, "wallet_share", "sole", "headroom")}


def _room(values: np.ndarray) -> Parts:
    found = headroom(values)
    return {**three(found, "headroom"), "target": (found.target, found.target_low, found.target_high)}


def _referred(name: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, list[str], np.ndarray]:
        names = np.arange(n)
        came = (random.random(n) < 0.4) & (names >= n // 4)
        by = random.integers(0, max(n // 4, 1), n)
        alike = np.exp(0.3 * random.normal(size=n))[by]  # who came through the same person is alike
        value = SPENDING[name](random, n) * np.where(came, 1.3 * alike, 1.0)
        return names, [str(one) if yes else "" for one, yes in zip(by, came, strict=True)], value

    return draw


def _referrals(data: Any) -> Parts:
    found = referrals(*data)
    return {**effective(found), **three(found, "more", "mean_referred", "mean_others", "referred")}


CASES = (
    Case("concentration", SPENDING, _concentrated, sizes=OF_MONEY),
    Case(
        "whale_curve",
        {name: lambda random, n, draw=draw: 0.3 * draw(random, n) - 12 for name, draw in SPENDING.items()},
        _profits,
        sizes=OF_MONEY,
    ),
    Case("tiers", {name: _two_years(name) for name in SPENDING}, _tiered, repetitions=300, sizes=OF_MONEY),
    Case("output_input_ratio", {name: _cost(name) for name in SPENDING}, _ratio, sizes=OF_MONEY),
    Case(
        "cross_subsidy", {name: _discounts(name) for name in SPENDING}, _subsidised, per=("transfer",), sizes=OF_MONEY
    ),
    Case("share_of_wallet", {name: _wallets(name) for name in SPENDING}, _wallet, per=("headroom",), sizes=OF_MONEY),
    Case("headroom", SPENDING, _room, per=("headroom",)),
    Case(
        "referrals",
        {name: _referred(name) for name in SPENDING},
        _referrals,
        sizes=(50, 100, 200, 300, 500, 1000),
        repetitions=300,
        big=100_000,
    ),
)
