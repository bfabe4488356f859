"""Triggers in the database itself: rows of a table that nobody changes, not even whoever bypasses the application.

Few changes are let through: the key of somebody whose account is erased (``by_id``) is emptied, rows that belong to
somebody (``owner``) go when that one is gone; where a table says so, words that named somebody who is erased are struck
out as a whole (``struck``), never rewritten, and rows of one kind go when they are old (``fades``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

STRUCK = '{"erased": true}'


@dataclass(frozen=True)
class Guard:
    """``columns``: all but ``by_id``. ``words``: what the database says. ``unique``: columns that are, together.

    ``owner``: the column with the id of whom a row belongs to, and the table that one stands in. ``struck``: the column
    of JSON that may be replaced by ``STRUCK``. ``fades``: column, value and days: rows with this value that are older.
    """

    table: str
    columns: tuple[str, ...]
    words: str
    unique: tuple[str, ...] = ()
    owner: tuple[str, str] | None = None
    struck: str = ""
    fades: tuple[str, str, int] | None = None

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
        rest = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in (*self.columns, "by_id") if name != self.struck)
        stays = self._while_owned("WHEN") or self._while_young()
        struck = f"AND NOT (NEW.{self.struck} = '{STRUCK}' AND {rest})" if self.struck else ""
        return [
            f"""CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
            WHEN NOT (NEW.by_id IS NULL AND {same}) {struck} {refuse}""",
            # INSERT OR REPLACE removes the row that is in the way without asking the trigger of removals.
            f"""CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({there})) {refuse}""",  # noqa: S608 - ours
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} {stays} {refuse}",
        ]

    def _while_young(self) -> str:
        if self.fades is None:
            return ""
        column, value, days = self.fades
        return f"WHEN NOT (OLD.{column} = '{value}' AND OLD.at < datetime('now', '-{days} days'))"

    def _while_owned(self, when: str) -> str:
        """The condition under which a row must stay; nothing where it must always."""
        if self.owner is None:
            return ""
        column, table = self.owner
        return f"{when} EXISTS (SELECT 1 FROM {table} WHERE id = OLD.{column})"  # noqa: S608 - ours

    def _postgresql(self) -> list[str]:
        table = self.table
        gone = self._while_owned("IF TG_OP = 'DELETE' AND NOT")
        if self.fades is not None:
            column, value, days = self.fades
            gone = f"IF TG_OP = 'DELETE' AND OLD.{column} = '{value}' AND OLD.at < now() - interval '{days} days'"
        struck = f"""IF TG_OP = 'UPDATE' AND NEW.{self.struck} = '{STRUCK}'::jsonb THEN
                    OLD.{self.struck} := NEW.{self.struck};
                    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
                END IF;"""
        return [
            f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                {f"{gone} THEN RETURN OLD; END IF;" if gone else ""}
                {struck if self.struck else ""}
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


def after_the_owner(collector: Any, field: Any, rows: Any, using: str) -> None:
    """For ``on_delete`` of a guarded table's ``owner``: its rows go too, but after the owner."""
    # A list is never removed in one go beforehand, as a query would be.
    collector.collect(list(rows), source=field.remote_field.model, reverse_dependency=True, fail_on_restricted=False)


def _run(database: Any, statements: list[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
