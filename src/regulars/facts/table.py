"""A Delta table behind six verbs: append, read, replace, erase, compact, snapshot.

DuckDB writes the final sorted Parquet files into the table's own folder; one Delta commit names them, and in
that moment all of it becomes true. The order is: sync the files, sync their folder, commit, sync the commit;
only then is anything acknowledged (delta-rs itself syncs nothing). Whoever writes holds the lock of ``lock.py``.
"""

from __future__ import annotations

import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema, Transaction
from deltalake.schema import Field
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from regulars.facts import log, runs
from regulars.facts.address import address
from regulars.facts.contracts import Column, Contract
from regulars.facts.database import named, parquet
from regulars.facts.disk import room_needed, sync
from regulars.facts.errors import ContractError, NewerFormatError
from regulars.facts.parts import rows_of, write_parts, write_rows
from regulars.language import message

KEEP_DAYS = 7  # how long a compaction leaves old files for readers and for undo
_CHECKPOINT_EVERY = 20
_ROOM = 3  # times the room that sorting takes must be free
_FEW_GONE = 1_000  # so many fit into a filter
# After the commit is durable nothing may fail any more; checkpoints are ours to write.
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
_SETTINGS = {"delta.enableExpiredLogCleanup": "false", "delta.checkpointInterval": "1000000000"}


@dataclass(frozen=True)
class Snapshot:
    """One version of a table: its files never change, whatever is written later. -1: no table yet."""

    version: int = -1
    files: tuple[str, ...] = ()
    rows: int = 0
    bytes: int = 0


class Table:
    """One table. ``sort``: the columns that its files are sorted by."""

    def __init__(self, path: Path, contract: Contract, sort: Sequence[str] = ("customer", "day")) -> None:
        self.path = path
        self.contract = contract
        self._sort = tuple(sort)

    # --- reading ---

    def delta(self, version: int | None = None) -> DeltaTable | None:
        """The Delta table, or None before the first import. Refuses what a newer Regulars wrote."""
        if not log.log_of(self.path).is_dir() or not any(log.log_of(self.path).iterdir()):
            return None
        table = DeltaTable(address(self.path), version=version)
        written = (table.metadata().description or "").rpartition(" ")[2]
        if written.isdigit() and int(written) > self.contract.version:
            raise NewerFormatError(
                message(
                    "The facts in {folder} were written by a newer Regulars (contract {found}, this one knows "
                    "{known}). Upgrade Regulars on this machine.",
                    folder=str(self.path),
                    found=int(written),
                    known=self.contract.version,
                )
            )
        return table

    def last_of(self, name: str) -> int:
        """The number in the last commit that carries a mark of this name; 0: none does."""
        table = self.delta()
        return (table.transaction_version(name) if table else None) or 0

    def holds(self, transaction: tuple[str, int]) -> bool:
        """Is a commit with this mark, or a later one of the same name, in the table?"""
        table = self.delta()
        return table is not None and _holds(table, transaction)

    def snapshot(self) -> Snapshot:
        """The table as it stands now."""
        table = self.delta()
        if table is None:
            return Snapshot()
        added = pa.table(table.get_add_actions(flatten=True)).select(["path", "num_records", "size_bytes"]).to_pydict()
        order = sorted(range(len(added["path"])), key=lambda i: added["path"][i])
        files = tuple(str(self.path / added["path"][i]) for i in order)
        return Snapshot(table.version(), files, sum(added["num_records"]), sum(added["size_bytes"]))

    def schema(self) -> pa.Schema | None:
        """The columns that are stored, which may be more than one survey version knows; None before the first."""
        table = self.delta()
        return None if table is None else pa.schema(table.schema())

    def read(self, snapshot: Snapshot, db: Any, *options: str) -> str:
        """A relation with all columns of the contract; one that no file holds yet is empty.

        ``options`` of DuckDB's reader, such as ``filename=true``, bring its own columns behind ours.
        """
        if not snapshot.files:
            return f"(select {', '.join(map(_nothing, self.contract.columns))} where false)"
        source = parquet(snapshot.files, *options)
        held = {row[0] for row in db.execute(f"describe select * from {source}").fetchall()}
        extra = [name for name in ("filename", "file_row_number") if any(option.startswith(name) for option in options)]
        columns = [named(c.name) if c.name in held else _nothing(c) for c in self.contract.columns]
        return f"(select {', '.join([*columns, *extra])} from {source})"

    def read_file(self, file: str, db: Any, *options: str) -> str:
        """The same of one file alone."""
        return self.read(Snapshot(0, (file,)), db, *options)

    def lacking(self) -> list[str]:
        """Columns of the contract that the table has not got yet; none before the first import."""
        table = self.delta()
        held = {field.name for field in table.schema().fields} if table else set(self.contract.names)
        return [name for name in self.contract.names if name not in held]

    # --- writing; the caller holds the lock ---

    def grow(self) -> list[str]:
        """Add the columns that are lacking; which these were."""
        names, table = self.lacking(), self.delta()
        if names and table is not None:
            self._add_columns(table)
            sync(log.commits(self.path)[-1])
            sync(log.log_of(self.path))
        return names

    def append(self, db: duckdb.DuckDBPyConnection, query: str, record: log.Record) -> int:
        """Add the rows of a query; returns how many."""
        added = self.write(db, query)
        self.commit(record, added)
        return rows_of(added)

    def replace(self, db: duckdb.DuckDBPyConnection, query: str, record: log.Record) -> int:
        """Put the rows of a query in place of all that is there, in one step."""
        old, added = self.snapshot().files, self.write(db, query)
        self.commit(record, added, old)
        return rows_of(added)

    def erase(self, db: duckdb.DuckDBPyConnection, customers: Collection[int]) -> dict[int, int]:
        """Remove all rows of these customers, and every older file that may still hold one; customer -> rows.

        One look through all files, however many customers; a file that holds one of them is written anew in the
        order that it has.
        """
        now, rows = self.snapshot(), Counter[int]()
        if now.files and customers:
            db.register("gone", pa.table({"customer": pa.array(sorted(customers), pa.int64())}))
            source = parquet(now.files, "filename=true")
            found = db.execute(
                f"select filename, customer, count(*) from {source} semi join gone using (customer) group by all"
            ).fetchall()
            for _, customer, count in found:
                rows[customer] += count
            hit, added = sorted({file for file, _, _ in found}), list[AddAction]()
            for file in hit:
                added += self._without(db, file, rows)
            if hit:
                self.commit(log.Record("erase", erased=rows.total()), added, hit)
        if now.version >= 0:
            self._drop_dead_files(older_than_seconds=0)
            log.shorten(self.path)
        return dict(rows)

    def compact(self, db: duckdb.DuckDBPyConnection, *, above: int = 1, small: float = math.inf) -> tuple[int, int]:
        """Rewrite many files as few, sorted; returns (files before, files after). Rows stay the same.

        Only the files that are smaller than ``small`` bytes, and only where there are more than ``above`` of them.
        """
        now = self.snapshot()
        few = [file for file in now.files if Path(file).stat().st_size < small]
        after = len(now.files)
        if len(few) > above:
            rows = self.read(Snapshot(now.version, tuple(few)), db)
            added = self.write(db, f"select * from {rows}", data_change=False)
            self.commit(log.Record("compact"), added, few, data_change=False)
            after += len(added) - len(few)
        if now.version >= 0:
            self._drop_dead_files(older_than_seconds=KEEP_DAYS * 86400)
            log.trim(self.path, older_than_seconds=KEEP_DAYS * 86400)
        return len(now.files), after

    def resort(self, db: duckdb.DuckDBPyConnection) -> tuple[int, int]:
        """Sort together what many imports left beside each other; (files before, files after). Rows stay the same.

        Only where a customer stands in many files (``runs.py``), and only where there is room for it several times:
        nobody who answers must find a full disk.
        """
        now = self.snapshot()
        found = runs.to_sort(now.files) if self._sort[0] == "customer" else []
        if not found or shutil.disk_usage(self.path).free < _ROOM * sum(one.size for one in found):
            return len(now.files), len(now.files)
        rows = self.read(Snapshot(now.version, tuple(one.file for one in found)), db)
        edges, added = runs.pieces(found), list[AddAction]()
        for low, high in pairwise([None, *edges, None]):
            from_on = "" if low is None else f" and customer >= {low}"
            below = "" if high is None else f" and customer < {high}"
            some = f"select * from {rows} where customer is not null{from_on}{below}"
            added += self.write(db, some, data_change=False)
        added += self.write(db, f"select * from {rows} where customer is null", data_change=False)
        self.commit(log.Record("compact"), added, [one.file for one in found], data_change=False)
        return len(now.files), len(now.files) - len(found) + len(added)

    def write(
        self,
        db: duckdb.DuckDBPyConnection,
        query: str,
        *,
        constant: Mapping[str, str] = MappingProxyType({}),
        data_change: bool = True,
        anew: bool = False,
    ) -> list[AddAction]:
        """The rows of a query in files of the table's own folder that no commit names yet; see ``parts.py``.

        ``anew``: the rows of one file that is sorted already, without some of them.
        """
        sort = () if anew else self._sort
        return write_parts(db, self.path, self.contract, query, sort=sort, constant=constant, data_change=data_change)

    def write_rows(self, rows: pa.Table) -> list[AddAction]:
        """The same of rows that are in order already; see ``parts.py``."""
        return write_rows(self.path, rows)

    def commit(
        self,
        record: log.Record,
        add: Sequence[AddAction] = (),
        remove: Sequence[str] = (),
        *,
        transaction: tuple[str, int] | None = None,
        data_change: bool = True,
    ) -> int:
        """Everything becomes true in this one step. Returns the new version."""
        properties = CommitProperties(
            custom_metadata={log.RECORD: record.to_dict()},
            app_transactions=[Transaction(*transaction)] if transaction else None,
        )
        schema = Schema.from_arrow(self.contract.schema)
        with room_needed(self.path):
            table = self.delta()
            if table is None:
                self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                create_table_with_add_actions(
                    address(self.path), schema, list(add), mode="append", description=self.contract.description,
                    configuration=_SETTINGS, commit_properties=properties, post_commithook_properties=_NO_HOOKS,
                )  # fmt: skip
                sync(self.path.parent)
                sync(self.path)
            else:
                if transaction and _holds(table, transaction):
                    # Delta takes a lower number without a word, and then reports that one.
                    raise ContractError(
                        message(
                            "{table} already holds number {number} of {mark}; nothing was written.",
                            table=self.contract.name,
                            number=transaction[1],
                            mark=transaction[0],
                        )
                    )
                self._add_columns(table)
                now = int(time.time() * 1000)
                gone = [RemoveAction(Path(file).name, data_change, now) for file in remove]
                table.create_write_transaction(
                    [*add, *gone], "append", schema,
                    commit_properties=properties, post_commithook_properties=_NO_HOOKS,
                )  # fmt: skip
            sync(log.commits(self.path)[-1])
            sync(log.log_of(self.path))
        for file in remove:
            with suppress(OSError):
                os.utime(file)  # how long it has been dead, for compaction
        version = int(log.commits(self.path)[-1].stem)
        if version and version % _CHECKPOINT_EVERY == 0:
            with suppress(Exception):  # a checkpoint only saves reading time; the commit stands
                DeltaTable(address(self.path)).create_checkpoint()
        return version

    def mend(self) -> None:
        """Remove what a killed run left half-written, and make sure of what it wrote: enough before a commit."""
        if not self.path.is_dir():
            return
        for folder in self.path.glob("part-*/"):
            shutil.rmtree(folder)
        for half in log.log_of(self.path).glob("*#*"):
            half.unlink()
        if torn := log.last_is_torn(self.path):
            torn.unlink()
        for last in log.commits(self.path)[-1:]:  # its writer may have been killed before it was on the disk
            sync(last)
            sync(last.parent)

    def clean(self) -> None:
        """Remove all that a killed run left, also whole files that no commit names."""
        self.mend()
        if not self.path.is_dir():
            return
        live = {Path(file).name for file in self.snapshot().files}
        loose = [file for file in self.path.glob("part-*.parquet") if file.name not in live]
        if loose:
            words = "".join(file.read_text("utf-8") for file in log.commits(self.path))
            for file in loose:
                if file.name not in words:
                    file.unlink()

    # ---

    def _without(self, db: duckdb.DuckDBPyConnection, file: str, customers: Collection[int]) -> list[AddAction]:
        """A file without the rows of these customers, which are also the relation ``gone``."""
        rows = self.read_file(file, db)
        if len(customers) > _FEW_GONE:
            return self.write(db, f"select * from {rows} anti join gone using (customer)")
        # A filter keeps the order, which a join does not: nothing is to be sorted anew.
        listed_keys = ", ".join(map(str, sorted(customers)))
        return self.write(db, f"select * from {rows} where (customer in ({listed_keys})) is not true", anew=True)

    def _add_columns(self, table: DeltaTable) -> None:
        """Grow the table before the commit that first fills the new columns; a crash between is harmless."""
        held = {field.name for field in table.schema().fields}
        fresh = [c for c in self.contract.columns if c.name not in held]
        if fresh:
            fields = Schema.from_arrow(pa.schema([(c.name, c.type) for c in fresh])).fields
            table.alter.add_columns(
                [Field(f.name, f.type) for f in fields],
                commit_properties=CommitProperties(custom_metadata={log.RECORD: log.Record("columns").to_dict()}),
                post_commithook_properties=_NO_HOOKS,
            )

    def _drop_dead_files(self, *, older_than_seconds: float) -> None:
        """Files that the present version does not name. Sure and at once, where a vacuum goes by clocks."""
        live = {Path(file).name for file in self.snapshot().files}
        for file in self.path.glob("part-*.parquet"):
            if file.name not in live and time.time() - file.stat().st_mtime >= older_than_seconds:
                file.unlink()
        sync(self.path)


def _holds(table: DeltaTable, transaction: tuple[str, int]) -> bool:
    held = table.transaction_version(transaction[0])
    return held is not None and held >= transaction[1]


def _nothing(column: Column) -> str:
    return f"cast(null as {column.sql}) as {named(column.name)}"
