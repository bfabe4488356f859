"""A condition as a sentence in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regulars.language import Day, Message, Text, message
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
    folded,
)
from regulars.survey.conditions.vocabulary import Kind, Known, Vocabulary

_COMPARED = {
    Operator.EQUAL: message("“{field}” is {value}"),
    Operator.UNEQUAL: message("“{field}” is not {value}"),
    Operator.BELOW: message("“{field}” is below {value}"),
    Operator.AT_MOST: message("“{field}” is at most {value}"),
    Operator.ABOVE: message("“{field}” is above {value}"),
    Operator.AT_LEAST: message("“{field}” is at least {value}"),
}
_OF_DAYS = {
    Operator.BELOW: message("“{field}” is before {value}"),
    Operator.AT_MOST: message("“{field}” is {value} or before"),
    Operator.ABOVE: message("“{field}” is after {value}"),
    Operator.AT_LEAST: message("“{field}” is {value} or later"),
}


# Whether somebody was asked for it -> how it is said that it is there, or not.
_PRESENT = {
    (Answered, True): message("“{field}” was answered"),
    (Answered, False): message("“{field}” is known"),
    (Ticked, True): message("“{field}” was ticked"),
    (Ticked, False): message("“{field}”: yes"),
}
_ABSENT = {
    (Answered, True): message("“{field}” was not answered"),
    (Answered, False): message("“{field}” is not known"),
    (Ticked, True): message("“{field}” was not ticked"),
    (Ticked, False): message("“{field}”: no"),
}


def in_words(condition: Condition, vocabulary: Vocabulary) -> Message:
    """What the condition asks, with the questions' own words."""
    match condition:
        case All(conditions):
            return folded(_both, (_bracketed(one, vocabulary) for one in conditions))
        case Any(conditions):
            return folded(_either, (in_words(one, vocabulary) for one in conditions))
        case Not((Answered() | Ticked()) as inner):
            return replace(_ABSENT[type(inner), vocabulary[inner.field.name].asked], values=_of(inner, vocabulary))
        case Not(inner):
            return message("it is not so that {inner}", inner=_bracketed(inner, vocabulary))
    return _test(condition, vocabulary)


def _both(first: Message, second: Message) -> Message:
    return message("{first} and {second}", first=first, second=second)


def _either(first: Message, second: Message) -> Message:
    return message("{first}, or {second}", first=first, second=second)


def _bracketed(condition: Condition, vocabulary: Vocabulary) -> Message:
    inner = in_words(condition, vocabulary)
    return message("({inner})", inner=inner) if isinstance(condition, All | Any) else inner


def _test(test: Condition, vocabulary: Vocabulary) -> Message:
    def said(field: Name, value: Value) -> object:
        return _value(vocabulary[field.name], value, vocabulary)

    match test:
        case Compare(field, operator, value):
            return _comparison(vocabulary[field.name], operator, said(field, value))
        case OneOf(field, values, outside):
            label, listed = _label(field, vocabulary), tuple(said(field, value) for value in values)
            if outside:
                return message("“{field}” is none of: {values}", field=label, values=listed)
            return message("“{field}” is one of: {values}", field=label, values=listed)
        case Between(field, low, high):
            return message(
                "“{field}” lies from {low} to {high}",
                field=_label(field, vocabulary),
                low=said(field, low),
                high=said(field, high),
            )
        case Has(field, value):
            return message(
                "“{value}” was chosen in “{field}”", field=_label(field, vocabulary), value=said(field, value)
            )
        case Contains(field, words):
            return message("“{field}” contains “{words}”", field=_label(field, vocabulary), words=words)
        case Answered() | Ticked():
            return replace(_PRESENT[type(test), vocabulary[test.field.name].asked], values=_of(test, vocabulary))
    raise TypeError(test)


def _comparison(known: Known, operator: Operator, value: object) -> Message:
    values = {"field": known.label, "value": value}
    if known.kind is Kind.DAY and operator in _OF_DAYS:
        return replace(_OF_DAYS[operator], values=values)
    return replace(_COMPARED[operator], values=values)


def _of(test: Answered | Ticked, vocabulary: Vocabulary) -> dict[str, object]:
    return {"field": _label(test.field, vocabulary)}


def _label(field: Name, vocabulary: Vocabulary) -> Text | Message:
    return vocabulary[field.name].label


def _value(known: Known, value: Value, vocabulary: Vocabulary) -> object:
    match value:
        case Name():
            return message("“{field}”", field=_label(value, vocabulary))
        case Today(0):
            return message("today")
        case Today(days) if days < 0:
            return message("{n} days ago", n=-days)
        case Today(days):
            return message("{n} days from now", n=days)
        case bool():
            return message("yes") if value else message("no")
        case date():
            return Day(value)
        case str():
            return known.options.get(value, value)
    return value
