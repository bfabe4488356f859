"""Writing very many rows beside people who write one: in turns that are short, whatever the machine is doing.

SQLite has one writer at a time; who sends an answer meanwhile waits for the end of a turn. Larger turns cost less for
each row, so they grow as long as they stay short.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models, transaction

Part, Ready = TypeVar("Part"), TypeVar("Ready")
LEAST, FIRST, MOST = 2_000, 5_000, 25_000
SECONDS = 0.8  # that a turn may take
# A writer who waits asks again after a tenth of a second at most: so long the door must stand open.
PAUSE = 0.11
CACHE = 256 * 1024  # KB
PLAIN = (str, int, float)  # days, instants and decimals go as text, which both databases read


@dataclass
class Turns:
    """``rows``: how many the next turn takes; ``seconds``: how long it may take."""

    rows: int = FIRST
    polite: bool = True
    seconds: float = SECONDS

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One; what is prepared for the next one belongs between them."""
        began = time.monotonic()
        yield
        if self.polite:
            change = max(0.25, min(2.0, self.seconds / max(time.monotonic() - began, 0.001)))
            self.rows = max(LEAST, min(MOST, int(self.rows * change)))
            time.sleep(PAUSE)


@contextmanager
def bulk(*, rows: int = FIRST, seconds: float = SECONDS) -> Iterator[Turns]:
    """The connection made fit for many rows. On SQLite the indexes then stay in memory, which halves the time.

    On PostgreSQL nobody waits for a turn, and where a transaction stands already nobody could come between.
    """
    sqlite = connection.vendor == "sqlite"
    polite = sqlite and not connection.in_atomic_block
    if sqlite:
        with connection.cursor() as cursor:
            before = cursor.execute("PRAGMA cache_size").fetchone()[0]
            cursor.execute(f"PRAGMA cache_size = -{CACHE}")
    try:
        yield Turns(rows if polite else MOST, polite, seconds)
    finally:
        if sqlite:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA cache_size = {before}")
                cursor.execute("PRAGMA shrink_memory")


def hold(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows into a temporary table of this connection, in place of what it held.

    On SQLite in one transaction, or each row would be one of its own, which takes five times as long. One that begins
    like this locks nobody out as long as it writes to temporary tables alone.
    """
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {table}")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    alone = not connection.in_atomic_block
    if alone:
        cursor.execute("BEGIN DEFERRED")
    try:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
        if rows:
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)  # noqa: S608 - ours
    except BaseException:
        if alone:
            cursor.execute("ROLLBACK")
        raise
    if alone:
        cursor.execute("COMMIT")


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> None:
    """Rows into a table in one transaction. A hundred thousand objects of the ORM would take half a minute."""
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    sql = f"insert into {quote(model._meta.db_table)} ({names}) values ({places}) {conflict}"  # noqa: S608  our names
    plain = [[value if value is None or isinstance(value, PLAIN) else str(value) for value in row] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, plain)


def one_ahead(prepare: Callable[[Part], Ready], parts: Iterable[Part]) -> Iterator[Ready]:
    """Each part prepared while the one before it is being written; ``prepare`` must not ask the database."""
    with ThreadPoolExecutor(1) as beside:
        before: Future[Ready] | None = None
        for part in parts:
            following = beside.submit(prepare, part)
            if before is not None:
                yield before.result()
            before = following
        if before is not None:
            yield before.result()
