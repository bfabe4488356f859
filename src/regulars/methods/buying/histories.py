"""Purchase histories as the models read them: checked, and grouped so that equal customers stand once.

A history is three numbers, all in one unit of time: ``frequency`` (x, repeat purchases: every purchase but the
first), ``recency`` (t_x, time from the first purchase to the last) and ``T`` (time from the first purchase to
the end of observation). A likelihood needs each distinct history once, with how many customers share it:
a billion customers then cost what their distinct histories cost, and ``counts=`` equals repetition to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message, plural
from regulars.methods.columns import LARGEST, Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

SLACK = 1e-9  # recency and T come from one subtraction each, so that equal ones may differ in the last digit

# Of each row its number from 0 in the order of the rows, how many numbers there may be, and their mixed base or none.
Coded: TypeAlias = tuple[Ints, int, tuple[int, ...]]

AT_ONCE = 8_192  # rows, so that what is made of them stays in the cache
LARGEST_WHOLE = 1_000_000  # a column of small whole numbers is its own code
FEW_CODES = 20_000  # to count rather than to sort, however few rows there are
MOST_CODES = 2**62
WEEK = 7  # days: what is told in weeks is mostly so many sevenths


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


@dataclass(frozen=True)
class Alike:
    """Histories of customers: the distinct ones, and which of them each customer has.

    Whatever hangs on the history alone is asked once of ``rows`` and handed back by ``place``.
    """

    rows: Histories
    place: Ints

    @classmethod
    def of(cls, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Alike:
        """Check and group complete histories. A missing number raises."""
        columns = checked(frequency, recency, T)
        if np.isnan(columns).any():
            raise MethodError(message("Some customers have no complete history. Leave them out first."))
        return cls.among(columns)

    @classmethod
    def among(cls, columns: Floats) -> Alike:
        """Group what is checked already: whoever lacks a number is of one kind, without any."""
        (x, t_x, end), place = distinct(*columns)
        return cls(Histories(x, t_x, end, np.bincount(place, minlength=len(x)).astype(np.float64), 0), place)


def histories(
    frequency: IntoColumn, recency: IntoColumn, T: IntoColumn, *, counts: IntoColumn | None = None
) -> Histories:
    """Check and group. A customer with a missing number is left out and counted in ``n_missing``."""
    coded = counted(frequency, recency, T) if counts is None else None
    if coded is not None:
        rows, total = grouped_by(coded, (frequency, recency, T))
        return Histories(rows[0], rows[1], rows[2], total, 0)
    return grouped(checked(frequency, recency, T), counts)


def grouped(columns: Floats, counts: IntoColumn | None = None) -> Histories:
    """Group what ``checked`` has let through."""
    repeat = counts_of(counts, len(columns[0]))
    if repeat is None and not math.isnan(sum(column.min(initial=0.0) for column in columns)) and len(columns[0]):
        rows, total = group(*columns)
        return Histories(rows[0], rows[1], rows[2], total, 0)
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
        column
        if type(column) is np.ndarray and column.dtype == np.float64 and column.ndim == 1
        else numbers([column] if np.isscalar(column) else column, name=name)
        for name, column in (("frequency", frequency), ("recency", recency), ("T", T))
    )
    same_length(len(x), ("recency", t_x), ("T", end))
    if _plain(x, t_x, end):
        return _stacked(x, t_x, end)
    x, t_x, end = (
        numbers(column, name=name) for name, column in (("frequency", x), ("recency", t_x), ("T", end))
    )  # infinite ones raise
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
    return _stacked(x, np.minimum(t_x, end), end)


def _plain(x: Floats, t_x: Floats, T: Floats) -> bool:
    """Whether all histories are complete and possible: what most are, told in one pass."""
    for i in range(0, len(x), AT_ONCE):
        here, last, end = x[i : i + AT_ONCE], t_x[i : i + AT_ONCE], T[i : i + AT_ONCE]
        if not (
            here.min() >= 0 and last.min() >= 0 and here.max() < LARGEST_WHOLE and end.max() < LARGEST
        ):  # NaN is not
            return False
        if (np.floor(here) != here).any() or (last > end).any() or ((here == 0) & (last > 0)).any():
            return False
    return True


def _stacked(*columns: Floats) -> Floats:
    """One below the other; a minus zero becomes plain."""
    found = np.empty((len(columns), len(columns[0])))
    for row, column in zip(found, columns, strict=True):
        np.add(column, 0.0, out=row)
    return found


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


def counted(frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Coded | None:
    """Histories checked and numbered in one pass, or ``None``: only arrays of plain whole numbers, all possible.

    A million rows then cost a few passes; whatever else there is takes the way of ``checked``, which names the row.
    """
    columns = (frequency, recency, T)
    if not all(isinstance(one, np.ndarray) and one.dtype.kind in "iuf" and one.ndim == 1 for one in columns):
        return None
    if not len(frequency) or not len(frequency) == len(recency) == len(T):
        return None
    return _whole(columns, histories=True)


def group(*columns: Floats, counts: Ints | None = None) -> tuple[list[Floats], Floats]:
    """Distinct rows in ascending order and how often each occurs; ``counts`` are above 0."""
    return grouped_by(_coded(columns), columns, counts)


def grouped_by(coded: Coded, columns: tuple[Floats, ...], counts: Ints | None = None) -> tuple[list[Floats], Floats]:
    """The same for rows that have their numbers."""
    code, kinds, base = coded
    total = np.bincount(code, weights=counts, minlength=kinds)
    found = np.flatnonzero(total)
    return _rows(columns, code, base, found), total[found].astype(np.float64)


def distinct(*columns: Floats) -> tuple[list[Floats], Ints]:
    """Distinct rows of columns without a negative number, and which is whose. Rows with NaN are one kind."""
    some_missing = math.isnan(sum(column.min(initial=0.0) for column in columns))
    if some_missing:
        missing = np.isnan(columns).any(axis=0)
        columns = tuple(np.where(missing, -1.0, column) for column in columns)
    kept, code = placed_by(_coded(columns), columns)
    return [np.where(column < 0, np.nan, column) for column in kept] if some_missing else kept, code


def placed_by(coded: Coded, columns: tuple[Floats, ...]) -> tuple[list[Floats], Ints]:
    """The same for rows that have their numbers, which are taken."""
    code, kinds, base = coded
    seen = np.zeros(kinds, dtype=bool)
    seen[code] = True
    found = np.flatnonzero(seen)
    number = np.empty(kinds, dtype=np.int32 if len(code) < 2**31 else np.int64)
    number[found] = np.arange(len(found))
    kept = _rows(columns, code, base, found)
    for i in range(0, len(code), AT_ONCE):
        code[i : i + AT_ONCE] = number[code[i : i + AT_ONCE]]
    return kept, code


def _coded(columns: tuple[Floats, ...]) -> Coded:
    """Each row as one whole number from 0, in the order of the rows, and how many there may be.

    Days and weeks are whole numbers already, and need no sorting: their row is a number in a mixed base, which
    comes third. Where rows had to be sorted there is none.
    """
    whole = _whole(columns)
    if whole is not None:
        return whole
    code = np.zeros(len(columns[0]), dtype=np.int64)
    kinds = 1
    for column in columns:
        size, place = _placed(column)
        if kinds * size >= MOST_CODES:
            found, code = _ranked(code, kinds)
            kinds = len(found)
        code = code * size + place
        kinds *= size
    if kinds > max(FEW_CODES, 4 * len(code)):
        found, code = _ranked(code, kinds)
        kinds = len(found)
    return code, kinds, ()


def _ranked(code: Ints, kinds: int) -> tuple[Ints, Ints]:
    """Distinct codes in ascending order, and the rank of each: with its row as one number, which sorts much faster."""
    bits = max(1, (len(code) - 1).bit_length())
    if kinds >= 2 ** (63 - bits):
        found, place = np.unique(code, return_inverse=True)
        return found, place
    both = (code << bits) | np.arange(len(code))
    both.sort()
    row = both & ((1 << bits) - 1)
    both >>= bits
    new = np.ones(len(both), dtype=bool)
    np.not_equal(both[1:], both[:-1], out=new[1:])
    place = np.empty(len(both), dtype=np.int64)
    place[row] = np.cumsum(new) - 1
    return both[new], place


def _whole(columns: tuple[NDArray[Any], ...], *, histories: bool = False) -> Coded | None:
    """The same where all columns are whole numbers from 0 with few combinations; x, t_x and T also must be possible."""
    rows = len(columns[0])
    if not rows or not all(column.min() >= 0 and column.max() < LARGEST_WHOLE for column in columns):  # NaN is not
        return None
    base = tuple(int(column.max()) + 1 for column in columns)
    if math.prod(base) > max(FEW_CODES, 4 * rows):
        return None
    code = np.empty(rows, dtype=np.int64)
    for i in range(0, rows, AT_ONCE):
        parts = [column[i : i + AT_ONCE] for column in columns]
        if histories and ((parts[1] > parts[2]).any() or ((parts[0] == 0) & (parts[1] > 0)).any()):
            return None
        number = np.zeros(len(parts[0]))
        for part, size in zip(parts, base, strict=True):
            if (np.floor(part) != part).any():
                return None
            number *= size
            number += part
        code[i : i + AT_ONCE] = number
    return code, math.prod(base), base


def _placed(column: Floats) -> tuple[int, Ints]:
    """One column as whole numbers from 0 in the order of its values, and how many there may be."""
    days = np.rint(column * WEEK)
    for numbered in (column, days) if (days / WEEK == column).all() else (column,):
        whole = _whole((numbered,))
        if whole is not None:
            return whole[1], whole[0]
    values, place = np.unique(column, return_inverse=True)
    return len(values), place.astype(np.int64)


def _rows(columns: tuple[Floats, ...], code: Ints, base: tuple[int, ...], found: Ints) -> list[Floats]:
    """The rows that these codes stand for."""
    if base:
        return [part.astype(np.float64) for part in np.unravel_index(found, base)]
    some = np.zeros(int(found.max(initial=0)) + 1, dtype=np.int64)
    some[code] = np.arange(len(code))
    return [column[some[found]] for column in columns]


def _reject(values: Floats, bad: NDArray[np.bool_], sentence: Callable[[int, float], Message]) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise MethodError(sentence(row + 1, float(values[row])))
