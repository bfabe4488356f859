"""Where tiers are cut, what they are called, and which interval each customer has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length, within_reach
from regulars.methods.errors import MethodError, OptionError

TITLES: dict[str, Message] = {
    "premium": message("premium"),
    "middle": message("middle"),
    "low": message("low"),
}
NAMES = tuple(TITLES)


def limits_of(
    worth: Floats, low: IntoColumn | None, high: IntoColumn | None, missing: Collection[Any]
) -> tuple[Floats, Floats] | None:
    """Each customer's own interval; ``None`` where none were given."""
    if low is None and high is None:
        return None
    if low is None or high is None:
        raise OptionError(message("Give both limits of the customers’ values, low and high, or neither."))
    under, over = (
        within_reach(numbers(column, name=name, missing=missing), name=name)
        for name, column in (("low", low), ("high", high))
    )
    same_length(len(worth), ("low", under), ("high", over))
    wrong = np.flatnonzero((under > worth) | (worth > over))
    if wrong.size:
        raise MethodError(
            message(
                "Row {row}: the value {value} lies outside its interval, {low} to {high}.",
                row=int(wrong[0]) + 1,
                value=float(worth[wrong[0]]),
                low=float(under[wrong[0]]),
                high=float(over[wrong[0]]),
            )
        )
    # Who has no interval of his own is taken at his value.
    return np.where(np.isnan(under), worth, under), np.where(np.isnan(over), worth, over)


def cuts_of(values: Floats, parts: Sequence[float], cuts: Sequence[float] | None) -> Floats:
    """The lowest value of each tier but the last, falling."""
    if cuts is not None:
        edges = numbers(cuts, name="cuts")
        if not len(edges) or np.isnan(edges).any() or (np.diff(edges) >= 0).any():
            raise OptionError(
                message("cuts is {value}. Give falling values, such as (1000, 200).", value=str(cuts)[:60])
            )
        return edges
    shares = numbers(parts, name="parts")
    if not len(shares) or np.isnan(shares).any() or (shares <= 0).any() or shares.sum() >= 1:
        raise OptionError(
            message(
                "parts is {value}. Give shares above 0 that add up to less than 1, such as (0.2, 0.3).",
                value=str(parts)[:60],
            )
        )
    people = np.ceil(np.cumsum(shares) * len(values) * (1 - 1e-12)).astype(int)
    return np.asarray(np.sort(values)[-np.clip(people, 1, len(values))])


def places_of(values: Floats, edges: Floats) -> Ints:
    """The tier of each value, 0 the best."""
    place = np.zeros(len(values), dtype=np.int64)
    for edge in edges:
        place += values < edge
    return place


def names_of(names: Sequence[str] | None, size: int) -> tuple[str, ...]:
    """The names of the tiers, the best first."""
    if names is None:
        return NAMES if size == len(NAMES) else tuple(str(number + 1) for number in range(size))
    called = (names,) if isinstance(names, str) else tuple(str(name) for name in names)
    if len(called) != size or len(set(called)) != size:
        raise OptionError(
            message(
                "names is {value}. There are {size} tiers; each has one name of its own.",
                value=str(names)[:60],
                size=size,
            )
        )
    return called
