"""Kano's coefficients, crossing points of prices, and the price that earns most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
from scipy import stats

from grid.cells import FEWER, Cell, drawn, of, share_held
from regulars.methods import PriceSensitivity, gabor_granger, kano, price_sensitivity
from regulars.methods.preference.best_price import best_price

SIZES = (20, 30, 50, 100, 200)
# One pair of answers for each class: A, O, M, I, R, Q.
THERE, ABSENT = np.array([1, 1, 3, 3, 3, 1]), np.array([3, 5, 5, 3, 1, 1])
FEATURES = {
    "a delight": (0.45, 0.2, 0.05, 0.25, 0.03, 0.02),
    "taken for granted": (0.05, 0.2, 0.45, 0.2, 0.05, 0.05),
    "of no interest": (0.15, 0.05, 0.05, 0.6, 0.1, 0.05),
}
POINTS = ("pmc", "pme", "idp", "opp")
BEST = ("reach_price", "reach", "revenue_price", "revenue")
DRAWS = 300  # of each bootstrap here; 1,000 by default, which is a little better
TESTED = np.array([10.0, 15.0, 20.0, 25.0, 30.0, 40.0])
WORTH = {"about 20": 3.0, "about 25": 3.2}  # mean of the logarithm of what people would pay


def cells() -> Iterator[Cell]:
    """Each of them plain."""
    for n in SIZES:
        for name, p in FEATURES.items():
            yield from drawn("kano", "plain", name, n, lambda random, n=n, p=p: _feature(random, n, p))
    for n in SIZES:
        yield from drawn(
            "price_sensitivity",
            "plain",
            "log-normal",
            n,
            lambda random, n=n: _prices(random, n),
            repetitions=FEWER,
        )
        for name, mean in WORTH.items():
            yield from drawn("gabor_granger", "plain", name, n, lambda random, n=n, m=mean: _bought(random, n, m))


def _feature(random: np.random.Generator, n: int, p: tuple[float, ...]) -> tuple[float, Mapping[str, float]]:
    a, o, m, i, *_ = p
    result = kano(THERE, ABSENT, counts=random.multinomial(n, p))
    truth = [(a + o) / (a + o + m + i), -(o + m) / (a + o + m + i)]
    return result.n_effective, {"coefficients": share_held(of(result, "better", "worse"), truth)}


def _asked(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four rounded prices that mostly rise, and the two intentions."""
    first = np.exp(random.normal(3, 0.35, n))
    steps = 1 + np.cumsum(np.exp(random.normal(-1.2, 0.5, (n, 3))), axis=1)
    prices = np.round(first[:, None] * np.column_stack([np.ones(n), steps]))
    return prices.T, random.integers(2, 6, n), random.integers(1, 4, n)


def _meter(random: np.random.Generator, n: int, n_resamples: int) -> PriceSensitivity:
    prices, cheap, expensive = _asked(random, n)
    return price_sensitivity(*prices, intention_cheap=cheap, intention_expensive=expensive, n_resamples=n_resamples)


@cache
def _true() -> PriceSensitivity:
    return _meter(np.random.default_rng(1), 400_000, 0)


def _prices(random: np.random.Generator, n: int) -> tuple[float, Mapping[str, float]]:
    result, true = _meter(random, n, DRAWS), _true()
    return result.n_effective, {
        part: share_held(of(result, *names), [getattr(true, name) for name in names])
        for part, names in (("points", POINTS), ("best", BEST))
    }


def _bought(random: np.random.Generator, n: int, mean: float) -> tuple[float, Mapping[str, float]]:
    demand = stats.norm.sf(np.log(TESTED), mean, 0.4)
    worth = np.exp(random.normal(mean, 0.4, n))
    result = gabor_granger((worth[:, None] >= TESTED).astype(float), TESTED, n_resamples=DRAWS)
    best = best_price(TESTED, demand[None])
    found = [
        share_held(of(result, "best_price", "best_earned"), [float(best.price[0]), float(best.earned[0])]),
        share_held(list(zip(result.demand_low, result.demand_high, strict=True)), demand.tolist()),
    ]
    return result.n_effective, {"best": found[0], "demand": found[1]}
