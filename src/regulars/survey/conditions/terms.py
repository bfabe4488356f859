"""What a condition is made of; frozen, and written back as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

Joined = TypeVar("Joined")
PLAIN = re.compile(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*")
KEYWORDS = frozenset(
    ["and", "or", "not", "in", "is", "has", "contains", "between", "answered", "missing", "today", "true", "false"]
)


class Operator(StrEnum):
    """How two values are compared."""

    EQUAL = "="
    UNEQUAL = "!="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True)
class Name:
    """A field: what was answered, or what is known of the customer."""

    name: str


@dataclass(frozen=True)
class Today:
    """The day on which the condition is asked, and so many days after it (before, where negative)."""

    days: int = 0


Value: TypeAlias = float | int | str | bool | date | Name | Today


@dataclass(frozen=True)
class Compare:
    """A field against a value or another field; does not hold where one of them is missing."""

    field: Name
    operator: Operator
    value: Value


@dataclass(frozen=True)
class OneOf:
    """A field is one of several values; with ``outside`` answered, and none of them."""

    field: Name
    values: tuple[Value, ...]
    outside: bool = False


@dataclass(frozen=True)
class Between:
    """Both ends included."""

    field: Name
    low: Value
    high: Value


@dataclass(frozen=True)
class Has:
    """Several could be chosen, and this one was."""

    field: Name
    value: str


@dataclass(frozen=True)
class Contains:
    """Words contain these, letter by letter: capitals count."""

    field: Name
    words: str


@dataclass(frozen=True)
class Answered:
    """There is an answer at all."""

    field: Name


@dataclass(frozen=True)
class Ticked:
    """A yes-or-no field is yes."""

    field: Name


@dataclass(frozen=True)
class Not:
    """The opposite, exactly."""

    condition: Condition


@dataclass(frozen=True)
class All:
    """Every one of two or more holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """At least one of two or more holds."""

    conditions: tuple[Condition, ...]


Test: TypeAlias = Compare | OneOf | Between | Has | Contains | Answered | Ticked
Condition: TypeAlias = Test | Not | All | Any


def names_in(condition: Condition) -> tuple[str, ...]:
    """The fields that it asks for, each once, in order."""
    return tuple(dict.fromkeys(_names(condition)))


def _names(condition: Condition) -> Iterator[str]:
    match condition:
        case All(conditions) | Any(conditions):
            for one in conditions:
                yield from _names(one)
        case Not(inner):
            yield from _names(inner)
        case _:
            yield condition.field.name
            yield from (value.name for value in values_of(condition) if isinstance(value, Name))


def values_of(test: Test) -> tuple[Value, ...]:
    """What a test compares its field with."""
    match test:
        case Compare(value=value) | Has(value=value):
            return (value,)
        case Contains(words=words):
            return (words,)
        case OneOf(values=values):
            return values
        case Between(low=low, high=high):
            return (low, high)
    return ()


def folded(join: Callable[[Joined, Joined], Joined], parts: Iterable[Joined]) -> Joined:
    """One out of many, two by two: a thousand conditions in a row are no deeper than ten."""
    found = list(parts)
    while len(found) > 1:
        odd = found[len(found) & ~1 :]
        found = [join(*pair) for pair in zip(found[::2], found[1::2], strict=False)] + odd
    return found[0]


def written(condition: Condition) -> str:
    """The condition in its own language; reading it gives the same condition."""
    match condition:
        case All(conditions):
            return " and ".join(_inner(one, Any, All) for one in conditions)
        case Any(conditions):
            return " or ".join(_inner(one, Any) for one in conditions)
        case Not(inner):
            return f"not {_inner(inner, All, Any)}"
    return _written(condition)


def _written(test: Condition) -> str:
    match test:
        case Compare(field, operator, value):
            return f"{field.name} {operator} {_value(value)}"
        case OneOf(field, values, outside):
            return f"{field.name} {'not in' if outside else 'in'} {{{', '.join(map(_value, values))}}}"
        case Between(field, low, high):
            return f"{field.name} between {_value(low)} and {_value(high)}"
        case Has(field, value):
            return f"{field.name} has {_value(value)}"
        case Contains(field, words):
            return f"{field.name} contains {_quoted(words)}"
        case Answered(field):
            return f"{field.name} is answered"
        case Ticked(field):
            return field.name
    raise TypeError(test)


def _inner(condition: Condition, *looser: type) -> str:
    text = written(condition)
    return f"({text})" if isinstance(condition, looser) else text


def _value(value: Value) -> str:
    match value:
        case Name(name):
            return name
        case Today(days):
            return "today" if not days else f"today {'+' if days > 0 else '-'} {abs(days)} days"
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str():
            # Always in quotes: a bare word might be taken for a field of that name.
            return _quoted(value)
    # Never as 1e-05, which no condition says.
    return format(Decimal(repr(value)), "f")


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
