"""Indexes of a table that rest while nearly all of its rows are written for the first time, on SQLite.

A million rows with fifteen indexes come in random order to most of them, a page for each entry: 80 GB and minutes.
Without them the rows take seconds, and each index, sorted, one or two more. What rests is noted in the database by the
transaction that takes it away, and brought back by the one that forgets the note: whoever is killed on the way leaves
lists that are slow and right, until the next run, the next start or the next upgrade brings the indexes back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import PAUSE

NOTES = "people_resting"


@contextmanager
def resting(model: type[models.Model], progress: Progress | None = None, *, wanted: bool = True) -> Iterator[None]:
    """They come back in any case, those that somebody left resting too."""
    if wanted:
        _take_away(model._meta.db_table)
    try:
        yield
    finally:
        bring_back(progress)


def _take_away(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [table]
        )
        for name, sql in cursor.fetchall():
            with transaction.atomic():
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {NOTES} (name text PRIMARY KEY, sql text NOT NULL)")
                cursor.execute(f"INSERT INTO {NOTES} VALUES (%s, %s) ON CONFLICT DO NOTHING", [name, sql])  # noqa: S608
                cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")
            time.sleep(PAUSE)


def bring_back(progress: Progress | None = None) -> int:
    """All that rest, one at a time, so that others may write between; says how many.

    Others may do the same meanwhile, or let them rest again: what is noted is read anew in each transaction.
    """
    if connection.vendor != "sqlite" or NOTES not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        with transaction.atomic():
            names = sorted(_noted(cursor))
        for done, name in enumerate(names):
            if progress is not None:
                progress(message("Sorting the list of customers"), done, len(names))
            with transaction.atomic():
                _bring_back(cursor, name)
            time.sleep(PAUSE)
    return len(names)


def _bring_back(cursor: Any, name: str) -> None:
    noted = _noted(cursor)
    if name not in noted:
        return
    cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(noted[name])
    cursor.execute(f"DELETE FROM {NOTES} WHERE name = %s", [name])  # noqa: S608 - ours
    if len(noted) == 1:
        cursor.execute(f"DROP TABLE {NOTES}")


def _noted(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [NOTES])
    if cursor.fetchone() is None:
        return {}
    cursor.execute(f"SELECT name, sql FROM {NOTES}")  # noqa: S608 - ours
    return dict(cursor.fetchall())
