"""The index in the words of each database: put up by the migration, written to in batches, asked.

SQLite: a full-text table that keeps no text of its own. A row is put in by hand, in one statement for a batch (a
trigger for each row would write the index out each time, which takes seven times as long), and leaves by a trigger.
PostgreSQL: an inverted index over the pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from regulars.web.people.bulk import hold

_SQLITE = (
    """CREATE VIRTUAL TABLE search_pieces USING fts5(pieces, content='search_gram', content_rowid='customer_id',
    detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co'")""",
    """CREATE TRIGGER search_pieces_leave AFTER DELETE ON search_gram BEGIN
    INSERT INTO search_pieces (search_pieces, rowid, pieces) VALUES ('delete', OLD.customer_id, OLD.pieces); END""",
)
_POSTGRESQL = ("CREATE INDEX search_pieces ON search_gram USING gin (array_to_tsvector(string_to_array(pieces, ' ')))",)


def put_up(database: Any) -> None:
    """Make it."""
    _run(database, _SQLITE if database.vendor == "sqlite" else _POSTGRESQL)


def take_down(database: Any) -> None:
    """Remove it."""
    if database.vendor == "sqlite":
        _run(database, ("DROP TRIGGER IF EXISTS search_pieces_leave", "DROP TABLE IF EXISTS search_pieces"))
    else:
        _run(database, ("DROP INDEX IF EXISTS search_pieces",))


def write(rows: Sequence[tuple[int, str]]) -> None:
    """Customers with their pieces, in place of what stood there; in the transaction of the caller."""
    if not rows:
        return
    keys = ", ".join(str(int(key)) for key, _ in rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM search_gram WHERE customer_id IN ({keys})")  # noqa: S608 - whole numbers
        cursor.executemany("INSERT INTO search_gram (customer_id, pieces) VALUES (%s, %s)", rows)
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO search_pieces (rowid, pieces) "  # noqa: S608 - whole numbers
                f"SELECT customer_id, pieces FROM search_gram WHERE customer_id IN ({keys})"
            )


def fill(rows: Sequence[tuple[int, str, str]]) -> int:
    """Customers (key, words, pieces) who are in the index not yet; says how many were put in.

    Whoever was put in, changed or erased since their words were read is left as they are. The rows are held beside the
    index first: on SQLite nobody else can write while the transaction lasts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        hold(cursor, "search_held", rows)
        with transaction.atomic():
            count = _fill_sqlite(cursor) if connection.vendor == "sqlite" else _fill_postgresql(cursor, rows)
            cursor.execute("DELETE FROM search_held")
    return count


def filled() -> None:
    """After the last of many: what PostgreSQL has put off is done, or whoever saves next would have to do it.

    Where the tables belong to another role, it is done at the next cleaning of the database.
    """
    if connection.vendor == "postgresql":
        owned = "oid = 'search_pieces'::regclass AND pg_has_role(relowner, 'USAGE')"
        _run(connection, (f"SELECT gin_clean_pending_list(oid) FROM pg_class WHERE {owned}",))  # noqa: S608 - ours


def _fill_sqlite(cursor: Any) -> int:
    cursor.execute(
        """DELETE FROM search_held WHERE NOT EXISTS (
        SELECT 1 FROM people_customer c WHERE c.id = search_held.customer_id AND c.words = search_held.words)
        OR EXISTS (SELECT 1 FROM search_gram g WHERE g.customer_id = search_held.customer_id)"""
    )
    cursor.execute("INSERT INTO search_gram (customer_id, pieces) SELECT customer_id, pieces FROM search_held")
    count = int(cursor.rowcount)
    cursor.execute("INSERT INTO search_pieces (rowid, pieces) SELECT customer_id, pieces FROM search_held")
    return count


def _fill_postgresql(cursor: Any, rows: Sequence[tuple[int, str, str]]) -> int:
    # Between these keys only, or each turn would read all customers; written to the index in large parts.
    keys = [key for key, *_ in rows] or [0]
    cursor.execute(f"SET LOCAL gin_pending_list_limit = {_PUT_OFF}; SET LOCAL work_mem = {2 * _PUT_OFF}")
    cursor.execute(
        """INSERT INTO search_gram (customer_id, pieces) SELECT h.customer_id, h.pieces FROM search_held h
        JOIN people_customer c ON c.id = h.customer_id AND c.words = h.words
        WHERE c.id BETWEEN %s AND %s ORDER BY 1 ON CONFLICT DO NOTHING""",
        [min(keys), max(keys)],
    )
    return int(cursor.rowcount)


_HELD = "CREATE TEMPORARY TABLE IF NOT EXISTS search_held (customer_id bigint, words text, pieces text)"
_PUT_OFF = 64 * 1024  # KB that PostgreSQL gathers before it writes them into the index


def having(pieces: Iterable[tuple[str, bool]], *, among: str, values: Sequence[Any], most: int) -> list[int]:
    """Customers that have all these pieces; ``among``: a condition on ``customer_id``, empty for all."""
    sqlite = connection.vendor == "sqlite"
    asked = (_fts if sqlite else _tsquery)(pieces)
    source = (
        "SELECT rowid AS customer_id FROM search_pieces WHERE search_pieces MATCH %s"
        if sqlite
        else "SELECT customer_id FROM search_gram "
        "WHERE array_to_tsvector(string_to_array(pieces, ' ')) @@ CAST(%s AS tsquery)"
    )
    sql = f"SELECT customer_id FROM ({source}) found {f'WHERE {among}' if among else ''} LIMIT {int(most)}"  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *values])
        return [row[0] for row in cursor.fetchall()]


def forget_the_gone() -> None:
    """Pieces of whoever was erased still lie in the blocks of the full-text table until these are written anew."""
    if connection.vendor == "sqlite":
        _run(connection, ("INSERT INTO search_pieces (search_pieces) VALUES ('optimize')",))


def _fts(pieces: Iterable[tuple[str, bool]]) -> str:
    # Pieces are letters and digits, see ``grams.folded``: there is nothing in them to quote.
    return " AND ".join(f'"{piece}"{"*" if goes_on else ""}' for piece, goes_on in pieces)


def _tsquery(pieces: Iterable[tuple[str, bool]]) -> str:
    return " & ".join(f"'{piece}'{':*' if goes_on else ''}" for piece, goes_on in pieces)


def _run(database: Any, statements: Iterable[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
