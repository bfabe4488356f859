"""A condition as rows, and rows as a condition. What is nested deeper is left to the typed text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regulars.language import Message, message
from regulars.survey.conditions import Condition, Kind, Known, Vocabulary
from regulars.survey.conditions.terms import (
    All,
    Answered,
    Any,
    Compare,
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

AND, OR = "and", "or"
_PRESENT = {"answered": message("was answered"), "unanswered": message("was not answered")}
# Kind -> what can be said of it, the likeliest first.
TESTS: Mapping[Kind, Mapping[str, Message]] = {
    Kind.NUMBER: {
        "<=": message("is at most"),
        ">=": message("is at least"),
        "=": message("is"),
        "!=": message("is not"),
        "<": message("is below"),
        ">": message("is above"),
        "in": message("is one of"),
        "not in": message("is none of"),
        **_PRESENT,
    },
    Kind.CHOICE: {"in": message("is one of"), "not in": message("is none of"), **_PRESENT},
    Kind.SET: {"has": message("includes"), "has not": message("does not include"), **_PRESENT},
    Kind.TEXT: {"contains": message("contains"), **_PRESENT},
    Kind.DAY: {
        ">=": message("is on or after"),
        "<=": message("is on or before"),
        "=": message("is on"),
        "last": message("lies in the last days, at most"),
        "before": message("lies longer ago than so many days"),
        **_PRESENT,
    },
    Kind.FLAG: {"ticked": message("was ticked"), "unticked": message("was not ticked")},
}
# The same of what nobody was asked.
_FACTS = {
    "answered": message("is known"),
    "unanswered": message("is not known"),
    "ticked": message("yes"),
    "unticked": message("no"),
}
ALONE = frozenset([*_PRESENT, "ticked", "unticked"])  # nothing is compared
SEVERAL = frozenset(["in", "not in"])

# As a person would write it, where that is not field, test, value.
_WRITTEN: Mapping[str, str] = {
    "in": "{field} = {first}",
    "not in": "{field} != {first}",
    "answered": "{field} is answered",
    "unanswered": "{field} is not answered",
    "ticked": "{field}",
    "unticked": "not {field}",
    "has not": "not {field} has {first}",
    "last": "{field} >= today - {first} days",
    "before": "{field} < today - {first} days",
}


@dataclass(frozen=True)
class Row:
    """One row, as it stands in the form. ``values``: as they are typed, or keys of options."""

    field: str
    test: str
    values: tuple[str, ...] = ()


def tests_of(known: Known) -> Mapping[str, Message]:
    """What can be said of a field, in words that fit it."""
    tests = TESTS[known.kind]
    return tests if known.asked else {key: _FACTS.get(key, words) for key, words in tests.items()}


def rows_of(condition: Condition, vocabulary: Vocabulary) -> tuple[str, list[Row]] | None:
    """How the rows are joined, and the rows; None where rows cannot say it."""
    match condition:
        case All(conditions):
            join, parts = AND, conditions
        case Any(conditions):
            join, parts = OR, conditions
        case _:
            join, parts = AND, (condition,)
    rows = [_row(one, vocabulary) for one in parts]
    return None if None in rows else (join, [row for row in rows if row])


def text_of(row: Row, known: Known) -> str:
    """The row as a person would write it; raises ``ValueError`` where something is still to be chosen."""
    field, values = row.field, [_written(value, known) for value in row.values]
    if row.test not in TESTS[known.kind] or (row.test not in ALONE and not values):
        raise ValueError(row.test)
    first = values[0] if values else ""
    if row.test in SEVERAL and len(values) > 1:
        return f"{field} {row.test} {{{', '.join(values)}}}"
    return _WRITTEN.get(row.test, "{field} {test} {first}").format(field=field, test=row.test, first=first)


def _row(condition: Condition, vocabulary: Vocabulary) -> Row | None:
    negated = isinstance(condition, Not)
    inner = condition.condition if negated else condition
    match inner:
        case Answered(Name(name)):
            return Row(name, ("answered", "unanswered")[negated])
        case Ticked(Name(name)):
            return Row(name, ("ticked", "unticked")[negated])
        case Has(Name(name), value):
            return Row(name, ("has", "has not")[negated], (value,))
    return None if negated else _compared(condition, vocabulary)


def _compared(condition: Condition, vocabulary: Vocabulary) -> Row | None:
    match condition:
        case Contains(Name(name), words):
            return Row(name, "contains", (words,))
        case OneOf(Name(name), values, outside):
            return _plain(name, "not in" if outside else "in", values, vocabulary)
        case Compare(Name(name), Operator.AT_LEAST, Today(days)) if days < 0:
            return Row(name, "last", (str(-days),))
        case Compare(Name(name), Operator.BELOW, Today(days)) if days < 0:
            return Row(name, "before", (str(-days),))
        case Compare(Name(name), sign, value):
            choice = vocabulary[name].kind is Kind.CHOICE
            test = {"=": "in", "!=": "not in"}.get(sign.value, sign.value) if choice else sign.value
            return _plain(name, test, (value,), vocabulary)
    return None


def _plain(name: str, test: str, values: tuple[Value, ...], vocabulary: Vocabulary) -> Row | None:
    known = vocabulary[name]
    if test not in TESTS[known.kind] or any(isinstance(value, Name | Today | bool) for value in values):
        return None
    return Row(name, test, tuple(map(_shown, values)))


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _written(value: str, known: Known) -> str:
    if known.kind in (Kind.NUMBER, Kind.DAY):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
