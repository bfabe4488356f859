"""What may be called clear among many: the words promise that all that was compared at the same time is allowed for."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods import ImportancePerformance
from regulars.methods.columns import Floats
from regulars.methods.comparison import discoveries
from regulars.methods.intervals import critical


def surely(distance: Floats, low: Floats, high: Floats, *, confidence: float = 0.95) -> NDArray[np.bool_]:
    """Which of these distances differ from zero, all tested at once (Benjamini and Hochberg).

    The side of the interval towards zero says how many standard errors zero lies away. What has no interval is never
    sure.
    """
    reach = np.where(distance > 0, distance - low, high - distance)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = critical(confidence) * np.abs(distance) / reach
    p = np.where((distance == 0) | np.isnan(distance), 1.0, 2 * scipy.special.ndtr(-z))
    outside = (low > 0) | (high < 0)
    return np.asarray(discoveries(np.where(np.isnan(reach), np.nan, p), level=1 - confidence) & outside)


def sure_performance(result: ImportancePerformance) -> NDArray[np.bool_]:
    """Which attributes are rated off the line beyond chance."""
    limits = result.performance_distance_low, result.performance_distance_high
    return np.asarray(result.clear_performance & surely(result.performance_distance, *limits))


def sure_importance(result: ImportancePerformance) -> NDArray[np.bool_]:
    """Which attributes matter more or less than the line says, beyond chance."""
    limits = result.importance_distance_low, result.importance_distance_high
    return np.asarray(result.clear_importance & surely(result.importance_distance, *limits))


def sure_positions(result: ImportancePerformance) -> NDArray[np.bool_]:
    """Which attributes lie in their quarter beyond chance, off both lines."""
    return np.asarray(sure_performance(result) & sure_importance(result))
