"""How each table stands: how much, how fresh, what it takes on the disk. Read from the log, never from the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from regulars.facts import log
from regulars.facts.history import Import, imports
from regulars.facts.table import Table

if TYPE_CHECKING:
    from regulars.facts.store import Facts


@dataclass(frozen=True)
class Standing:
    """``last_day``: the latest day of any row. ``written``: when rows last changed.

    ``bytes`` are those of the present version; ``disk_bytes`` also what readers and taking back an import still need.
    """

    table: str
    rows: int
    files: int
    bytes: int
    disk_bytes: int
    version: int
    contract: int
    last_day: date | None
    written: datetime | None
    last_import: Import | None


def standing(facts: Facts) -> tuple[Standing, ...]:
    """All tables, the purchases first."""
    return tuple(_of(table) for table in facts.tables())


def disk_bytes(folder: Path) -> int:
    """What lies below a folder; what goes away meanwhile does not count."""
    total = 0
    for path in folder.rglob("*"):
        try:
            state = path.lstat()
        except FileNotFoundError:
            continue
        total += state.st_size if path.is_file() else 0
    return total


def _of(table: Table) -> Standing:
    now = table.snapshot()
    changed = [one.at for one in log.records(table.path) if one.action not in ("compact", "columns")]
    found = [one for one in imports([table]) if not one.undone]
    return Standing(
        table=table.contract.name,
        rows=now.rows,
        files=len(now.files),
        bytes=now.bytes,
        disk_bytes=disk_bytes(table.path),
        version=max(now.version, 0),
        contract=table.contract.version,
        last_day=_last_day(table),
        written=datetime.fromisoformat(max(changed)) if changed else None,
        last_import=found[0] if found else None,
    )


def _last_day(table: Table) -> date | None:
    delta = table.delta()
    if delta is None:
        return None
    added = pa.table(delta.get_add_actions(flatten=True))
    if "max.day" not in added.column_names:
        return None
    return max((day for day in added["max.day"].to_pylist() if day is not None), default=None)
