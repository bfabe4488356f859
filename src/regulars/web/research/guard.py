"""Triggers in the database itself: whoever bypasses the application cannot change a published version either.

One change is let through: the key of somebody whose account is erased is emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_REST = ("id", "questionnaire_id", "number", "content", "published_at")
_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _REST)
_WORDS = "a published version is never changed"
SQLITE = [
    f"""CREATE TRIGGER research_version_stays BEFORE UPDATE ON research_version
    WHEN NOT (NEW.by_id IS NULL AND {_SAME}) BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    # INSERT OR REPLACE removes the row that is in the way without asking the trigger of removals.
    f"""CREATE TRIGGER research_version_not_replaced BEFORE INSERT ON research_version
    WHEN EXISTS (SELECT 1 FROM research_version WHERE id = NEW.id
        OR (questionnaire_id = NEW.questionnaire_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",  # noqa: S608 - ours
    f"""CREATE TRIGGER research_version_not_removed BEFORE DELETE ON research_version
    BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
]
SQLITE_DOWN = [
    "DROP TRIGGER IF EXISTS research_version_stays",
    "DROP TRIGGER IF EXISTS research_version_not_replaced",
    "DROP TRIGGER IF EXISTS research_version_not_removed",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION research_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL THEN
            OLD.by_id := NULL;
            IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{_WORDS}';
    END $$""",
    """CREATE TRIGGER research_version_stays BEFORE UPDATE OR DELETE ON research_version
    FOR EACH ROW EXECUTE FUNCTION research_version_refuse()""",
    """CREATE TRIGGER research_version_not_emptied BEFORE TRUNCATE ON research_version
    FOR EACH STATEMENT EXECUTE FUNCTION research_version_refuse()""",
]
POSTGRESQL_DOWN = [
    "DROP TRIGGER IF EXISTS research_version_stays ON research_version",
    "DROP TRIGGER IF EXISTS research_version_not_emptied ON research_version",
    "DROP FUNCTION IF EXISTS research_version_refuse()",
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
