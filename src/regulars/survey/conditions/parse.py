"""A condition's words -> the condition, checked against the fields that there are."""

from __future__ import annotations

import difflib
from datetime import date

from regulars.language import message
from regulars.survey.conditions.cursor import Cursor
from regulars.survey.conditions.errors import ConditionError
from regulars.survey.conditions.literals import example, literal
from regulars.survey.conditions.terms import (
    KEYWORDS,
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
    Value,
)
from regulars.survey.conditions.tokens import Token
from regulars.survey.conditions.vocabulary import Kind, Known, Vocabulary

DEEPEST = 40  # brackets within brackets
ORDERED = (Kind.NUMBER, Kind.DAY)
BOUNDS = (Operator.BELOW, Operator.AT_MOST, Operator.ABOVE, Operator.AT_LEAST)


def read_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The condition that the text says. Raises ``ConditionError`` with the character and the way out."""
    cursor = Cursor(text)
    condition = _Reader(cursor, vocabulary).any_of(0)
    if cursor.now.kind != "end":
        raise cursor.error(message("“{word}” is not expected here. Join conditions by and, or.", word=cursor.now.text))
    return condition


class _Reader:
    """Recursive descent, one method a rule."""

    def __init__(self, cursor: Cursor, vocabulary: Vocabulary) -> None:
        self._cursor = cursor
        self._vocabulary = vocabulary

    def any_of(self, depth: int) -> Condition:
        found = [self._all_of(depth)]
        while self._cursor.take("or"):
            found.append(self._all_of(depth))
        return found[0] if len(found) == 1 else Any(_flat(found, Any))

    def _all_of(self, depth: int) -> Condition:
        found = [self._one(depth)]
        while self._cursor.take("and"):
            found.append(self._one(depth))
        return found[0] if len(found) == 1 else All(_flat(found, All))

    def _one(self, depth: int) -> Condition:
        cursor = self._cursor
        if depth > DEEPEST:
            raise cursor.error(message("more than {n} brackets within brackets. Write it flatter.", n=DEEPEST))
        if cursor.take("not"):
            return Not(self._one(depth + 1))
        if cursor.take("("):
            inner = self.any_of(depth + 1)
            cursor.expect(")")
            return inner
        return self._test()

    def _test(self) -> Condition:
        cursor, known = self._cursor, self._field()
        field, token = Name(known.name), cursor.now
        if token.kind == "sign" and token.text in set(Operator):
            return self._comparison(known, field)
        if cursor.take("is"):
            return self._presence(field)
        if cursor.take("not"):
            cursor.expect("in")
            return OneOf(field, self._values(known, token), outside=True)
        if cursor.take("in"):
            return OneOf(field, self._values(known, token))
        if cursor.take("between"):
            return self._between(known, field, token)
        if cursor.take("has"):
            self._only(known, (Kind.SET,), token)
            return Has(field, str(literal(cursor, known)))
        if cursor.take("contains"):
            self._only(known, (Kind.TEXT,), token)
            return Contains(field, str(literal(cursor, known)))
        if known.kind is Kind.FLAG:
            return Ticked(field)
        raise cursor.error(
            message("something must be said of “{name}”, such as {example}.", name=known.name, example=example(known))
        )

    def _field(self) -> Known:
        token = self._cursor.now
        if token.kind != "word" or token.text in KEYWORDS:
            raise self._cursor.error(message("the name of a question is expected here, not “{word}”.", word=token.text))
        self._cursor.step()
        known = self._vocabulary.get(token.text)
        if known is None:
            raise self._unknown(token)
        return known

    def _unknown(self, token: Token) -> ConditionError:
        near = difflib.get_close_matches(token.text, self._vocabulary, n=3)
        if near:
            problem = message(
                "there is nothing called “{name}”. Did you mean: {near}?", name=token.text, near=tuple(near)
            )
        else:
            problem = message(
                "there is nothing called “{name}”. It may have been taken out; choose another question.",
                name=token.text,
            )
        return self._cursor.error(problem, token)

    def _comparison(self, known: Known, field: Name) -> Compare:
        token = self._cursor.step()
        operator = Operator(token.text)
        self._only(
            known, ORDERED if operator in BOUNDS else tuple(kind for kind in Kind if kind is not Kind.SET), token
        )
        return Compare(field, operator, self._value(known))

    def _presence(self, field: Name) -> Condition:
        absent = self._cursor.take("not")
        if self._cursor.take("answered"):
            return Not(Answered(field)) if absent else Answered(field)
        if not absent and self._cursor.take("missing"):
            return Not(Answered(field))
        raise self._cursor.error(message("after “is” stands answered, not answered or missing."))

    def _between(self, known: Known, field: Name, token: Token) -> Between:
        self._only(known, ORDERED, token)
        low = self._value(known)
        self._cursor.expect("and")
        high = self._value(known)
        if _wrong_way(low, high):
            raise self._cursor.error(message("the lower end comes first."), token)
        return Between(field, low, high)

    def _values(self, known: Known, token: Token) -> tuple[Value, ...]:
        self._only(known, (Kind.NUMBER, Kind.TEXT, Kind.CHOICE, Kind.DAY), token)
        self._cursor.expect("{")
        found = [literal(self._cursor, known)]
        while self._cursor.take(","):
            found.append(literal(self._cursor, known))
        self._cursor.expect("}")
        return tuple(dict.fromkeys(found))

    def _value(self, known: Known) -> Value:
        """A literal of the field's kind, or another field of the same kind; its own options come first."""
        token = self._cursor.now
        other = self._vocabulary.get(token.text) if token.kind == "word" and token.text not in KEYWORDS else None
        if other is None or token.text in known.options:
            return literal(self._cursor, known)
        if other.kind is not known.kind:
            raise self._cursor.error(
                message("“{name}” and “{other}” cannot be compared.", name=known.name, other=other.name)
            )
        self._cursor.step()
        return Name(token.text)

    def _only(self, known: Known, kinds: tuple[Kind, ...], token: Token) -> None:
        if known.kind not in kinds:
            raise self._cursor.error(
                message(
                    "“{sign}” cannot be asked of “{name}”. Write: {example}.",
                    sign=token.text,
                    name=known.name,
                    example=example(known),
                ),
                token,
            )


def _flat(conditions: list[Condition], kind: type[All | Any]) -> tuple[Condition, ...]:
    return tuple(inner for one in conditions for inner in (one.conditions if isinstance(one, kind) else (one,)))


def _wrong_way(low: Value, high: Value) -> bool:
    if isinstance(low, int | float) and isinstance(high, int | float):
        return low > high
    return isinstance(low, date) and isinstance(high, date) and low > high
