"""A backup of both stores at one moment, while people answer.

The moment is fixed while nobody copies and nobody writes facts: then every response is in the outbox of the database,
or in the facts under a batch that the database has given out, and never in one of them alone. The facts are frozen by
links, the database by a snapshot; guests go on answering all the time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from regulars.facts.archive import Manifest, Progress, write
from regulars.facts.disk import room_needed
from regulars.facts.freezing import freeze
from regulars.facts.saving import KEY, check_target, freeze_facts, sources
from regulars.language import Message
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.server.backups import databases
from regulars.web.server.prepare import waiting as steps_waiting
from regulars.web.server.running import turn

FOLDERS = ("files", "uploads", "lists", "inbox")  # what the application keeps beside the database


def back_up(
    target: Path,
    *,
    secrets: bool = True,
    progress: Progress | None = None,
    waiting: Callable[[Message], None] | None = None,
) -> Manifest:
    """Save the install of the settings into one file."""
    home, kept = settings.HOME, facts()
    check_target(target, home)
    with turn(home, "backup"), kept.workspace() as folder, room_needed(folder):
        with ExitStack() as held:
            # Once before and once after: what a row names was there before the row, and may go at once after it.
            _freeze_files(home, folder)
            with turn(home, "copier"), kept.writing(*kept.tables(), waiting=waiting):
                about = freeze_facts(kept, folder)
                database = held.enter_context(databases.frozen())
            _freeze_files(home, folder)
            if secrets and (home / KEY).is_file():
                freeze(home / "secrets", folder / "secrets")
            database.save(folder / databases.NAMES[databases.vendor()], progress)
            about = replace(
                about,
                database=databases.vendor(),
                migrations=database.migrations(),
                secrets=(folder / KEY).is_file(),
            )
        done = write(target, sources(folder), about, progress)
    _note(done)
    return done


def _freeze_files(home: Path, folder: Path) -> None:
    for name in FOLDERS:
        freeze(home / name, folder / name)


def _note(done: Manifest) -> None:
    """In the trail of the database that was saved; one of an earlier version is left as it is."""
    if not steps_waiting(connection):
        with transaction.atomic():
            record(Event.BACKUP_MADE, bytes=done.bytes, made=done.made)
