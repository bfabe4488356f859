"""Estimates that are already there: names, values, numbers of answers and standard errors, checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import (
    LARGEST,
    Floats,
    IntoColumn,
    Ints,
    as_array,
    counts_of,
    numbers,
    same_length,
    text_of,
)
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.sampling.settings import SMALLEST


def names_of(names: IntoColumn | None, size: int, *, name: str = "names") -> tuple[str, ...]:
    """One name for each row; "1", "2", … where there are none."""
    if names is None:
        return tuple(str(row + 1) for row in range(size))
    found: Sequence[Any] = as_array(names).tolist()
    same_length(size, (name, found))
    return tuple(text_of(value) or str(row + 1) for row, value in enumerate(found))


def sizes_of(n: IntoColumn, size: int, *, name: str = "n") -> Ints:
    """How many answers each row has: whole numbers from 0 up; a missing one is 0."""
    found = numbers(n, name=name)
    same_length(size, (name, found))
    counted = counts_of(np.nan_to_num(found, nan=0.0), size, name=name) if found.any() else None
    return np.zeros(size, dtype=np.int64) if counted is None else counted


def errors_of(
    standard_error: IntoColumn,
    given: Any,
    n: Ints | None,
    names: Sequence[str],
    *,
    name: str = "standard_error",
    pooled: bool = False,
) -> Floats:
    """Standard errors above zero wherever ``given`` says that there is a value, NaN elsewhere.

    Where all answers of a row are alike its own error is 0, as if it were known for certain. Its error is then
    taken from the answers of all rows together, which needs ``n``; with ``pooled`` every row's is.
    """
    found = numbers(standard_error, name=name)
    same_length(len(given), (name, found))
    found = np.where(given, found, np.nan)
    bad = np.flatnonzero(given & ~((found == 0) | ((found >= SMALLEST) & (found <= LARGEST))))
    if bad.size:
        row = int(bad[0])
        raise OptionError(
            message(
                "The {column} of {row} is {value}. It is a number above 0, in the unit of the values.",
                column=name,
                row=names[row],
                value=float(found[row]),
            )
        )
    certain = given & (pooled | (found == 0))
    if not certain.any():
        return found
    if n is None or not (found[given] > 0).any():
        row = int(np.flatnonzero(certain)[0])
        raise MethodError(
            message(
                "The {column} of {row} is 0, as if it were known for certain. Give n as well, or leave it out.",
                column=name,
                row=names[row],
            )
        )
    spread = float((n[given] ** 2 * found[given] ** 2).sum() / n[given].sum())
    return np.where(certain, np.sqrt(spread / np.maximum(n, 1)), found)
