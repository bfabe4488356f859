"""What a dry run shows: the mapping, the first rows as they would go in, and what looks odd."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from regulars.facts.imports.mapping import PurchaseMapping
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.set_aside import SetAside
from regulars.facts.imports.staging import Lines
from regulars.language import NO_CURRENCY, Message, message, plural
from regulars.survey import ResponseMapping

_SHOWN = 10
_SUSPECT_SHARE = 0.01
_SUSPECT_LINES = 100
_LOOKED_AT = 1_000_000  # rows; an id that stands for nobody shows in the first million


@dataclass(frozen=True)
class Preview:
    """``guessed``: the mapping was found out, not given. ``first_rows``: as they would stand in the facts."""

    mapping: PurchaseMapping | ResponseMapping
    guessed: bool
    columns: tuple[str, ...]
    first_rows: pa.Table


def first_rows(db: duckdb.DuckDBPyConnection, relation: str, hidden: tuple[str, ...] = ()) -> pa.Table:
    """The first good rows; columns without a value are left out."""
    found = db.execute(f"select * from {relation} where bad is null order by row limit {_SHOWN}").to_arrow_table()
    kept = [n for n in found.column_names if n not in hidden and found[n].null_count < found.num_rows]
    return found.select(kept)


def purchase_warnings(
    db: duckdb.DuckDBPyConnection,
    lines: Lines,
    mapping: PurchaseMapping,
    aside: SetAside,
    *,
    currency_known: bool,
    dry_run: bool,
) -> tuple[Message, ...]:
    """What a person should look at before, or after, the rows go in."""
    found: list[Message] = []
    good = f"(select * from {lines.relation} where bad is null)"
    if dry_run and mapping.purchase and not mapping.line:  # afterwards the merge has decided; it need not be counted
        found += _baskets(db, good, mapping)
    found += _suspects(db, good)
    currencies = tuple(row[0] for row in db.execute(f"select distinct currency from {good} order by 1").fetchall())
    if len(currencies) > 1:
        found.append(message("The file holds amounts in {currencies}; they are never summed.", currencies=currencies))
    elif not currency_known and (mapping.currency_column is None or currencies == (NO_CURRENCY,)):
        found.append(
            message("No currency is named: amounts are kept without one (XXX). Add currency: EUR to the mapping.")
        )
    if mapping.customer is None:
        found.append(
            message("No column of customers is mapped: all lines are kept as anonymous sales. Map one by “customer”.")
        )
    if Reason.FUTURE in aside.reasons:
        found.append(message("Some dates lie in the future; check the zone and the date_format of the mapping."))
    if aside.reasons & {Reason.MIXED_DATES, Reason.UNDECIDED_DATE}:
        found.append(
            message(
                "Dates in {column} can be read with the day or the month first. Name date_format.", column=mapping.at
            )
        )
    return tuple(found)


def _baskets(db: duckdb.DuckDBPyConnection, good: str, mapping: PurchaseMapping) -> list[Message]:
    lines, purchases = db.execute(f"select count(*), count(distinct purchase) from {good}").fetchall()[0]
    if purchases >= lines:
        return []
    return [
        plural(
            "Ids in {column} repeat: its {lines} lines are read as {count} basket. A basket that is split over files "
            "is set aside; say “baskets: whole” or “baskets: parts”, or map a line column.",
            "Ids in {column} repeat: its {lines} lines are read as {count} baskets. A basket that is split over files "
            "is set aside; say “baskets: whole” or “baskets: parts”, or map a line column.",
            purchases,
            column=mapping.purchase,
            lines=lines,
        )
    ]


def _suspects(db: duckdb.DuckDBPyConnection, good: str) -> list[Message]:
    query = f"""select customer_id, n, n / total from (select customer_id, count(*) as n, sum(count(*)) over () as total
        from {good} g where customer_id is not null and row <= {_LOOKED_AT} group by 1) c
        where n >= {_SUSPECT_LINES} and n > {_SUSPECT_SHARE} * total order by n desc, customer_id limit 3"""
    return [
        message(
            "Customer {customer} has {lines} lines, {share} % of all. "
            "If the id stands for walk-ins, name it under walk_ins.",
            customer=str(customer),
            lines=int(n),
            share=round(100 * share, 1),
        )
        for customer, n, share in db.execute(query).fetchall()
    ]
