"""Columns of days: dates, times, or their text; as whole days since 1970."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, as_array, codes_of, text_of
from regulars.methods.errors import MethodError

_EPOCH = date(1970, 1, 1).toordinal()


def days(column: IntoColumn, *, name: str, missing: Collection[Any] = ()) -> Floats:
    """Days since 1 January 1970, NaN where there is none; the time of day is left out.

    >>> days(["1970-01-03", "19700102", None, date(1969, 12, 31)], name="day").tolist()
    [2.0, 1.0, nan, -1.0]
    """
    array = as_array(column)
    if array.dtype.kind == "M":
        found = array.astype("datetime64[D]").astype(np.float64)
        found[np.isnat(array)] = np.nan
        return found
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    known: dict[Any, float] = {}
    result = np.empty(len(array))
    for row, value in enumerate(array.tolist()):
        key = value[:10] if isinstance(value, str) else value
        if key not in known:
            known[key] = _day(value, codes, row, name)
        result[row] = known[key]
    return result


def day_of(number: float) -> date:
    """The day of this number."""
    return date.fromordinal(int(number) + _EPOCH)


def _day(value: Any, codes: set[str], row: int, name: str) -> float:
    if isinstance(value, datetime | date):
        return float(value.toordinal() - _EPOCH)
    text = text_of(value)
    if text in codes:
        return math.nan
    for part in (text, text[:10]):
        try:
            return float(date.fromisoformat(part).toordinal() - _EPOCH)
        except ValueError:
            continue
    raise MethodError(
        message(
            "Row {row} of {column}: “{value}” is not a day. Write it as 2026-11-22.",
            row=row + 1,
            column=name,
            value=text[:60],
        )
    )
