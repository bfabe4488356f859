"""The migrations say what the models say, and an empty database is made as they would make it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as StepByStep
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from tests.web import postgres

from regulars.web import environment
from regulars.web.server.making import make

# One step of a library asks the default database whatever it is told, so that it has to be there.
pytestmark = pytest.mark.django_db


def test_no_change_waits_for_a_migration() -> None:
    """``makemigrations`` has nothing to add."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_made_at_once_is_as_made_step_by_step(tmp_path: Path, unblocked: None) -> None:
    """The same tables, columns, indexes, constraints, triggers and rows; and nothing is left to do."""
    made = []
    for name, command in (("once", "migrate"), ("steps", StepByStep())):
        with another(environment.sqlite(tmp_path / name)) as connection:
            call_command(command, database=connection.alias, verbosity=0)
            call_command(StepByStep(), check_unapplied=True, database=connection.alias, verbosity=0)
            made.append((sqlite_tables(connection), rows(connection)))
    assert made[0] == made[1]
    assert len(made[0][0]) > 500


@pytest.mark.long
def test_made_at_once_on_postgresql_is_as_made_step_by_step(unblocked: None) -> None:
    """As ``pg_dump`` writes it."""
    made = []
    for command in ("migrate", StepByStep()):
        with postgres.running() as server:
            settings = environment.database(Path(), {"REGULARS_DATABASE": server.address})
            with another(settings) as connection:
                call_command(command, database=connection.alias, verbosity=0)
                found = rows(connection)
            made.append((postgresql_tables(server.address), found))
    assert made[0] == made[1]
    assert len(made[0][0]) > 500


def test_where_anything_stands_the_steps_are_taken(tmp_path: Path, unblocked: None) -> None:
    """Nothing is made over it."""
    with another(environment.sqlite(tmp_path / "there")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE theirs (words text)")
        assert not make(connection)
        assert connection.introspection.table_names() == ["theirs"]


def test_whoever_is_stopped_leaves_an_empty_database(
    tmp_path: Path, unblocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All tables or none, and the next start makes them."""
    monkeypatch.setattr(MigrationExecutor, "record_migration", lambda self, step: 1 / 0)
    with another(environment.sqlite(tmp_path / "half")) as connection:
        with pytest.raises(ZeroDivisionError):
            make(connection)
        assert connection.introspection.table_names() == []


@pytest.fixture
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    """Databases of its own."""
    with django_db_blocker.unblock():
        yield


@contextmanager
def another(settings: dict[str, Any]) -> Iterator[Any]:
    """A second database, for a while."""
    connections.settings["another"] = {**connections["default"].settings_dict, "OPTIONS": {}, **settings}
    try:
        yield connections["another"]
        connections["another"].close()
    finally:
        del connections["another"], connections.settings["another"]


def sqlite_tables(connection: Any) -> dict[Any, Any]:
    """What stands in the schema. A step that adds a column may leave it at another place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        return {(kind, name): (table, parts(sql or "")) for kind, name, table, sql in cursor.fetchall()}


def parts(sql: str) -> list[str]:
    """Cut at the commas outside of all brackets but the first, sorted."""
    found, depth = [""], 0
    for letter in sql:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 1:
            found.append("")
        else:
            found[-1] += letter
    return sorted(part.strip(" ()") for part in found)


def postgresql_tables(address: str) -> list[str]:
    """The lines of the dump; the word that closes it is drawn by lot."""
    program = postgres.programs()
    assert program is not None
    dump = subprocess.run([program / "pg_dump", "-s", address], check=True, capture_output=True, text=True).stdout
    return sorted(line.rstrip(",") for line in dump.splitlines() if "restrict" not in line.split(" ")[0])


def rows(connection: Any) -> dict[str, list[str]]:
    """What the tables hold, but for numbers drawn and times."""
    asked = {
        "django_migrations": "SELECT app, name FROM django_migrations",
        "django_content_type": "SELECT app_label, model FROM django_content_type",
        "auth_permission": "SELECT codename, name FROM auth_permission",
    }
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(asked.get(table, f'SELECT * FROM "{table}"'))
            found[table] = sorted(map(str, cursor.fetchall()))
    return found
