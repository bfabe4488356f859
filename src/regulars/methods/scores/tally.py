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

from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    Scale,
    as_array,
    check_scale,
    codes_of,
    numeric_codes,
    ratings,
)
from regulars.methods.sample import Sample

CHUNK = 1 << 17  # rows read at once
CELLS = 1 << 16  # of the largest table; more would be no table but the answers once again
COMBINED = 1 << 15  # cells of the largest table of combined rows; beyond, the cache no longer holds it


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
    points = round(high - low) + 1
    shape = (points + 1,) * len(columns)  # the last code of each column is that of no answer
    size = math.prod(shape)
    if size > CELLS:
        return None
    codes, count = numeric_codes(codes_of(missing)), _Count(size)
    for start in range(0, len(columns[0]), CHUNK):
        cell: Any = None
        for column in columns:
            place = _place(as_array(column[start : start + CHUNK]), round(low), points, codes)
            if place is None:
                return None
            cell = place if cell is None else _joined(cell, place, points + 1, size)
        count.add(cell)
    table = count.table()
    if table.sum() == table[-1]:  # nobody answered
        return None
    (cells,) = table.nonzero()
    answers = np.column_stack(np.unravel_index(cells, shape)).astype(np.float64) + low
    answers[answers > high] = np.nan
    return answers, table[cells]


class _Count:
    """How often each of ``size`` cells occurs.

    Where cells are few, rows are counted two or four at a time, as one combination: joining them costs less
    than counting each.
    """

    def __init__(self, size: int) -> None:
        self.size, self.together = size, 1
        while size ** (2 * self.together) <= COMBINED:
            self.together *= 2
        self.single = np.zeros(size, dtype=np.int64)
        self.combined = np.zeros(size**self.together, dtype=np.int64)

    def add(self, cell: NDArray[Any]) -> None:
        whole = len(cell) // self.together * self.together
        self.single += np.bincount(cell[whole:], minlength=self.size)
        size, cell = self.size, cell[:whole]
        while size < len(self.combined):
            half = len(cell) // 2
            size, cell = size * size, _joined(cell[:half], cell[half:], size, size * size)
        self.combined += np.bincount(cell, minlength=size)

    def table(self) -> Ints:
        combined, axes = self.combined.reshape((self.size,) * self.together), range(self.together)
        parts = [combined.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
        return np.asarray(self.single + sum(parts))


def _joined(first: NDArray[Any], second: NDArray[Any], span: int, size: int) -> NDArray[Any]:
    """Both codes as one, ``second`` being below ``span`` and the outcome below ``size``."""
    kind = np.min_scalar_type(size - 1)
    return np.asarray(np.multiply(first, kind.type(span), dtype=kind) + second)


def _place(chunk: NDArray[Any], low: int, points: int, codes: Sequence[float]) -> NDArray[np.uint8] | None:
    """Each answer's place on the scale, from 0, and ``points`` for none. ``None`` if one is neither."""
    if chunk.dtype.kind not in "iuf":
        return None
    high = low + points - 1
    found, nothing = None if codes else _whole(chunk, low, high), None
    if found is None:
        answers = chunk.astype(np.float64)
        nothing = np.isnan(answers)
        for code in codes:
            nothing |= answers == code
        answers[nothing] = low
        found = _whole(answers, low, high)
    if found is None:
        return None
    place = found.view(np.uint8) - np.uint8(low % 256)  # round the byte, so that −1 is one below 0
    if nothing is not None:
        place[nothing] = points
    return place


def _whole(chunk: NDArray[Any], low: int, high: int) -> NDArray[np.int8] | None:
    """The answers as small whole numbers, if all of them are points of the scale."""
    if chunk.dtype.kind in "iu":
        return chunk.astype(np.int8, copy=False) if chunk.min() >= low and chunk.max() <= high else None
    with np.errstate(invalid="ignore"):
        found = chunk.astype(np.int8)
    inside = found.min() >= low and found.max() <= high and (found == chunk).all()
    return found if inside else None
