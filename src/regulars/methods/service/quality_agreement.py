"""Does our own quality score say what customers say? Agreement, and the units where the two part."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale, ratings, same_length
from regulars.methods.comparison.difference import Verdict
from regulars.methods.comparison.many import adjusted
from regulars.methods.comparison.unit_answers import units_of
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.resampling import check_seed, limits, resampled_sums
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import Mean, mean_of

LEAST = 10  # cases of a unit
SPREAD = 1e-12  # of scores from 0 to 1; below it they do not vary


@dataclass(frozen=True, kw_only=True)
class QualityAgreement(Result):
    """Both scores from 0 to 100. ``concordance`` (Lin) is 1 where every case has the same score twice.

    ``pearson`` (correlation) says only that one rises with the other; ``accuracy`` = concordance / pearson is what
    a shift or another spread costs. ``difference`` = internal less customer, with limits; one case lies
    between ``case_low`` and ``case_high`` (limits of agreement), ``beyond`` counts those outside. Arrays over ``names``
    (units): ``unit_difference`` with limits and ``verdict``, widest difference first.
    """

    minimum_n = 50

    concordance: float
    concordance_low: float
    concordance_high: float
    pearson: float
    pearson_low: float
    pearson_high: float
    accuracy: float
    internal: float
    customer: float
    difference: float
    difference_low: float
    difference_high: float
    case_low: float
    case_high: float
    beyond: int
    names: tuple[str, ...]
    unit_n: Ints
    unit_internal: Floats
    unit_customer: Floats
    unit_difference: Floats
    unit_low: Floats
    unit_high: Floats
    p_adjusted: Floats
    verdict: tuple[Verdict, ...]
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """What stands against reading the one score for the other."""
        if math.isnan(self.pearson):
            return (message("One of the two scores never varies: whether they agree cannot be said."),)
        if self.pearson_low <= 0 <= self.pearson_high:
            return (message("It is not clear that the two scores have anything to do with each other."),)
        return ()


@method(
    message("Does our own quality score say what customers say, and where do the two part?"),
    rows=("E05",),
    minimum_n=QualityAgreement.minimum_n,
)
def quality_agreement(
    internal: IntoColumn,
    customer: IntoColumn,
    units: IntoColumn | None = None,
    *,
    internal_scale: Scale = (0, 100),
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> QualityAgreement:
    """Agreement of an internal quality score with the customer's, case by case, and the units where they part.

    Concordance = 2 · covariance / (both variances + squared difference of the means), so that a score that is always
    20 too high does not agree, however well it correlates. Its interval and that of the correlation come from a
    seeded bootstrap over cases; the mean difference has Student's. Units of fewer than 10 (effective) cases, or whose
    differences are all alike, are not judged.

    Parameters:
        internal: our own score of the case, such as an audit, on ``internal_scale``; high is good.
        customer: what the customer of the same case said, on ``scale``; high is good.
        units: the team, site or agent of each case.
        internal_scale: lowest and highest internal score.
        scale: lowest and highest answer of customers.
        weights: one non-negative survey weight for each case; equal when omitted.
        counts: how often each row stands for a case; exactly as if the row were repeated.
        clusters: who or which account several cases belong to.
        missing: codes that mean "no answer", in both columns.
        confidence: level of the intervals; Benjamini and Hochberg judge units at 1 less this.
        n_resamples: how many resamples; 0 leaves the limits of both coefficients NaN.
        seed: the same seed gives the same limits.

    Source: [lin1989]; limits of agreement [bland1986]; interval [efron1993]; [benjamini1995].

    >>> same = quality_agreement([0, 25, 50, 100], [1, 2, 3, 5], n_resamples=0)
    >>> same.concordance, same.pearson, same.difference
    (1.0, 1.0, 0.0)
    >>> stricter = quality_agreement([0, 5, 30, 80], [1, 2, 3, 5], n_resamples=0)
    >>> round(stricter.pearson, 2), round(stricter.concordance, 2), stricter.difference
    (0.98, 0.88, -15.0)
    """
    check_confidence(confidence)
    ours = _of_scale(internal, "internal", internal_scale, missing)
    theirs = _of_scale(customer, "customer", scale, missing)
    same_length(len(ours), ("customer", theirs))
    cases = Sample.of(ours - theirs, weights=weights, counts=counts, clusters=clusters)
    x, y = ours[cases.rows], theirs[cases.rows]
    one = cases.weights * cases.counts
    both = np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])
    found = _coefficients((one @ both)[None, :])[0]
    drawn = resampled_sums(
        both * cases.weights[:, None],
        key=np.column_stack([x, y, cases.weights]),
        counts=cases.counts,
        clusters=cases.clusters,
        n_resamples=n_resamples,
        seed=check_seed(seed),
    )
    coefficients = _coefficients(drawn)
    coefficients = coefficients[~np.isnan(coefficients).any(axis=1)]
    low, high = limits(coefficients, confidence)
    gap = mean_of(cases, confidence)
    reach = 1.959963984540054 * gap.standard_deviation
    outside = np.abs(cases.values - gap.mean) > reach + SPREAD
    listed = _units(cases, units, len(ours), (x, y), confidence)
    return QualityAgreement(
        concordance=float(found[0]),
        concordance_low=float(low[0]),
        concordance_high=float(high[0]),
        pearson=float(found[1]),
        pearson_low=float(low[1]),
        pearson_high=float(high[1]),
        accuracy=float(found[0] / found[1]) if abs(found[1]) > SPREAD else math.nan,
        internal=100 * cases.mean(x),
        customer=100 * cases.mean(y),
        difference=100 * gap.mean,
        difference_low=100 * gap.low,
        difference_high=100 * gap.high,
        case_low=100 * (gap.mean - reach),
        case_high=100 * (gap.mean + reach),
        beyond=int(cases.counts[outside].sum()),
        **listed,
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=gap.n_effective,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(coefficients),
        seed=seed,
    )


def _of_scale(column: IntoColumn, name: str, scale: Scale, missing: Collection[Any]) -> Floats:
    low, high = check_scale(scale)
    return np.asarray((ratings(column, name=name, scale=scale, missing=missing) - low) / (high - low))


def _coefficients(sums: Floats) -> Floats:
    """Concordance and correlation from sums of 1, x, y, x², y², x y, shape (…, 2); NaN where a score never varies."""
    one, x, y, xx, yy, xy = sums.T
    mean, other = x / one, y / one
    spread, wide, both = xx / one - mean**2, yy / one - other**2, xy / one - mean * other
    varies = (spread > SPREAD) & (wide > SPREAD)
    nothing = np.full(len(sums), np.nan)
    concordance = np.divide(2 * both, spread + wide + (mean - other) ** 2, out=nothing.copy(), where=varies)
    scale = np.sqrt(np.maximum(spread, 0) * np.maximum(wide, 0))
    correlation = np.divide(both, scale, out=nothing.copy(), where=varies)
    return np.asarray(np.clip(np.column_stack([concordance, correlation]), -1, 1))


def _units(
    cases: Sample, units: IntoColumn | None, size: int, scores: tuple[Floats, Floats], confidence: float
) -> dict[str, Any]:
    """What stands of each unit, the widest difference first."""
    names: tuple[str, ...] = ()
    code = np.zeros(len(cases.rows), dtype=np.int64)
    if units is not None:
        names, code = units_of(units, size, cases)
    of_unit = [cases.over(np.where(code == unit, cases.values, np.nan)) for unit in range(len(names))]
    found = [mean_of(own, confidence) for own in of_unit]
    means = np.array(
        [[cases.over(np.where(code == unit, column, np.nan)).mean() for column in scores] for unit in range(len(names))]
    ).reshape(-1, 2)
    p_adjusted = adjusted([_p_value(mean, own) for mean, own in zip(found, of_unit, strict=True)]) if names else _none()
    order = np.argsort([-abs(mean.mean) for mean in found], kind="stable") if names else np.array([], dtype=np.int64)
    verdicts = [_verdict(mean, p, confidence) for mean, p in zip(found, p_adjusted, strict=True)]
    return {
        "names": tuple(names[at] for at in order),
        "unit_n": np.array([own.n for own in of_unit], dtype=np.int64)[order],
        "unit_internal": 100 * means[order, 0],
        "unit_customer": 100 * means[order, 1],
        "unit_difference": 100 * np.array([mean.mean for mean in found])[order],
        "unit_low": 100 * np.array([mean.low for mean in found])[order],
        "unit_high": 100 * np.array([mean.high for mean in found])[order],
        "p_adjusted": p_adjusted[order],
        "verdict": tuple(verdicts[at] for at in order),
    }


def _none() -> Floats:
    return np.array([], dtype=np.float64)


def _p_value(mean: Mean, own: Sample) -> float:
    """Two-sided, whether the unit's difference is zero; NaN where its cases are too few to say."""
    if mean.n_effective < LEAST or not mean.standard_error > SPREAD:
        return math.nan
    degrees = own.n_effective - 1 if own.n_clusters is None else own.n_clusters - 1
    return float(2 * scipy.special.stdtr(degrees, -abs(mean.mean) / mean.standard_error))


def _verdict(mean: Mean, p: float, confidence: float) -> Verdict:
    if math.isnan(p):
        return Verdict.TOO_FEW
    if p > 1 - confidence or mean.low <= 0 <= mean.high:
        return Verdict.UNCLEAR
    return Verdict.HIGHER if mean.mean > 0 else Verdict.LOWER
