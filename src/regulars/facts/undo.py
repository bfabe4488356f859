"""Taking back the last import: the table goes back to the files that it had before.

That is allowed only while nothing else has changed the table since and the old files are still there. An
erasure removes old files for good, so taking back an import can never bring an erased customer back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from deltalake.transaction import AddAction

from regulars.facts import log
from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, quoted
from regulars.facts.disk import room_needed
from regulars.facts.erasure import forget_unused
from regulars.facts.errors import UndoError
from regulars.facts.history import Import, already_imported, imports, next_transaction, undone
from regulars.facts.joining import carry_out
from regulars.facts.parts import add_action
from regulars.facts.ratings import derive_ratings
from regulars.facts.table import Table
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts.store import Facts


@dataclass(frozen=True)
class UndoReport:
    """What was taken back: ``removed`` rows went, ``restored`` rows have their earlier values again."""

    undone: Import
    removed: int
    restored: int


def undo_last_import(facts: Facts, *, expected: str | None = None) -> UndoReport:
    """Take back the last import that still stands. Its file can be imported again afterwards.

    ``expected``: the import that the caller means; another may have come in since they looked.
    Raises ``UndoError`` with the reason where that is not possible.
    """
    tables = {table.contract.name: table for table in facts.tables()}
    with facts.writing(*tables.values()):
        standing = [one for one in imports(tables.values()) if not one.undone]
        if not standing:
            raise UndoError(message("There is no import to take back."))
        last = standing[0]
        if expected is not None and last.import_id != expected:
            raise UndoError(
                message(
                    "Only the last import can be taken back, and another came in at {time}. Take that one back first.",
                    time=last.at,
                )
            )
        table = tables[last.table]
        if reason := _obstacle(table, last):
            raise UndoError(reason)
        before = _files_before(table, last)
        if any(record.version > last.version and record.action in log.LIVE_ROWS for record in log.records(table.path)):
            _restore_beside_live(facts, table, last, before)
        else:
            _restore(table, last, before)
        if last.table.startswith("answers/"):
            _restore_definition(facts, table, last)
            derive_ratings(facts, last.table.removeprefix("answers/"))
        with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
            carry_out(facts, db)  # rows from before may name somebody who is another by now
        forget_unused(facts)  # ids that came only with that import
    return UndoReport(last, removed=last.new, restored=last.replaced)


def _obstacle(table: Table, last: Import) -> Message | None:
    records = log.records(table.path)
    back = undone(records)
    own = next(record for record in records if record.version == last.version)
    if not own.undoable:
        return message("The import of {time} was made so that it cannot be taken back.", time=last.at)
    for record in records:
        if record.version <= last.version or record.action in log.OWN_WORK or record.import_id in back:
            continue
        if record.action == "erase":
            return message(
                "The import of {time} cannot be taken back: customers were erased since, and undoing would bring "
                "them back. Import a corrected file instead.",
                time=last.at,
            )
        if record.action == "part":
            return message(
                "The import of {time} cannot be taken back: customers that had been put together were taken apart "
                "since. Import a corrected file instead.",
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
    added = [add_action(table.path / file) for file in sorted(before - now)]
    _take_back(table, last, added, sorted(now - before))


def _restore_beside_live(facts: Facts, table: Table, last: Import, before: set[str]) -> None:
    """Responses were copied since: imported rows as they were before, live rows as they are now."""
    now = table.snapshot()
    earlier = replace(now, files=tuple(str(table.path / file) for file in sorted(before)))
    live = quoted(LIVE)
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        added = table.write(
            db,
            f"select * from {table.read(earlier, db)} where source <> {live} "
            f"union all by name select * from {table.read(now, db)} where source = {live}",
        )
    _take_back(table, last, added, now.files)


def _take_back(table: Table, last: Import, added: Sequence[AddAction], removed: Sequence[str]) -> None:
    stands = already_imported(table, last.digest) is not None
    record = log.Record("undo", import_id=last.import_id, digest=last.digest, rows=last.new)
    mark = next_transaction(table, last.digest) if stands else None
    table.commit(record, added, removed, transaction=mark)


def _restore_definition(facts: Facts, table: Table, last: Import) -> None:
    records = log.records(table.path)
    back = undone(records)
    earlier = [r for r in records if r.action == "import" and r.version < last.version and r.import_id not in back]
    text = earlier[-1].note.get("survey") if earlier else None
    facts.definitions.put_back(last.table.removeprefix("answers/"), text)
