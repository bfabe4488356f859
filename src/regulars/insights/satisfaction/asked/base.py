"""What the parts share: who answered, columns for a method, names in place of keys, and words for too few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.answers import Answers
from regulars.insights.points import NONE
from regulars.insights.report import Cell, Row, Section, Table, Words
from regulars.insights.satisfaction.specify import Question, may_show
from regulars.language import Estimate, Message, message, plural
from regulars.survey import Item

Rows = NDArray[np.bool_]
Floats = NDArray[np.float64]


def who(question: Question, answered: Callable[[Answers], Rows]) -> Rows | None:
    """The rows of those who answered; None where nobody did, or where showing it would tell some apart."""
    if not may_show(question, answered(question.everything)):
        return None
    rows = answered(question.answers)
    return rows if rows.any() else None


def all_of(items: Iterable[Item]) -> Callable[[Answers], Rows]:
    """Those who answered each of these items."""
    wanted = tuple(items)
    return lambda answers: np.logical_and.reduce([answers.answered(item) for item in wanted])


def any_of(items: Iterable[Item]) -> Callable[[Answers], Rows]:
    """Those who answered at least one of them."""
    wanted = tuple(items)
    return lambda answers: np.logical_or.reduce([answers.answered(item) for item in wanted])


def column(answers: Answers, item: Item) -> Floats:
    """The answers as numbers, NaN where there is none."""
    if item.key in answers.amounts:
        return answers.amounts[item.key]
    points = answers.item(item)
    return np.where(points == NONE, np.nan, points.astype(np.float64))


def counted_rows(columns: Mapping[str, Floats], rows: Rows) -> tuple[dict[str, Floats], NDArray[np.int64]]:
    """Equal rows once, and how often each came: what the methods take as ``counts``."""
    table = np.column_stack([values[rows] for values in columns.values()])
    whole, counts = np.unique(np.nan_to_num(table, nan=np.inf), axis=0, return_counts=True)
    found = np.where(np.isinf(whole), np.nan, whole)
    return {key: found[:, place] for place, key in enumerate(columns)}, counts


def few(key: str, title: Words, n: int, needed: int) -> Section:
    """Said, not drawn."""
    return Section(
        key,
        title,
        plural(
            "{count} answer. A number appears from {minimum}.",
            "{count} answers. A number appears from {minimum}.",
            n,
            minimum=needed,
        ),
    )


def together(parts: Sequence[Message]) -> Message:
    """Sentences one after another."""
    return reduce(lambda one, other: message("{one} {other}", one=one, other=other), parts)


def relabelled(section: Section, names: Mapping[str, Words], **more: Any) -> Section:
    """Keys of options, which a method was given as names, in words; ``more`` are parts of the section set anew."""

    def said(words: Message | None) -> Message | None:
        if words is None:
            return None
        return replace(words, values={place: _named(value, names) for place, value in words.values.items()})

    def row(one: Row) -> Row:
        return replace(one, name=names.get(one.key, one.name))

    table = section.table
    named = replace(
        section,
        sentence=said(section.sentence),
        caption=said(section.caption),
        table=None if table is None else replace(table, rows=tuple(map(row, table.rows))),
    )
    return replace(named, **more)


def _named(value: Any, names: Mapping[str, Words]) -> Any:
    if isinstance(value, tuple):
        return tuple(_named(one, names) for one in value)
    return names.get(value, value) if isinstance(value, str) else value


def every_estimate(section: Section, change: Callable[[Estimate], Estimate], columns: Sequence[str]) -> Section:
    """The estimates of a sentence and of some columns, each changed: a plain number becomes money."""

    def one(value: Any) -> Any:
        return change(value) if isinstance(value, Estimate) else value

    sentence, table = section.sentence, section.table
    if sentence is not None:
        sentence = replace(sentence, values={place: one(value) for place, value in sentence.values.items()})
    return replace(section, sentence=sentence, table=None if table is None else _cells(table, one, columns))


def _cells(table: Table, change: Callable[[Cell], Cell], columns: Sequence[str]) -> Table:
    wanted = [head.key in columns for head in table.columns[1:]]
    rows = tuple(
        replace(row, cells=tuple(change(cell) if hit else cell for cell, hit in zip(row.cells, wanted, strict=True)))
        for row in table.rows
    )
    return replace(table, rows=rows)
