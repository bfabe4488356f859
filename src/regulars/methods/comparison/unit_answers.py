"""A league of units from the answers of their customers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, groups, same_length, within_reach
from regulars.methods.comparison.case_mix import CaseMix
from regulars.methods.comparison.league import DRAWS, League, Units, check_units, ranked
from regulars.methods.comparison.measures import Measure
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.registry import method
from regulars.methods.sample import Sample

ALIKE = 1e-12  # part of the size of the answers that is nothing but rounding


@method(
    message("Which units are clearly better or worse, and which only seem so?"),
    rows=("M07", "M26"),
    minimum_n=League.minimum_n,
)
def league(
    values: IntoColumn,
    units: IntoColumn,
    *,
    measure: Literal["mean", "share", "nps"] = "mean",
    scale: Scale | None = None,
    top: int = 2,
    case_mix: Any = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    seed: int = 0,
    n_resamples: int = DRAWS,
) -> League:
    """Units beside each other, each drawn towards the centre by as much as chance explains of the differences.

    A unit's error comes from the spread of the answers within all units together: that of a few answers alone says
    next to nothing, and is 0 where they are alike. With weights by each unit's effective n, with clusters times what
    clusters cost over all units. Then as ``league_of``.

    Parameters:
        values: answers, one a row; high is good.
        units: the unit that each row belongs to; a row without an answer needs none.
        measure: "mean" of the answers, "share" of the top boxes, or "nps" in points.
        scale: lowest and highest answer; for "share" 1 to 5 unless stated, for "nps" always 0 to 10, for "mean" free.
        top: how many of the highest points count, for "share".
        case_mix: columns (a frame) that say what kind of customer answered, such as age or purpose: units are compared
            as if all had the same kinds. Numbers count as numbers, words as categories; a row that does not say is out.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: level of all intervals; Benjamini and Hochberg judge at 1 less this.
        seed: the same seed gives the same rank limits and chances.
        n_resamples: draws that ranks and chances are counted in.

    Source: [paule1982]; [morris1983]; [daniels1999]; case mix [zaslavsky2001]; ranks [goldstein1996];
    [benjamini1995].

    >>> answers = [5, 5, 4, 5, 4, 5, 3, 4, 3, 3, 4, 3, 2, 3, 2, 3, 2, 2]
    >>> result = league(answers, ["lake"] * 6 + ["harbour"] * 6 + ["station"] * 6)
    >>> result.names, result.rank.tolist(), result.clear
    (('harbour', 'lake', 'station'), [2, 1, 3], ('', 'above', 'below'))
    """
    what = Measure.of(measure, scale, top)
    answers = within_reach(what.read(values, name="values", missing=missing), name="values")
    mix = None if case_mix is None else CaseMix.of(case_mix, len(answers))
    if mix is not None:
        answers = np.where(mix.known, answers, np.nan)
    sample = Sample.of(answers, weights=weights, counts=counts, clusters=clusters)
    names, unit = units_of(units, len(answers), sample)
    check_units(names)
    total = sample.weights * sample.counts
    weight = np.bincount(unit, weights=total)
    mean = np.bincount(unit, weights=total * sample.values) / weight
    overall = float(weight @ mean / weight.sum())
    error, effect, degrees = _errors(sample, unit, sample.values, 0)
    shift, adjusted_error = np.zeros(len(names)), error
    if mix is not None and mix.names:
        adjustment = mix.adjustment(sample, unit)
        inside, effect, degrees = _errors(sample, unit, sample.values - adjustment.explained, adjustment.slopes)
        shift, adjusted_error = adjustment.shift, np.sqrt(inside**2 + adjustment.variance)
    lowest, highest = what.bounds
    estimates = Units(
        names=names,
        n=np.bincount(unit, weights=sample.counts).astype(np.int64),
        value=mean,
        error=error,
        expected=overall + shift,
        adjusted=mean - shift,
        adjusted_error=adjusted_error,
        degrees=degrees,
        lowest=lowest,
        highest=highest,
    )
    return ranked(
        estimates,
        n_effective=min(float(sample.n), sample.n_effective / effect),
        n_missing=sample.n_missing,
        confidence=confidence,
        seed=seed,
        n_resamples=n_resamples,
    )


def units_of(units: IntoColumn, size: int, sample: Sample) -> tuple[tuple[str, ...], Ints]:
    """The units that have answers, by name, and the code of each answer's."""
    array = as_array(units)
    same_length(size, ("units", array))
    # A row that is left out needs no unit; in the place of another's, rows in messages stay what they are.
    of_row = np.full(size, sample.rows[0])
    of_row[sample.rows] = sample.rows
    names, code = groups(array[of_row], name="units")
    return names, code[sample.rows]


def _errors(sample: Sample, unit: Ints, y: Floats, slopes: int) -> tuple[Floats, float, float]:
    """Standard error of each unit's mean, what clusters cost (1 without), and the degrees of freedom behind both."""
    total = sample.weights * sample.counts
    weight = np.asarray(np.bincount(unit, weights=total), dtype=np.float64)
    residual = y - (np.bincount(unit, weights=total * y) / weight)[unit]
    degrees = sample.n - len(weight) - slopes
    if degrees < 1:
        raise TooFewAnswersError(
            message(
                "{n} answers of {count} units leave nothing to tell chance from. Units need several answers each.",
                n=sample.n,
                count=len(weight),
            )
        )
    variance = float(total @ residual**2 / total.sum()) * sample.n / degrees
    if variance <= (ALIKE * float(np.abs(y).max())) ** 2:
        raise TooFewAnswersError(
            message("The answers of each unit are all alike, which says nothing of how far chance carries them.")
        )
    effective = weight**2 / np.bincount(unit, weights=sample.counts * sample.weights**2)
    if sample.clusters is None:
        return np.sqrt(variance / effective), 1.0, float(degrees)
    effect, clusters = _cluster_effect(sample, sample.clusters, unit, residual, weight, effective)
    return np.sqrt(effect * variance / effective), effect, clusters


def _cluster_effect(
    sample: Sample, clusters: Ints, unit: Ints, residual: Floats, weight: Floats, effective: Floats
) -> tuple[float, float]:
    """Variance of unit means between clusters over that of as many lone answers, in all units; clusters less units."""
    _, cluster = np.unique(clusters, return_inverse=True)
    _, cell, row = np.unique(unit * (int(cluster.max()) + 1) + cluster, return_index=True, return_inverse=True)
    home = unit[cell]
    share = sample.weights * sample.counts / weight[unit]
    often = np.bincount(home, minlength=len(weight))
    spare = often - 1
    if not spare.any():
        raise TooFewAnswersError(
            message("Each unit has one cluster only, which says nothing of how far chance carries it.")
        )
    between = np.bincount(home, weights=np.bincount(row, weights=share * residual) ** 2, minlength=len(weight))
    between *= np.where(spare > 0, often / np.maximum(spare, 1), 0.0)
    n = np.bincount(unit, weights=sample.counts)
    alone = np.bincount(unit, weights=share * residual**2) * n / np.maximum(n - 1, 1) / effective
    trusted = spare * effective  # units with more clusters know more; times n all units are of one size
    whole = float(trusted @ alone)
    return (float(trusted @ between) / whole if whole > 0 else 1.0), float(spare.sum())
