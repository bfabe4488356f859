"""Answers between the points of a scale: means of several, as a file may bring them, or a slider's.

A mean takes them as they are. A share counts points: an answer is at the last point that it has reached, so that 8.9
is no promoter. Only where the points themselves are shown is it counted at the nearest one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.methods import Ces, ces, mean_rating
from regulars.methods.scores.ces import VERSIONS

NONE = np.int16(-32768)  # no answer
Column = NDArray[Any]  # small whole numbers; of an item that was answered between its points, decimal ones


def points_of(values: NDArray[np.float64]) -> Column:
    """Answers as they are kept; NaN is none."""
    given = np.where(np.isnan(values), np.float64(NONE), values)
    points = given.astype(np.int16) if bool((np.abs(given) <= -float(NONE)).all()) else None
    return given if points is None or bool((points != given).any()) else points


def between(column: Column) -> bool:
    """Whether some of these answers may lie between two points."""
    return column.dtype.kind == "f"


def itself(column: Column) -> Column:
    """Every answer as it was given."""
    return column


def reached(column: Column) -> Column:
    """The last point at or below each answer; NaN stays."""
    return _whole(np.floor(column)) if between(column) else column


def nearest(column: Column) -> Column:
    """The nearest point; the upper one from the middle."""
    return _whole(np.floor(column + 0.5)) if between(column) else column


def reached_downwards(column: Column) -> Column:
    """The same where low is good: 2.5 has not reached 2."""
    return _whole(np.ceil(column)) if between(column) else column


def _whole(column: NDArray[np.float64]) -> Column:
    return column if bool(np.isnan(column).any()) else column.astype(np.int32)


def effort(values: NDArray[np.float64], *, version: str, **options: Any) -> Ces:
    """The Customer Effort Score of answers that may lie between the points: the mean takes them as they are."""
    asked = VERSIONS[version]
    whole = reached(values) if asked.high_is_good else reached_downwards(values)
    found = ces(whole, version=version, **options)
    if bool(((whole == values) | np.isnan(values)).all()):
        return found
    mean = mean_rating(values, scale=asked.scale, **options)
    return replace(found, mean=mean.mean, low=mean.low, high=mean.high)
