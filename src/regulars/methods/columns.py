"""From any column to checked numbers.

A column may be a list, a numpy array, an Arrow array or a column of any data frame. Rows in messages count
from 1, as people do. Missing means: ``None``, NaN, empty text, or a code named in ``missing=``; codes are
compared as text, so 6, 6.0 and "6" are one code.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    OutOfScaleError,
    WeightError,
)

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
IntoColumn: TypeAlias = Any  # list, numpy array, Arrow array, any data frame's column
Scale: TypeAlias = tuple[float, float]
MOST_COUNTED = 2**53  # beyond it a float skips whole numbers
LARGEST = 1e15  # nobody measures or plans such a number, and beyond it whole numbers are lost
SMALLEST_MOST = 1e-100  # the same for the largest of a column: squares of smaller ones are 0
LEAST_WEIGHT, MOST_WEIGHT = 1e-100, 1e100  # of the largest; squares of others cannot be summed


def as_array(column: IntoColumn) -> NDArray[Any]:
    """One dimension of values, whatever the container. Raises ``MethodError`` for a table."""
    if isinstance(column, str | bytes) or not (hasattr(column, "__iter__") or hasattr(column, "to_numpy")):
        raise MethodError(
            message("A column is a list of values; this is the single value “{value}”.", value=str(column)[:60])
        )
    if isinstance(column, dict | set | frozenset):
        raise MethodError(message("A column is a list of values in order; a set or a dictionary has no rows."))
    if isinstance(column, np.ma.MaskedArray):
        # Not ``filled(None)``: there None means the default filling, the text “?”.
        hidden, column = np.ma.getmaskarray(column), column.data.astype(object)
        column[hidden] = None
    if isinstance(column, np.ndarray):
        array = column
    elif hasattr(column, "to_numpy"):
        array = _foreign(column)
    else:
        array = _from_values(list(column))
    if array.ndim != 1:
        raise MethodError(message("A column has one dimension; this one has {count}.", count=array.ndim))
    return array


def numbers(column: IntoColumn, *, name: str, missing: Collection[Any] | None = ()) -> Floats:
    """The column as floats, NaN where there is no answer. Infinite values raise."""
    missing = codes_of(missing)
    array = as_array(column)
    if array.dtype.kind in "biuf":
        result = array.astype(np.float64)
        for code in numeric_codes(missing):
            result[result == code] = np.nan
    else:
        result = _parse(array, name, {text_of(code) for code in missing})
    if np.isinf(result).any():
        row = int(np.flatnonzero(np.isinf(result))[0]) + 1
        raise NotANumberError(message("Row {row} of {column} is infinite. Give a finite number.", row=row, column=name))
    return result


def within_reach(column: Floats, *, name: str) -> Floats:
    """Numbers whose squares can be summed, and divided by; nobody measures others."""
    far = np.flatnonzero(np.abs(column) > LARGEST)
    if far.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}, too large to compute with. Choose a larger unit.",
                row=int(far[0]) + 1,
                column=name,
                value=float(column[far[0]]),
            )
        )
    most = float(np.nanmax(np.abs(column), initial=0.0))
    if 0 < most < SMALLEST_MOST:
        raise MethodError(
            message(
                "The largest value of {column} is {value}, too small to compute with. Choose a smaller unit.",
                column=name,
                value=f"{most:g}",
            )
        )
    return column


def ratings(
    column: IntoColumn, *, name: str, scale: Scale, missing: Collection[Any] = (), whole: bool = False
) -> Floats:
    """Answers on a scale, NaN where there is none. Raises ``OutOfScaleError`` for anything else.

    ``whole`` allows only the points of the scale: between two of them nobody could tick.
    """
    low, high = check_scale(scale)
    column = as_array(column)
    _no_booleans(column, name)
    result = numbers(column, name=name, missing=missing)
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero((result < low) | (result > high))
    if outside.size:
        row = int(outside[0])
        raise OutOfScaleError(
            message(
                "Row {row} of {column}: {value} is not on the scale {low} to {high}. If it means “no answer”, "
                "name it as missing.",
                row=row + 1,
                column=name,
                value=float(result[row]),
                low=float(low),
                high=float(high),
            )
        )
    if whole:
        _only_points(result, name, low, high)
    return result


def check_scale(scale: Scale) -> Scale:
    """A scale that goes up, such as (1, 5)."""
    ends: Any = scale
    try:
        low, high = (math.nan if isinstance(end, str | bytes) else float(end) for end in ends)
    except (TypeError, ValueError):
        low = high = math.nan
    if math.isnan(low + high):
        raise OptionError(
            message(
                "The scale is {value}. Give its lowest and its highest point, such as (1, 5).", value=str(scale)[:60]
            )
        )
    if max(abs(low), abs(high)) > LARGEST:
        raise OptionError(
            message(
                "The scale from {low} to {high} is too wide to compute with. Choose a larger unit.", low=low, high=high
            )
        )
    if not low < high or not math.isfinite(high - low):
        raise OptionError(
            message(
                "A scale goes up; {low} to {high} does not. If low is good, turn the answers round.",
                low=low,
                high=high,
            )
        )
    return scale


def groups(column: IntoColumn, *, name: str) -> tuple[tuple[str, ...], Ints]:
    """The distinct values as text, in order, and the code of each row; 6 and 6.0 and "6" are one.

    A missing value raises, for a row must belong somewhere.
    """
    array = as_array(column)
    if array.dtype.kind in "biuf":
        found, place = np.unique(array, return_inverse=True)
        distinct = found.tolist()
    else:
        known: dict[Any, int] = {}
        try:
            place = np.array([known.setdefault(value, len(known)) for value in array.tolist()], dtype=np.int64)
        except TypeError:  # a list within the column is no key, but has its text
            return groups([text_of(value) for value in array.tolist()], name=name)
        distinct = list(known)
    words = [text_of(value) for value in distinct]
    if "" in words:
        empty = [code for code, text in enumerate(words) if not text]
        raise MethodError(
            message(
                "Row {row} of {column} is empty. Every row needs its group.",
                row=int(np.flatnonzero(np.isin(place, empty))[0]) + 1,
                column=name,
            )
        )
    names, code = np.unique(np.asarray(words, dtype=np.str_), return_inverse=True)
    return tuple(names.tolist()), code[place].astype(np.int64)


def texts(column: IntoColumn, *, name: str) -> NDArray[np.str_]:
    """The column as text; a missing value raises."""
    names, codes = groups(column, name=name)
    return np.asarray(names, dtype=np.str_)[codes]


def labels(column: IntoColumn, *, name: str) -> Ints:
    """Group labels as codes 0, 1, …; a missing label raises."""
    return groups(column, name=name)[1]


def weights_of(
    column: IntoColumn | None, size: int, *, name: str = "weights", needed: NDArray[np.bool_] | None = None
) -> Floats | None:
    """Non-negative weights, one for each row, not all zero; ``None`` stays ``None``.

    A row that is not ``needed`` may have none: it gets 0.
    """
    result = _not_negative(column, size, name=name, needed=needed)
    if result is None:
        return None
    most = int(np.argmax(result)) if size else 0
    if size and result[most] and not LEAST_WEIGHT <= result[most] <= MOST_WEIGHT:
        raise WeightError(
            message(
                "Row {row} of {column} is {value}, too far from 1 to compute with. Multiply all of them by one number: "
                "only their proportions count.",
                row=most + 1,
                column=name,
                value=float(result[most]),
            )
        )
    return result


def _not_negative(
    column: IntoColumn | None, size: int, *, name: str, needed: NDArray[np.bool_] | None = None
) -> Floats | None:
    if column is None:
        return None
    result = numbers(column, name=name)
    same_length(size, (name, result))
    if needed is not None:
        result = np.where(np.isnan(result) & ~needed, 0.0, result)
    bad = np.flatnonzero(~(result >= 0))  # NaN too
    if bad.size:
        raise WeightError(
            message(
                "Row {row} of {column} is {value}. A weight is zero or more; leave the row out or mend it.",
                row=int(bad[0]) + 1,
                column=name,
                value=float(result[bad[0]]),
            )
        )
    if size and not result.any():
        raise WeightError(message("All values of {column} are zero. At least one row must count.", column=name))
    return result


def counts_of(column: IntoColumn | None, size: int, *, name: str = "counts") -> Ints | None:
    """Whole, non-negative frequencies, one for each row."""
    result = _not_negative(column, size, name=name)
    if result is None:
        return None
    broken = np.flatnonzero((result != np.floor(result)) | (result > MOST_COUNTED))
    if broken.size:
        raise WeightError(
            message(
                "Row {row} of {column} is {value}. A count is a whole number; for survey weights use weights=.",
                row=int(broken[0]) + 1,
                column=name,
                value=float(result[broken[0]]),
            )
        )
    return result.astype(np.int64)


def same_length(size: int, *columns: tuple[str, Sequence[Any] | NDArray[Any]]) -> None:
    """Raise ``ColumnLengthError`` unless each column has ``size`` rows."""
    for name, column in columns:
        if len(column) != size:
            raise ColumnLengthError(
                message(
                    "{column} has {found} rows, the first column has {size}.",
                    column=name,
                    found=len(column),
                    size=size,
                )
            )


def frame_columns(frame: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The columns of a dict, an Arrow table, any data frame or a 2-D array, in order.

    A 2-D array has no names: ``names`` gives them, else they are "1", "2", …
    """
    wanted = None if names is None else names_of(names)
    if isinstance(frame, dict):
        found = dict(frame)
    elif isinstance(frame, (np.ndarray, list | tuple)):
        array = np.asarray(frame)
        if array.ndim != 2:
            raise MethodError(message("A frame has two dimensions; this one has {count}.", count=array.ndim))
        titles = [str(j + 1) for j in range(array.shape[1])] if wanted is None else [str(name) for name in wanted]
        if len(titles) != array.shape[1]:
            raise OptionError(
                message(
                    "There are {found} names for {size} columns. Give one for each.",
                    found=len(titles),
                    size=array.shape[1],
                )
            )
        return dict(zip(titles, array.T, strict=True))
    elif not (hasattr(frame, "column_names") or hasattr(frame, "columns")):
        raise MethodError(
            message("A frame holds columns by name; this is the single value “{value}”.", value=str(frame)[:60])
        )
    else:
        titles = _once(
            [str(name) for name in (frame.column_names if hasattr(frame, "column_names") else frame.columns)]
        )
        found = {title: frame[title] for title in titles}
    if wanted is None:
        return found
    for name in wanted:
        if name not in found:
            raise MethodError(
                message("There is no column {column}. There are: {known}.", column=name, known=tuple(found)[:12])
            )
    return {name: found[name] for name in wanted}


def names_of(names: Any) -> list[Any]:
    """A list of names, each once."""
    if isinstance(names, str | bytes) or not isinstance(names, Iterable):
        raise OptionError(message("names is “{value}”. Give the names as a list.", value=str(names)[:60]))
    return _once(list(names))


def _once(names: list[Any]) -> list[Any]:
    seen: set[str] = set()
    for name in map(str, names):
        if name in seen:
            raise MethodError(
                message(
                    "Two columns are called {column}. Give each a name of its own, or name it once.", column=name[:60]
                )
            )
        seen.add(name)
    return names


def _foreign(column: Any) -> NDArray[Any]:
    try:
        array = column.to_numpy(zero_copy_only=False)  # an Arrow array; a chunked one takes no argument
    except TypeError:
        array = column.to_numpy()
    array = np.asarray(array)
    return array if array.dtype.kind in "biuf" else _from_values(array.tolist())


def _from_values(values: list[Any]) -> NDArray[Any]:
    if all(isinstance(value, int | float | np.number) and not isinstance(value, bool) for value in values):
        return np.asarray(values, dtype=np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _parse(array: NDArray[Any], name: str, codes: set[str]) -> Floats:
    values = array.tolist()
    if not codes and set(map(type, values)) <= {str, type(None)}:
        try:
            return np.array([math.nan if value is None else float(value) for value in values])
        except ValueError:
            pass  # a gap in words, or what must be named
    words = each_text(values)
    known = {text: _number(text, codes) for text in set(words)}
    if None in known.values():
        row, text = next((row, text) for row, text in enumerate(words) if known[text] is None)
        raise NotANumberError(
            message(
                "Row {row} of {column}: “{value}” is not a number. If it means “no answer”, name it as missing.",
                row=row + 1,
                column=name,
                value=text[:60],
            )
        )
    return np.array([known[text] for text in words], dtype=np.float64)


def _number(text: str, codes: set[str]) -> float | None:
    if not text or text in codes:
        return math.nan
    try:
        return float(text)
    except ValueError:
        return None


def _no_booleans(array: NDArray[Any], name: str) -> None:
    """Yes and no are no points of a scale, though Python counts them as 1 and 0."""
    if array.dtype.kind == "b" and len(array):
        row = 0
    else:
        values = array.tolist() if array.dtype.kind == "O" else []
        if not {bool, np.bool_} & set(map(type, values)):
            return
        row = next(row for row, value in enumerate(values) if isinstance(value, bool | np.bool_))
    raise NotANumberError(
        message("Row {row} of {column} is yes or no, not a point of the scale.", row=row + 1, column=name)
    )


def _only_points(answers: Floats, name: str, low: float, high: float) -> None:
    between = np.flatnonzero(np.mod(answers - low, 1) > 0)
    if between.size:
        row = int(between[0])
        raise OutOfScaleError(
            message(
                "Row {row} of {column}: {value} lies between two points of the scale {low} to {high}. Give the answer "
                "as it was ticked; an average of several answers belongs to no point.",
                row=row + 1,
                column=name,
                value=float(answers[row]),
                low=float(low),
                high=float(high),
            )
        )


def codes_of(missing: Collection[Any] | None) -> Collection[Any]:
    """The codes of "no answer". A single one is refused: the text "99" is the codes "9" and "9" to Python."""
    if missing is None:
        return ()
    if isinstance(missing, str | bytes) or not hasattr(missing, "__iter__"):
        raise OptionError(
            message(
                "missing is “{value}”. Give the codes as a list, even a single one: ({value},).",
                value=str(missing)[:60],
            )
        )
    return missing


def numeric_codes(missing: Collection[Any]) -> list[float]:
    """The codes that can stand in a column of numbers."""
    codes = []
    for code in missing:
        try:
            codes.append(float(code))
        except (TypeError, ValueError):
            continue  # a word cannot stand in a column of numbers
    return codes


def each_text(values: list[Any]) -> list[str]:
    """``text_of`` each; asked once for each distinct value where all are of one plain kind, as in a file."""
    kinds = set(map(type, values)) - {type(None)}
    if not kinds <= {str} and not kinds <= {int}:  # 1, 1.0 and True are one key, but not one text
        return [text_of(value) for value in values]
    known = {value: text_of(value) for value in set(values)}
    return [known[value] for value in values]


def text_of(value: Any) -> str:
    """One value as ``texts`` writes it: the name under which a group is known; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(float(value))  # numpy names its type in its own repr
    text = str(value).strip()
    if text in ("NaT", "<NA>", "nan", "NaN"):
        return ""
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number) or not number.is_integer():
        return text
    # Beyond this a float has no room for the last digits: two long numbers of customers would become one.
    return str(int(number)) if abs(number) < MOST_COUNTED else _whole(text)


def _whole(text: str) -> str:
    try:
        return str(int(text))
    except ValueError:
        return text
