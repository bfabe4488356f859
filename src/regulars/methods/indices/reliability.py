"""Reliability: whether several items measure one thing closely enough to be added up."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.attributes.cases import Cases
from regulars.methods.attributes.drivers import answers_of
from regulars.methods.columns import Floats, IntoColumn, Scale
from regulars.methods.errors import DependentColumnsError, MethodError, TooFewAnswersError
from regulars.methods.indices.alpha import alpha_of
from regulars.methods.indices.one_factor import OneFactor
from regulars.methods.intervals import Interval, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import mean_of

FARTHEST = 700.0  # e to that is still a number


@dataclass(frozen=True, kw_only=True)
class Reliability(Result):
    """``alpha`` of the answers as they are, with ``low`` and ``high``; ``alpha_standardised``; ``omega`` (total).

    1 is perfect; alpha can be negative where items go against each other. ``omega`` is NaN for two items, and its
    limits where ``proper`` is false: an item with next to nothing of its own. Of each item: its correlation
    with the sum of the others, its loading on the one factor (a correlation), and alpha without it.
    """

    minimum_n = 50

    alpha: float
    low: float
    high: float
    alpha_standardised: float
    alpha_standardised_low: float
    alpha_standardised_high: float
    omega: float
    omega_low: float
    omega_high: float
    proper: bool
    names: tuple[str, ...]
    rest_correlation: Floats
    loadings: Floats
    alpha_without: Floats
    n_effective: float
    design_effect: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to look at: items that run against the others."""
        against = tuple(name for name, r in zip(self.names, self.rest_correlation, strict=True) if r < 0)
        if not against:
            return ()
        return (message("These items run against the others: {names}. Is high good in all of them?", names=against),)


@method(message("Do these items measure one thing?"), rows=("M15", "M30"), minimum_n=Reliability.minimum_n)
def reliability(
    items: Any,
    *,
    scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Reliability:
    """Cronbach's alpha, raw and standardised, and McDonald's omega total; 1 where the items agree perfectly.

    Alpha is k / (k - 1) · (1 - Σ variances / variance of the sum); standardised it is k r / (1 + (k - 1) r)
    with the mean correlation r. Omega is (Σ loadings)² / ((Σ loadings)² + Σ uniquenesses) of the one-factor
    model, fitted by maximum likelihood. Only rows with every answer are used; the others are counted in
    ``n_missing``. The intervals are Student's on log(1 - value), linearised without assuming that answers are
    normal.

    Parameters:
        items: frame with one column for each item (dict, Arrow table, data frame, 2-D array); at least two.
        scale: lowest and highest answer; any number when omitted.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every item.
        confidence: level of the intervals.

    Source: [cronbach1951]; omega [mcdonald1999], fit [joreskog1967]; interval [maydeu2007], [bonett2002].

    >>> items = {"a": [1, 2, 3, 4, 5, 3], "b": [2, 2, 3, 5, 4, 3], "c": [1, 3, 3, 4, 4, 2]}
    >>> result = reliability(items)
    >>> round(result.alpha, 4), round(result.omega, 4), result.n
    (0.9274, 0.9379, 6)
    """
    columns = answers_of(items, names=None, scale=scale, missing=missing)
    if len(columns) < 2:
        raise MethodError(
            message("Reliability is that of at least two items; {column} is alone.", column=next(iter(columns)))
        )
    cases = Cases.of(columns, weights=weights, counts=counts, clusters=clusters)
    _check(cases)
    z = (cases.values - cases.means) / cases.scales
    covariance = cases.correlation * np.outer(cases.scales, cases.scales)
    factor = OneFactor.fit(cases.correlation)
    curve = None if factor is None else factor.omega_influence(cases.scales)
    moved = math.nan if curve is None else ((z @ curve) * z).sum(axis=1)
    omega = math.nan if factor is None else factor.omega(cases.scales)
    raw = _with_limits(cases, alpha_of(covariance), _alpha_influence(z * cases.scales, covariance), confidence)
    flat = _with_limits(cases, alpha_of(cases.correlation), _standardised_influence(z, cases.correlation), confidence)
    whole = _with_limits(cases, omega, moved, confidence)
    return Reliability(
        alpha=raw.value,
        low=raw.low,
        high=raw.high,
        alpha_standardised=flat.value,
        alpha_standardised_low=flat.low,
        alpha_standardised_high=flat.high,
        omega=whole.value,
        omega_low=whole.low,
        omega_high=whole.high,
        proper=factor is not None and factor.proper,
        names=cases.names,
        rest_correlation=_rest_correlation(covariance),
        loadings=np.full(len(cases.names), math.nan) if factor is None else factor.loadings,
        alpha_without=_without_each(covariance, alpha_of),
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=raw.n_effective,
        design_effect=cases.n / raw.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


@dataclass(frozen=True)
class _Limits:
    value: float
    low: float
    high: float
    n_effective: float


def _check(cases: Cases) -> None:
    # A weight next to nothing may leave no variance, though not all answers are the same.
    still = cases.scales <= 1e-9 * np.ptp(cases.values, axis=0)
    for name in (*cases.constant, *(name for name, none in zip(cases.names, still, strict=True) if none)):
        raise DependentColumnsError(
            message("Every answer of {column} is the same: it goes with no other item. Leave it out.", column=name)
        )
    if cases.n < 3:
        raise TooFewAnswersError(
            message("Only {n} rows have every answer. Reliability needs at least {least}.", n=cases.n, least=3)
        )


def _alpha_influence(centred: Floats, covariance: Floats) -> Floats:
    k, total, own = len(covariance), float(covariance.sum()), float(np.trace(covariance))
    moved = (centred**2).sum(axis=1) * total - own * centred.sum(axis=1) ** 2
    return np.asarray(-k / (k - 1) * moved / total**2 if total > 0 else np.zeros(len(centred)))


def _standardised_influence(z: Floats, correlation: Floats) -> Floats:
    """Of k r̄ / (1 + (k − 1) r̄); a correlation moves by z_j z_l − r_jl (z_j² + z_l²) / 2 [maydeu2007]."""
    k = len(correlation)
    pairs = k * (k - 1)
    mean = (correlation.sum() - k) / pairs
    products = z.sum(axis=1) ** 2 - (z**2).sum(axis=1)
    moved = (products - (z**2) @ (correlation.sum(axis=1) - 1)) / pairs
    slope = k / (1 + (k - 1) * mean) ** 2 if 1 + (k - 1) * mean > 1e-12 else 0.0
    return np.asarray(slope * moved)


def _with_limits(cases: Cases, value: float, influence: Floats | float, confidence: float) -> _Limits:
    """Student's interval of log(1 − value), turned back; NaN where it has none."""
    nothing = _Limits(value, math.nan, math.nan, cases.n_effective)
    if isinstance(influence, float) or not value < 1 - 1e-12:
        return nothing
    sample = replace(cases.sample, values=influence)
    mean = mean_of(sample, confidence)
    degrees = (sample.n_effective if sample.n_clusters is None else sample.n_clusters) - 1
    if not degrees > 0:
        return nothing
    reach = min(critical(confidence, degrees) * mean.standard_error / (1 - value), FARTHEST)
    return _Limits(value, 1 - (1 - value) * math.exp(reach), 1 - (1 - value) * math.exp(-reach), mean.n_effective)


def _rest_correlation(covariance: Floats) -> Floats:
    """Correlation of each item with the sum of the others; NaN where that sum never varies."""
    own = np.diag(covariance)
    shared = covariance.sum(axis=1) - own
    rest = covariance.sum() - 2 * covariance.sum(axis=1) + own
    scale = np.sqrt(np.maximum(own * rest, 0.0))
    return np.asarray(np.divide(shared, scale, out=np.full(len(own), math.nan), where=scale > 1e-9 * own))


def _without_each(covariance: Floats, of: Callable[[Floats], float]) -> Floats:
    kept = [np.delete(np.arange(len(covariance)), j) for j in range(len(covariance))]
    return np.array([of(covariance[np.ix_(rows, rows)]) for rows in kept])
