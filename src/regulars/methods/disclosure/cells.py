"""The groups of all breakdowns as cells of one table, and the sums that tie them together.

Each equation says that a cell is the sum of others: the total of the groups of a breakdown, a region of its units.
Where the groups do not fill it, the rest is a cell too. Nobody prints it, but whoever subtracts has it: those who
named no unit, the newcomers of a later wave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import MOST_COUNTED, Ints, text_of
from regulars.methods.errors import MethodError, OptionError, PopulationError

Tables = dict[str, dict[str, int]]  # breakdown -> group -> people
Nesting = Mapping[tuple[str, str], Mapping[Any, Any]]  # (finer, coarser breakdown) -> group -> the group it lies in
TOTAL = 0  # the first cell


@dataclass(frozen=True)
class Cells:
    """``names`` (breakdown, group) of the cells that can be printed, the total first; ``n`` people in each, rests last.

    ``sums`` shape (equations, cells): +1 the whole, -1 each part; every row times the true ``n`` is 0.
    """

    names: tuple[tuple[str, str], ...]
    n: Ints
    sums: NDArray[np.int8]

    @property
    def wholes(self) -> NDArray[np.bool_]:
        """Which cells are the sum of others."""
        return np.asarray((self.sums > 0).any(axis=0))


def tables_of(breakdowns: Mapping[Any, Mapping[Any, Any]]) -> Tables:
    """Checked numbers of people by breakdown and group, names as text."""
    found: Tables = {}
    for breakdown, groups in breakdowns.items():
        table: dict[str, int] = {}
        for group, people in groups.items():
            name = text_of(group)
            if name in table:
                raise MethodError(
                    message(
                        "The group {group} stands twice in {breakdown}. Give each its own name.",
                        group=name,
                        breakdown=str(breakdown),
                    )
                )
            table[name] = _people(people, str(breakdown), name)
        found[str(breakdown)] = table
    return found


def cells_of(tables: Tables, *, total: int | None, within: Nesting) -> Cells:
    """The cells and their sums. Raises where parts have more people than their whole."""
    names = [("", ""), *((breakdown, group) for breakdown, table in tables.items() for group in table)]
    place = {name: cell for cell, name in enumerate(names)}
    everybody = max(sum(table.values()) for table in tables.values()) if total is None else total
    n = [everybody, *(people for table in tables.values() for people in table.values())]
    wholes: list[tuple[int, list[int]]] = []
    placed: dict[str, set[str]] = {}
    for (finer, coarser), parent in within.items():
        lies_in = _lies_in(tables, str(finer), str(coarser), parent)
        placed.setdefault(str(finer), set()).update(lies_in)
        for group in tables[str(coarser)]:
            parts = [place[str(finer), part] for part, whole in lies_in.items() if whole == group]
            if parts:
                wholes.append((place[str(coarser), group], parts))
    for breakdown, table in tables.items():
        # What lies wholly within another breakdown hangs on the total through it.
        if placed.get(breakdown) != set(table):
            wholes.append((TOTAL, [place[breakdown, group] for group in table]))
    return _cells(names, n, wholes)


def _cells(names: list[tuple[str, str]], n: list[int], wholes: list[tuple[int, list[int]]]) -> Cells:
    rests = [n[whole] - sum(n[part] for part in parts) for whole, parts in wholes]
    for (whole, parts), rest in zip(wholes, rests, strict=True):
        if rest < 0:
            raise PopulationError(
                message(
                    "The groups of {breakdown} have {parts} people, more than the {whole} they are part of. Count "
                    "everybody once, or name no total.",
                    breakdown=names[parts[0]][0],
                    parts=n[whole] - rest,
                    whole=n[whole],
                )
            )
    people = np.array([*n, *(rest for rest in rests if rest)], dtype=np.int64)
    sums = np.zeros((len(wholes), len(people)), dtype=np.int8)
    free = len(n)
    for row, ((whole, parts), rest) in enumerate(zip(wholes, rests, strict=True)):
        sums[row, whole] = 1
        sums[row, parts] = -1
        if rest:
            sums[row, free] = -1
            free += 1
    return Cells(tuple(names), people, sums)


def _people(value: Any, breakdown: str, group: str) -> int:
    known = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    number = float(value) if known else float("nan")
    if not (0 <= number <= MOST_COUNTED and number == int(number)):
        raise OptionError(
            message(
                "{group} of {breakdown} has “{value}” people. Give a whole number from 0 up.",
                group=group,
                breakdown=breakdown,
                value=str(value)[:60],
            )
        )
    return int(number)


def _lies_in(tables: Tables, finer: str, coarser: str, parent: Mapping[Any, Any]) -> dict[str, str]:
    for name in (finer, coarser):
        if name not in tables:
            raise OptionError(
                message("There is no breakdown {name}. There are: {known}.", name=name, known=tuple(tables)[:12])
            )
    found = {text_of(part): text_of(whole) for part, whole in parent.items()}
    for breakdown, named in ((finer, found), (coarser, found.values())):
        for group in named:
            if group not in tables[breakdown]:
                raise OptionError(
                    message(
                        "There is no group {group} in {breakdown}. There are: {known}.",
                        group=group,
                        breakdown=breakdown,
                        known=tuple(tables[breakdown])[:12],
                    )
                )
    return found
