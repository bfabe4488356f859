"""What each customer was found to be worth on a day: the table ``customer_scores``.

Derived from the other tables and dated: scoring the same day again replaces that day's rows, another day adds its
own. A row says what was known by the end of its day. Further columns come additively.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.facts import log
from regulars.facts.bought import BOUGHT
from regulars.facts.contracts import INSTANT, MONEY, Column, Contract, Personal
from regulars.facts.database import connection, parquet, quoted
from regulars.facts.disk import room_needed
from regulars.facts.errors import ContractError
from regulars.facts.table import Table
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts.store import Facts

NAME = "customer_scores"


def _fact(name: str, kind: pa.DataType, meaning: object) -> Column:
    return Column(name, kind, meaning, Personal.FACT)  # type: ignore[arg-type]


SCORES = Contract(
    NAME,
    1,
    ("customer", "day"),
    (
        Column("customer", pa.int64(), message("Random key of the customer"), Personal.KEY, nullable=False),
        Column("day", pa.date32(), message("Last day that was counted"), nullable=False),
        Column("at", INSTANT, message("When it was computed (UTC)"), nullable=False),
        _fact("first_day", pa.date32(), message("Day of the first transaction; empty where there is none")),
        _fact("last_day", pa.date32(), message("Day of the last transaction")),
        _fact("recency_days", pa.int32(), message("Days since the last transaction")),
        _fact("purchases", pa.int32(), message("Days with a transaction, so far")),
        _fact("net", MONEY, message("Net amount so far, returns taken off")),
        _fact("net_again", MONEY, message("Net amount of the transactions after the first")),
        _fact("lines", pa.int64(), message("Purchase lines so far, returns among them")),
        Column("currency", pa.string(), message("Currency of all amounts of the row (ISO 4217)")),
        _fact("recency_score", pa.int32(), message("Recency from 1 to 5; 5 is best")),
        _fact("frequency_score", pa.int32(), message("Frequency from 1 to 5")),
        _fact("monetary_score", pa.int32(), message("Net amount from 1 to 5")),
        _fact("segment", pa.string(), message("One of the eight segments by the three scores")),
        Column("horizon_weeks", pa.int32(), message("How far the forecast looks ahead, in weeks")),
        Column("margin", pa.float64(), message("Contribution margin that the values count, a share of revenue")),
        Column("discount_rate", pa.float64(), message("Discount rate of the values, a year")),
        Column("range_level", pa.float64(), message("Probability that a predictive range holds, or more")),
        _fact("expected_purchases", pa.float64(), message("Expected transactions within the horizon")),
        _fact("purchases_low", pa.float64(), message("Lower limit of the predictive range of transactions")),
        _fact("purchases_high", pa.float64(), message("Upper limit of the predictive range of transactions")),
        _fact("chance_of_none", pa.float64(), message("Chance of no transaction within the horizon")),
        _fact("value", pa.float64(), message("Expected discounted margin within the horizon")),
        _fact("predicted_low", pa.float64(), message("Lower limit of the predictive range of the value")),
        _fact("predicted_high", pa.float64(), message("Upper limit of the predictive range of the value")),
        _fact("alive", pa.float64(), message("Probability of still being a customer; empty where it cannot be told")),
        _fact("alive_reason", pa.string(), message("Why the probability is empty: once, no-purchase or no-model")),
        Column("buying_model", pa.string(), message("Model of the purchases")),
        Column("spending_model", pa.string(), message("Model of the amounts; empty where there is no value")),
        _fact("value_tier", pa.string(), message("Tier by what is expected: premium, middle or low")),
        _fact("tier_unclear", pa.bool_(), message("Whether the customer’s own range reaches into another tier")),
        _fact("tier_could_be", pa.string(), message("The best tier that the customer’s own range reaches")),
        _fact("loyalty_type", pa.string(), message("Type of loyalty by the latest answers, or unknown")),
        _fact("type_chance", pa.float64(), message("Probability that the customer is on the sides that the type says")),
        _fact("type_clear", pa.bool_(), message("Whether the type is clear")),
        _fact("satisfaction", pa.float64(), message("Latest answer on satisfaction beside one on loyalty, 0 to 100")),
        _fact("loyalty", pa.float64(), message("The answer on loyalty in the same response, 0 to 100")),
        _fact("answered_day", pa.date32(), message("Day of that response")),
        _fact("answered_unit", pa.string(), message("Unit of that response")),
        _fact("loyalty_stage", pa.string(), message("Stage of loyalty, or inactive")),
        _fact("left_from", pa.string(), message("Of the inactive: the stage in which they fell silent")),
    ),
)


_BOUGHT = """
    select customer, lines, net, coalesce(purchases, 0) as days, first_day as first, last_day as last,
        coalesce(net_again, 0) as again, exists (select * from {table} where "day" > $day) as later
    from {table} where "day" = $day order by customer
"""


def scores_table(facts: Facts) -> Table:
    """The table; sorted by day first, so that one day's rows lie together."""
    return Table(facts.home / NAME, SCORES, sort=("day", "customer"))


def write_scores(
    facts: Facts,
    rows: pa.Table,
    *,
    latest: bool = False,
    known_only: bool = False,
    note: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Store the rows of one day in place of those that this day already has; returns how many.

    ``latest`` says that the day is the last one in the data: rows of later days came from an import that was taken
    back, and go. ``known_only`` leaves out whoever has no key any more: erased since the rows were read. ``note`` is
    kept in the same commit (``last_scorings``). Raises ``ContractError`` for rows of several days, without one, or
    with a customer twice.
    """
    day = _day_of(rows)
    table = scores_table(facts)
    with facts.writing(table), facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        if known_only:
            kept = np.sort(db.execute(f"select key from {facts.keys.relation()}").to_arrow_table()["key"].to_numpy())
            known = _among(rows["customer"].to_numpy(), kept)
            if not known.all():
                rows = rows.filter(pa.array(known))
            if not len(rows):
                return 0
        return _replace_day(table, rows, day, db, later=latest, note={**note, "day": day.isoformat()})


def last_scorings(facts: Facts) -> list[log.Record]:
    """The last record of each day that was scored, the latest record first; ``note`` is the one that was given."""
    found: dict[str, log.Record] = {}
    for record in reversed(log.records(scores_table(facts).path)):
        if "day" in record.note:
            found.setdefault(record.note["day"], record)
    return list(found.values())


def bought_before(facts: Facts, day: date) -> pa.Table | None:
    """What ``Facts.bought`` found on a day that was scored; None where the rows do not say it, or are not the last."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return None
    found = facts.ask(table, _BOUGHT, {"day": day})
    if not len(found) or found["lines"].null_count or pc.any(found["later"]).as_py():
        return None
    return found.select(BOUGHT.names).cast(BOUGHT)


def rows_of_day(facts: Facts, day: date, *, last: bool) -> pa.Table | None:
    """The rows of a day, by customer; None where there are none, or where it is not the ``last`` that it should be."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return None
    latest = facts.ask(table, 'select max("day") as latest from {table}', {})["latest"][0].as_py()
    found = facts.ask(table, 'select * from {table} where "day" = $day order by customer', {"day": day})
    return found if len(found) and (latest == day or not last) else None


def scored_days(facts: Facts) -> list[date]:
    """The days that have rows, the first of them first."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return []
    found: list[date] = facts.ask(table, 'select distinct "day" as day from {table} order by 1', {})["day"].to_pylist()
    return found


def differing(facts: Facts, before: date, day: date, columns: Sequence[str]) -> pa.Table:
    """Who had another value in one of these columns on a day than ``before``, or no row any more: the values before.

    With ``now_`` in front of their names, those of the day: empty where there is no row.
    """
    was = ", ".join(f'b."{name}", n."{name}" as "now_{name}"' for name in columns)
    moved = " or ".join(f'b."{name}" is distinct from n."{name}"' for name in columns)
    query = f"""
        with n as (select * from {{table}} where "day" = $day)
        select b.customer, {was} from {{table}} b left join n on b.customer = n.customer
        where b."day" = $before and ({moved}) order by b.customer
    """
    return facts.ask(scores_table(facts), query, {"before": before, "day": day})


def _replace_day(
    table: Table,
    rows: pa.Table,
    day: date,
    db: duckdb.DuckDBPyConnection,
    *,
    later: bool,
    note: Mapping[str, str],
) -> int:
    stale = f'"day" {">=" if later else "="} date {quoted(day.isoformat())}'
    now = table.snapshot()
    hit = []
    if now.files:
        source = parquet(now.files, "filename=true")
        query = f"select filename, count(*) from {source} where {stale} group by 1 order by 1"
        hit = db.execute(query).fetchall()
    added = []
    for file, count in hit:
        if count < _rows_of(file, db):
            added += table.write(db, f"select * from {table.read_file(file, db)} where not ({stale})")
    added += table.write_rows(_complete(rows))
    replaced = sum(count for _, count in hit)
    record = log.Record("replace" if hit else "append", rows=len(rows), replaced=replaced, note=note)
    table.commit(record, added, [file for file, _ in hit])
    return len(rows)


def _complete(rows: pa.Table) -> pa.Table:
    """All columns of the contract, by customer. One of a later contract that these rows do not have yet is empty."""
    if not _ascending(rows):
        rows = rows.sort_by("customer")
    held = set(rows.column_names)
    size = len(rows)
    return pa.table(
        {c.name: _as(rows[c.name], c.type) if c.name in held else pa.nulls(size, c.type) for c in SCORES.columns}
    )


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """Words that are told once and counted through are written as they are, and read as any others."""
    known = column.type
    return column if pa.types.is_dictionary(known) and known.value_type == kind else column.cast(kind)


def _ascending(rows: pa.Table) -> bool:
    keys = rows["customer"].to_numpy()
    return bool((keys[1:] > keys[:-1]).all())


def _among(keys: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each is one of the known ones, which ascend."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(known[place] == keys)


def _rows_of(file: str, db: duckdb.DuckDBPyConnection) -> int:
    row = db.execute(f"select count(*) from {parquet([file])}").fetchone()
    return int(row[0]) if row else 0


def _day_of(rows: pa.Table) -> date:
    days = rows["day"].unique().to_pylist() if "day" in rows.column_names else []
    if len(days) != 1 or days[0] is None:
        raise ContractError(
            message("Scores are stored one day at a time; these rows name {count} days.", count=len(days))
        )
    if rows["customer"].null_count or not (_ascending(rows) or len(rows["customer"].unique()) == len(rows)):
        raise ContractError(message("Each customer has one row of scores a day; these rows name some twice."))
    found: date = days[0]
    return found


def drop_unknown(facts: Facts, used: str, db: duckdb.DuckDBPyConnection) -> int:
    """Drop the scores of customers of whom no other table knows any more (``used``: a query with ``key``)."""
    table = scores_table(facts)
    now = table.snapshot()
    if not now.files:
        return 0
    query = f"select distinct s.customer from {table.read(now, db)} s anti join ({used}) u on s.customer = u.key"
    gone = {row[0] for row in db.execute(query).fetchall()}
    return sum(table.erase(db, gone).values()) if gone else 0


def only_sources(tables: list[Table]) -> list[Table]:
    """Without the tables that are derived from the others: their rows keep nobody's key alive."""
    return [table for table in tables if table.contract.name != NAME]


__all__ = [
    "NAME", "SCORES", "bought_before", "differing", "drop_unknown", "last_scorings", "only_sources", "rows_of_day",
    "scored_days", "scores_table", "write_scores",
]  # fmt: skip
