"""A condition as an expression of Ibis: the same answer as in Python, on whatever engine holds the facts."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import date
from typing import Any as Anything

import ibis

from regulars.survey.conditions import Condition, Vocabulary
from regulars.survey.conditions.evaluate import OPERATORS, on
from regulars.survey.conditions.terms import (
    All,
    Answered,
    Any,
    Between,
    Compare,
    Contains,
    Has,
    Name,
    Not,
    OneOf,
    Ticked,
    Value,
    folded,
)
from regulars.survey.conditions.vocabulary import Kind


def expression(condition: Condition, vocabulary: Vocabulary, columns: Mapping[str, Anything], today: date) -> Anything:
    """A boolean expression without nulls. ``columns``: field -> column of its kind (several choices: an array)."""

    def of(inner: Condition) -> Anything:
        return expression(inner, vocabulary, columns, today)

    match condition:
        case All(conditions):
            return folded(operator.and_, map(of, conditions))
        case Any(conditions):
            return folded(operator.or_, map(of, conditions))
        case Not(inner):
            return ~of(inner)
        case Answered(field):
            return _column(field, vocabulary, columns).notnull()
    return _test(condition, vocabulary, columns, today).fill_null(ibis.literal(value=False))


def _test(test: Condition, vocabulary: Vocabulary, columns: Mapping[str, Anything], today: date) -> Anything:
    def at(value: Value) -> Anything:
        return _column(value, vocabulary, columns) if isinstance(value, Name) else ibis.literal(on(value, today))

    match test:
        case Compare(field, sign, value):
            return OPERATORS[sign](at(field), at(value))
        case OneOf(field, values, outside):
            listed = [at(value) for value in values]
            return at(field).notin(listed) if outside else at(field).isin(listed)
        case Between(field, low, high):
            return at(field).between(at(low), at(high))
        case Has(field, value):
            return at(field).contains(value)
        case Contains(field, words):
            return at(field).contains(words)
        case Ticked(field):
            return at(field)
    raise TypeError(test)


def _column(field: Name, vocabulary: Vocabulary, columns: Mapping[str, Anything]) -> Anything:
    """The column, with all that counts as missing made null."""
    column = columns[field.name]
    match vocabulary[field.name].kind:
        case Kind.TEXT | Kind.CHOICE:
            return column.nullif("")
        case Kind.NUMBER:
            number = column.cast("float64")
            return number.isnan().ifelse(ibis.null("float64"), number)
        case Kind.SET:
            return (column.length() == 0).ifelse(ibis.null(column.type()), column)
    return column
