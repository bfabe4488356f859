"""What happened to a table: one record in each commit of its Delta log, kept when the log is shortened.

No value of a row ever stands in the log: no predicate, no smallest or largest customer. The records hold
counts, the file's digest, and the names that a person gave.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from deltalake import DeltaTable

from regulars.facts.address import LOG, address
from regulars.facts.disk import sync, write_atomically

RECORD = "regulars"  # the name of our record in Delta's commitInfo
Action = Literal[
    "import", "append", "replace", "erase", "compact", "undo", "columns", "copy", "rebuild", "derive", "weigh", "join",
    "part",
]  # fmt: skip
# What Regulars does by itself: it changes no imported row, so an import before it can still be taken back.
OWN_WORK: frozenset[Action] = frozenset({"compact", "columns", "copy", "rebuild", "weigh", "join"})
LIVE_ROWS: frozenset[Action] = frozenset({"copy", "rebuild", "weigh"})


@dataclass(frozen=True)
class Record:
    """One commit. ``version`` is the table's version that it made."""

    action: Action
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="microseconds"))
    import_id: str = ""
    digest: str = ""
    rows: int = 0
    new: int = 0
    known: int = 0
    replaced: int = 0
    erased: int = 0
    undoable: bool = True
    note: Mapping[str, str] = field(default_factory=dict)
    version: int = -1

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the commit."""
        return {**asdict(self), "note": dict(self.note)}


def log_of(path: Path) -> Path:
    """The folder of a table's log."""
    return path / LOG


def state_of(path: Path) -> tuple[Any, ...] | None:
    """What tells one state of a table from another without opening it: each commit brings a file with a new name, and
    one that was put back from a copy has another inode. None where there is no table.
    """
    folder = log_of(path)
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        last = max((name for name in names if name.endswith(".json")), default="")
        found = (folder / last).stat()
    except OSError:
        return None
    return len(names), last, found.st_ino, found.st_mtime_ns, found.st_size


def commits(path: Path) -> list[Path]:
    """The commits that still stand in the log, oldest first."""
    folder = log_of(path)
    # Names first: there may be thousands, and paths compare slowly.
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".json") and entry.name[:-5].isdigit())
    return [folder / name for name in names]


def records(path: Path) -> list[Record]:
    """All records of a table, oldest first: those kept aside and those of the log."""
    kept = {record.version: record for record in _kept(path)}
    for file in commits(path):
        for line in lines_of(file):
            data = json.loads(line).get("commitInfo", {}).get(RECORD)
            if data:
                kept[int(file.stem)] = Record(**{**data, "version": int(file.stem)})
    return [kept[version] for version in sorted(kept)]


def lines_of(file: Path) -> list[str]:
    """The lines of a log; a name may hold one of the other signs that end a line in Python, such as U+2028."""
    return [line for line in file.read_text("utf-8").split("\n") if line]


def removed_by(path: Path, version: int) -> list[str]:
    """The names of the files that a commit took out of the table; none once the log was shortened."""
    commit = log_of(path) / f"{version:020d}.json"
    if not commit.exists():
        return []
    actions = [json.loads(line) for line in lines_of(commit)]
    return [Path(action["remove"]["path"]).name for action in actions if "remove" in action]


def last_is_torn(path: Path) -> Path | None:
    """A last commit that cannot be read: the power went before it was synced, so it was never acknowledged."""
    found = commits(path)
    if not found:
        return None
    try:
        lines = lines_of(found[-1])
        whole = bool(lines) and all(isinstance(json.loads(line), dict) for line in lines)
    except ValueError:
        whole = False
    return None if whole else found[-1]


def shorten(path: Path) -> None:
    """Keep the records aside, write a checkpoint, drop every older commit.

    Old versions can then neither be read nor restored. A crash at any point leaves a log that reads the same.
    """
    table = DeltaTable(address(path))
    table.create_checkpoint()
    _drop_before(path, f"{table.version():020d}")


def trim(path: Path, *, older_than_seconds: float) -> None:
    """Drop the commits that are older than that, up to a checkpoint: whoever copies each minute writes many.

    The versions of the time that is kept can still be read and restored.
    """
    limit = time.time() - older_than_seconds
    young = next((file.stem for file in commits(path) if file.stat().st_mtime >= limit), None)
    if young is None:
        return shorten(path)
    whole = [file.name[:20] for file in log_of(path).glob("*.checkpoint.parquet") if file.name[:20] <= young]
    if whole:
        _drop_before(path, max(whole))
    return None


def _drop_before(path: Path, checkpoint: str) -> None:
    log = log_of(path)
    old = [f for f in (*commits(path), *log.glob("*.checkpoint*.parquet")) if f.name[:20] < checkpoint]
    if not old:
        return
    kept = [record for record in records(path) if record.action != "copy" or f"{record.version:020d}" >= checkpoint]
    lines = [json.dumps(record.to_dict(), ensure_ascii=False) for record in kept]
    write_atomically(path / "_regulars.jsonl", "".join(line + "\n" for line in lines).encode())
    for file in (*log.glob(f"{checkpoint}.checkpoint*.parquet"), log / "_last_checkpoint"):
        sync(file)
    sync(log)
    for file in old:
        file.unlink()
    sync(log)


def _kept(path: Path) -> Iterator[Record]:
    file = path / "_regulars.jsonl"
    if file.exists():
        for line in lines_of(file):
            yield Record(**json.loads(line))
