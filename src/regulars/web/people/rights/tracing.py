"""A search through every table, every fact and every file for somebody: after an erasure it has to find nothing.

Nothing is taken on trust: tables and columns are asked of the database itself, so that those of libraries count too,
and files are read as they lie on the disk, also those that the facts no longer refer to. A customer who stood in the
free pages of SQLite's own file would be found there.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import connection

from regulars.facts.database import parquet
from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.rights.crowd import Crowd
from regulars.web.people.rights.files import in_file
from regulars.web.people.rights.tables import in_table, rows_in, tables
from regulars.web.people.rights.words import Words

MOST = 1_000  # values of one column that are looked at closely, for each person
_OPENED = 60.0  # seconds that somebody who reads may keep SQLite's log from being emptied


@dataclass(frozen=True)
class Trace:
    """``where``: table and column, file of facts, or file; as it is named below the home folder."""

    kind: str  # table, fact or file
    where: str
    count: int


@dataclass(frozen=True)
class Traces:
    """What is left, and how much was looked through. ``sealed``: files that nobody can search, such as pictures."""

    found: tuple[Trace, ...]
    tables: int
    rows: int
    facts: int
    files: int
    size: int
    sealed: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is left."""
        return not self.found


@dataclass
class _Seen:
    """Counted while it goes on. ``found`` and ``rough``, in tables what may have been somebody: of each person."""

    found: list[list[Trace]]
    rough: Counter[int] = field(default_factory=Counter)
    n: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, where: str, counts: Counter[int]) -> None:
        """Something is left of these people."""
        for person, count in counts.items():
            if count:
                self.found[person].append(Trace(kind, where, count))


def traces(words: Words) -> Traces:
    """Everything that still names this person."""
    return traces_of_each(Crowd([words]))[0]


def traces_of_each(crowd: Crowd, progress: Progress | None = None) -> list[Traces]:
    """The same of many, in one search."""
    seen, tell = _Seen([[] for _ in crowd.people]), progress or _nobody
    tell(message("Searching all tables"))
    for table, columns in tables():
        seen.n["tables"] += 1
        seen.n["rows"] += rows_in(table)
        for name, counts in in_table(table, columns, crowd, seen.rough).items():
            seen.note("table", f"{table}.{name}", counts)
    tell(message("Searching all facts"))
    with duckdb.connect() as db:
        for path in sorted(settings.HOME.rglob("*.parquet")):
            seen.n["facts"] += 1
            _in_parquet(db, path, crowd, seen)
    tell(message("Searching all files"))
    for path in sorted(settings.HOME.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".parquet":
            _in_file(path, crowd, seen)
    n = seen.n
    counted = (n["tables"], n["rows"], n["facts"], n["files"], n["size"], n["sealed"])
    return [Traces(tuple(found), *counted) for found in seen.found]


def _nobody(*_: Any) -> None:
    """Nobody watches."""


def _in_parquet(db: duckdb.DuckDBPyConnection, path: Path, crowd: Crowd, seen: _Seen) -> None:
    try:
        columns = db.execute(f"describe from {parquet([path])}").fetchall()
    except duckdb.Error:  # half-written, or gone a moment ago
        return
    keys = ", ".join(map(str, crowd.keys))
    for name, sort, *_ in columns:
        own, counts = '"' + name.replace('"', '""') + '"', Counter[int]()
        if "VARCHAR" in sort and crowd.sure:
            rows = db.execute(
                f"select {own}::varchar, count(*) from {parquet([path])} "  # noqa: S608 - its own columns
                f"where regexp_matches({own}::varchar, ?, 'i') group by 1 limit {MOST * len(crowd.people)}",
                [crowd.edged],
            ).fetchall()
            for value, count in rows:
                counts.update(dict.fromkeys(crowd.named_in(value), count))
        elif sort in ("BIGINT", "HUGEINT") and keys:
            query = f"select {own}, count(*) from {parquet([path])} where {own} in ({keys}) group by 1"  # noqa: S608
            counts.update({crowd.keys[key]: count for key, count in db.execute(query).fetchall()})
        seen.note("fact", f"{_named(path)}: {name}", counts)


def _in_file(path: Path, crowd: Crowd, seen: _Seen) -> None:
    try:
        seen.n["files"] += 1
        seen.n["size"] += path.stat().st_size
        counts, sealed = in_file(path, crowd, seen.rough)
    except OSError:  # it went meanwhile
        return
    seen.n["sealed"] += sealed
    seen.note("file", _named(path), counts)


def _named(path: Path) -> str:
    return str(path.relative_to(settings.HOME))


def settle() -> bool:
    """SQLite's log holds pages as they were; wait for those who read, and empty it. Whether it is empty."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    end = time.monotonic() + _OPENED
    while True:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return True
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
