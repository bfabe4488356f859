"""Breakdowns from one row for each person: how many are in each group, and which breakdown lies within which."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import IntoColumn, Ints, as_array, counts_of, same_length, text_of
from regulars.methods.disclosure.cells import Nesting, Tables
from regulars.methods.errors import TooFewAnswersError

Codes = tuple[tuple[str, ...], Ints]  # names of the groups, and each person's group; -1 for none


def people_of(breakdowns: Mapping[Any, IntoColumn], counts: IntoColumn | None) -> tuple[Tables, Nesting, int]:
    """Numbers of people by breakdown and group, the breakdowns that refine others, and all people."""
    columns = {str(name): as_array(column) for name, column in breakdowns.items()}
    size = len(next(iter(columns.values())))
    same_length(size, *columns.items())
    given = counts_of(counts, size)
    people = np.ones(size, dtype=np.int64) if given is None else given
    coded = {name: _coded(name, column.tolist()) for name, column in columns.items()}
    tables = {
        name: dict(zip(names, _sum_by(code, people, len(names)), strict=True)) for name, (names, code) in coded.items()
    }
    return tables, _nesting(coded, people > 0), int(people.sum())


def _coded(name: str, values: list[Any]) -> Codes:
    words = [text_of(value) for value in values]
    known = tuple(dict.fromkeys(word for word in words if word))
    if not known:
        raise TooFewAnswersError(message("{column} names no group: all its rows are empty.", column=name))
    place = {word: code for code, word in enumerate(known)}
    return known, np.array([place.get(word, -1) for word in words], dtype=np.int64)


def _sum_by(code: Ints, people: Ints, size: int) -> list[int]:
    inside = code >= 0
    return [int(n) for n in np.bincount(code[inside], weights=people[inside], minlength=size)]


def _nesting(coded: dict[str, Codes], there: Any) -> Nesting:
    """What refines what, as the people themselves show; of two equal breakdowns the later refines the earlier."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for (finer, parts), (coarser, wholes) in permutations(coded.items(), 2):
        if (coarser, finer) not in found and (parent := _parents(parts, wholes, there)) is not None:
            found[finer, coarser] = parent
    # What follows from two others is no equation of its own.
    return {
        (a, c): parent
        for (a, c), parent in found.items()
        if not any((a, b) in found and (b, c) in found for b in coded)
    }


def _parents(finer: Codes, coarser: Codes, there: Any) -> dict[str, str] | None:
    (parts, part), (wholes, whole) = finer, coarser
    inside = (part >= 0) & there
    pairs = np.unique(np.column_stack([part[inside], whole[inside]]), axis=0)
    if len(pairs) > len(np.unique(pairs[:, 0])) or (pairs[:, 1] < 0).any():
        return None
    return {parts[a]: wholes[b] for a, b in pairs.tolist()}
