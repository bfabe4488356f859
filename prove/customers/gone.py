"""Leaving: curves, hazards, risks held out, what-if, staff, hidden complaints, campaigns, win-back, rhythm."""

from __future__ import annotations

from typing import Any

import numpy as np

from customers.cases import Case, Draw, Parts, effective, three
from regulars.methods import (
    churn_risk,
    discrete_hazard,
    hidden_complaints,
    purchase_rhythm,
    retention_whatif,
    staff_departure_exposure,
    survival,
    uplift,
    win_back,
)
from regulars.methods.leaving.purchase_rhythm import _Rhythm


def _lives(shape: float, watched: float, scale: float = 20) -> Draw:
    """Times to leaving (Weibull), watched for a time that differs."""

    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        stay, end = scale * random.weibull(shape, n), random.uniform(0, watched, n)
        return np.ceil(np.minimum(stay, end)), stay <= end

    return draw


def _stayed(data: Any) -> Parts:
    found = survival(*data, at=(3, 6, 12, 18))
    return {
        **{
            f"after {at}": (v, low, high)
            for at, v, low, high in zip((3, 6, 12, 18), found.kept, found.kept_low, found.kept_high, strict=True)
        },
        "median": (found.median, found.median_low, found.median_high),
    }


def _hazards(level: float) -> Draw:
    """Leaving by period, twice as likely for a third of the customers."""

    def draw(random: np.random.Generator, n: int) -> Any:
        plan, price = random.random(n) < 0.33, random.normal(size=n)
        chance = 1 / (1 + np.exp(-(level + 0.7 * plan + 0.3 * price)))
        left = random.geometric(np.clip(chance, 1e-6, 1))
        end = random.integers(3, 13, n)
        return np.minimum(left, end), left <= end, {"plan": plan.astype(float), "price": price}

    return draw


def _odds(data: Any) -> Parts:
    found = discrete_hazard(*data)
    return {
        "odds_ratio": (found.odds_ratio, found.odds_low, found.odds_high),
        "hazard": (found.hazard[:1], found.hazard_low[:1], found.hazard_high[:1]),
    }


def _people(random: np.random.Generator, n: int, level: float) -> Any:
    table = {
        "complaints": random.poisson(0.8, n).astype(float),
        "tenure": random.normal(size=n),
        "noise": random.normal(size=n),
    }
    chance = 1 / (1 + np.exp(-(level + 0.6 * table["complaints"] - 0.8 * table["tenure"])))
    return table, random.random(n) < chance


WATCHED = {"a fifth leave": -2.0, "a third leave": -1.2}
OTHERS = {name: _people(np.random.default_rng(3), 20_000, level) for name, level in WATCHED.items()}


def _risk(name: str) -> Draw:
    return lambda random, n: (name, *_people(random, n, WATCHED[name]))


def _risks(data: Any) -> Parts:
    """AUC against that of the very model on 20,000 others; its limits are for them, not for the best model."""
    name, table, left = data
    found = churn_risk(table, left, horizon="90 days")
    if len(left) > 50_000:
        return {
            "odds_ratio": (found.odds_ratio, 0, 0),
            "auc less its truth": (0.0, 0, 0),
            "mean risk less its truth": (0.0, 0, 0),
        }
    others, gone = OTHERS[name]
    risk = found.risk_of(others)
    rank = np.argsort(np.argsort(risk)) + 1.0
    truth = (rank[gone].sum() - gone.sum() * (gone.sum() + 1) / 2) / (gone.sum() * (~gone).sum())
    excess = float(risk.mean() - gone.mean())
    return {
        "odds_ratio": (found.odds_ratio, found.odds_low, found.odds_high),
        "auc less its truth": (0.0, found.auc_low - truth, found.auc_high - truth),
        "mean risk less its truth": (0.0, found.excess_low - excess, found.excess_high - excess),
    }


def _margins(skewed: bool, kept: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        margin = random.lognormal(4, 1, n) if skewed else random.gamma(4, 25, n)
        return random.random(n) < kept, margin

    return draw


def _whatif(data: Any) -> Parts:
    several = 300 if len(data[0]) < 10_000 else 100
    found = retention_whatif(*data, points=0.05, periods=5, discount_rate=0.1, n_resamples=several)
    return three(found, "gain_share", "total_gain")


def _departures(random: np.random.Generator, n: int) -> Any:
    return random.binomial(n, 0.3), random.binomial(4 * n, 0.12), n


def _followed(data: Any) -> Parts:
    left, others, n = data
    found = staff_departure_exposure(
        ["li", "wu"], [100.0, 50.0], followed=(int(left), n), otherwise=(int(others), 4 * n)
    )
    return three(found, "followed")


def _problems(incidence: float) -> Draw:
    return lambda random, n: (random.random(n) < incidence, incidence)


def _hidden(data: Any) -> Parts:
    problems, incidence = data
    found = hidden_complaints(problems, customers=10_000, logged=round(10_000 * incidence * 0.2))
    return three(found, "silent", "hidden", "incidence", "for_each_complaint")


def _campaign(spread: float) -> Draw:
    """Half approached; who buys brings a skewed amount."""

    def draw(random: np.random.Generator, n: int) -> Any:
        treated = np.arange(n) % 2 == 0
        bought = random.random(n) < np.where(treated, 0.25, 0.18)
        return bought, treated, bought * random.lognormal(4 - spread**2 / 2, spread, n)

    return draw


def _moved(data: Any) -> Parts:
    return three(uplift(data[0], data[1], values=data[2], cost=1), "effect", "profit")


def _returned(spread: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        back = random.random(n) < 0.2
        return back, back * random.lognormal(4 - spread**2 / 2, spread, n), 4 * n, random.binomial(4 * n, 0.07)

    return draw


def _won(data: Any) -> Parts:
    found = win_back(data[0], values=data[1], prospects=data[2], prospects_won=int(data[3]))
    return {**effective(found), **three(found, "won_back", "times", "second_value", "worth")}


def _rhythms(spread: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> Any:
        pace, often = np.exp(3 + 0.5 * random.normal(size=n)), 3 + random.poisson(4, n)
        who = np.repeat(np.arange(n), often)
        gap = 1 + np.round(pace[who] * np.exp(spread * random.normal(size=len(who))))
        start = random.integers(0, 300, n)
        total = np.cumsum(gap)
        first = np.cumsum(often) - often
        day = total - np.repeat(total[first] - gap[first], often) + start[who]
        return who, np.datetime64("2020-01-01") + day.astype(int)

    return draw


COMING = {name: _rhythms(spread)(np.random.default_rng(5), 3000) for name, spread in (("steady", 0.3), ("uneven", 0.8))}


def _gaps(who: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whose each gap is, and its logarithm; customers in the order of their names."""
    place = np.argsort(np.argsort(np.unique(who).astype(str)))[who]
    order = np.lexsort((day, place))
    place, day = place[order], day[order].astype(np.int64)
    same = place[1:] == place[:-1]
    return place[1:][same], np.log(np.diff(day)[same])


def _alarms(data: Any) -> Parts:
    """The share called overdue, against that of the very rule among 3,000 others: its limits are for the rule."""
    name, who, day = data
    found = purchase_rhythm(who, day)
    own, gap = _gaps(who, day)
    learnt = (np.random.default_rng(0).permutation(found.n) < found.n // 2)[own]
    rule = _Rhythm.of(own[learnt], gap[learnt], 0.05)
    truth = float((rule.residuals(*_gaps(*COMING[name])) > rule.limit).mean())
    return {"alarm less its truth": (0.0, found.alarm_low - truth, found.alarm_high - truth)}


def _named(name: str, spread: float) -> Draw:
    return lambda random, n: (name, *_rhythms(spread)(random, n))


CASES = (
    Case("survival", {"constant": _lives(1, 40), "early": _lives(0.7, 40), "few leave": _lives(1.2, 60, 60)}, _stayed),
    Case(
        "discrete_hazard",
        {"a tenth leaves": _hazards(-2.5), "few leave": _hazards(-4.0)},
        _odds,
        sizes=(50, 100, 200, 500),
        repetitions=200,
        big=100_000,
    ),
    Case(
        "churn_risk",
        {name: _risk(name) for name in WATCHED},
        _risks,
        sizes=(300, 1000, 3000),
        repetitions=100,
        big=100_000,
    ),
    Case(
        "retention_whatif",
        {"even": _margins(False, 0.8), "skewed": _margins(True, 0.8), "few stay": _margins(True, 0.4)},
        _whatif,
        per=("total_gain",),
        repetitions=300,
        sizes=(20, 30, 50, 100, 200, 300, 500, 1000),
    ),
    Case(
        "staff_departure_exposure",
        {"30 % against 12 %": _departures},
        _followed,
        true={"30 % against 12 %": {"followed": 0.18}},
        sizes=(10, 15, 20, 30, 50, 100, 200),
        repetitions=1000,
        counted="customers whose contact left",
    ),
    Case(
        "hidden_complaints",
        {"5 % with a problem": _problems(0.05), "20 %": _problems(0.2), "50 %": _problems(0.5)},
        _hidden,
    ),
    Case("uplift", {"amounts even": _campaign(0.5), "skewed": _campaign(1.0), "very skewed": _campaign(1.5)}, _moved),
    Case(
        "win_back",
        {"amounts even": _returned(0.5), "skewed": _returned(1.0)},
        _won,
        sizes=(50, 100, 200, 500, 1000, 3000),
    ),
    Case(
        "purchase_rhythm",
        {"steady": _named("steady", 0.3), "uneven": _named("uneven", 0.8)},
        _alarms,
        true={"steady": {"alarm less its truth": 0.0}, "uneven": {"alarm less its truth": 0.0}},
        sizes=(50, 100, 200, 300, 500, 1000),
        repetitions=300,
    ),
)
