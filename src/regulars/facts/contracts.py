"""The columns of the facts: name, type, meaning, and what each says about a person.

A contract has a version, and a table carries the version it was written under. Changes are additive only: a
column may be added (files written before it read as empty), never renamed, retyped or taken away. Erasing a
customer removes whole rows, so the class of a column says how much the row tells while it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from regulars.facts.errors import ContractError
from regulars.language import Message, message
from regulars.survey.definition import Survey

INSTANT = pa.timestamp("us", tz="UTC")
MONEY = pa.decimal128(18, 4)
_SQL = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
    INSTANT: "TIMESTAMPTZ",
    MONEY: "DECIMAL(18,4)",
}


class Personal(StrEnum):
    """What a column says about a person."""

    NONE = "none"  # about the company, or about how the row came here
    KEY = "key"  # the random key of a person, meaningless without the map of keys
    FACT = "fact"  # what one person did or rated
    WORDS = "words"  # what a person wrote; may name anybody


@dataclass(frozen=True)
class Column:
    """One column. ``nullable``: may it be empty?"""

    name: str
    type: pa.DataType
    meaning: Message
    personal: Personal = Personal.NONE
    nullable: bool = True

    @property
    def sql(self) -> str:
        """The type in DuckDB's words."""
        return _SQL[self.type]


@dataclass(frozen=True)
class Contract:
    """The columns of one table; ``key`` names those that make a row unique."""

    name: str
    version: int
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """As an Arrow schema. Every column is nullable there: a column added later is empty in old files."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        """All column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that are not part of the key: what a correction may change."""
        return tuple(name for name in self.names if name not in self.key)

    @property
    def description(self) -> str:
        """What is written into the table itself."""
        return f"regulars contract {self.name.partition('/')[0]} {self.version}"


PURCHASES = Contract(
    "purchases",
    1,
    ("source", "purchase", "line"),
    (
        Column("source", pa.string(), message("Where the line comes from: the mapping's name"), nullable=False),
        Column("purchase", pa.string(), message("Id of the purchase in its source"), Personal.FACT, nullable=False),
        Column("line", pa.int32(), message("Number of the line within its purchase"), nullable=False),
        Column("basket", pa.string(), message("Id of the till receipt or order that lines share"), Personal.FACT),
        Column(
            "customer", pa.int64(), message("Random key of the customer; empty for an anonymous sale"), Personal.KEY
        ),
        Column("at", INSTANT, message("When it was bought (UTC)"), Personal.FACT, nullable=False),
        Column("day", pa.date32(), message("Business day in the unit's own zone"), Personal.FACT, nullable=False),
        Column("amount", MONEY, message("What was paid; a return is negative"), Personal.FACT, nullable=False),
        Column("currency", pa.string(), message("Currency of the amount (ISO 4217)"), nullable=False),
        Column("amount_company", MONEY, message("Amount in the company's currency, reckoned when read"), Personal.FACT),
        Column("cost", MONEY, message("What the goods cost the company"), Personal.FACT),
        Column("quantity", MONEY, message("How many pieces, nights or kilograms"), Personal.FACT),
        Column("product", pa.string(), message("What was bought"), Personal.FACT),
        Column("category", pa.string(), message("Group of products"), Personal.FACT),
        Column("channel", pa.string(), message("Way of selling: shop, web, telephone"), Personal.FACT),
        Column("unit", pa.string(), message("Place of the organisation that sold it"), Personal.FACT),
        Column("promotion", pa.string(), message("Promotion under which it was sold"), Personal.FACT),
    ),
)

_ANSWER = (
    Column("response", pa.string(), message("Id of the response in its source"), Personal.FACT, nullable=False),
    Column("source", pa.string(), message("Where the response comes from: the mapping's name"), nullable=False),
    Column("customer", pa.int64(), message("Random key of the customer; empty where nobody is known"), Personal.KEY),
    Column("at", INSTANT, message("When it was answered (UTC)"), Personal.FACT),
    Column("day", pa.date32(), message("Business day of the answer"), Personal.FACT),
    Column("unit", pa.string(), message("Place of the organisation that is judged"), Personal.FACT),
    Column("weight", pa.float64(), message("Survey weight")),
    Column("wave", pa.string(), message("Wave of the survey")),
    Column("language", pa.string(), message("Language of the answers"), Personal.FACT),
    Column("channel", pa.string(), message("Way of asking: link, paper, telephone"), Personal.FACT),
    Column("complete", pa.bool_(), message("No where somebody left before the end; empty where nobody knows")),
)


LIVE = "regulars"  # the source of the responses that Regulars itself received; no import may use it

RATINGS = Contract(
    "ratings",
    1,
    ("source", "survey", "response", "metric"),
    (
        Column("source", pa.string(), message("Where the response comes from: the mapping's name"), nullable=False),
        Column("survey", pa.string(), message("Short name of the survey"), nullable=False),
        Column("response", pa.string(), message("Id of the response in its source"), Personal.FACT, nullable=False),
        Column("metric", pa.string(), message("Key of the item that was rated"), nullable=False),
        Column("version", pa.int32(), message("Version of the survey that was answered")),
        Column(
            "customer", pa.int64(), message("Random key of the customer; empty where nobody is known"), Personal.KEY
        ),
        Column("at", INSTANT, message("When it was answered (UTC)"), Personal.FACT),
        Column("day", pa.date32(), message("Business day of the answer"), Personal.FACT),
        Column("unit", pa.string(), message("Place of the organisation that is judged"), Personal.FACT),
        Column("weight", pa.float64(), message("Survey weight")),
        Column("wave", pa.string(), message("Wave of the survey")),
        Column("role", pa.string(), message("What the item is for in the scoring")),
        Column("value", pa.float64(), message("The answer"), Personal.FACT, nullable=False),
        Column("low", pa.float64(), message("Lowest answer of the scale; empty for a free number")),
        Column("high", pa.float64(), message("Highest answer of the scale; empty for a free number")),
    ),
)


def answers_contract(survey: Survey, known: pa.Schema | None = None) -> Contract:
    """The columns of ``answers/<survey>``: one row a response, one column an item, over all versions.

    ``known`` is the table as it stands; its further items keep their columns. Raises ``ContractError`` for an
    item that hides another column, or that was a number and is now text.
    """
    columns = list(_ANSWER)
    taken = {column.name.casefold(): column for column in columns}
    for item in survey.items:
        kind = pa.float64() if item.numeric else pa.string()
        column = Column(item.key, kind, message("Answer to {item}", item=item.label), _class(item.numeric))
        if other := taken.get(item.key.casefold()):
            raise ContractError(
                message(
                    "Item {item} of {survey} would hide the column {column}: capitals do not count. "
                    "Give it another key.",
                    item=item.key,
                    survey=survey.name,
                    column=other.name,
                )
            )
        taken[item.key.casefold()] = column
        columns.append(column)
    for field in known or ():
        if field.name.casefold() not in taken:
            columns.append(_earlier(field))
            continue
        column = taken[field.name.casefold()]
        if column.type != field.type or column.name != field.name:
            raise ContractError(
                message(
                    "Item {item} of {survey} was stored as {before} “{name}” and would now be {after}. "
                    "Give the changed question a new key, so that the trend stays honest.",
                    item=column.name,
                    survey=survey.name,
                    name=field.name,
                    before=_kind(field.type),
                    after=_kind(column.type),
                )
            )
    return Contract(f"answers/{survey.name}", 1, ("source", "response"), tuple(columns))


def _earlier(field: pa.Field) -> Column:
    return Column(
        field.name, field.type, message("Answer to {item}", item=field.name), _class(field.type == pa.float64())
    )


def _class(numeric: bool) -> Personal:
    return Personal.FACT if numeric else Personal.WORDS


def _kind(kind: pa.DataType) -> Message:
    return message("a number") if kind == pa.float64() else message("text")
