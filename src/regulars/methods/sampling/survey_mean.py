"""Mean and total of a survey as its design says: strata, clusters, a population with an end, calibrated weights."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    groups,
    labels,
    numbers,
    same_length,
    weights_of,
    within_reach,
)
from regulars.methods.errors import MethodError, PopulationError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.calibrated import Calibrated

SETTLED = 1e-12
MOST_TURNS = 1000


@dataclass(frozen=True, kw_only=True)
class SurveyMean(Result):
    """Mean with its interval, and the total that goes with the weights' sum.

    ``design_effect`` is the variance of the mean over that of a simple random sample of as many answers,
    ``total_design_effect`` the same of the total. ``degrees`` of freedom: clusters (or answers) less strata.
    """

    minimum_n = 50

    mean: float
    low: float
    high: float
    standard_error: float
    total: float
    total_standard_error: float
    design_effect: float
    total_design_effect: float
    n_effective: float
    degrees: int


@method(
    message("What is the mean in the population, given how the sample was drawn?"),
    rows=("M10", "M11", "M13"),
    minimum_n=SurveyMean.minimum_n,
    samples=False,
)
def survey_mean(
    values: IntoColumn,
    *,
    weights: IntoColumn | Calibrated | None = None,
    strata: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    population: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> SurveyMean:
    """Weighted mean and total with linearised standard errors of the design that was drawn.

    Parameters:
        values: one number for each answer. Missing ones stay out of the mean and are counted in ``n_missing``.
        weights: design weights, or the result of ``rake`` or ``post_stratify``: then what calibration gains is counted.
            Equal when omitted; the total is then that of the answers.
        strata: the stratum that each row was drawn in.
        clusters: the first unit drawn, such as the hotel or the district; equal names in two strata are two clusters.
        population: for each row how many first units its stratum has (all people, or all clusters): the finite
            population correction. Without it the population counts as endless.
        missing: codes that mean "no answer".
        confidence: level of the interval, Student's with ``degrees`` of freedom.

    Variance Σ_h (1 - f_h) n_h / (n_h - 1) Σ_c (z_hc - z̄_h)², z = weight times the residual, summed within a first unit.
    The residual is that of the mean; with calibrated weights also less what the margins explain.

    Source: [binder1983]; [deville1992]; [cochran1977] chapters 5, 9 and 11.

    >>> result = survey_mean([4, 5, 3, 4, 2, 5], weights=[10] * 6, population=[60] * 6)
    >>> round(result.mean, 3), round(result.standard_error, 3), round(result.total)
    (3.833, 0.453, 230)
    """
    check_confidence(confidence)
    y = within_reach(numbers(values, name="values", missing=missing), name="values")
    calibrated = weights if isinstance(weights, Calibrated) else None
    w = weights_of(calibrated.weights if calibrated else weights, len(y), needed=~np.isnan(y))
    w = np.ones(len(y)) if w is None else w
    given = ~np.isnan(y) & (w > 0)
    if not given.any():
        raise TooFewAnswersError(
            message("There are no answers to compute from: all {count} rows are missing.", count=len(y))
        )
    design = _Design.of(w, strata, clusters, population)
    # Rows without an answer stay in the design with 0: who answers is part of the draw.
    inside, y = given.astype(float), np.where(given, y, 0.0)
    people = float(w @ inside)
    mean = float(w @ y) / people
    about_mean, about_total = (y - mean) * inside / people, y * inside
    variances = [design.variance(w * _residual(part, calibrated)) for part in (about_mean, about_total)]
    error, total_error = (math.sqrt(variance) for variance in variances)
    n = int(given.sum())
    spread = float(w @ ((y - mean) ** 2 * inside)) / people * n / max(n - 1, 1)
    rest = 1 - n / people if design.finite and people > n else 1.0
    simple = spread * rest / n
    effect = variances[0] / simple if simple > 0 else math.nan
    reach = critical(confidence, design.degrees) * error
    return SurveyMean(
        n=n,
        n_missing=int((~given).sum()),
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        standard_error=error,
        total=float(w @ y),
        total_standard_error=total_error,
        design_effect=effect,
        total_design_effect=variances[1] / (simple * people**2) if simple > 0 else math.nan,
        n_effective=n / effect if effect > 0 else float(n),
        degrees=design.degrees,
        confidence=confidence,
        interval=Interval.LINEARISATION,
    )


@dataclass(frozen=True)
class _Design:
    """Which first unit each row belongs to, which stratum each first unit; sampled part of each stratum."""

    unit: Ints
    stratum: Ints
    units: Ints
    fractions: Floats
    finite: bool

    @classmethod
    def of(cls, weights: Floats, strata: Any, clusters: Any, population: Any) -> _Design:
        size = len(weights)
        found, of_row = (("",), np.zeros(size, dtype=np.int64)) if strata is None else groups(strata, name="strata")
        same_length(size, ("strata", of_row))
        unit = np.arange(size) if clusters is None else labels(clusters, name="clusters")
        same_length(size, ("clusters", unit))
        _, first, unit = np.unique(of_row * size + unit, return_index=True, return_inverse=True)
        stratum = of_row[first]
        units = np.bincount(stratum, minlength=len(found)).astype(np.int64)
        lonely = np.flatnonzero(units < 2)
        if lonely.size:
            raise _lonely(found[lonely[0]] if strata is not None else None, clustered=clusters is not None)
        fractions = np.zeros(len(found)) if population is None else _fractions(population, of_row, units, found)
        return cls(unit, stratum, units, fractions, population is not None)

    @property
    def degrees(self) -> int:
        return len(self.stratum) - len(self.units)

    def variance(self, contributions: Floats) -> float:
        """Between first units, within strata, with the finite population correction."""
        totals = np.bincount(self.unit, weights=contributions)
        means = np.bincount(self.stratum, weights=totals) / self.units
        squares = np.bincount(self.stratum, weights=(totals - means[self.stratum]) ** 2)
        return float(((1 - self.fractions) * self.units / (self.units - 1) * squares).sum())


def _fractions(population: Any, of_row: Ints, units: Ints, names: Any) -> Floats:
    sizes = numbers(population, name="population")
    same_length(len(of_row), ("population", sizes))
    found = np.zeros(len(units))
    for code in range(len(units)):
        mine = np.unique(sizes[of_row == code])
        if len(mine) != 1 or np.isnan(mine[0]):
            raise PopulationError(
                message(
                    "The rows of stratum {name} name more than one population, or none: {values}. Each stratum "
                    "has one.",
                    name=str(names[code]) or "1",
                    values=tuple(float(value) for value in mine[:5]),
                )
            )
        if mine[0] < units[code]:
            raise PopulationError(
                message(
                    "Stratum {name} has {n} units in the sample and {population} in the population. A sample is not "
                    "larger than what it was drawn from; population counts first units (clusters where there are any).",
                    name=str(names[code]) or "1",
                    n=int(units[code]),
                    population=float(mine[0]),
                )
            )
        found[code] = units[code] / mine[0]
    return found


def _lonely(stratum: str | None, *, clustered: bool) -> MethodError:
    if stratum is not None:
        return TooFewAnswersError(
            message(
                "Stratum {name} has a single first unit, which tells nothing of its variety. Merge it with a like one.",
                name=str(stratum),
            )
        )
    if clustered:
        return TooFewAnswersError(message("All answers come from one cluster; an interval needs at least two."))
    return TooFewAnswersError(message("There is one answer; an interval needs at least two."))


def _residual(part: Floats, calibrated: Calibrated | None) -> Floats:
    """What the margins do not explain: residual of the regression on their categories, by the weights before.

    Taking out the mean of each category, one margin after the other and round again, ends at that regression.
    """
    if calibrated is None:
        return part
    base, left = calibrated.base, part
    sums = [np.bincount(codes, weights=base) for codes in calibrated.groups]
    scale = float(np.abs(part).max()) or 1.0
    for _ in range(MOST_TURNS):
        moved = 0.0
        for codes, whole in zip(calibrated.groups, sums, strict=True):
            held = np.bincount(codes, weights=base * left)
            means = np.divide(held, whole, out=np.zeros_like(held), where=whole > 0)
            left, moved = left - means[codes], max(moved, float(np.abs(means).max()))
        if moved <= SETTLED * scale:
            break
    return left
