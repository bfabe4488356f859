"""The database at one moment: SQLite by its own backup, PostgreSQL by ``pg_dump`` under a snapshot.

``frozen()`` fixes the moment at once and cheaply; ``save`` then takes its time, while others go on writing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connections

from regulars.facts.archive import Progress
from regulars.facts.saving import DATABASE, DUMP
from regulars.language import message
from regulars.web.server.backups.errors import BackupError

NAMES = {"sqlite": DATABASE, "postgresql": DUMP}
_PAGES = 2_000  # copied at one go
_ISOLATED = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Frozen(Protocol):
    """A database at one moment."""

    def save(self, target: Path, progress: Progress | None = None) -> None:
        """Write what it holds at that moment."""

    def migrations(self) -> tuple[str, ...]:
        """The steps that it has."""


def vendor() -> str:
    """``sqlite`` or ``postgresql``."""
    return str(connections[DEFAULT_DB_ALIAS].vendor)


def frozen() -> Any:
    """A context: from its begin on, what others write is not seen."""
    return _sqlite() if vendor() == "sqlite" else _postgresql()


@contextmanager
def _sqlite() -> Iterator[Frozen]:
    name = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"file:{quote(name)}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=20)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is that of the first reading
        yield _Sqlite(source)


class _Sqlite:
    def __init__(self, source: sqlite3.Connection) -> None:
        self._source = source

    def save(self, target: Path, progress: Progress | None = None) -> None:
        words = message("Copying the database")

        def tell(_status: int, remaining: int, total: int) -> None:
            if progress:
                progress(words, total - remaining, total)

        with closing(sqlite3.connect(target)) as copy:
            self._source.backup(copy, pages=_PAGES, progress=tell)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it

    def migrations(self) -> tuple[str, ...]:
        return _steps(lambda query: self._source.execute(query).fetchall())


@contextmanager
def _postgresql() -> Iterator[Frozen]:
    program("pg_dump")
    connection: Any = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ISOLATED)
            cursor.execute("SELECT pg_export_snapshot()")
            yield _Postgresql(cursor, cursor.fetchone()[0])
    finally:
        connection.close()


class _Postgresql:
    def __init__(self, cursor: Any, snapshot: str) -> None:
        self._cursor, self._snapshot = cursor, snapshot

    def save(self, target: Path, progress: Progress | None = None) -> None:
        if progress:
            progress(message("Copying the database"), 0, None)
        run("pg_dump", "--format=custom", f"--snapshot={self._snapshot}", f"--file={target}")

    def migrations(self) -> tuple[str, ...]:
        def rows(query: str) -> list[Any]:
            self._cursor.execute(query)
            return list(self._cursor.fetchall())

        return _steps(rows)


def _steps(rows: Callable[[str], list[Any]]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in rows("SELECT app, name FROM django_migrations ORDER BY app, name"))


def load_postgresql(dump: Path) -> None:
    """A dump into the empty database, all of it or nothing."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        if connections[DEFAULT_DB_ALIAS].introspection.table_names(cursor):
            raise BackupError(
                message(
                    "The database that REGULARS_DATABASE names is not empty. Nothing was restored. Make an empty "
                    "one, and name that."
                )
            )
    run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname", "", dump)


def program(name: str) -> str:
    """A program of PostgreSQL, or a sentence that says what is missing."""
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            message(
                "{program} is not installed here, and a database of PostgreSQL is saved and restored with it. Install "
                "PostgreSQL’s client programs (package postgresql-client), of the server’s version or later.",
                program=name,
            )
        )
    return found


def run(name: str, *arguments: object) -> None:
    """Run it on our database. The password goes by the environment, where no list of processes shows it."""
    set_to = connections[DEFAULT_DB_ALIAS].settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(set_to[key]) for name, key in named.items() if set_to.get(key)}
    words = [given["PGDATABASE"] if one == "" else str(one) for one in arguments]
    done = subprocess.run([program(name), *words], env=os.environ | given, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or str(done.returncode)).splitlines()
        raise BackupError(message("{program} stopped: {reason}", program=name, reason=said[0]))
