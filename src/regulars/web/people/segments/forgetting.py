"""A condition that named somebody who is erased names nobody afterwards."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from regulars.survey.conditions import Condition, ConditionError, read_condition, written
from regulars.survey.conditions.terms import All, Any, Compare, Contains, Not, OneOf, Value
from regulars.web.people.segments.fields import all_fields, vocabulary

NOBODY = "erased"


def forgotten(condition: str, words: Set[str]) -> str:
    """The condition with each of the words gone from what tells one person from all others."""
    if not any(word in condition for word in words):
        return condition
    try:
        wanted = read_condition(condition, vocabulary())
    except ConditionError:  # it means nobody any more, and may name somebody all the same
        return f'number = "{NOBODY}"'
    changed = _changed(wanted, words)
    return condition if changed == wanted else written(changed)


def _changed(condition: Condition, words: Set[str]) -> Condition:
    match condition:
        case All(conditions) | Any(conditions):
            return replace(condition, conditions=tuple(_changed(one, words) for one in conditions))
        case Not(inner):
            return Not(_changed(inner, words))
    if not all_fields()[condition.field.name].single:
        return condition
    match condition:
        case Compare(value=value):
            return replace(condition, value=_gone(value, words))
        case OneOf(values=values):
            return replace(condition, values=tuple(dict.fromkeys(_gone(value, words) for value in values)))
        case Contains(words=said) if said in words:
            return replace(condition, words=NOBODY)
    return condition


def _gone(value: Value, words: Set[str]) -> Value:
    return NOBODY if isinstance(value, str) and value in words else value
