"""Every row of a file of customers, read and checked in the database of columns.

A row without a number, or with that of another row and other values, is set aside. A value that cannot be is left out
and the rest of its row goes in: a wrong telephone number is no reason to lose a customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from regulars.facts.database import named, quoted
from regulars.facts.imports import set_aside
from regulars.facts.imports.cells import text_of
from regulars.facts.imports.readers import ROW, Source
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.set_aside import SetAside
from regulars.facts.keys import canonical_customer_sql
from regulars.web.people.importing.mapping import COLUMNS, CustomerMapping

_LONG = 200
_ADDRESS = r"[^\s@<>()\[\],;:\\]+@[^\s@<>()\[\],;:\\]+\.[^\s@.,;:]{2,}"
_LANGUAGE = "[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}"
_FIGURES = "length(regexp_replace(§, '[^0-9]', '', 'g'))"
# Column -> why a value is left out, and the condition of one that stands; § is the column.
_CHECKS: Mapping[str, tuple[Reason, str]] = {
    "name": (Reason.TOO_LONG, f"length(§) <= {_LONG}"),
    "kind": (Reason.UNKNOWN_KIND, "§_known is not null"),
    "email": (Reason.NOT_AN_ADDRESS, f"length(§) <= 254 and regexp_full_match(§, '{_ADDRESS}')"),
    "phone": (
        Reason.NOT_A_TELEPHONE,
        f"length(§) <= 40 and regexp_full_match(§, '[-+0-9 ()./]+') and {_FIGURES} between 5 and 20",
    ),
    "language": (Reason.NOT_A_LANGUAGE, f"regexp_full_match(§, '{_LANGUAGE}')"),
    "unit": (Reason.UNKNOWN_UNIT, "§_known is not null"),
    "role": (Reason.TOO_LONG, "length(§) <= 80"),
}
_KINDS = {
    "person": ("person", "p", "individual", "private", "个人", "自然人"),
    "organisation": ("organisation", "organization", "o", "company", "business", "account", "dealer", "firm",
        "公司", "单位", "企业", "组织", "机构", "经销商"),
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """``rows``: all data rows; ``same``: those that stand twice, word for word; ``mails``: numbers with an @."""

    rows: int
    same: int
    mails: int


def check(db: duckdb.DuckDBPyConnection, source: Source, mapping: CustomerMapping, units: Mapping[str, int]) -> Checked:
    """Make the table ``staged`` (row, number, … as they will stand), and ``wrong`` (row, column, value, reason, kept).

    ``units``: code or name in small letters -> key.
    """
    source.register(db)
    db.register("known_units", pa.table({"text": list(units), "pk": pa.array(list(units.values()), pa.int64())}))
    pairs = [(word, kind) for kind, words in _KINDS.items() for word in words]
    db.register("known_kinds", pa.table({"text": [one for one, _ in pairs], "kind": [one for _, one in pairs]}))
    db.execute(f"create or replace table read as {_texts(source, mapping)}")
    db.execute(
        """create or replace table seen as select r.*, k.kind as kind_known, u.pk as unit_known,
        min(row) over (partition by number) as first
        from read r left join known_kinds k on k.text = lower(r.kind)
        left join known_units u on u.text = lower(r.unit)"""
    )
    _staged(db)
    _wrong(db, mapping)
    rows, mails = db.execute("select count(*), count(*) filter (contains(number, '@')) from read").fetchall()[0]
    same = db.execute(f"select count(*) from seen s join seen f on f.row = s.first where {_SAME}").fetchall()[0][0]
    return Checked(rows, same, mails)


def aside(db: duckdb.DuckDBPyConnection, source: Source, more: Sequence[str] = ()) -> SetAside:
    """What was wrong, counted; ``more``: further queries of the same five columns."""
    return set_aside.collect(db, source, "staged", (), ["select * from wrong", *more])


_SAME = "s.row <> s.first and " + " and ".join(
    f"s.{name} is not distinct from f.{name}" for name in COLUMNS if name != "number"
)


def _texts(source: Source, mapping: CustomerMapping) -> str:
    """Each column as trimmed text; those that the file has not are empty."""
    columns = []
    for name in COLUMNS:
        column = mapping.columns.get(name)
        text = "null::varchar" if column is None else text_of(column, source.kind(column), mapping.missing)
        if name in ("number", "organisation") and column is not None:
            text = canonical_customer_sql(f"({text})", trimmed=True)
        columns.append(f"{text} as {name}")
    return f"select {named(ROW)} as row, {', '.join(columns)} from {source.relation}"


def _staged(db: duckdb.DuckDBPyConnection) -> None:
    """The first row of each number, with what may stand."""
    kept = {
        name: f"case when {test.replace('§', f's.{name}')} then s.{name} end" for name, (_, test) in _CHECKS.items()
    }
    columns = [f"{kept.get(name, f's.{name}')} as {name}" for name in ("name", "email", "phone", "language", "role")]
    db.execute(
        f"""create or replace table staged as select s.row, s.number, {", ".join(columns)}, s.kind_known as kind,
        s.unit_known as unit, s.organisation, -1 as bad, null::varchar as bad_value from seen s
        where s.row = s.first and s.number is not null and length(s.number) <= {_LONG}"""
    )


def _wrong(db: duckdb.DuckDBPyConnection, mapping: CustomerMapping) -> None:
    number = quoted(mapping.number)
    there = "s.row = s.first and s.number is not null"
    parts = [
        f"select row, {number}, '', '{Reason.EMPTY}', false from seen where number is null",
        f"select row, {number}, number, '{Reason.TOO_LONG}', false from seen where length(number) > {_LONG}",
        f"""select s.row, {number}, s.number, '{Reason.SAME_CUSTOMER}', false from seen s join seen f on f.row = s.first
        where s.number is not null and s.row <> s.first and not ({_SAME})""",
        *(
            f"select s.row, {quoted(column)}, s.{name}, '{_CHECKS[name][0]}', true from seen s "
            f"where {there} and s.{name} is not null and not ({_CHECKS[name][1].replace('§', f's.{name}')})"
            for name, column in mapping.columns.items()
            if name in _CHECKS
        ),
    ]
    union = " union all ".join(parts)
    db.execute(f'create or replace table wrong as select * from ({union}) found(row, "column", value, reason, kept)')
