"""A query to another database: read only, for so long, so many rows, and nothing but a query."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any
from urllib.parse import quote

from regulars.language import message
from regulars.web.imports.feeds import inbox
from regulars.web.imports.feeds.errors import FeedError
from regulars.web.imports.feeds.models import Feed, Source
from regulars.web.messages.sealing import opened

_PART = 2_000
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}


def checked(query: str) -> str:
    """The query without its last semicolon. Raises ``FeedError`` for what is none, or several.

    >>> checked(" select 1; ")
    'select 1'
    """
    found = query.strip().rstrip(";").strip()
    if not found.lower().startswith(("select", "with")):
        raise FeedError(message("A query begins with SELECT or WITH."))
    if ";" in found:
        raise FeedError(message("Write one query without semicolons; where a text has one, write chr(59)."))
    return found


def fetch(feed: Feed, target: Path) -> int:
    """The rows of the query as a file; says how many. Raises ``FeedError`` with what the database says."""
    end = time.monotonic() + feed.seconds
    with _cursor(feed, end) as (names, parts), target.open("x", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(names)
        count = 0
        for rows in parts:
            count += len(rows)
            if count > feed.most_rows:
                raise FeedError(
                    message("The query gives more than {limit} rows. Narrow it, or raise the limit.",
                        limit=feed.most_rows)
                )  # fmt: skip
            if time.monotonic() > end:
                raise _too_long(feed)
            for row in rows:
                write([_plain(value) for value in row])
    target.chmod(0o600)
    return count


@contextmanager
def _cursor(feed: Feed, end: float) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
    with {Source.POSTGRESQL: _postgresql, Source.SQLITE: _sqlite}[Source(feed.source)](feed, end) as found:
        yield found


@contextmanager
def _postgresql(feed: Feed, end: float) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
    """In a transaction that reads only; a cursor of the server takes queries and nothing else."""
    import psycopg

    told, limit = feed.database, int(feed.seconds * 1000)
    try:
        with psycopg.connect(
            host=told["host"],
            port=told.get("port") or 5432,
            dbname=told["database"],
            user=told["user"],
            password=opened(feed.secret),
            connect_timeout=min(10, feed.seconds),
            application_name="regulars",
            options=f"-c default_transaction_read_only=on -c statement_timeout={limit}",
        ) as connected:
            connected.read_only = True
            with connected.cursor(name="regulars_feed") as cursor:
                cursor.itersize = _PART
                cursor.execute(checked(feed.query))
                yield [one.name for one in cursor.description or ()], _parts(cursor.fetchmany)
            connected.rollback()
    except psycopg.errors.QueryCanceled as error:
        raise _too_long(feed) from error
    except psycopg.Error as error:
        raise _said(error) from error


@contextmanager
def _sqlite(feed: Feed, end: float) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
    """A file of the watched folder, opened for reading; nothing else may be attached to it."""
    file = inbox.inside(feed.database.get("file", ""))
    late = False

    def watch() -> bool:
        nonlocal late
        late = time.monotonic() > end
        return late

    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connected:
            connected.set_authorizer(_only_reading)
            connected.set_progress_handler(watch, 10_000)
            cursor = connected.execute(checked(feed.query))
            yield [one[0] for one in cursor.description or ()], _parts(cursor.fetchmany)
    except sqlite3.Error as error:
        raise (_too_long(feed) if late else _said(error)) from error


def _only_reading(action: int, first: str | None, second: str | None, *_: Any) -> int:
    allowed = action in _READS and second != "load_extension"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _parts(more: Callable[[int], list[Any]]) -> Iterator[list[Any]]:
    while rows := more(_PART):
        yield rows


def _too_long(feed: Feed) -> FeedError:
    return FeedError(
        message("The query took longer than {seconds} seconds and was stopped. Narrow it, or raise the limit.",
            seconds=feed.seconds)
    )  # fmt: skip


def _said(error: Exception) -> FeedError:
    """What the database says, in one line; it never says the password."""
    problem = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
    return FeedError(message("The database answers: {problem}", problem=problem))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | clock):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return "" if value is None else value
