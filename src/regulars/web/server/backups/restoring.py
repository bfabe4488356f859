"""The database of a backup: loaded, brought up to date, and with nothing that goes out by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import connections, transaction

from regulars.facts.archive import Manifest
from regulars.facts.saving import newer
from regulars.language import Message
from regulars.web.audit import Event, record
from regulars.web.messages.actions import hold
from regulars.web.server.backups.databases import NAMES, load_postgresql
from regulars.web.server.prepare import migrate, unknown, whole_again


def settle(manifest: Manifest, folder: Path, say: Callable[[Message], None]) -> None:
    """``folder`` is the staged home, on which Django was made ready.

    What waited to be sent is held: customers may have had it since the backup was made.
    """
    if unknown(manifest.migrations):
        raise newer(manifest)
    if manifest.database == "postgresql":
        dump = folder / NAMES["postgresql"]
        load_postgresql(dump)
        dump.unlink()
    migrate(say)
    whole_again()
    with transaction.atomic():
        hold(held=True, by=None)
        record(Event.BACKUP_RESTORED, made=manifest.made)
    connections.close_all()
