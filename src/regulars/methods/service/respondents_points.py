"""The 100 points that each respondent, or somebody for all, shares out among dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, frame_columns, numbers, same_length
from regulars.methods.errors import ColumnLengthError, MethodError, WeightError
from regulars.methods.importance import importance_of

ALL_POINTS = 100.0
ROUNDING = 1e-6


def common_points(given: Any, dimensions: tuple[str, ...]) -> Floats:
    """One vector for all respondents, as shares. Raises unless it sums to 100."""
    points = importance_of(given, dimensions)
    if abs(points.sum() - ALL_POINTS) > ROUNDING:
        raise WeightError(
            message("The points are {found} in all. Share out exactly 100.", found=round(float(points.sum()), 6))
        )
    return points / ALL_POINTS


def points_of_each(given: Any, dimensions: tuple[str, ...], size: int) -> Floats:
    """Each respondent's points as shares, shape (rows, dimensions), NaN for who gave none.

    The columns are found by the dimensions' names, or else stand in their order. Points left empty are 0
    where the others sum to 100.
    """
    columns = frame_columns(given)
    if len(columns) != len(dimensions):
        raise ColumnLengthError(
            message(
                "There are points for {found} dimensions, and {size} dimensions. Give one column for each.",
                found=len(columns),
                size=len(dimensions),
            )
        )
    named = dimensions if set(columns) == set(dimensions) else tuple(columns)
    read = {name: numbers(columns[name], name=name) for name in named}
    same_length(size, *read.items())
    table = np.column_stack(list(read.values()))
    nobody = np.isnan(table).all(axis=1)
    points = np.where(np.isnan(table), 0.0, table)
    with np.errstate(over="ignore"):
        totals = points.sum(axis=1)
    bad = np.flatnonzero(~nobody & ((points < 0).any(axis=1) | (np.abs(totals - ALL_POINTS) > ROUNDING)))
    if bad.size:
        row = int(bad[0])
        if (points[row] < 0).any():
            raise WeightError(
                message(
                    "Row {row} gives {value} points to {column}. Points are zero or more.",
                    row=row + 1,
                    value=float(points[row].min()),
                    column=named[int(points[row].argmin())],
                )
            )
        raise WeightError(
            message(
                "The points of row {row} are {found} in all. Each respondent shares out exactly 100; leave the row's "
                "points empty or mend them.",
                row=row + 1,
                found=round(float(totals[row]), 6),
            )
        )
    if nobody.all():
        raise MethodError(message("Nobody gave points. Leave them out, or give one number for each dimension."))
    points[nobody] = np.nan
    return points / ALL_POINTS
