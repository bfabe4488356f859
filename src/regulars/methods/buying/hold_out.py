"""Would the forecast have been right? Fit up to a day, forecast what follows, compare with what came."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from regulars.language import Estimate, Message, message
from regulars.methods.buying.bg_nbd import BetaGeoNBD
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.cut import Cut
from regulars.methods.buying.histories import Histories, distinct
from regulars.methods.buying.mbg_nbd import ModifiedBetaGeoNBD
from regulars.methods.buying.pareto_nbd import ParetoNBD
from regulars.methods.buying.verdict import Verdict, check_tolerance, verdict, verdict_in_words
from regulars.methods.columns import Floats, IntoColumn
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result

MODELS: dict[str, type[BuyingModel]] = {
    "bg_nbd": BetaGeoNBD,
    "mbg_nbd": ModifiedBetaGeoNBD,
    "pareto_nbd": ParetoNBD,
}
TITLES = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD"}
NOT_BY_DAY = {
    "bg_bb": message("BG/BB counts occasions, not days. Fit it to the earlier occasions and compare the later ones."),
    **dict.fromkeys(
        ("shifted_beta_geometric", "beta_discrete_weibull"),
        message("This model is for contracts, where leaving is seen; its fit takes periods= and holds out the others."),
    ),
}
POINTS = 24  # of the tracking curve, before and after the split together
RARE = 1e-7  # chances of so many purchases are not looked at
KINDS = 2_000  # distinct customers from whom the variance of all is taken
FEW = 64  # numbers of purchases that are all looked at one by one
GROWS = 1.03  # beyond, each looked at is so many times the one before
MOST = 5_000  # purchases of one customer


@dataclass(frozen=True)
class HeldTotal:
    """All purchases in time held out: expected, where they had to fall, what came, and what that says.

    ``estimation`` and ``chance`` are the variances that make the range.
    """

    expected: float
    low: float
    high: float
    actual: int
    verdict: Verdict
    estimation: float
    chance: float

    @property
    def words(self) -> Message:
        """The verdict as a sentence."""
        return verdict_in_words(
            self.verdict,
            Estimate(self.actual, digits=0),
            Estimate(self.expected, self.low, self.high, digits=0),
        )


@dataclass(frozen=True, kw_only=True)
class HoldOut(Result):
    """Repeat purchases after the split of the customers known by then: what was expected, and what came.

    ``low`` to ``high`` is where the total had to fall with ``confidence`` if the model is right: the error of its
    parameters and the chance of what customers do, together. ``at`` are days since the first purchase of all;
    ``came`` and ``forecast`` count repeat purchases from then on, ``forecast_low`` to ``forecast_high`` begins at the
    split. ``log_score`` is the mean logarithm of the chance that the model gave to what each customer then did.
    """

    minimum_n = BuyingModel.minimum_n

    model: str
    expected: float
    low: float
    high: float
    actual: int
    verdict: str
    log_score: float
    days: float
    split: float
    allowed_miss: float
    newer: int
    at: Floats = field(compare=False, repr=False)
    came: Floats = field(compare=False, repr=False)
    forecast: Floats = field(compare=False, repr=False)
    forecast_low: Floats = field(compare=False, repr=False)
    forecast_high: Floats = field(compare=False, repr=False)
    fitted: tuple[Message, ...] = field(default=(), compare=False, repr=False)

    @property
    def words(self) -> Message:
        """The verdict as a sentence."""
        return verdict_in_words(
            Verdict(self.verdict),
            Estimate(self.actual, digits=0),
            Estimate(self.expected, self.low, self.high, digits=0),
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """The verdict, then what the fit has to say."""
        return (self.words, *self.fitted)


@method(message("Would the forecast have been right?"), rows=("V01", "V13"), minimum_n=HoldOut.minimum_n, samples=False)
def hold_out(
    customers: IntoColumn,
    dates: IntoColumn,
    *,
    split: str | date,
    until: str | date | None = None,
    model: str | BuyingModel = "bg_nbd",
    tolerance: float = 0.1,
    confidence: float = 0.95,
) -> HoldOut:
    """Fit a model to purchases up to a day and hold its forecast against what came after.

    Parameters:
        customers: the customer of each purchase; several purchases on one day are one.
        dates: its day. A purchase without a day is left out and counted in ``n_missing``.
        split: the last day that the fit may see.
        until: the last day of the time held out; the last one in the data if not given.
        model: "bg_nbd", "mbg_nbd" or "pareto_nbd", or a model to be fitted.
        tolerance: by how much the total may be missed and the forecast still hold, as a share.
        confidence: of the range that the total is held against.

    Customers who came after the split are counted in ``newer``: no model of those who are there speaks of them. A
    split outside the data raises ``OptionError``, nobody who bought again by then ``TooFewAnswersError``.

    Source: [fader2005a] section 5; the range by the delta method [casella2002].

    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> who, day = rng.integers(0, 300, 900), rng.integers(0, 360, 900)
    >>> dates = np.datetime64("2026-01-01") + day
    >>> found = hold_out(who, dates, split="2026-08-31")
    >>> found.n + found.newer, found.actual > 0
    (284, True)
    """
    check_confidence(confidence)
    check_tolerance(tolerance)
    name, kind = named(model)
    return held_out(Cut.of(customers, dates, split, until), name, kind, tolerance, confidence)


def named(model: str | BuyingModel) -> tuple[str, BuyingModel]:
    """The name of a model and the model, yet to be fitted."""
    if isinstance(model, BuyingModel):
        known = [name for name, kind in MODELS.items() if type(model) is kind]
        return (known[0] if known else type(model).__name__), model
    name = str(model).replace("-", "_")
    if name in NOT_BY_DAY:
        raise OptionError(NOT_BY_DAY[name])
    if name not in MODELS:
        raise OptionError(
            message("There is no model {name}. Choose one of: {known}.", name=str(model)[:60], known=tuple(MODELS))
        )
    return name, MODELS[name]()


def held_out(cut: Cut, name: str, kind: BuyingModel, tolerance: float, confidence: float) -> HoldOut:
    """The check of one model."""
    rows = cut.rows
    fitted = kind.fit(rows.frequency, rows.recency, rows.T, rows.counts)
    total = held_total(fitted, rows, cut.horizon, int(cut.later.sum()), tolerance=tolerance, confidence=confidence)
    at, came, forecast, below, above = _tracked(fitted, cut, total, critical(confidence))
    return HoldOut(
        model=name,
        expected=total.expected,
        low=total.low,
        high=total.high,
        actual=total.actual,
        verdict=str(total.verdict),
        log_score=float(np.mean(log_scores(fitted, cut))),
        days=cut.horizon,
        split=cut.split - float(cut.first.min()),
        allowed_miss=tolerance,
        newer=cut.newer,
        at=at,
        came=came,
        forecast=forecast,
        forecast_low=below,
        forecast_high=above,
        fitted=fitted.notes,
        n=len(cut.frequency),
        n_missing=cut.n_missing,
        confidence=confidence,
        interval=Interval.PREDICTIVE,
    )


def held_total(
    model: BuyingModel,
    rows: Histories,
    horizon: float,
    actual: int,
    *,
    tolerance: float = 0.1,
    confidence: float = 0.95,
) -> HeldTotal:
    """Hold the forecast of a fitted model for these customers against what came within ``horizon``."""
    z = critical(check_confidence(confidence))
    total = model.total_expected_purchases(horizon, rows.frequency, rows.recency, rows.T, rows.counts)
    estimation = 0.0 if math.isnan(total.standard_error) else total.standard_error**2
    chance = variance(model, rows, horizon)
    low, high = (total.value + side * z * math.sqrt(estimation + chance) for side in (-1, 1))
    found = verdict(actual, total.value, low, high, tolerance)
    return HeldTotal(total.value, max(0.0, low), high, actual, found, estimation, chance)


def log_scores(model: BuyingModel, cut: Cut) -> Floats:
    """Of each customer ln P(what they did in the time held out), by the exact distribution."""
    (x, t_x, T, later), place = distinct(cut.frequency, cut.recency, cut.T, cut.later)
    chance = model.probability(later, cut.horizon, x, t_x, T)
    return np.asarray(np.log(np.maximum(chance, 1e-300)))[place]


def variance(model: BuyingModel, rows: Histories, horizon: float) -> float:
    """Variance of the total by chance alone: the sum over customers, each from the exact distribution."""
    some = rows.every(-(-len(rows.T) // KINDS))
    x, t_x, T, share = some.frequency, some.recency, some.T, some.counts
    alive, time = model.alive(x, t_x, T), np.full(len(x), horizon)
    mean, square = alive * model.mean_if_alive(x, T, time), np.zeros(len(x))
    who = np.arange(len(x))
    for n, weight in zip(*_numbers(), strict=True):
        chance = alive[who] * model.at_least_if_alive(np.full(len(who), n), x[who], T[who], time[who])
        square[who] += weight * chance
        who = who[chance > RARE]
        if not len(who):
            break
    each = np.maximum(square - mean**2, 0)
    return float(rows.counts.sum() * (share @ each) / share.sum())


@lru_cache(maxsize=1)
def _numbers() -> tuple[list[float], list[float]]:
    """Numbers of purchases to look at, and weights of their chances in E[N²] = Σ (2n − 1) P(N ≥ n).

    Beyond the first few the chances lie on a straight line between two that are looked at, for each to weigh its share
    of what lies between: a customer who may buy thousands of times is then no more work than others.
    """
    far = np.geomspace(FEW, MOST, math.ceil(math.log(MOST / FEW) / math.log(GROWS)))
    n = np.unique(np.r_[1 : FEW + 1, far.round()]).astype(np.float64)
    every = np.arange(1.0, MOST + 1)
    right = np.clip(np.searchsorted(n, every), 1, len(n) - 1)
    share = (every - n[right - 1]) / (n[right] - n[right - 1])
    weight = np.bincount(right, weights=(2 * every - 1) * share, minlength=len(n))
    weight += np.bincount(right - 1, weights=(2 * every - 1) * (1 - share), minlength=len(n))
    return n.tolist(), weight.tolist()


def _tracked(model: BuyingModel, cut: Cut, total: HeldTotal, z: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Repeat purchases so far: those that came, and those of the model, with its range after the split."""
    start = float(cut.first.min())
    whole = cut.until - start
    early = max(2, round(POINTS * (cut.split - start) / whole))
    before = np.linspace(start, cut.split, early + 1)[1:]
    after = np.linspace(cut.split, cut.until, max(2, POINTS - early) + 1)[1:]
    days = np.r_[start, before, after]
    came: Floats = np.asarray(np.searchsorted(np.sort(cut.bought), days, side="right"), dtype=np.float64)
    firsts, people = np.unique(cut.first, return_counts=True)
    zero = np.zeros(len(firsts))
    fit = [model.stays * float(people @ model.mean_if_alive(zero, zero, np.maximum(day - firsts, 0))) for day in before]
    (x, t_x, T), place = distinct(cut.frequency, cut.recency, cut.T)
    size = np.bincount(place) * model.alive(x, t_x, T)
    more = np.array([float(size @ model.mean_if_alive(x, T, np.full(len(x), day - cut.split))) for day in after])
    then = came[len(before)]
    forecast = np.r_[0.0, fit, then + more]
    # The error of the parameters grows as the expectation does, chance as its root.
    part = more / total.expected if total.expected > 0 else np.zeros_like(more)
    reach = z * np.sqrt(total.estimation * part**2 + total.chance * part)
    unknown = np.full(len(before) + 1, math.nan)
    return (
        days - start,
        came,
        forecast,
        np.r_[unknown, np.maximum(then, then + more - reach)],
        np.r_[unknown, then + more + reach],
    )
