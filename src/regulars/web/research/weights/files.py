"""Margins as a file: variable, value, population."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from regulars.facts.imports.short_lists import short_list
from regulars.language import Message, message
from regulars.web.research.weights.breakdowns import Breakdown
from regulars.web.research.weights.margins import Margin

MOST = 5_000
COLUMNS = {
    "variable": ("variable", "breakdown", "margin", "变量", "分组", "维度"),
    "value": ("value", "category", "part", "取值", "值", "类别", "组别"),
    "population": ("population", "people", "count", "总体", "人数", "总人数"),
}


@dataclass(frozen=True)
class Line:
    """A row of the file."""

    row: int
    variable: str
    value: str
    population: str


@dataclass(frozen=True)
class Bad:
    """A row that is left out, and why."""

    row: int
    words: str
    reason: Message


def number_of(text: str) -> float | None:
    """People, with or without marks between thousands; None where nothing is written.

    Raises ``ValueError`` for anything that is no number of people.

    >>> number_of("4,200"), number_of("12 500"), number_of("0.25"), number_of("")
    (4200.0, 12500.0, 0.25, None)
    """
    written = "".join(text.split()).replace(",", "").replace("，", "")
    if not written:
        return None
    found = float(written)
    if not math.isfinite(found) or found < 0:
        raise ValueError(text)
    return found


def written(people: float | None) -> str:
    """The other way round: whole numbers of people, and shares as they are.

    >>> written(4200.0), written(0.25), written(None)
    ('4200', '0.25', '')
    """
    if people is None:
        return ""
    return f"{people:.0f}" if people == round(people) else f"{people:g}"


def read_lines(file: Path) -> list[Line]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Line, COLUMNS, needed=tuple(COLUMNS), most=MOST)


def filled(margins: Sequence[Margin], lines: Sequence[Line]) -> tuple[list[Margin], list[Bad]]:
    """The margins with the populations of the file; those that it does not name are not among them."""
    named = {name: margin for margin in margins for name in _names(margin.key, margin.label.words)}
    found: dict[str, dict[str, float]] = {}
    bad = []
    for line in lines:
        words = f"{line.variable} · {line.value} · {line.population}"[:80]
        margin = named.get(_folded(line.variable))
        if margin is None:
            known = tuple(one.label for one in margins)
            bad.append(
                Bad(line.row, words, message("there is no such breakdown here; there are: {known}", known=known))
            )
            continue
        values = {name: part.value for part in margin.parts for name in _names(part.value, part.label.words)}
        value = values.get(_folded(line.value))
        if value is None:
            known = tuple(part.label for part in margin.parts[:12])
            bad.append(Bad(line.row, words, message("there is no such part; there are: {known}", known=known)))
            continue
        own = found.setdefault(margin.key, {})
        if value in own:
            bad.append(Bad(line.row, words, message("this part stands in the file twice")))
            continue
        try:
            people = number_of(line.population)
        except ValueError:
            people = None
        if people is None:
            bad.append(Bad(line.row, words, message("no number of people, such as 4200")))
            continue
        own[value] = people
    return [_with(margin, found[margin.key]) for margin in margins if margin.key in found], bad


def lines_out(breakdowns: Sequence[Breakdown], margins: Sequence[Margin]) -> Iterator[list[Any]]:
    """The heading, then a row for each part, to fill in."""
    yield list(COLUMNS)
    known = {(one.key, part.value): part.population for one in margins for part in one.parts}
    for one in breakdowns:
        for value in one.values:
            people = known.get((one.key, value.key), value.population)
            yield [one.key, value.key, written(people)]


def _with(margin: Margin, people: dict[str, float]) -> Margin:
    return replace(
        margin, parts=tuple(replace(part, population=people.get(part.value, part.population)) for part in margin.parts)
    )


def _names(key: str, words: Any) -> set[str]:
    return {_folded(key), *(_folded(text) for text in dict(words).values())}


def _folded(text: Any) -> str:
    return "".join(one for one in str(text).casefold() if one.isalnum() or one == ":")
