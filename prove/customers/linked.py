"""Patterns of buying, and satisfaction beside loyalty: pairs, cohorts, forecasts, curves, what is left unexplained."""

from __future__ import annotations

from typing import Any

import numpy as np

from customers.cases import Case, Draw, Parts, three
from regulars.methods import (
    basket_rules,
    cohort_retention,
    forecast_counts,
    latent_dissatisfaction,
    loyalty_curve,
    penalty_reward,
    satisfied_leavers,
    unexplained,
)

BETWEEN = np.array([-1.9, -1.1, -0.2, 0.9])  # few answers at the bottom


def _baskets(part: float) -> Draw:
    """Bread and jam three times as often together as by chance, among other things."""

    def draw(random: np.random.Generator, n: int) -> Any:
        bread = random.random(n) < part
        jam = random.random(n) < np.where(bread, 3 * part, part * (1 - 3 * part) / (1 - part))
        rest = random.random((n, 6)) < 0.3
        held = np.column_stack([bread, jam, rest])
        basket, product = np.nonzero(held)
        return basket, np.array(["bread", "jam", *"abcdef"])[product], part

    return draw


def _pairs(data: Any) -> Parts:
    basket, product, _ = data
    found = basket_rules(basket, product)
    for at, pair in enumerate(zip(found.if_bought, found.then_bought, strict=True)):
        if set(pair) == {"bread", "jam"}:
            return {
                name: tuple(float(getattr(found, f"{name}{end}")[at]) for end in ("", "_low", "_high"))  # type: ignore[misc]
                for name in ("lift", "support")
            }
    return {}


def _cohorts(share: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        start = random.integers(0, 6, n)
        back = random.random((n, 6)) < share * 0.9 ** np.arange(6)
        who = [np.arange(n), *(np.flatnonzero(back[:, age]) for age in range(6))]
        month = [start, *(start[who[age + 1]] + age + 1 for age in range(6))]
        day = np.datetime64("2024-01") + np.concatenate(month)
        return np.concatenate(who), day.astype("datetime64[D]") + 14

    return draw


def _kept(data: Any) -> Parts:
    found = cohort_retention(*data, until="2024-12-31")
    return {
        "all_kept": (found.all_kept[1:5], found.all_kept_low[1:5], found.all_kept_high[1:5]),
        "kept": (found.kept[:3, 1], found.kept_low[:3, 1], found.kept_high[:3, 1]),
    }


def _counts(kind: str) -> Draw:
    """A series, and the count that comes after it."""

    def draw(random: np.random.Generator, n: int) -> Any:
        time = np.arange(n + 1)
        level = np.full(n + 1, 40.0)
        if kind == "seasons":
            level = level * (1 + 0.4 * np.sin(time / 12 * 2 * np.pi))
        if kind == "drifting":
            level = 40 * np.exp(0.05 * np.cumsum(random.normal(size=n + 1)))
        counts = random.poisson(level * random.gamma(50, 1 / 50, n + 1))
        return counts[:-1], counts[-1], 12 if kind == "seasons" else 1

    return draw


def _forecast(data: Any) -> Parts:
    history, came, season = data
    if len(history) > 10_000:
        return {"next period": (0.0, 0, 0)}
    found = forecast_counts(history, periods=1, season=season)
    return {"next period": (0.0, found.forecast_low[0] - came, found.forecast_high[0] - came)}


def _linked(kind: str) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        satisfaction = 1 + (random.normal(size=n)[:, None] > BETWEEN).sum(axis=1)
        chance = {
            "straight": 0.1 + 0.2 * (satisfaction - 1),
            "at the top only": np.where(satisfaction == 5, 0.85, 0.25),
            "flat": np.full(n, 0.6),
        }[kind]
        return satisfaction, (random.random(n) < chance).astype(float)

    return draw


def _curve(data: Any) -> Parts:
    found = loyalty_curve(*data)
    return {"loyalty": (found.loyalty, found.loyalty_low, found.loyalty_high), **three(found, "rise")}


def _judged(random: np.random.Generator, n: int, noise: float) -> Any:
    felt = 0.5 * random.normal(size=(n, 1)) + random.normal(size=(n, 4))
    overall = felt @ np.array([0.6, 0.4, 0.3, 0.0]) + noise * random.normal(size=n)
    return 1 + (felt[:, :, None] > BETWEEN).sum(axis=2), np.clip(np.round(6 + 1.2 * overall), 1, 10)


def _noisy(noise: float) -> Draw:
    return lambda random, n: _judged(random, n, noise)


def _left_over(data: Any) -> Parts:
    found = unexplained(*data)
    return three(found, "unexplained")


def _rewarded(data: Any) -> Parts:
    return three(penalty_reward(*data), "penalty", "reward", "asymmetry")


def _signs(silent: float) -> Draw:
    """As many customers with a sign as asked for, among four times as many."""

    def draw(random: np.random.Generator, n: int) -> Any:
        low = np.arange(4 * n) < n
        return (random.random(4 * n) < np.where(low, 1 - silent, 0.02)).astype(int), np.where(low, 2, 5)

    return draw


def _silent(data: Any) -> Parts:
    found = latent_dissatisfaction(data[0], rating=data[1])
    return {"share": (found.share, found.low, found.high), **three(found, "silent_per_complaint")}


def _leavers(satisfied: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        left = np.arange(4 * n) < n
        return np.where(random.random(4 * n) < np.where(left, satisfied, 0.85), 5, 2), left

    return draw


def _said(data: Any) -> Parts:
    found = satisfied_leavers(*data)
    return {"share": (found.share, found.low, found.high), **three(found, "stayed_share", "difference")}


CASES = (
    Case(
        "basket_rules",
        {"in a tenth": _baskets(0.1), "in a fifth": _baskets(0.2)},
        _pairs,
        repetitions=300,
        sizes=(50, 100, 200, 500, 1000),
        counted="baskets",
    ),
    Case(
        "cohort_retention",
        {"few come back": _cohorts(0.1), "a third comes back": _cohorts(0.33)},
        _kept,
        repetitions=300,
        big=100_000,
    ),
    Case(
        "forecast_counts",
        {kind: _counts(kind) for kind in ("level", "drifting", "seasons")},
        _forecast,
        sizes=(20, 24, 30, 48, 96),
        repetitions=200,
        true={kind: {"next period": 0.0} for kind in ("level", "drifting", "seasons")},
        counted="periods",
    ),
    Case(
        "loyalty_curve",
        {kind: _linked(kind) for kind in ("straight", "at the top only", "flat")},
        _curve,
        sizes=(30, 50, 100, 200, 500),
        repetitions=300,
    ),
    Case(
        "unexplained",
        {"much": _noisy(1.5), "little": _noisy(0.4)},
        _left_over,
        sizes=(30, 50, 100, 200, 500),
        repetitions=400,
    ),
    Case(
        "penalty_reward",
        {"much noise": _noisy(1.5), "little noise": _noisy(0.4)},
        _rewarded,
        sizes=(50, 100, 200, 500),
        repetitions=300,
    ),
    Case(
        "latent_dissatisfaction",
        {"half silent": _signs(0.5), "nine of ten": _signs(0.9)},
        _silent,
        sizes=(10, 15, 20, 30, 50, 100, 200),
        big=100_000,
        counted="customers with a sign",
    ),
    Case(
        "satisfied_leavers",
        {"half": _leavers(0.5), "three of four": _leavers(0.75), "nine of ten": _leavers(0.9)},
        _said,
        sizes=(10, 15, 20, 30, 50, 100, 200),
        big=100_000,
        counted="leavers",
    ),
)
