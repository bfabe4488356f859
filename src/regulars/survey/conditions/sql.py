"""A condition as a WHERE clause of SQLite or PostgreSQL, values as bound parameters.

Columns are given by the program, never by the person who writes the condition; each is an SQL expression of the
field's kind: numbers as double precision, days as DATE (SQLite: ISO text), yes or no as BOOLEAN (SQLite: 0 and 1),
several choices as a JSON array of text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulars.survey.conditions.evaluate import on
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
    Ticked,
    Value,
)
from regulars.survey.conditions.vocabulary import Kind, Vocabulary


class Dialect(StrEnum):
    """The two databases of the application."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Where:
    """``text`` has a ``%s`` for each of ``parameters``, as Django and psycopg take it."""

    text: str
    parameters: tuple[object, ...] = ()


def where(
    condition: Condition, vocabulary: Vocabulary, columns: Mapping[str, str], dialect: Dialect, today: date
) -> Where:
    """``columns``: field -> SQL expression. Raises ``KeyError`` for a field without a column."""
    writer = _Writer(vocabulary, columns, dialect, today)
    text = writer.condition(condition)
    return Where(text, tuple(writer.parameters))


class _Writer:
    """Collects the parameters in the order in which the text asks for them."""

    def __init__(self, vocabulary: Vocabulary, columns: Mapping[str, str], dialect: Dialect, today: date) -> None:
        self._vocabulary, self._columns, self._dialect, self._today = vocabulary, columns, dialect, today
        self.parameters: list[object] = []

    def condition(self, condition: Condition) -> str:
        match condition:
            case All(conditions):
                return "(" + " AND ".join(map(self.condition, conditions)) + ")"
            case Any(conditions):
                return "(" + " OR ".join(map(self.condition, conditions)) + ")"
            case Not(inner):
                return f"(NOT {self.condition(inner)})"
            case Answered(field):
                return f"({self._column(field)} IS NOT NULL)"
        # A comparison with NULL is neither true nor false in SQL; here it does not hold.
        return f"COALESCE({self._test(condition)}, FALSE)"

    def _test(self, test: Condition) -> str:
        match test:
            case Compare(field, operator, value):
                sign = "<>" if operator == "!=" else operator.value
                return f"{self._column(field)} {sign} {self._value(field, value)}"
            case OneOf(field, values, outside):
                column = self._column(field)
                listed = ", ".join(self._value(field, value) for value in values)
                return f"{column} {'NOT IN' if outside else 'IN'} ({listed})"
            case Between(field, low, high):
                return f"{self._column(field)} BETWEEN {self._value(field, low)} AND {self._value(field, high)}"
            case Has(field, value):
                return self._has(self._column(field), value)
            case Contains(field, words):
                return self._contains(self._column(field), words)
            case Ticked(field):
                return self._column(field)
        raise TypeError(test)

    def _column(self, field: Name) -> str:
        """The field's expression, with all that counts as missing made NULL."""
        column = self._columns[field.name]
        match self._vocabulary[field.name].kind, self._dialect:
            case ((Kind.TEXT | Kind.CHOICE), _):
                return f"NULLIF({column}, '')"
            case Kind.NUMBER, Dialect.POSTGRESQL:
                return f"NULLIF(CAST({column} AS double precision), 'NaN')"
            case Kind.SET, Dialect.SQLITE:
                return f"NULLIF({column}, '[]')"
            case Kind.SET, Dialect.POSTGRESQL:
                return f"NULLIF(CAST({column} AS jsonb), '[]')"
        return column

    def _value(self, field: Name, value: Value) -> str:
        if isinstance(value, Name):
            return self._column(value)
        value = on(value, self._today)
        self.parameters.append(value.isoformat() if isinstance(value, date) else value)
        if self._dialect is Dialect.SQLITE:
            return "%s"
        kinds = {
            Kind.NUMBER: "double precision",
            Kind.DAY: "date",
            Kind.FLAG: "boolean",
        }
        return f"CAST(%s AS {kinds.get(self._vocabulary[field.name].kind, 'text')})"

    def _has(self, column: str, value: str) -> str:
        self.parameters.append(value)
        if self._dialect is Dialect.SQLITE:
            return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = %s)"  # noqa: S608 (the program's column)
        return f"jsonb_exists({column}, CAST(%s AS text))"

    def _contains(self, column: str, words: str) -> str:
        self.parameters.append(words)
        if self._dialect is Dialect.SQLITE:
            return f"instr({column}, %s) > 0"
        return f"strpos({column}, CAST(%s AS text)) > 0"
