"""The doctor's look at the application of a home folder: database, schedule, what waits to be copied."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from regulars.cli.commands.doctor import Check
from regulars.cli.settings import Settings
from regulars.language import RegularsError, message, plural


def web_checks(settings: Settings) -> Iterator[Check]:
    """Nothing where no application was ever started: facts alone are a whole install, too."""
    begun = (settings.home_folder / "regulars.sqlite3").exists() or os.environ.get("REGULARS_DATABASE")
    if not begun or find_spec("django") is None:
        return
    from regulars.cli.commands.web import environment

    environment(settings)
    try:
        from regulars.web.starting import start

        start()
    except RegularsError as error:
        yield Check("database", message("Database"), message("not working"), error.message)
        return
    yield from _database()


def _database() -> Iterator[Check]:
    from django.conf import settings as configured
    from django.db import DatabaseError, connection

    from regulars.web.server.prepare import waiting

    label = message("Database")
    try:
        connection.ensure_connection()
        steps = waiting(connection)
    except DatabaseError as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        way_out = message("The database does not answer: {reason}. Check that it runs.", reason=reason)
        yield Check("database", label, message("not working"), way_out)
        return
    yield Check("database", label, connection.vendor)
    if steps:
        way_out = message("The database is of an earlier version. Bring it up to date: regulars up")
        yield Check("migrations", message("Steps that the database waits for"), len(steps), way_out)
        return
    yield Check("migrations", message("Steps that the database waits for"), 0)
    yield from _processes(configured.HOME)


def _processes(home: Any) -> Iterator[Check]:
    """What should happen by itself happens; asked only while the application runs."""
    from django.utils import timezone

    from regulars.web.jobs.models.pulse import SILENT
    from regulars.web.server.health import OLD, PROCESSES, health
    from regulars.web.server.running import running

    found = running(home)
    if found is None:
        yield Check("running", message("Application"), message("not running"))
        return
    yield Check("running", message("Application"), found.address)
    now = health(timezone.now())
    for name in PROCESSES:
        age = now[f"{name}_seconds"]
        shown = message("never") if age is None else _ago(age)
        silent = message("The {part} gives no sign of life. Look into the log of “regulars up”.", part=LABELS[name])
        yield Check(
            name,
            message("Last sign of life: {part}", part=LABELS[name]),
            shown,
            silent if age is None or age > SILENT else None,
        )
    oldest = now["outbox_seconds"]
    late = message(
        "Answers wait to be copied into the facts for longer than five minutes. See the log of “regulars up”."
    )
    shown = message("nothing waits") if oldest is None else _ago(oldest)
    yield Check("outbox", message("Oldest answer not yet in the facts"), shown, late if (oldest or 0) > OLD else None)
    overdue = now["feeds_late"]
    way_out = message("Scheduled imports had no good run for longer than they may. See “Imports”, “Scheduled imports”.")
    yield Check("feeds", message("Scheduled imports that are late"), overdue, way_out if overdue else None)


LABELS = {"worker": message("worker"), "clock": message("clock")}


def _ago(seconds: float) -> Any:
    return plural("{count} second ago", "{count} seconds ago", round(seconds))
