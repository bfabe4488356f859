"""The values in a condition: numbers on the scale, days of the calendar, options that there are."""

from __future__ import annotations

from datetime import date

from regulars.language import message
from regulars.survey.conditions.cursor import Cursor
from regulars.survey.conditions.terms import Today, Value
from regulars.survey.conditions.tokens import Token
from regulars.survey.conditions.vocabulary import Kind, Known

LARGEST = 1e15  # whole numbers stay exact in every engine up to here
FARTHEST = 36600  # days: a century


def literal(cursor: Cursor, known: Known) -> Value:
    """The next token as a value of the field's kind."""
    token = cursor.step()
    match known.kind, token.kind:
        case Kind.NUMBER, "number":
            return _number(cursor, known, token)
        case Kind.DAY, "day":
            return _day(cursor, token)
        case Kind.DAY, "word" if token.text == "today":
            return Today(_shift(cursor))
        case Kind.FLAG, "word" if token.text in ("true", "false"):
            return token.text == "true"
        case Kind.TEXT, "text":
            return token.text
        case ((Kind.CHOICE | Kind.SET), ("text" | "word" | "number")):
            return _option(cursor, known, token)
    raise cursor.error(
        message(
            "“{word}” is no value for “{name}”. Write it as in {example}.",
            word=token.text,
            name=known.name,
            example=example(known),
        ),
        token,
    )


def example(known: Known) -> str:
    """A condition about a field, for those who do not know how to write one."""
    option = next(iter(known.options), "lakeside")
    return {
        Kind.NUMBER: f"{known.name} <= {2 if known.low is None else known.low:g}",
        Kind.TEXT: f'{known.name} contains "breakfast"',
        Kind.CHOICE: f"{known.name} = {option}",
        Kind.SET: f"{known.name} has {option}",
        Kind.DAY: f"{known.name} >= today - 90 days",
        Kind.FLAG: known.name,
    }[known.kind]


def _number(cursor: Cursor, known: Known, token: Token) -> float | int:
    value = float(token.text) if "." in token.text else int(token.text)
    low = -LARGEST if known.low is None else known.low
    high = LARGEST if known.high is None else known.high
    if not low <= value <= high:
        raise cursor.error(
            message(
                "{value} lies outside {low} to {high}, the scale of “{name}”.",
                value=token.text,
                low=low,
                high=high,
                name=known.name,
            ),
            token,
        )
    return value


def _day(cursor: Cursor, token: Token) -> date:
    try:
        return date.fromisoformat(token.text)
    except ValueError:
        raise cursor.error(message("there is no day {day} in the calendar.", day=token.text), token) from None


def _shift(cursor: Cursor) -> int:
    """So many days from today: “+ 7 days”, “- 90 days”, “-90 days”."""
    sign = 1
    if cursor.take("-"):
        sign = -1
    elif not cursor.take("+") and not (cursor.now.kind == "number" and cursor.now.text.startswith("-")):
        return 0
    number = cursor.step()
    if number.kind != "number" or "." in number.text or abs(int(number.text)) > FARTHEST:
        raise cursor.error(
            message("a number of days up to {most} is expected here, such as today - 90 days.", most=FARTHEST), number
        )
    if not cursor.take("days"):
        cursor.expect("day")
    return sign * int(number.text)


def _option(cursor: Cursor, known: Known, token: Token) -> str:
    if known.options and token.text not in known.options:
        raise cursor.error(
            message(
                "“{name}” has no option “{word}”. It has: {known}.",
                name=known.name,
                word=token.text,
                known=tuple(known.options)[:20],
            ),
            token,
        )
    return token.text
