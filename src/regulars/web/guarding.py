"""Triggers in the database itself: rows of a table that nobody changes, not even whoever bypasses the application.

One change is let through: the key of somebody whose account is erased (``by_id``) is emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Guard:
    """``columns``: all but ``by_id``. ``words``: what the database says. ``unique``: columns that are, together."""

    table: str
    columns: tuple[str, ...]
    words: str
    unique: tuple[str, ...] = ()

    def put_up(self, database: Any) -> None:
        """Set the triggers."""
        _run(database, {"sqlite": self._sqlite, "postgresql": self._postgresql}[database.vendor]())

    def take_down(self, database: Any) -> None:
        """Remove them: for a migration backwards, and for tests that empty their database."""
        table = self.table
        if database.vendor == "sqlite":
            names = ("stays", "not_replaced", "not_removed")
            _run(database, [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in names])
        else:
            triggers = [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("stays", "not_emptied")]
            _run(database, [*triggers, f"DROP FUNCTION IF EXISTS {table}_refuse()"])

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """For tests only: between them a test database is emptied."""
        self.take_down(connection)
        try:
            yield
        finally:
            self.put_up(connection)

    def _sqlite(self) -> list[str]:
        table, refuse = self.table, f"BEGIN SELECT RAISE(ABORT, '{self.words}'); END"
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in self.columns)
        there = " AND ".join(f"{name} = NEW.{name}" for name in self.unique) or "FALSE"
        return [
            f"""CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
            WHEN NOT (NEW.by_id IS NULL AND {same}) {refuse}""",
            # INSERT OR REPLACE removes the row that is in the way without asking the trigger of removals.
            f"""CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({there})) {refuse}""",  # noqa: S608 - ours
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} {refuse}",
        ]

    def _postgresql(self) -> list[str]:
        table = self.table
        return [
            f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL THEN
                    OLD.by_id := NULL;
                    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
                END IF;
                RAISE EXCEPTION '{self.words}';
            END $$""",
            f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
            f"""CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
        ]


def _run(database: Any, statements: list[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
