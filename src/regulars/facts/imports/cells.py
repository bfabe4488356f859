"""SQL for single cells: the text of a value, whatever its type; an identity; and the checks on a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.facts.database import named, quoted
from regulars.facts.imports.numbers import NumberStyle, number
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.times import TimeStyle, instant, wall
from regulars.facts.keys import BLANKS, canonical_customer_sql

_BLANKS = quoted(BLANKS)
EMPTY_ROW = -1  # in the column ``bad``: a row without any value is none


def text_of(column: str, kind: str, missing: Sequence[str] = ()) -> str:
    """SQL for a column's value as trimmed text; NULL where it is empty or a code that means "nothing known"."""
    name = named(column)
    if kind == "ascii":  # no other blanks in the whole file; naming them all costs five times as much
        text = f"nullif(trim({name}), '')"
    elif kind == "text":
        text = f"nullif(trim({name}, {_BLANKS}), '')"
    elif kind == "number":  # NaN stands for "empty" in files that data frames wrote
        text = canonical_customer_sql(name, numeric=True)
    else:
        text = f"{name}::varchar"
    return f"case when {text} in ({', '.join(map(quoted, missing))}) then null else {text} end" if missing else text


def identity(text: str) -> str:
    """SQL for an id that is no customer's: 17850.0 and 17850 are one, for spreadsheets turn ids into numbers."""
    return canonical_customer_sql(text, trimmed=True, plain=True)


def customer_of(text: str, kind: str) -> str:
    """SQL for a customer's id from the column's :func:`text_of`: one way to write it, the one of erasure."""
    return canonical_customer_sql(text, trimmed=True, plain=kind in ("ascii", "number"))


def amount_of(value: str, text: str, kind: str, style: NumberStyle, decimal: str = "decimal(18,4)") -> str:
    """SQL for a number, rounded once to the type's places. ``value`` is the cell as it is, ``text`` its text."""
    if kind == "number":
        return f"case when {text} is not null then try_cast({value} as {decimal}) end"
    return number(text, style, decimal)


def times_of(value: str, text: str, kind: str, style: TimeStyle, zone: str | None) -> tuple[str, str]:
    """SQL for the time as written and for the instant, where the cell fixes one by itself."""
    if kind == "time":
        return f"{value}::timestamp", "null::timestamptz"
    if kind.startswith("zoned"):  # "zoned Asia/Shanghai": without a zone of the mapping the column's own holds
        fixed = f"{value}::timestamptz"
        return f"timezone({quoted(zone or kind[6:] or 'UTC')}, {fixed})", fixed
    return wall(text, style), instant(text, style)


@dataclass(frozen=True, slots=True)
class Check:
    """A condition (SQL, over the values of a row) under which a row is set aside."""

    column: str  # the file's name of it
    reason: Reason
    condition: str
    text: str  # SQL: the value to show


def first_failed(checks: Sequence[Check]) -> tuple[str, str]:
    """SQL for the number of the first failed check (NULL: a good row), and for the value that failed."""
    if not checks:
        return "null::smallint", "null::varchar"
    conditions = " ".join(f"when {check.condition} then {index}" for index, check in enumerate(checks))
    values = " ".join(f"when {index} then {check.text}" for index, check in enumerate(checks))
    return f"(case {conditions} end)::smallint", f"case when bad is not null then case bad {values} end end"
