"""One worker of a run migrates the database of the tests; the others take its tables as they are."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path


class Template:
    """``folder`` is that of the whole run. Whoever comes first holds the lock until the tables stand in a file."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        self._file, self._connection = folder / "migrated.sqlite3", connection
        self._lock = (folder / "migrated.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._there = self._file.exists()
        # Without migrations the tables are made from the models, which is quick; they are written over.
        connection.settings_dict["TEST"]["MIGRATE"] = not self._there

    def finish(self) -> None:
        """The database in memory is made: keep it for the others, or take what the first one kept."""
        memory = self._connection.connection
        if self._there:
            with closing(sqlite3.connect(self._file)) as kept:
                kept.backup(memory)
        else:
            aside = self._file.with_suffix(".part")
            with closing(sqlite3.connect(aside)) as kept:
                memory.backup(kept)
            aside.rename(self._file)
        self._connection.settings_dict["TEST"]["MIGRATE"] = True
        self._lock.close()
