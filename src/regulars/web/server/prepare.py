"""Before anything starts: the database has the tables of this version, the static files lie ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from regulars.facts.disk import private_folder, room_needed
from regulars.language import Message, RegularsError, message
from regulars.web.server.running import turn

LOCK = 7_283_110_201  # any number that is ours: PostgreSQL knows locks by numbers


class NoDatabaseError(RegularsError):
    """The database does not answer."""


class NewerDatabaseError(RegularsError):
    """A newer version has been here."""


def prepare(say: Callable[[Message], None]) -> None:
    """Bring both up to date; several that do so at once wait for each other."""
    private_folder(settings.HOME)
    with turn(settings.HOME, "prepare"), room_needed(settings.HOME):
        migrate(say)
        whole_again()
        call_command("collectstatic", interactive=False, verbosity=0)


def migrate(say: Callable[[Message], None]) -> None:
    """Apply what this version adds. A database that several homes share is locked for the time."""
    connection = connections[DEFAULT_DB_ALIAS]
    reached(connection)
    shared = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if shared:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            _apply(connection, say)
        finally:
            if shared:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def whole_again() -> None:
    """What a process that was killed left half done, comes right where no step is waiting, too."""
    emit_pre_migrate_signal(0, interactive=False, db=DEFAULT_DB_ALIAS, plan=[])


def reached(connection: Any) -> None:
    """Say in words that the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise NoDatabaseError(
            message(
                "The database does not answer: {reason}. Check REGULARS_DATABASE and that the database runs.",
                reason=(str(error).strip() or type(error).__name__).splitlines()[0],
            )
        ) from error


def waiting(connection: object) -> list[str]:
    """The names of the migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def unknown(names: Iterable[str]) -> list[str]:
    """Steps that this version does not know: they were made by a newer one."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    return sorted(set(names) - known)


def applied(connection: Any) -> list[str]:
    """The names of the steps that a database has."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def refuse_newer(connection: Any) -> None:
    """A database that a newer version has changed is left alone."""
    if strange := unknown(applied(connection)):
        raise NewerDatabaseError(
            message(
                "The database was brought up to date by a newer Regulars (it has {step}, which this version does not "
                "know). Going back is not possible: install the newer version again, or restore a backup that was "
                "made before into a new folder.",
                step=strange[0],
            )
        )


def _apply(connection: Any, say: Callable[[Message], None]) -> None:
    refuse_newer(connection)
    names = waiting(connection)
    if not names:
        return
    new = not connection.introspection.table_names()
    if new:
        say(message("Making the database …"))
    else:
        say(message("Bringing the database up to date: {n} steps …", n=len(names)))
    call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
