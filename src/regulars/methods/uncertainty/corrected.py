"""The levels at which BCa reads the draws: corrected for bias and for skewness. Source: [efron1987]."""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats
from regulars.methods.resampling import drawn_together
from regulars.methods.sample import Sample
from regulars.methods.uncertainty.figures import Figure

NEARLY = 1e-12


def corrected_levels(sample: Sample, figure: Figure, draws: Floats, value: float, confidence: float) -> Floats:
    """Lower and upper level, in place of (1 ∓ confidence) / 2.

    The bias is the share of draws below the figure, half of those that equal it; the acceleration comes from leaving
    out each respondent, or each cluster, once.
    """
    near = NEARLY * max(1.0, abs(value))
    below = (draws < value - near).mean() + (np.abs(draws - value) <= near).mean() / 2
    bias = scipy.special.ndtri(np.clip(below, 1 / (len(draws) + 1), 1 - 1 / (len(draws) + 1)))
    rate = _acceleration(sample, figure)
    reached = bias + scipy.special.ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    return np.asarray(scipy.special.ndtr(bias + reached / (1 - rate * reached)))


def _acceleration(sample: Sample, figure: Figure) -> float:
    key = np.column_stack([sample.values, sample.weights])
    groups, often = drawn_together(figure.sums, key=key, counts=sample.counts, clusters=sample.clusters)
    # Whoever stands alone of his kind is left out once, who stands three times, three times.
    without = figure.at(often @ groups - groups)
    away = float(often @ without) / often.sum() - without
    spread = float(often @ away**2)
    return float(often @ away**3) / (6 * spread**1.5) if spread > NEARLY**2 else 0.0
