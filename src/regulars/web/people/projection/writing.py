"""Rows into the list in short turns: held beside it, then let in by one statement.

The order matters on SQLite. What changes every night stands in indexes by value: neighbours by value write the same
pages of them, and others would write nearly a page for each entry.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from numpy.typing import NDArray

from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import bulk, hold
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.projection.columns import COLUMNS, NIGHTLY
from regulars.web.people.projection.comparing import Change
from regulars.web.people.projection.resting import resting

SECONDS = 0.25  # that a turn may take
MANY = 100_000  # from so many on it is worth while to build indexes anew
_CUSTOMERS, _SCORES = Customer._meta.db_table, CustomerScore._meta.db_table


def write(people: NDArray[np.int64], table: pa.Table, found: NDArray[np.int8], progress: Progress) -> int:
    """What has changed; says how many rows."""
    total = int(np.count_nonzero(found))
    fresh = found >= Change.BLANK
    filling = int(np.count_nonzero(fresh)) >= max(MANY, len(people) // 2)
    with bulk(seconds=SECONDS) as turns, resting(CustomerScore, progress, wanted=filling and turns.polite):
        done = 0
        for kind, columns in ((Change.NEW, COLUMNS), (Change.BLANK, COLUMNS), (Change.MORE, COLUMNS),
                              (Change.NIGHTLY, NIGHTLY)):  # fmt: skip
            places = np.flatnonzero(found == kind)
            if not filling:
                places = places[np.argsort(_value(table)[places], kind="stable")]
            first = 0
            while first < len(places):
                some = places[first : first + turns.rows]
                _hold(people[some], table.select(columns).take(pa.array(some)))
                with turns.turn(), transaction.atomic():
                    _let_in(columns, fresh=kind == Change.NEW)
                first, done = first + len(some), done + len(some)
                progress(message("Writing scores"), done, total)
    with connection.cursor() as cursor:
        for columns in (COLUMNS, NIGHTLY):
            cursor.execute(f"DROP TABLE IF EXISTS {_held(columns)}")
    return total


def _value(table: pa.Table) -> NDArray[np.float64]:
    found: NDArray[np.float64] = table["value"].cast(pa.float64()).fill_null(0.0).to_numpy()
    return found


def _hold(people: NDArray[np.int64], rows: pa.Table) -> None:
    name, quote = _held(rows.column_names), connection.ops.quote_name
    kinds = {field.column: field.db_type(connection) for field in CustomerScore._meta.local_concrete_fields}
    columns = ", ".join(f"{quote(one)} {kinds[one]}" for one in ("customer_id", *rows.column_names))
    values = (one.to_pylist() for one in rows.columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns})")
        hold(cursor, name, list(zip(people.tolist(), *values, strict=True)))


def _held(columns: Sequence[str]) -> str:
    return f"people_scored_{len(columns)}"


def _let_in(columns: Sequence[str], *, fresh: bool) -> None:
    """Whoever was erased since they were read does not come back."""
    name, quote = _held(columns), connection.ops.quote_name
    names = [quote(one) for one in columns]
    with connection.cursor() as cursor:
        if connection.features.has_select_for_update:
            cursor.execute(
                f"SELECT 1 FROM {_CUSTOMERS} c JOIN {name} h ON c.id = h.customer_id "  # noqa: S608 - ours
                "ORDER BY c.id FOR NO KEY UPDATE OF c"
            )
        cursor.execute(_insert(name, names) if fresh else _update(name, names))


def _insert(held: str, names: Sequence[str]) -> str:
    listed, now = ", ".join(names), ", ".join(f"{one} = excluded.{one}" for one in names)
    return (
        f"INSERT INTO {_SCORES} (customer_id, {listed}) SELECT customer_id, {listed} FROM {held} "  # noqa: S608 - ours
        f"WHERE EXISTS (SELECT 1 FROM {_CUSTOMERS} c WHERE c.id = {held}.customer_id) "
        f"ON CONFLICT (customer_id) DO UPDATE SET {now}"
    )


def _update(held: str, names: Sequence[str]) -> str:
    now = ", ".join(f"{one} = {held}.{one}" for one in names)
    return f"UPDATE {_SCORES} SET {now} FROM {held} WHERE {held}.customer_id = {_SCORES}.customer_id"  # noqa: S608
