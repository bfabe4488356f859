"""Columns that say whether something happened: yes or no, 1 or 0, or a word of the company's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, codes_of, text_of
from regulars.methods.errors import MethodError, NotANumberError

YES = frozenset({"1", "yes", "true", "y", "是"})
NO = frozenset({"0", "no", "false", "n", "否"})


def happened(column: IntoColumn, *, name: str, yes: Any = None, missing: Collection[Any] = ()) -> Floats:
    """1 where it happened, 0 where it did not, NaN where nobody knows.

    Parameters:
        column: 1 and 0, yes and no, true and false; or any words, of which ``yes`` names one.
        name: of the column, for messages.
        yes: the value that says it happened; every other one then says that it did not.
        missing: codes that mean "not known".

    >>> happened(["Yes", "no", None, "9"], name="left", missing=["9"]).tolist()
    [1.0, 0.0, nan, nan]
    >>> happened(["cancelled", "active"], name="left", yes="cancelled").tolist()
    [1.0, 0.0]
    """
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    wanted = None if yes is None else text_of(yes)
    known: dict[str, float] = {}
    distinct, first, place = _distinct(as_array(column))
    each = np.empty(len(distinct))
    for at, (row, value) in enumerate(zip(first, distinct, strict=True)):
        text = text_of(value)
        if text not in known:
            known[text] = np.nan if text in codes else _read(text, wanted, row, name)
        each[at] = known[text]
    found = each[place]
    if wanted is not None and found.size and not (found == 1).any():
        raise MethodError(
            message(
                "No row of {column} is “{value}”. There are: {known}.",
                column=name,
                value=wanted[:60],
                known=tuple(list(known)[:12]),
            )
        )
    return found


def _distinct(array: NDArray[Any]) -> tuple[list[Any], Iterable[int], Ints]:
    """Values that have to be read, in order of the first row of each, which row that is, and the value of each row."""
    if array.dtype.kind not in "biuf":
        return array.tolist(), range(len(array)), np.arange(len(array))
    # A million rows of yes and no are two values.
    values, first, place = np.unique(array, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return values[order].tolist(), first[order].tolist(), rank[place]


def _read(text: str, wanted: str | None, row: int, name: str) -> float:
    if wanted is not None:
        return float(text == wanted)
    if text.casefold() in YES:
        return 1.0
    if text.casefold() in NO:
        return 0.0
    raise NotANumberError(
        message(
            "Row {row} of {column}: “{value}” is neither yes nor no. Write 1 and 0, or name the value that means yes.",
            row=row + 1,
            column=name,
            value=text[:60],
        )
    )
