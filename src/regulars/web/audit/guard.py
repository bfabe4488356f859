"""Triggers in the database itself: whoever bypasses the application cannot change the trail either.

One change is let through: the key of somebody whose account is erased is emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_REST = ("id", "at", "event", "target_type", "target_id", "details")
_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _REST)
_WORDS = "the trail is only written, never changed"
SQLITE = [
    f"""CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit_entry WHEN NOT (NEW.by_id IS NULL AND {_SAME})
    BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    # INSERT OR REPLACE removes the row that is in the way without asking the trigger of removals.
    f"""CREATE TRIGGER audit_no_replacing BEFORE INSERT ON audit_entry
    WHEN NEW.id IN (SELECT id FROM audit_entry) BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",  # noqa: S608 - ours
    f"CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
]
SQLITE_DOWN = [
    "DROP TRIGGER IF EXISTS audit_no_change",
    "DROP TRIGGER IF EXISTS audit_no_replacing",
    "DROP TRIGGER IF EXISTS audit_no_removal",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL THEN
            OLD.by_id := NULL;
            IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{_WORDS}';
    END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_emptying BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
]
POSTGRESQL_DOWN = [
    "DROP TRIGGER IF EXISTS audit_no_change ON audit_entry",
    "DROP TRIGGER IF EXISTS audit_no_emptying ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_refuse()",
]
UP = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
DOWN = {"sqlite": SQLITE_DOWN, "postgresql": POSTGRESQL_DOWN}


def put_up(database: Any) -> None:
    """Set the triggers."""
    _run(database, UP)


def take_down(database: Any) -> None:
    """Remove them: for a migration backwards, and for tests that empty their database."""
    _run(database, DOWN)


@contextmanager
def lifted() -> Iterator[None]:
    """For tests only: between them a test database is emptied."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def _run(database: Any, statements: dict[str, list[str]]) -> None:
    with database.cursor() as cursor:
        for statement in statements[database.vendor]:
            cursor.execute(statement)
