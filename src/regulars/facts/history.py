"""What was imported, when, and whether a file is already in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from regulars.facts import log
from regulars.facts.table import Table


@dataclass(frozen=True)
class Import:
    """One import. ``rows`` are the staged rows; ``note`` is what the importer knew (file, mapping, source)."""

    import_id: str
    table: str
    at: datetime
    rows: int
    new: int
    known: int
    replaced: int
    erased: int
    digest: str
    note: Mapping[str, str]
    undone: bool
    version: int


def already_imported(table: Table, digest: str) -> int | None:
    """The rows of an import with this digest that stands (was not undone); else None."""
    delta = table.delta()
    version = None if delta is None else delta.transaction_version(_handle(digest))
    if not version or version % 2 == 0:
        return None
    rows = [record.rows for record in log.records(table.path) if record.action == "import" and record.digest == digest]
    return rows[-1] if rows else 0


def next_transaction(table: Table, digest: str) -> tuple[str, int]:
    """Delta's own mark in the commit: odd means that the file is in, even that it was taken back."""
    delta = table.delta()
    return _handle(digest), ((delta.transaction_version(_handle(digest)) if delta else None) or 0) + 1


def kept_for_undo(table: Table) -> tuple[str, ...]:
    """Files with the rows that imports replaced and that taking these imports back would bring back."""
    records = log.records(table.path)
    back = undone(records)
    standing = [record for record in records if record.action == "import" and record.import_id not in back]
    files = [table.path / name for record in standing for name in log.removed_by(table.path, record.version)]
    return tuple(str(file) for file in dict.fromkeys(files) if file.exists())


def undone(records: Iterable[log.Record]) -> set[str]:
    """Ids of the imports that were taken back."""
    return {record.import_id for record in records if record.action == "undo"}


def imports(tables: Iterable[Table]) -> tuple[Import, ...]:
    """All imports of these tables, the latest first."""
    found = []
    for table in tables:
        records = log.records(table.path)
        back = undone(records)
        found += [_import(table, record, back) for record in records if record.action == "import"]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _import(table: Table, record: log.Record, back: set[str]) -> Import:
    return Import(
        import_id=record.import_id,
        table=table.contract.name,
        at=datetime.fromisoformat(record.at),
        rows=record.rows,
        new=record.new,
        known=record.known,
        replaced=record.replaced,
        erased=record.erased,
        digest=record.digest,
        note={name: text for name, text in record.note.items() if name != "survey"},
        undone=record.import_id in back,
        version=record.version,
    )


def _handle(digest: str) -> str:
    return f"import-{digest}"
