"""Whole-number answers as a frequency table: ten million of them are a few hundred different ones.

A row with count 3 is exactly three rows in every method, so a score of a column is the score of its table. The
column is read once, a piece that fits the processor's cache at a time, and nothing of its size is ever copied.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, check_scale, numeric_codes, ratings
from regulars.methods.sample import Sample

CHUNK = 1 << 17  # rows read at once
CELLS = 1 << 16  # of the largest table; more would be no table but the answers once again
CACHED = 1 << 12  # cells of a table that counts at full speed


def sample_of(
    scores: IntoColumn,
    *,
    scale: Scale,
    missing: Collection[Any],
    whole: bool = True,
    weights: IntoColumn | None,
    counts: IntoColumn | None,
    clusters: IntoColumn | None,
) -> Sample:
    """Answers on a scale as a sample, by their table where only their number matters."""
    column = sliceable(scores)
    found = tally([column], scale, missing) if weights is counts is clusters is None else None
    if found is not None:
        answers, often = found
        return Sample.of(answers[:, 0], counts=often)
    answers = ratings(column, name="scores", scale=scale, missing=missing, whole=whole)
    return Sample.of(answers, weights=weights, counts=counts, clusters=clusters)


def sliceable(column: IntoColumn) -> Any:
    """The column as an array; an Arrow column as it is, for its pieces are made arrays one by one."""
    return column if hasattr(column, "slice") and hasattr(column, "to_numpy") else as_array(column)


def tally(columns: Sequence[Any], scale: Scale, missing: Collection[Any] | None) -> tuple[Floats, Ints] | None:
    """Every combination of answers that was given, shape (cells, columns), NaN for none; and how often each was.

    ``None`` where the columns are not all numbers, where an answer is no whole point of the scale, where nobody
    answered, or where there are too many combinations. What is wrong, if it is wrong, ``ratings`` says.
    """
    low, high = check_scale(scale)
    if low % 1 or high % 1 or not -128 < low < high < 128:
        return None
    span = round(high - low) + 2  # of codes: 0 for no answer, 1 for the lowest point
    size = span ** len(columns)
    if size > CELLS:
        return None
    codes, table = numeric_codes(missing or ()), np.zeros(size, dtype=np.int64)
    for start in range(0, len(columns[0]), CHUNK):
        cell: Any = None
        for column in columns:
            place = _place(as_array(column[start : start + CHUNK]), round(low), round(high), codes)
            if place is None:
                return None
            cell = place if cell is None else cell * np.uint16(span) + place
        table += _counted(cell, size)
    (cells,) = table.nonzero()
    if not cells.any():  # the first cell is that of who answered nothing
        return None
    answers = np.column_stack(np.unravel_index(cells, (span,) * len(columns))).astype(np.float64) + (low - 1)
    answers[answers < low] = np.nan
    return answers, table[cells]


def _counted(cell: NDArray[Any], size: int) -> Ints:
    """How often each cell occurs. Where cells are few, several rows are counted at a time, as one combination."""
    together = max(1, int(math.log(CACHED, size)))
    rows = len(cell) // together
    rest = np.bincount(cell[rows * together :], minlength=size)
    if not rows:
        return rest
    combined: Any = cell[:rows]
    for part in range(1, together):
        combined = combined * np.uint16(size) + cell[part * rows : (part + 1) * rows]
    table = np.bincount(combined, minlength=size**together).reshape((size,) * together)
    axes = set(range(together))
    return np.asarray(rest + sum(table.sum(axis=tuple(axes - {axis})) for axis in axes))


def _place(chunk: NDArray[Any], low: int, high: int, codes: Sequence[float]) -> NDArray[np.uint8] | None:
    """Each answer's place on the scale, from 1, and 0 for none. ``None`` if one is neither."""
    if chunk.dtype.kind not in "iuf":
        return None
    found = None if codes else _whole(chunk, low, high)
    nothing = None
    if found is None:
        answers = chunk.astype(np.float64)
        nothing = np.isnan(answers)
        for code in codes:
            nothing |= answers == code
        answers[nothing] = low
        found = _whole(answers, low, high)
    if found is None:
        return None
    place = (found - np.int8(low)).view(np.uint8) + np.uint8(1)
    if nothing is not None:
        place[nothing] = 0
    return place


def _whole(chunk: NDArray[Any], low: int, high: int) -> NDArray[np.int8] | None:
    """The answers as small whole numbers, if all of them are points of the scale."""
    with np.errstate(invalid="ignore"):
        found = chunk.astype(np.int8)
    inside = found.min() >= low and found.max() <= high
    return found if inside and (chunk.dtype == np.int8 or (found == chunk).all()) else None
