"""Sets of items, of which people chose the best and the worst: from a file's columns to checked codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    as_array,
    codes_of,
    frame_columns,
    ratings,
    same_length,
    text_of,
)
from regulars.methods.errors import MethodError, OptionError

NONE = -1


@dataclass(frozen=True)
class ChoiceSets:
    """One row for each set. ``shown`` shape (sets, width) holds places in ``items``, -1 where fewer were shown.

    ``best`` and ``worst`` shape (sets,), -1 where nothing was chosen; ``rows``: where each set began in the file;
    ``set_of``: the set of each row of the file.
    """

    items: tuple[str, ...]
    shown: Ints
    best: Ints
    worst: Ints
    rows: Ints
    set_of: Ints
    has_worst: bool

    @property
    def answered(self) -> Floats:
        """0 for a set with its choices, NaN for one without."""
        given = (self.best != NONE) & ((self.worst != NONE) | (not self.has_worst))
        return np.where(given, 0.0, np.nan)

    def one_for_each(self, column: IntoColumn | None, *, name: str) -> Any:
        """A column's entry for each set, which all rows of the set must share; ``None`` stays ``None``."""
        if column is None:
            return None
        values = as_array(column)
        same_length(len(self.set_of), (name, values))
        if len(self.rows) == len(self.set_of):
            return values
        words = np.array([text_of(value) for value in values.tolist()], dtype=object)
        other = np.flatnonzero(words != words[self.rows][self.set_of])
        if other.size:
            row = int(other[0])
            raise MethodError(
                message(
                    "Row {row} of {column} is “{value}”, but its set began with “{other}”. All rows of a set belong to "
                    "one respondent: give them the same.",
                    row=row + 1,
                    column=name,
                    value=words[row][:60],
                    other=words[self.rows][self.set_of][row][:60],
                )
            )
        return values[self.rows]


def wide_sets(best: IntoColumn, worst: IntoColumn | None, shown: Any, missing: Collection[Any]) -> ChoiceSets:
    """One row a set: a column with the best item, one with the worst, one for each place in the set."""
    chosen = _texts(best, missing)
    least = [""] * len(chosen) if worst is None else _texts(worst, missing)
    same_length(len(chosen), ("worst", least))
    columns = {name: _texts(column, missing) for name, column in frame_columns(shown).items()}
    if len(columns) < 2:
        raise OptionError(message("shown has one column only. A set shows two items or more, each in its column."))
    same_length(len(chosen), *columns.items())
    sets = [[item for item in row if item] for row in zip(*columns.values(), strict=True)]
    every = np.arange(len(sets))
    return _checked(sets, (chosen, least), (every, every), worst is not None)


def long_sets(
    best: IntoColumn,
    worst: IntoColumn | None,
    item: IntoColumn,
    task: IntoColumn,
    respondent: IntoColumn | None,
    missing: Collection[Any],
) -> ChoiceSets:
    """One row an item of a set: 1 where it was chosen as best, as worst; 0 or nothing elsewhere."""
    names = _texts(item, missing)
    marks = [ratings(best, name="best", scale=(0, 1), missing=missing, whole=True)]
    if worst is not None:
        marks.append(ratings(worst, name="worst", scale=(0, 1), missing=missing, whole=True))
    own = _texts(task, missing)
    whose = [""] * len(names) if respondent is None else _texts(respondent, missing)
    for title, column in (("best", marks[0]), ("worst", marks[-1]), ("task", own), ("clusters", whose)):
        same_length(len(names), (title, column))
    begins: dict[tuple[str, str], int] = {}
    sets: list[list[str]] = []
    chosen: list[list[str]] = [[], []]
    rows: list[int] = []
    set_of: list[int] = []
    for row, name in enumerate(names):
        if not name or not own[row]:
            raise MethodError(message("Row {row} has no item or no set. Each row is one item of one set.", row=row + 1))
        place = begins.setdefault((whose[row], own[row]), len(sets))
        if place == len(sets):
            sets.append([])
            rows.append(row)
            for choices in chosen:
                choices.append("")
        set_of.append(place)
        sets[place].append(name)
        for column, choices in zip(marks, chosen, strict=False):
            if column[row] == 1:
                if choices[place]:
                    raise MethodError(
                        message(
                            "Row {row}: “{item}” is a second choice of its set, beside “{other}”. A set has one best "
                            "and one worst item; where each respondent has a set 1, name the respondents.",
                            row=row + 1,
                            item=name[:60],
                            other=choices[place][:60],
                        )
                    )
                choices[place] = name
    places = np.array(rows, dtype=np.int64), np.array(set_of, dtype=np.int64)
    return _checked(sets, (chosen[0], chosen[1]), places, worst is not None)


def _texts(column: IntoColumn, missing: Collection[Any]) -> list[str]:
    """Each value as the name of an item; empty where there is none."""
    known = {text_of(code): "" for code in codes_of(missing)}
    words: dict[Any, str] = {}  # a column holds few different values
    found = []
    for value in as_array(column).tolist():
        key = value if isinstance(value, str | int | float) else str(value)
        if key not in words:
            text = text_of(value)
            words[key] = known.get(text, text)
        found.append(words[key])
    return found


def _checked(
    sets: list[list[str]], choices: tuple[list[str], list[str]], rows: tuple[Ints, Ints], has_worst: bool
) -> ChoiceSets:
    names = sorted({item for shown in sets for item in shown}, key=_order)
    place = {name: number for number, name in enumerate(names)} | {"": NONE}
    width = max((len(shown) for shown in sets), default=0)
    table = np.full((len(sets), max(width, 2)), NONE, dtype=np.int64)
    for number, (shown, first, last) in enumerate(zip(sets, *choices, strict=True)):
        if first or last:
            _check_set(shown, first, last, int(rows[0][number]) + 1)
        table[number, : len(shown)] = [place[item] for item in shown]
    best, worst = (np.array([place.get(name, NONE) for name in column], dtype=np.int64) for column in choices)
    return ChoiceSets(tuple(names), table, best, worst, *rows, has_worst)


def _check_set(shown: list[str], best: str, worst: str, row: int) -> None:
    """What was chosen from a set must stand in it."""
    if len(shown) < 2:
        raise MethodError(
            message("Row {row}: the set shows fewer than two items. A choice takes two or more.", row=row)
        )
    twice = next((item for item in shown if shown.count(item) > 1), None)
    if twice is not None:
        raise MethodError(message("Row {row}: “{item}” stands in its set twice.", row=row, item=twice[:60]))
    for choice in (best, worst):
        if choice and choice not in shown:
            raise MethodError(
                message(
                    "Row {row}: “{item}” was chosen, but not shown. If it means “no answer”, name it as missing.",
                    row=row,
                    item=choice[:60],
                )
            )
    if best == worst:
        raise MethodError(message("Row {row}: “{item}” is both the best and the worst.", row=row, item=best[:60]))


def _order(name: str) -> tuple[float, str]:
    """Numbers by size, before words by letter."""
    try:
        return float(name), name
    except ValueError:
        return float("inf"), name
