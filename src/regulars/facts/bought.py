"""What each customer has bought in all, in one pass: what scoring begins with, kept from one day to the next.

The customer-day and the transaction are those of ``summary.py``. A day later only the customers of whom a line came in
are counted again, from all their lines: what is kept of the others is what a pass over everything would find.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from regulars.facts import log
from regulars.facts.database import parquet, quoted
from regulars.facts.summary import SLICE_ROWS, edges

if TYPE_CHECKING:
    from regulars.facts.store import Facts

# One row for each customer with a line, by customer. ``days`` counts the transactions, from the ``first`` to the
# ``last``; ``again`` is the net of all but the first. Without a transaction these are 0 and empty.
BOUGHT = pa.schema(
    {
        "customer": pa.int64(),
        "lines": pa.int64(),
        "net": pa.decimal128(38, 4),
        "days": pa.int64(),
        "first": pa.date32(),
        "last": pa.date32(),
        "again": pa.decimal128(38, 4),
    }
)
_QUERY = """
    select customer, sum(lines)::bigint as lines, sum(net) as net, count(*) filter (counts) as days,
        min("day") filter (counts) as first, max("day") filter (counts) as last,
        coalesce(sum(net) filter (counts) - arg_min(net, "day") filter (counts), 0) as again
    from (
        select customer, "day", count(*) as lines, sum(amount) as net,
            sum(amount) > 0 or (sum(amount) = 0 and min(amount) >= 0) as counts
        from {lines} where {between} group by customer, "day")
    group by customer order by customer
"""
_KEEPS_ROWS = frozenset({"compact", "columns"})
_BRINGS_ROWS = frozenset({"import", "append"})


@dataclass(frozen=True)
class Counted:
    """Which purchases were counted: all lines of this version of the table, by the column that may be summed."""

    version: int
    at: str  # of the commit; after a restored backup another one has the same number
    amount: str
    currency: str | None
    rates: str = ""

    def written(self) -> str:
        """For a note."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Counted | None:
        """What was written; None where it cannot be read."""
        try:
            return cls(**json.loads(text))
        except (TypeError, ValueError):
            return None


def count_bought(db: duckdb.DuckDBPyConnection, lines: str, rows: int) -> pa.Table:
    """``BOUGHT`` of a relation with customer, day and amount, of about so many rows."""
    parts = []
    slices = max(1, rows // SLICE_ROWS)
    for low, high in edges(slices):
        between = f"customer >= {low} and customer < {high}" if slices > 1 else "customer is not null"
        found = db.execute(_QUERY.format(lines=lines, between=between)).to_arrow_table()
        parts.append(found.select(BOUGHT.names).cast(BOUGHT))
    return pa.concat_tables(parts)


def count_again(db: duckdb.DuckDBPyConnection, lines: str, rows: int, before: pa.Table, fresh: list[Path]) -> pa.Table:
    """``BOUGHT`` of a relation: from ``before`` for everybody of whom no line is in the ``fresh`` files."""
    if not fresh:
        return before
    touched = f"select distinct customer from {parquet(fresh)} where customer is not null"
    keys = db.execute(touched).to_arrow_table()["customer"].combine_chunks()
    if 2 * len(keys) > len(before):  # to count everybody costs less
        return count_bought(db, lines, rows)
    db.register("touched", pa.table({"customer": keys}))
    share = round(rows * len(keys) / max(1, len(before)))
    anew = count_bought(db, f"(select * from {lines} semi join touched using (customer))", share)
    kept = before.filter(pc.invert(pc.is_in(before["customer"], keys)))
    return pa.concat_tables([kept, anew]).sort_by("customer")


def state_of(facts: Facts, amount: str, currency: str | None) -> Counted:
    """The purchases as they stand, to be asked before they are counted: what comes in meanwhile is counted twice."""
    version = facts.purchases_table.snapshot().version
    return Counted(version, _records(facts).get(version, ""), amount, currency, facts.rates_mark)


def files_since(facts: Facts, then: Counted) -> list[Path] | None:
    """The files of the lines that came since; None where lines also went or changed, or where nobody can tell."""
    path = facts.purchases_table.path
    now = facts.purchases_table.snapshot().version
    known = _records(facts)
    if then.version < 0 or then.version > now or known.get(then.version) != then.at or not then.at:
        return None
    found: list[Path] = []
    for version in range(then.version + 1, now + 1):
        commit = log.log_of(path) / f"{version:020d}.json"
        if not commit.exists():
            return None
        actions: list[dict[str, Any]] = [json.loads(line) for line in log.lines_of(commit)]
        done = next((one["commitInfo"].get(log.RECORD, {}).get("action") for one in actions if "commitInfo" in one), "")
        if done in _KEEPS_ROWS:
            continue
        if done not in _BRINGS_ROWS or any("remove" in one for one in actions):
            return None
        found += [path / one["add"]["path"] for one in actions if "add" in one]
    return found if all(file.exists() for file in found) else None


def _records(facts: Facts) -> dict[int, str]:
    return {record.version: record.at for record in log.records(facts.purchases_table.path)}


def lines_until(view: str, amount: str, last: date | None) -> str:
    """Customer, day and the amount that may be summed, up to a day."""
    until = "" if last is None else f" where day <= date {quoted(last.isoformat())}"
    return f"(select customer, day, {amount} as amount from {view}{until})"
