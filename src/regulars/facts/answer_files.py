"""The files of one survey's answers as they stand: for readers that keep what they have read of each.

A file never changes once a commit has named it, so whatever was computed from it holds as long as it is named.
Looking whether anything new was committed costs one listing of the log.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts import log
from regulars.facts.table import Snapshot, Table

_State = tuple[str, int, int, int]


@dataclass(frozen=True)
class AnswerFiles:
    """One version of a table of answers. ``at``: when it became true; None before the first answer."""

    snapshot: Snapshot = field(default_factory=Snapshot)
    at: datetime | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The files, as paths."""
        return self.snapshot.files


class KeptFiles:
    """The last version seen of each table, looked up anew only where the log has moved."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[_State, AnswerFiles]] = {}

    def now(self, table: Table) -> AnswerFiles:
        """The table as it stands."""
        state = _state(table.path)
        if state is None:
            return AnswerFiles()
        seen = self._seen.get(table.path)
        if seen is None or seen[0] != state:
            at = datetime.fromtimestamp(state[1] / 1e9, UTC)
            seen = self._seen[table.path] = (state, AnswerFiles(table.snapshot(), at))
        return seen[1]


def read_columns(file: str, columns: Sequence[str], *, words: Sequence[str] = ()) -> pa.Table:
    """These columns of one file, in its order; one that the file does not hold yet is absent.

    ``words`` are read as dictionaries: each text once, and a number for each row.
    """
    source = pq.ParquetFile(file, read_dictionary=list(words))
    held = set(source.schema_arrow.names)
    return source.read(columns=[name for name in columns if name in held])


def _state(path: Path) -> _State | None:
    """The last commit: its name and what the disk says of it, since a restored backup may repeat a name."""
    try:
        with os.scandir(log.log_of(path)) as entries:
            last = max((entry for entry in entries if _is_commit(entry.name)), key=lambda entry: entry.name)
            known = last.stat()
    except (FileNotFoundError, ValueError):
        return None
    return last.name, known.st_mtime_ns, known.st_size, known.st_ino


def _is_commit(name: str) -> bool:
    return name.endswith(".json") and name[:-5].isdigit()
