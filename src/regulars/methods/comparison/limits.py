"""Limits of many groups at once: the same as ``mean_rating``, ``csat`` and ``nps`` give one by one."""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats, Scale
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.moments import Estimates
from regulars.methods.intervals import critical, score_of_difference, wilson_of_each
from regulars.methods.scores.nps import MANY


def limits_of(measure: Measure, found: Estimates, confidence: float) -> tuple[Floats, Floats]:
    """Lower and upper limit of each group's value; NaN where there are none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure.kind == "share":
            return wilson_of_each(found.value, judged(found, confidence), critical(confidence))
        lowest, highest = measure.bounds
        degrees = found.degrees if measure.kind == "mean" or found.clustered else np.full(len(found.n), np.inf)
        reach = quantile(confidence, degrees) * np.sqrt(found.variance)
        if measure.kind == "mean":
            reach = np.where(found.n_effective > 1, reach, np.nan)
        low, high = np.maximum(lowest, found.value - reach), np.minimum(highest, found.value + reach)
    if measure.kind == "nps":
        return _score(found, confidence, low, high)
    return (low, high) if measure.scale is None else _room_for_others(found, confidence, measure.scale, low, high)


def quantile(confidence: float, degrees: Floats) -> Floats:
    """Two-sided critical values: Student's, normal where the degrees of freedom are endless."""
    degrees = np.where(degrees > 0, degrees, np.nan)
    normal = np.isinf(degrees)
    return np.where(
        normal, critical(confidence), scipy.special.stdtrit(np.where(normal, 1.0, degrees), 0.5 + confidence / 2)
    )


def judged(found: Estimates, confidence: float) -> Floats:
    """Effective n for a score interval, less where few clusters leave few degrees of freedom."""
    if not found.clustered:
        return found.n_effective
    many, few = quantile(confidence, np.maximum(found.n - 1, 1)), quantile(confidence, found.degrees)
    return np.asarray(found.n_effective * (many / few) ** 2)


def _room_for_others(
    found: Estimates, confidence: float, scale: Scale, low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Where all answers of a group are alike the limits of ``mean_answer``."""
    _, others = wilson_of_each(np.zeros(len(low)), judged(found, confidence), critical(confidence))
    alike = (found.spread == 0) & ~np.isnan(low)
    down, up = others * (found.value - scale[0]), others * (scale[1] - found.value)
    return np.where(alike, found.value - down, low), np.where(alike, found.value + up, high)


def _score(found: Estimates, confidence: float, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Of few answers the score interval, as ``nps`` has it; promoters and detractors follow from mean and spread."""
    size = judged(found, confidence)
    for place in np.flatnonzero((found.n_effective < MANY) & (size > 0) & ~np.isnan(found.value)):
        net = found.value[place] / 100
        either = min(1.0, found.spread[place] / 1e4 + net * net)
        limits = score_of_difference((either + net) / 2, (either - net) / 2, float(size[place]), critical(confidence))
        low[place], high[place] = 100 * limits[0], 100 * limits[1]
    return low, high
