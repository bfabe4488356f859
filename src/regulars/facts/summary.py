"""What the models of buying need to know of each customer: one Ibis expression, whatever the engine.

The grain is the customer-day: all lines of a customer on one business day are summed. A customer-day is a
transaction when its net is positive, or zero without a negative line (free goods count; a sale that is returned
on the same day does not). Anonymous lines never count. ``first`` is the day of the first transaction, recency the
time from it to the last one, T the time from it to ``until``, both in periods and not rounded; ``frequency`` counts
the transactions after the first, ``monetary`` is their mean net (0 where there are none).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa

from regulars.facts.database import quoted
from regulars.facts.periods import day_of, days_of

SLICE_ROWS = 500_000  # the groups of a slice of this size stay near the processor; twice as many cost a third more
_LINES = "summary_lines"
_KEYS = 2**63


def transactions(lines: Any) -> Any:
    """The customer-days of ``lines`` (an Ibis table with customer, day, amount; none of them empty) that count."""
    from ibis import _

    per_day = lines.group_by("customer", "day").agg(net=_.amount.sum(), lowest=_.amount.min())
    return per_day.filter((_.net > 0) | ((_.net == 0) & (_.lowest >= 0)))


def summary_expression(lines: Any, until: Any, period_days: float) -> Any:
    """The summary of the same lines."""
    import ibis
    from ibis import _

    person = (
        transactions(lines)
        .group_by("customer")
        .agg(days=_.count(), first=_.day.min(), last=_.day.max(), total=_.net.sum(), start=_.net.argmin(_.day))
    )
    repeat = (person.total - person.start).cast("float64")
    return person.select(
        "customer",
        frequency=person.days - 1,
        recency=person["last"].delta(person["first"], unit="day") / period_days,
        T=until.delta(person["first"], unit="day") / period_days,
        monetary=ibis.ifelse(person.days > 1, repeat / (person.days - 1), 0.0),
        first=person["first"],
    )


def summarise(
    db: duckdb.DuckDBPyConnection, lines: str, *, period: str, until: date, key: str, slices: int = 1
) -> pa.Table:
    """Run the expression over a relation with customer, day and amount, in slices of the customers' random keys.

    A slice holds all lines of its customers; one file or one row group would cut a customer in two.
    """
    query = _compiled(key, period, until)
    parts = []
    for low, high in edges(slices):
        between = f"customer >= {low} and customer < {high}" if slices > 1 else "customer is not null"
        db.execute(
            f"create or replace temp view {_LINES} as select customer, day, amount from {lines} "
            f"where {between} and day <= date {quoted(until.isoformat())} and amount is not null"
        )
        parts.append(db.execute(query).to_arrow_table())
    return pa.concat_tables(parts)


def list_transactions(db: duckdb.DuckDBPyConnection, lines: str, *, slices: int = 1) -> pa.Table:
    """customer, day: the customer-days that count, by customer and day. The same rule as ``transactions``, without
    Ibis, for pages; in slices, whose random keys ascend.
    """
    parts = []
    for low, high in edges(slices):
        between = f"customer >= {low} and customer < {high}" if slices > 1 else "customer is not null"
        query = (
            f'select customer, "day" from {lines} where {between} and amount is not null group by customer, "day" '
            'having sum(amount) > 0 or (sum(amount) = 0 and min(amount) >= 0) order by customer, "day"'
        )
        parts.append(db.execute(query).to_arrow_table())
    return pa.concat_tables(parts)


def summarise_purchases(table: pa.Table, period: str = "week", until: date | str | None = None) -> pa.Table:
    """The same of any Arrow table with the columns customer (of any type), day and amount.

    ``until`` is the last day included; without it, the last day of the table.
    """
    days_of(period)
    last = day_of(until)
    with duckdb.connect(config={"preserve_insertion_order": False}) as db:
        db.register("given", table.select(["customer", "day", "amount"]))
        columns = {row[0]: row[1] for row in db.execute("describe given").fetchall()}
        lines = '(select customer, cast("day" as date) as "day", cast(amount as decimal(18,4)) as amount from given)'
        if last is None:
            row = db.execute(f'select max("day") from {lines}').fetchone()
            last = row[0] if row else None
        text = columns["customer"] == "VARCHAR"
        lines = (
            lines
            if text or columns["customer"] == "BIGINT"
            else f"(select cast(customer as varchar) as customer, day, amount from {lines})"
        )
        key = "int64" if columns["customer"] == "BIGINT" else "string"
        return summarise(db, lines, period=period, until=last or date.min, key=key)


@lru_cache(maxsize=64)
def _compiled(key: str, period: str, until: date) -> str:
    """Ibis takes longer to write the query than DuckDB to run it on small tables; write it once."""
    import ibis

    lines = ibis.table({"customer": key, "day": "date", "amount": "decimal(18, 4)"}, name=_LINES)
    expression = summary_expression(lines, ibis.literal(until), days_of(period))
    return str(ibis.to_sql(expression, dialect="duckdb"))


def edges(slices: int) -> list[tuple[int, int]]:
    """The limits of so many slices of the keys."""
    # The keys are random, so slices of equal width hold equal shares.
    marks = [_KEYS * i // slices for i in range(slices)] + [_KEYS - 1]
    return list(pairwise(marks))
