"""Rows on their way into the list: held beside it, then let in by whole statements.

A statement for each row costs the database three times as much as one for all of them. The tables are those of the
connection alone; they are filled before the transaction begins and emptied with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from regulars.web.people.bulk import hold as hold_rows
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit
from regulars.web.people.projection.columns import EMPTY

_HELD = ("number", "public_id", "key", "words", "name", "kind", "email", "phone", "language", "unit_id")
_COLUMNS = ", ".join(_HELD)
_TABLE = """CREATE TEMPORARY TABLE IF NOT EXISTS people_arriving (number text, public_id text, key bigint, words text,
name text, kind text, email text, phone text, language text, unit_id bigint)"""
_CUSTOMERS, _SCORES, _PLACES = (one._meta.db_table for one in (Customer, CustomerScore, CustomerUnit))
_NEW = f"""INSERT INTO {_CUSTOMERS} ({_COLUMNS}, added, changed) SELECT {_COLUMNS}, {{now}}, {{now}}
FROM people_arriving WHERE NOT EXISTS (SELECT 1 FROM {_CUSTOMERS} c WHERE c.number = people_arriving.number)
ON CONFLICT (number) DO NOTHING"""
# The list reads a row of scores for everybody, and who belongs to a unit is known there. Whoever comes with this very
# statement has neither yet: looking for them first takes PostgreSQL a tenth longer.
_SCORE = f"""INSERT INTO {_SCORES} (customer_id, {", ".join(EMPTY)})
SELECT id{", ''" * len(EMPTY)} FROM {{source}}"""
_PLACE = f"""INSERT INTO {_PLACES} (customer_id, unit_id)
SELECT id, unit_id FROM {{source}} AND unit_id IS NOT NULL"""


def hold(rows: Sequence[tuple[Any, ...]]) -> None:
    """Keep these until they are let in."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        hold_rows(cursor, "people_arriving", rows)


def known(columns: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Those of them who are in the list, as they stand there; none of them goes before the transaction ends."""
    names = ", ".join(f"c.{'id' if one == 'pk' else one}" for one in columns)
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE OF c"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.number, {names} FROM people_arriving a JOIN {_CUSTOMERS} c ON c.number = a.number{lock}"
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


def settle() -> int:
    """Let the others in, each with a row of scores, and where they belong; says how many."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        count = _on_sqlite(cursor, now) if connection.vendor == "sqlite" else _on_postgresql(cursor, now)
        cursor.execute("DELETE FROM people_arriving")
    return count


def at_home(pairs: Sequence[tuple[int, int]]) -> None:
    """Customers and the units that they belong to now."""
    if pairs:
        write_rows(CustomerUnit, ("customer_id", "unit_id"), pairs, "ON CONFLICT DO NOTHING")


def _on_sqlite(cursor: Any, now: Any) -> int:
    # Nobody else writes meanwhile: whoever comes behind the last is new.
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {_CUSTOMERS}")
    last = cursor.fetchone()[0]
    cursor.execute(_NEW.format(now="%s"), [now, now])
    count = cursor.rowcount
    source = f"{_CUSTOMERS} WHERE id > %s"
    cursor.execute(_SCORE.format(source=source), [last])
    cursor.execute(_PLACE.format(source=source), [last])
    return int(count)


def _on_postgresql(cursor: Any, now: Any) -> int:
    cursor.execute(
        f"""WITH fresh AS ({_NEW.format(now="%s")} RETURNING id, unit_id),
        scored AS ({_SCORE.format(source="fresh")}), placed AS ({_PLACE.format(source="fresh WHERE true")})
        SELECT count(*) FROM fresh""",
        [now, now],
    )
    return int(cursor.fetchone()[0])
