"""Risks held against what happened: does the order fit (AUC), and does the height (calibration)?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical, wilson, wilson_of_each
from regulars.methods.leaving.logit import logit
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import Mean, mean_of

STEEP = 2.0  # a slope is measured less sharply than a mean: its tolerance is this many times as wide


class Fit(StrEnum):
    """How risks stand to what happened."""

    CALIBRATED = "calibrated"
    TOO_HIGH = "too high"
    TOO_LOW = "too low"
    TOO_EXTREME = "too extreme"
    TOO_FLAT = "too flat"
    UNCLEAR = "cannot tell"


@dataclass(frozen=True)
class Limited:
    """A number with its limits."""

    value: float
    low: float
    high: float


def auc(risk: Floats, y: Floats, clusters: Ints | None, confidence: float) -> Limited:
    """How often a leaver had the higher risk than a stayer; of equals half. DeLong's limits on the log-odds.

    With clusters what belongs together adds up first. Source: [delong1988], [obuchowski1997].

    >>> found = auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1.0]), None, 0.95)
    >>> found.value
    0.75
    """
    left = y == 1
    ones, zeros = int(left.sum()), int((~left).sum())
    place = _middle_ranks(risk)
    within = np.empty(len(y))
    within[left], within[~left] = _middle_ranks(risk[left]), _middle_ranks(risk[~left])
    beaten = np.where(left, (place - within) / zeros, 1 - (place - within) / ones)
    found = float(beaten[left].mean())
    worst = wilson(found, min(ones, zeros), critical(confidence))
    if not 0 < found < 1 or min(ones, zeros) < 2:
        return Limited(found, *worst)
    apart = (beaten - found) / np.where(left, ones, zeros)
    if clusters is None:
        variance = sum(float(apart[side] @ apart[side]) * n / (n - 1) for side, n in ((left, ones), (~left, zeros)))
    else:
        _, row = np.unique(clusters, return_inverse=True)
        sums = np.bincount(row, weights=apart)
        variance = float(sums @ sums) * len(sums) / max(len(sums) - 1, 1)
    reach = critical(confidence) * math.sqrt(variance) / (found * (1 - found))
    odds = math.log(found / (1 - found))
    return Limited(found, 1 / (1 + math.exp(reach - odds)), 1 / (1 + math.exp(-reach - odds)))


def _middle_ranks(values: Floats) -> Floats:
    _, place, often = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(often) - (often - 1) / 2)[place])


@dataclass(frozen=True)
class Groups:
    """Customers in groups of rising risk; lift is against all of them."""

    size: Ints
    risk: Floats
    observed: Floats
    low: Floats
    high: Floats
    lift: Floats
    lift_low: Floats
    lift_high: Floats
    captured: Floats


def by_risk(risk: Floats, y: Floats, clusters: Ints | None, count: int, confidence: float) -> Groups:
    """Groups of about equal size; customers of one risk stay together. Limits are Wilson's at the effective n."""
    n = len(risk)
    ranks = _middle_ranks(risk)
    code = np.minimum((ranks - 0.5) * count // n, count - 1).astype(np.int64)
    _, code = np.unique(code, return_inverse=True)
    size = np.bincount(code)
    observed, mean_risk = (np.bincount(code, weights=part) / size for part in (y, risk))
    effective = size.astype(np.float64)
    if clusters is not None:
        for at in range(len(size)):
            inside = code == at
            if len(np.unique(clusters[inside])) > 1:
                effective[at] = Sample.of(y[inside], clusters=clusters[inside]).effective_n()
    z = critical(confidence)
    low, high = wilson_of_each(observed, effective, z)
    part, overall = size / n, float(y.mean())
    # A lift is a part over a whole that holds it: what raises the part raises the whole a little too.
    spread = np.maximum(observed * (1 - observed), 1 / (4 * effective)) / effective
    own = 1 / np.where(observed > 0, observed, 1.0) - part / overall
    others = part / overall
    error = np.sqrt(own**2 * spread + (others**2 * spread).sum() - others**2 * spread)
    lift = observed / overall
    some = observed > 0
    reach = np.exp(z * np.where(some, error, 0.0))
    return Groups(
        size=size.astype(np.int64),
        risk=mean_risk,
        observed=observed,
        low=low,
        high=high,
        lift=lift,
        lift_low=np.where(some, lift / reach, 0.0),
        lift_high=np.where(some, np.minimum(lift * reach, 1 / overall), high / overall),
        captured=np.cumsum((size * observed)[::-1])[::-1] / y.sum(),
    )


@dataclass(frozen=True)
class Held:
    """Risks against what happened to customers whom the model had not seen."""

    expected: float
    observed: Limited
    difference: Mean
    slope: Limited
    brier: Mean
    brier_of_all_alike: float
    verdict: Fit


def held_against(risk: Floats, y: Floats, clusters: Ints | None, usual: float, tolerance: float, level: float) -> Held:
    """Mean risk against the share who left, the slope of the log-odds, Brier's score, and a verdict on them.

    Calibrated: the limits of the difference lie within ``tolerance`` of the share who left, those of the slope within
    twice that of 1. Too high or low: they exclude no difference, and it is larger than the tolerance.
    Source: [cox1958], [brier1950].
    """
    less = mean_of(Sample.of(risk - y, clusters=clusters), level)
    share = Sample.of(y, clusters=clusters)
    observed = Limited(float(y.mean()), *wilson(float(y.mean()), share.effective_n(), critical(level)))
    slope = _slope(risk, y, clusters, level)
    squared = mean_of(Sample.of((risk - y) ** 2, clusters=clusters), level)
    room = tolerance * observed.value
    if -room <= less.low and less.high <= room:
        near = 1 - STEEP * tolerance <= slope.low and slope.high <= 1 + STEEP * tolerance
        if near:
            verdict = Fit.CALIBRATED
        elif slope.high < 1:
            verdict = Fit.TOO_EXTREME
        else:
            verdict = Fit.TOO_FLAT if slope.low > 1 else Fit.UNCLEAR
    elif less.low > 0 and less.mean > room:
        verdict = Fit.TOO_HIGH
    else:
        verdict = Fit.TOO_LOW if less.high < 0 and less.mean < -room else Fit.UNCLEAR
    alike = float(((usual - y) ** 2).mean())
    return Held(float(risk.mean()), observed, less, slope, squared, alike, verdict)


def _slope(risk: Floats, y: Floats, clusters: Ints | None, confidence: float) -> Limited:
    """Slope of what happened over the log-odds of the risk: 1 fits, less says that the risks are too extreme."""
    odds = np.log(np.clip(risk, 1e-12, 1 - 1e-12) / np.clip(1 - risk, 1e-12, 1 - 1e-12))
    spread = float(odds.std())
    if spread < 1e-9:
        return Limited(math.nan, math.nan, math.nan)
    fitted = logit(
        np.column_stack([np.ones(len(y)), (odds - odds.mean()) / spread]), y, often=np.ones(len(y)), clusters=clusters
    )
    slope, reach = fitted.beta[1] / spread, critical(confidence) * math.sqrt(fitted.covariance[1, 1]) / spread
    return Limited(float(slope), float(slope - reach), float(slope + reach))
