"""From columns of numbers and words to the matrix of a regression, the same way for every table of customers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import (
    Floats,
    Ints,
    as_array,
    codes_of,
    frame_columns,
    numbers,
    same_length,
    text_of,
    within_reach,
)
from regulars.methods.errors import DependentColumnsError, MethodError, NotANumberError, OptionError

MOST_LEVELS = 60
ALIKE = 1e-9  # part of a column's variance that the columns before leave unexplained, below which it says nothing new


@dataclass(frozen=True)
class Factor:
    """One column as read: numbers, or the codes of its levels (-1 where missing)."""

    name: str
    values: Floats
    levels: tuple[str, ...] = ()

    @property
    def known(self) -> NDArray[np.bool_]:
        """The rows that have a value."""
        return np.asarray(self.values >= 0 if self.levels else ~np.isnan(self.values))


@dataclass(frozen=True)
class Term:
    """One column of the matrix: a number per ``scale`` units from ``centre``, or 1 where the level is this one."""

    column: str
    level: str = ""
    base: str = ""
    centre: float = 0.0
    scale: float = 1.0

    @property
    def name(self) -> str:
        """As a table shows it."""
        return f"{self.column}: {self.level}" if self.level else self.column


def factors_of(frame: Any, *, categorical: Collection[str] = (), missing: Collection[Any] = ()) -> tuple[Factor, ...]:
    """Each column of the frame; words make levels, numbers stay numbers unless named in ``categorical``."""
    columns = frame_columns(frame)
    if not columns:
        raise MethodError(message("Give at least one column that could say who leaves."))
    if isinstance(categorical, str):
        categorical = (categorical,)
    for name in categorical:
        if name not in columns:
            raise OptionError(
                message("There is no column {column}. There are: {known}.", column=str(name), known=tuple(columns)[:12])
            )
    size = len(next(iter(columns.values())))
    same_length(size, *columns.items())
    return tuple(_factor(name, column, name in categorical, missing) for name, column in columns.items())


def _factor(name: str, column: Any, words: bool, missing: Collection[Any]) -> Factor:
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    texts = [text_of(value) for value in as_array(column).tolist()]
    levels = tuple(sorted(set(texts) - codes))
    if not words and all(_is_number(level) for level in levels):
        return Factor(name, within_reach(numbers(column, name=name, missing=missing), name=name))
    if len(levels) > MOST_LEVELS:
        raise MethodError(
            message(
                "{column} has {count} different words, such as {examples}. Leave it out if it names customers, or join "
                "levels.",
                column=name,
                count=len(levels),
                examples=levels[:3],
            )
        )
    place = {level: code for code, level in enumerate(levels)}
    return Factor(name, np.array([place.get(text, -1) for text in texts], dtype=np.float64), levels)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Design:
    """The terms of a regression; ``left_out`` are those that say nothing beside the others."""

    terms: tuple[Term, ...]
    left_out: tuple[str, ...]

    @classmethod
    def of(cls, factors: tuple[Factor, ...], rows: NDArray[np.bool_], often: Floats) -> Design:
        """Terms that vary among these rows. The base of a column of words is its most frequent level."""
        terms = [term for factor in factors for term in _terms(factor, rows, often)]
        matrix = np.column_stack([np.ones(rows.sum()), *(_column(term, factors, rows) for term in terms)])
        weight = often[rows]
        kept = independent((matrix * weight[:, None]).T @ matrix / weight.sum())
        chosen = tuple(term for place, term in enumerate(terms, start=1) if place in kept)
        named = {term.column for term in terms}
        constant = [factor.name for factor in factors if factor.name not in named]
        if not chosen:
            raise DependentColumnsError(
                message("None of the columns varies among these customers: {columns}.", columns=tuple(constant))
            )
        aliased = [term.name for place, term in enumerate(terms, start=1) if place not in kept]
        return cls(chosen, (*constant, *aliased))

    def matrix(self, factors: tuple[Factor, ...], rows: NDArray[np.bool_]) -> Floats:
        """The matrix of these rows, a column of ones first."""
        return np.column_stack([np.ones(rows.sum()), *(_column(term, factors, rows) for term in self.terms)])

    def read(self, frame: Any, known: Mapping[str, tuple[str, ...]], missing: Collection[Any]) -> tuple[Factor, ...]:
        """Other customers in the same columns. Raises for a column that is not there, or a level never seen."""
        columns = frame_columns(frame, names=known)
        words = [name for name, levels in known.items() if levels]
        found = factors_of(columns, categorical=words, missing=missing)
        return tuple(_same_levels(factor, known[factor.name]) for factor in found)


def _same_levels(factor: Factor, levels: tuple[str, ...]) -> Factor:
    if not levels:
        if factor.levels:
            raise NotANumberError(
                message(
                    "{column} held numbers when the model was made; now it holds words, such as {examples}.",
                    column=factor.name,
                    examples=factor.levels[:3],
                )
            )
        return factor
    new = sorted(set(factor.levels) - set(levels))
    if new:
        row = int(np.flatnonzero(factor.values == factor.levels.index(new[0]))[0])
        raise MethodError(
            message(
                "Row {row} of {column} is “{value}”, which the model has never seen. It knows: {known}.",
                row=row + 1,
                column=factor.name,
                value=new[0],
                known=levels[:12],
            )
        )
    place = np.array([levels.index(level) for level in factor.levels] + [-1], dtype=np.float64)
    return Factor(factor.name, place[factor.values.astype(np.int64)], levels)


def _terms(factor: Factor, rows: NDArray[np.bool_], often: Floats) -> list[Term]:
    values, weight = factor.values[rows], often[rows]
    if not factor.levels:
        centre = float(weight @ values / weight.sum())
        scale = float(np.sqrt(weight @ (values - centre) ** 2 / weight.sum()))
        return [Term(factor.name, centre=centre, scale=scale)] if scale > ALIKE * max(abs(centre), ALIKE) else []
    size = np.bincount(values.astype(np.int64), weights=weight, minlength=len(factor.levels))
    base = int(np.argmax(size))
    return [
        Term(factor.name, level=level, base=factor.levels[base])
        for code, level in enumerate(factor.levels)
        if code != base and size[code] > 0
    ]


def _column(term: Term, factors: tuple[Factor, ...], rows: NDArray[np.bool_]) -> Floats:
    factor = next(factor for factor in factors if factor.name == term.column)
    values = factor.values[rows]
    if term.level:
        return np.asarray(values == factor.levels.index(term.level), dtype=np.float64)
    return np.asarray((values - term.centre) / term.scale)


def independent(products: Floats) -> list[int]:
    """The columns, from the left, that those before do not already say."""
    kept: list[int] = []
    for place in range(len(products)):
        left = products[place, place]
        if kept:
            with_before = products[np.ix_(kept, [place])]
            left = left - float((with_before.T @ np.linalg.solve(products[np.ix_(kept, kept)], with_before))[0, 0])
        if left > ALIKE * products[place, place]:
            kept.append(place)
    return kept


def terms_of(design: Design) -> dict[str, Any]:
    """The columns, levels and bases of the terms, for a result."""
    return {
        "names": tuple(term.name for term in design.terms),
        "bases": tuple(term.base for term in design.terms),
        "left_out": design.left_out,
    }


def unscaled(design: Design) -> Floats:
    """What each coefficient is divided by, to be that of one unit; the intercept first."""
    return np.array([1.0, *(term.scale for term in design.terms)])


def together(factors: tuple[Factor, ...]) -> NDArray[np.bool_]:
    """The rows that have a value in every column."""
    return np.asarray(np.logical_and.reduce([factor.known for factor in factors]))


def order_of(factors: tuple[Factor, ...], *more: Floats) -> Ints:
    """An order of the rows that depends on what they hold and not on where they stand."""
    return np.lexsort([*(factor.values for factor in factors), *more])


def said_of_columns(separated: tuple[str, ...], left_out: tuple[str, ...]) -> Iterator[Message]:
    """What to know of the columns that tell all, and of those that tell nothing."""
    if separated:
        yield message(
            "{columns} alone tell who left and who stayed. Their odds ratios come from Firth’s penalised "
            "likelihood; take them as a direction only.",
            columns=separated[:6],
        )
    if left_out:
        yield message("Left out, as they say nothing beside the others: {columns}.", columns=left_out[:12])
