"""Lines of purchases: who, what, when, as codes; rows without them, and returns, are counted and left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import IntoColumn, Ints, as_array, codes_of, numbers, same_length, text_of
from regulars.methods.errors import TooFewAnswersError


@dataclass(frozen=True)
class Keys:
    """The distinct names of a column, in order, and the place of each row among them; -1 where it has none."""

    names: tuple[str, ...]
    codes: Ints


def keys_of(column: IntoColumn, *, missing: Collection[Any] = ()) -> Keys:
    """Names as text, so that 6, 6.0 and "6" are one.

    >>> found = keys_of(["b", "a", None, "b"])
    >>> found.names, found.codes.tolist()
    (('a', 'b'), [1, 0, -1, 1])
    """
    nothing = {text_of(code) for code in codes_of(missing)} | {""}
    array = as_array(column)
    if array.dtype.kind in "iu":  # a key of the facts: ten million of them one by one would take half a minute
        distinct, place = np.unique(array, return_inverse=True)
        texts = [str(number) for number in distinct.tolist()]
    else:
        known: dict[Any, int] = {}
        try:
            place = np.array([known.setdefault(value, len(known)) for value in array.tolist()], dtype=np.int64)
        except TypeError:  # a list within the column is no key, but has its text
            return keys_of([text_of(value) for value in array.tolist()], missing=missing)
        texts = [text_of(value) for value in known]
    names = sorted(set(texts) - nothing)
    at = {name: code for code, name in enumerate(names)}
    codes = np.array([at.get(text, -1) for text in texts], dtype=np.int64)
    return Keys(tuple(names), codes[place] if len(place) else place)


def people_of(column: IntoColumn, *, missing: Collection[Any] = ()) -> Ints:
    """A number for each row: the same for the same name, -1 where it has none. For those who ask for no names.

    >>> people_of([7, 5, 7, 9], missing=[9]).tolist()
    [1, 0, 1, -1]
    """
    array = as_array(column)
    if array.dtype.kind not in "iu":
        return keys_of(column, missing=missing).codes
    if len(array) and (array[1:] >= array[:-1]).all():  # as the facts give them
        begins = np.append(True, array[1:] != array[:-1])
        distinct, place = array[begins], np.cumsum(begins) - 1
    else:
        distinct, place = np.unique(array, return_inverse=True)
    nothing = {text_of(code) for code in codes_of(missing)}
    if not nothing:
        return np.asarray(place, dtype=np.int64)
    known = np.array([str(number) not in nothing for number in distinct.tolist()], dtype=bool)
    return np.where(known[place], place, -1) if len(place) else place


def bought(quantity: IntoColumn | None, known: NDArray[np.bool_], missing: Collection[Any]) -> tuple[Any, int, int]:
    """Rows that are purchases, how many are not known, and how many are returns or nothing at all."""
    size = len(known)
    if quantity is None:
        kept, returned = known, 0
    else:
        amount = numbers(quantity, name="quantity", missing=missing)
        same_length(size, ("quantity", amount))
        known = known & ~np.isnan(amount)
        kept = known & (amount > 0)
        returned = int(known.sum() - kept.sum())
    if not kept.any():
        raise TooFewAnswersError(message("There is no purchase to compute from among {count} rows.", count=size))
    return kept, int(size - known.sum()), returned
