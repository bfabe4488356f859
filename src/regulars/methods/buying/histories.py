"""Purchase histories as the models read them: checked, and grouped so that equal customers stand once.

A history is three numbers, all in one unit of time: ``frequency`` (x, repeat purchases: every purchase but the
first), ``recency`` (t_x, time from the first purchase to the last) and ``T`` (time from the first purchase to
the end of observation). A likelihood needs each distinct history once, with how many customers share it:
a billion customers then cost what their distinct histories cost, and ``counts=`` equals repetition to the bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

SLACK = 1e-9  # recency and T come from one subtraction each, so that equal ones may differ in the last digit

FEW_CODES = 1_000_000  # to count rather than to sort
MOST_CODES = 2**62


@dataclass(frozen=True)
class Histories:
    """Distinct histories in a fixed order; ``counts`` says how many customers share each."""

    frequency: Floats
    recency: Floats
    T: Floats
    counts: Floats
    n_missing: int

    @property
    def n(self) -> int:
        """Customers, repetitions included."""
        return int(self.counts.sum())

    def every(self, step: int) -> Histories:
        """Every ``step``-th distinct history: enough to find where the maximum lies."""
        return Histories(
            self.frequency[::step], self.recency[::step], self.T[::step], self.counts[::step], self.n_missing
        )


def histories(
    frequency: IntoColumn, recency: IntoColumn, T: IntoColumn, *, counts: IntoColumn | None = None
) -> Histories:
    """Check and group. A customer with a missing number is left out and counted in ``n_missing``."""
    return grouped(checked(frequency, recency, T), counts)


def grouped(columns: Floats, counts: IntoColumn | None = None) -> Histories:
    """Group what ``checked`` has let through."""
    repeat = counts_of(counts, len(columns[0]))
    complete = ~np.isnan(columns).any(axis=0)
    kept = complete if repeat is None else complete & (repeat > 0)
    n_missing = int((~complete).sum() if repeat is None else repeat[~complete].sum())
    if not kept.any():
        raise TooFewAnswersError(
            message("There is no customer with frequency, recency and T: {count} rows, none complete.", count=kept.size)
        )
    rows, total = group(*(column[kept] for column in columns), counts=None if repeat is None else repeat[kept])
    return Histories(rows[0], rows[1], rows[2], total, n_missing)


def check_enough(rows: Histories) -> None:
    """Raise unless there is something to learn from: time to buy again, and somebody who did."""
    if not (rows.T > 0).any():
        raise TooFewAnswersError(
            message("Every T is 0: nobody was observed after the first purchase. Take a later end of observation.")
        )
    if not (rows.frequency > 0).any():
        raise TooFewAnswersError(
            plural(
                "The only customer bought once. A model of repeat purchases needs some.",
                "None of the {count} customers bought a second time. A model of repeat purchases needs some.",
                rows.n,
            )
        )


def checked(frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
    """Three rows of numbers, shape (3, customers), NaN where missing; any impossible history raises.

    Three plain numbers are the history of one customer.
    """
    x, t_x, end = (
        numbers([column] if np.isscalar(column) else column, name=name)
        for name, column in (("frequency", frequency), ("recency", recency), ("T", T))
    )
    same_length(len(x), ("recency", t_x), ("T", end))
    _reject(
        x,
        (x < 0) | (x != np.floor(x)) & ~np.isnan(x),
        lambda row, value: message(
            "Row {row}: frequency is {value}. It counts the purchases after the first: a whole number, 0 or more.",
            row=row,
            value=value,
        ),
    )
    _reject(
        t_x,
        t_x < 0,
        lambda row, value: message(
            "Row {row}: recency is {value}. It is the time from the first purchase to the last, 0 or more.",
            row=row,
            value=value,
        ),
    )
    _reject(
        end,
        end < 0,
        lambda row, value: message(
            "Row {row}: T is {value}. It is the time from the first purchase to the last day observed, 0 or more.",
            row=row,
            value=value,
        ),
    )
    _reject(
        t_x,
        (x == 0) & (t_x > 0),
        lambda row, value: message(
            "Row {row}: recency is {value} but frequency is 0. With one purchase the first is the last: recency is 0.",
            row=row,
            value=value,
        ),
    )
    _reject(
        t_x,
        t_x > end * (1 + SLACK) + SLACK,
        lambda row, value: message(
            "Row {row}: recency {value} is longer than T {limit}. Nobody buys after the last day observed; "
            "check the columns and their unit.",
            row=row,
            value=value,
            limit=float(end[row - 1]),
        ),
    )
    return np.stack((x, np.minimum(t_x, end), end)) + 0.0  # + 0.0 makes a minus zero plain


def horizon(t: IntoColumn | float, size: int | None = None) -> Floats:
    """How far ahead: one number for all, or one for each customer; not negative."""
    time = numbers([t] if np.isscalar(t) else t, name="t")
    bad = np.flatnonzero(~(time >= 0))
    if bad.size:
        raise OptionError(
            message("The horizon t is {value}. It is a length of time, 0 or more.", value=float(time[bad[0]]))
        )
    if size is None or len(time) == size:
        return time
    if len(time) != 1:
        raise OptionError(
            message(
                "There are {found} horizons for {size} customers. Give one for all or one for each.",
                found=len(time),
                size=size,
            )
        )
    return np.repeat(time, size)


def group(*columns: Floats, counts: Ints | None = None) -> tuple[list[Floats], Floats]:
    """Distinct rows in ascending order and how often each occurs."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    kinds = 1
    for column in columns:
        size, place = _coded(column)
        if kinds * size >= MOST_CODES:
            found, code = np.unique(code, return_inverse=True)
            kinds = len(found)
        code = code * size + place
        kinds *= size
    if kinds > FEW_CODES:
        found, code = np.unique(code, return_inverse=True)
        kinds = len(found)
    first = np.full(kinds, -1, dtype=np.intp)
    first[code] = np.arange(len(code))
    found = np.flatnonzero(first >= 0)
    total = np.bincount(code, weights=counts, minlength=kinds)[found].astype(np.float64)
    return [column[first[found]] for column in columns], total


def distinct(*columns: Floats) -> tuple[list[Floats], Ints]:
    """Distinct rows of columns without a negative number, and which is whose. Rows with NaN are one kind."""
    missing = np.isnan(columns).any(axis=0)
    if missing.any():
        columns = tuple(np.where(missing, -1.0, column) for column in columns)
    code = np.zeros(len(columns[0]), dtype=np.int64)
    kinds = 1
    for column in columns:
        size, place = _coded(column)
        if kinds * size >= MOST_CODES:
            found, code = np.unique(code, return_inverse=True)
            kinds = len(found)
        code = code * size + place
        kinds *= size
    first, place = _first_of(code, kinds)
    kept = [column[first] for column in columns]
    return [np.where(column < 0, np.nan, column) for column in kept] if missing.any() else kept, place


def _first_of(code: Ints, kinds: int) -> tuple[Ints, Ints]:
    """Of each code that occurs a row that has it, and for each row which of them is its own."""
    if kinds > max(FEW_CODES, 4 * len(code)):
        _, first, place = np.unique(code, return_index=True, return_inverse=True)
        return first, place
    some = np.full(kinds, -1, dtype=np.int64)
    some[code] = np.arange(len(code))
    found = np.flatnonzero(some >= 0)
    number = np.empty(kinds, dtype=np.int64)
    number[found] = np.arange(len(found))
    return some[found], number[code]


def _coded(column: Floats) -> tuple[int, Ints]:
    """The column as whole numbers from 0 in the order of its values, and how many there may be.

    Days and weeks are whole numbers already, and need no sorting.
    """
    largest = column.max()
    if column.min() >= 0 and largest < FEW_CODES:
        whole = column.astype(np.int64)
        if (whole == column).all():
            return int(largest) + 1, whole
    values, place = np.unique(column, return_inverse=True)
    return len(values), place.astype(np.int64)


def _reject(values: Floats, bad: NDArray[np.bool_], sentence: Callable[[int, float], Message]) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise MethodError(sentence(row + 1, float(values[row])))
