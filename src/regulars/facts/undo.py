"""Taking back the last import: the table goes back to the files that it had before.

That is allowed only while nothing else has changed the table since and the old files are still there. An
erasure removes old files for good, so taking back an import can never bring an erased customer back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.facts import log
from regulars.facts.erasure import forget_unused
from regulars.facts.errors import UndoError
from regulars.facts.history import Import, already_imported, imports, next_transaction, undone
from regulars.facts.table import Table, add_action
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts.store import Facts


@dataclass(frozen=True)
class UndoReport:
    """What was taken back: ``removed`` rows went, ``restored`` rows have their earlier values again."""

    undone: Import
    removed: int
    restored: int


def undo_last_import(facts: Facts) -> UndoReport:
    """Take back the last import that still stands. Its file can be imported again afterwards.

    Raises ``UndoError`` with the reason where that is not possible.
    """
    tables = {table.contract.name: table for table in facts.tables()}
    with facts.writing(*tables.values()):
        standing = [one for one in imports(tables.values()) if not one.undone]
        if not standing:
            raise UndoError(message("There is no import to take back."))
        last = standing[0]
        table = tables[last.table]
        if reason := _obstacle(table, last):
            raise UndoError(reason)
        _restore(table, last, _files_before(table, last))
        if last.table.startswith("answers/"):
            _restore_definition(facts, table, last)
        forget_unused(facts)  # ids that came only with that import
    return UndoReport(last, removed=last.new, restored=last.replaced)


def _obstacle(table: Table, last: Import) -> Message | None:
    records = log.records(table.path)
    back = undone(records)
    own = next(record for record in records if record.version == last.version)
    if not own.undoable:
        return message("The import of {time} was made so that it cannot be taken back.", time=last.at)
    for record in records:
        if record.version <= last.version or record.action in ("compact", "columns") or record.import_id in back:
            continue
        if record.action == "erase":
            return message(
                "The import of {time} cannot be taken back: customers were erased since, and undoing would bring "
                "them back. Import a corrected file instead.",
                time=last.at,
            )
        return message(
            "The import of {time} cannot be taken back: {table} was changed since. Import a corrected file instead.",
            time=last.at,
            table=last.table,
        )
    return None


def _files_before(table: Table, last: Import) -> set[str]:
    if last.version == 0:
        return set()
    try:
        before = table.delta(last.version - 1)
        files = {Path(file).name for file in before.file_uris()} if before else set()
    except Exception as error:  # the log was shortened; delta-rs has no one error for it
        raise _too_late(last) from error
    if not all((table.path / file).exists() for file in files):
        raise _too_late(last)
    return files


def _too_late(last: Import) -> UndoError:
    return UndoError(
        message(
            "The import of {time} can no longer be taken back: the files from before it are gone. "
            "Import a corrected file instead.",
            time=last.at,
        )
    )


def _restore(table: Table, last: Import, before: set[str]) -> None:
    now = {Path(file).name for file in table.snapshot().files}
    stands = already_imported(table, last.digest) is not None
    table.commit(
        log.Record("undo", import_id=last.import_id, digest=last.digest, rows=last.new),
        [add_action(table.path / file) for file in sorted(before - now)],
        sorted(now - before),
        transaction=next_transaction(table, last.digest) if stands else None,
    )


def _restore_definition(facts: Facts, table: Table, last: Import) -> None:
    records = log.records(table.path)
    back = undone(records)
    earlier = [r for r in records if r.action == "import" and r.version < last.version and r.import_id not in back]
    text = earlier[-1].note.get("survey") if earlier else None
    facts.definitions.put_back(last.table.removeprefix("answers/"), text)
