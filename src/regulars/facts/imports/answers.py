"""From the rows of an answer file to staged responses.

A row stands for a person who answered, so one bad answer does not cost the others: the cell becomes "no answer"
and is reported, the row goes in. A row is set aside as a whole only where it cannot be placed or weighed: no
response id, an unreadable time, an unreadable weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from regulars.facts.contracts import Contract
from regulars.facts.database import named, quoted
from regulars.facts.imports import times
from regulars.facts.imports.cells import EMPTY_ROW, Check, customer_of, first_failed, identity, text_of, times_of
from regulars.facts.imports.readers import ROW, Source
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.staging import time_checks
from regulars.survey import Item, ItemKind, ResponseMapping

_WORDS = ("unit", "wave", "language", "channel")


@dataclass(frozen=True)
class Answers:
    """Staged responses, the good and the bad; ``x_…`` columns hold the texts of answers that were left out."""

    path: Path
    checks: tuple[Check, ...]
    rows: int
    mapping: ResponseMapping

    @property
    def relation(self) -> str:
        """All rows."""
        return f"read_parquet({quoted(self.path)})"

    def left_out(self) -> list[str]:
        """Queries for the answers that were left out: row, column, value, reason, kept."""
        found = []
        for index, item in enumerate(self.mapping.survey.items):
            if item.numeric:
                column = quoted(self.mapping.item_columns[item.key])
                number = f"isfinite(try_cast(x_{index} as double))"
                reason = f"case when {number} then '{Reason.OFF_SCALE}' else '{Reason.NOT_A_NUMBER}' end"
                found.append(
                    f"select row, {column}, x_{index}, {reason}, true from {self.relation} "
                    f"where bad is null and x_{index} is not null"
                )
        return found


def read_answers(
    db: duckdb.DuckDBPyConnection, source: Source, mapping: ResponseMapping, contract: Contract, folder: Path
) -> Answers:
    """Read and check every row; a second time where the column of times has to be looked at as a whole."""
    source.register(db)
    style = times.TimeStyle(formats=(mapping.date_format,) if mapping.date_format else ())
    found = _pass(db, source, mapping, contract, folder / "answers-1.parquet", style)
    at = mapping.columns.get("at")
    if at is None or mapping.date_format:
        return found
    unread = [i for i, check in enumerate(found.checks) if check.reason is Reason.NOT_A_TIME]
    if not db.execute(f"select count(*) from {found.relation} where bad in ({', '.join(map(str, unread))})").fetchall()[
        0
    ][0]:
        return found
    style = times.seen_style(db, source.relation, text_of(at, source.kind(at)))
    return _pass(db, source, mapping, contract, folder / "answers-2.parquet", style)


def _pass(
    db: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: ResponseMapping,
    contract: Contract,
    out: Path,
    style: times.TimeStyle,
) -> Answers:
    checks = _checks(mapping, style)
    bad, bad_value = first_failed(checks)
    items = mapping.survey.items
    texts = [*(f"t_{name}" for name in mapping.columns), *(f"i_{index}" for index in range(len(items)))]
    empty = f"coalesce({', '.join(texts)}) is null"
    selected = ", ".join([*_head(mapping), *_items(mapping, contract)])
    db.execute(f"""copy (select row, {selected}, {_left_out(items)}, bad, {bad_value} as bad_value
        from (select *, case when {empty} then {EMPTY_ROW} else {bad} end as bad
            from ({_values(source, mapping, style)}) v) c)
        to {quoted(out)} (format parquet, compression lz4)""")
    return Answers(out, checks, pq.read_metadata(out).num_rows, mapping)


def _values(source: Source, mapping: ResponseMapping, style: times.TimeStyle) -> str:
    at = mapping.columns.get("at")
    texts = [f"{_text(source, name, column)} as t_{name}" for name, column in mapping.columns.items()]
    raw = []
    for index, item in enumerate(mapping.survey.items):
        column = mapping.item_columns[item.key]
        text = text_of(column, source.kind(column))
        codes = {*mapping.missing.get(item.key, ()), *(item.scale.missing if item.scale else ())}
        value = f"nullif({text}, '')"
        if codes:
            named_missing = ", ".join(quoted(code) for code in sorted(codes))
            value = f"case when {identity(text)} in ({named_missing}) then null else {text} end"
        raw.append(f"{value} as i_{index}, {text} as w_{index}")
    kept = [f"{named(at)} as c_at"] if at else []
    layer = f"select {', '.join([f'{named(ROW)} as row', *texts, *raw, *kept])} from {source.relation}"
    wall, fixed = (
        times_of("c_at", "t_at", source.kind(at), style, mapping.zone)
        if at
        else ("null::timestamp", "null::timestamptz")
    )
    says = [f"{wall} as wall", f"{fixed} as fixed"]
    if "weight" in mapping.columns:
        says.append("try_cast(t_weight as double) as weight")
    says += [
        f"{_number(item)} as n_{index}".replace("?", f"i_{index}") for index, item in enumerate(mapping.survey.items)
    ]
    zone = quoted(mapping.zone or "UTC")
    when = "make_timestamptz(epoch_us(wall))" if mapping.zone is None else f"timezone({zone}, wall)"
    return f'select *, coalesce(fixed, {when}) as "at" from (select *, {", ".join(says)} from ({layer}) t) s'


def _text(source: Source, name: str, column: str) -> str:
    text = text_of(column, source.kind(column))
    if name == "customer":
        return customer_of(text, source.kind(column))
    return identity(text) if name == "response" else text


def _number(item: Item) -> str:
    """SQL for the answer; ``?`` stands for its text. NULL where it is none, or off the scale."""
    if not item.numeric:
        return "?"
    value = "try_cast(? as double)"
    allowed = [f"isfinite({value})"]
    if item.scale is not None:
        allowed.append(f"{value} between {item.scale.low} and {item.scale.high}")
        if item.kind is not ItemKind.NUMBER:
            allowed.append(f"{value} = floor({value})")
    return f"case when {' and '.join(allowed)} then {value} end"


def _left_out(items: tuple[Item, ...]) -> str:
    found = [f"case when n_{i} is null then i_{i} end as x_{i}" for i, item in enumerate(items) if item.numeric]
    return ", ".join(found) or "null as x_none"


def _head(mapping: ResponseMapping) -> list[str]:
    has = mapping.columns
    if mapping.day is not None and "at" not in has:
        midnight = f"timestamp '{mapping.day.isoformat()} 00:00:00'"
        at = f"timezone({quoted(mapping.zone or 'UTC')}, {midnight})"
        day = f"date '{mapping.day.isoformat()}'"
    else:
        at = '"at"'
        day = "wall::date" if mapping.zone is None else f"coalesce(timezone({quoted(mapping.zone)}, fixed), wall)::date"
    return [
        "t_response as response" if "response" in has else f"{_content_key(mapping)} as response",
        f"{quoted(mapping.source)} as source",
        "t_customer as customer_id" if "customer" in has else "null::varchar as customer_id",
        f'{at} as "at"',
        f'{day} as "day"',
        "weight" if "weight" in has else "null::double as weight",
        *(f"t_{name} as {name}" if name in has else f"null::varchar as {name}" for name in _WORDS),
    ]


def _content_key(mapping: ResponseMapping) -> str:
    """Without an id a response is known by its content, and by its number among the equal ones of the file."""
    texts = [*(f"t_{name}" for name in mapping.columns), *(f"w_{i}" for i in range(len(mapping.survey.items)))]
    key = "md5(concat_ws(chr(31), " + ", ".join(f"coalesce({text}, '')" for text in texts) + "))"
    return f"({key} || '-' || row_number() over (partition by {key} order by row))"


def _items(mapping: ResponseMapping, contract: Contract) -> list[str]:
    keys = [item.key for item in mapping.survey.items]
    found = [f"n_{index} as {named(key)}" for index, key in enumerate(keys)]
    taken = {"response", "source", "customer", "at", "day", "weight", *_WORDS, *keys}
    return found + [
        f"null::{column.sql} as {named(column.name)}" for column in contract.columns if column.name not in taken
    ]


def _checks(mapping: ResponseMapping, style: times.TimeStyle) -> tuple[Check, ...]:
    columns, found = mapping.columns, []
    if "response" in columns:
        found.append(Check(columns["response"], Reason.EMPTY, "t_response is null", "''"))
    found += [
        Check(columns[name], Reason.NUL_BYTE, f"contains(t_{name}, chr(0))", f"replace(t_{name}, chr(0), '')")
        for name in ("response", "customer")
        if name in columns
    ]
    if "at" in columns:
        found += time_checks(columns["at"], style, mapping.zone)
    if "weight" in columns:
        weight = columns["weight"]
        found += [
            Check(weight, Reason.EMPTY, "t_weight is null", "''"),
            Check(weight, Reason.NOT_A_NUMBER, "weight is null or not isfinite(weight)", "t_weight"),
            Check(weight, Reason.NEGATIVE_WEIGHT, "weight < 0", "t_weight"),
        ]
    return tuple(found)
