"""Whether a condition holds, in Python."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any as Anything

from regulars.survey.conditions.terms import (
    All,
    Answered,
    Any,
    Between,
    Compare,
    Condition,
    Contains,
    Has,
    Name,
    Not,
    OneOf,
    Operator,
    Ticked,
    Today,
    Value,
)

OPERATORS: Mapping[Operator, Callable[[Anything, Anything], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.BELOW: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.ABOVE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


def holds(condition: Condition, values: Mapping[str, Anything], today: date) -> bool:
    """``values``: field -> number, word, day, True or False, or several words; what is not there is missing.

    Blank words, no words at all and NaN are missing too.
    """
    match condition:
        case All(conditions):
            return all(holds(one, values, today) for one in conditions)
        case Any(conditions):
            return any(holds(one, values, today) for one in conditions)
        case Not(inner):
            return not holds(inner, values, today)
        case Answered(field):
            return known(values.get(field.name)) is not None
    return _holds(condition, values, today)


def _holds(test: Condition, values: Mapping[str, Anything], today: date) -> bool:
    def at(value: Value) -> Anything:
        return known(values.get(value.name)) if isinstance(value, Name) else on(value, today)

    match test:
        case Compare(field, sign, value):
            left, right = at(field), at(value)
            return left is not None and right is not None and OPERATORS[sign](left, right)
        case OneOf(field, wanted, outside):
            left = at(field)
            return left is not None and (left in [at(one) for one in wanted]) is not outside
        case Between(field, low, high):
            left, first, last = at(field), at(low), at(high)
            return None not in (left, first, last) and first <= left <= last
        case Has(field, value):
            return value in (at(field) or ())
        case Contains(field, words):
            found = at(field)
            return found is not None and words in found
        case Ticked(field):
            return at(field) is True
    raise TypeError(test)


def known(value: Anything) -> Anything:
    """A value, or None for all that counts as missing."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str | list | tuple | set | frozenset) and not value:
        return None
    return value


def on(value: Value, today: date) -> Value:
    """A literal, with today's date filled in."""
    return today + timedelta(days=value.days) if isinstance(value, Today) else value
