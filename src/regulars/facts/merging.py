"""One merge, step by step. Every step refines relations (SQL) and counts; nothing is changed before the last.

Two rules of its own: a column that is empty in the whole file says nothing, so it neither counts as a difference
nor wipes what is there; and where one file holds a key twice, its last row holds (equal repeats count as known,
others as replaced).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake.transaction import AddAction

from regulars.facts import baskets, log
from regulars.facts.database import copied, footer, listed, named, parquet, quoted
from regulars.facts.errors import ContractError
from regulars.facts.history import next_transaction
from regulars.facts.joins import joined, note_origins
from regulars.facts.keys import CustomerKeys
from regulars.facts.table import Table
from regulars.language import message, plural


@dataclass(frozen=True)
class MergeCounts:
    """What became of the staged rows; the four counts and the rows of ``ambiguous`` add up to all of them."""

    new: int = 0
    known: int = 0
    replaced: int = 0
    erased: int = 0
    ambiguous: pa.Table = field(default_factory=baskets.nothing)  # row, purchase
    import_id: str = ""


class Merge:
    """The state of one merge into ``table``."""

    def __init__(
        self, home: Path, keys: CustomerKeys, table: Table, stage: Path, folder: Path, db: duckdb.DuckDBPyConnection
    ) -> None:
        self._home, self._keys, self._table, self._folder, self._db = home, keys, table, folder, db
        self._contract = table.contract
        self._before = table.snapshot()
        facts = footer(stage)
        self._rows, self._constant = facts.rows, facts.constant
        self._staged = {"customer" if name == "customer_id" else name: count for name, count in facts.empty.items()}
        self._check()
        # What the file says anything about; the rest stays as it is in the table.
        self._said = [c for c in self._contract.values if self._staged.get(c, self._rows) < self._rows]
        self._unnumbered = "line" in self._contract.key and self._staged.get("line", self._rows) == self._rows > 0
        absent = [c for c in self._contract.columns if c.name not in self._staged]
        silent = "".join(f", cast(null as {c.sql}) as {named(c.name)}" for c in absent)
        self._stage = f"(select *{silent} from {parquet([stage])})"
        self._incoming = ""  # staged rows with keys for customers, without the refused
        self._put = ""  # rows to write, with ``is_new`` and the old row's place (filename, file_row_number)
        self._gone = ""  # places of the rows that fall away
        self._ambiguous = baskets.nothing()
        self._repeated = self._overwritten = self._refused = 0

    def number_lines(self) -> None:
        """Give each line its place within its purchase, where the file has no line numbers."""
        if self._unnumbered:
            place = 'row_number() over (partition by source, purchase order by "row")::integer'
            self._stage = f"(select * exclude (line), {place} as line from {self._stage})"

    def take_last_of_repeats(self) -> None:
        """A key that stands in the file more than once: its last row holds."""
        if self._unnumbered:
            return  # places within a purchase cannot repeat
        key = listed(self._contract.key)
        # A hash of the key first: where no two are equal nothing repeats, and that is most files.
        if self._one(f"select count(*) - count(distinct hash({key})) from {self._stage}") == 0:
            return
        twice = f"(select {key} from {self._stage} group by all having count(*) > 1)"
        said = ", ".join(named("customer_id" if name == "customer" else name) for name in self._said) or "1"
        marked = copied(
            self._db,
            f"select *, row_number() over w as place, row({said}) is not distinct from first_value(row({said})) over w "
            f"as same from {self._stage} semi join {twice} t using ({key}) "
            f'window w as (partition by {key} order by "row" desc rows unbounded preceding)',
            self._folder / "repeats.parquet",
        )
        later = f"from {marked} where place > 1"
        self._repeated = self._one(f"select count(*) {later} and same")
        self._overwritten = self._one(f"select count(*) {later} and not same")
        self._stage = (
            f"(select * from {self._stage} anti join {twice} t using ({key}) "
            f"union all by name select * exclude (place, same) from {marked} where place = 1)"
        )

    def compare(self) -> None:
        """Give customers their keys, and say of each row what it is to the table as it stands."""
        people = f"select distinct customer_id as id from {self._stage} where customer_id is not null"
        self._keys.create_missing(self._db, people)
        self._incoming = self._keyed()
        if not self._before.files:
            return  # all is new, and is written in one pass
        if self._unnumbered:  # the places cost a sort; do it once
            self._incoming = copied(self._db, f"select * from {self._incoming}", self._folder / "incoming.parquet")
        said = {*self._said, *self._contract.key}
        columns = ", ".join(named(c, "n" if c in said else "o") for c in self._contract.names)
        same = " and ".join(f"{named(c, 'n')} is not distinct from {named(c, 'o')}" for c in self._said) or "true"
        key = " and ".join(f"{named(c, 'n')} = {named(c, 'o')}" for c in reversed(self._contract.key))
        self._put = copied(
            self._db,
            f'select {columns}, n."row", o.filename is null as is_new, o.filename, o.file_row_number '
            f"from {self._incoming} n left join {self._old()} o on {key} where o.filename is null or not ({same})",
            self._folder / "put.parquet",
        )
        self._gone = f"(select filename, file_row_number from {self._put} where filename is not null)"

    def settle_baskets(self, rule: baskets.Baskets) -> None:
        """Decide about baskets that the table already holds in another form."""
        if not (self._unnumbered and self._before.files):
            return
        case = baskets.Case(
            self._db, self._folder, self._put, self._old(), self._incoming, tuple(self._said), self._contract.names
        )
        if settled := baskets.settle(case, rule):
            self._put, self._gone, self._ambiguous = settled.put, settled.gone, settled.ambiguous

    def finish(self, digest: str, note: Mapping[str, str], *, undoable: bool) -> MergeCounts:
        """Write, name everything in one commit, and count."""
        self._refused = self._count_refused()
        if self._before.files:
            added, removed, new, replaced = self._write_changes()
        else:
            added = self._table.write(self._db, f"select * from {self._incoming}", constant=self._same_everywhere())
            removed, replaced = [], 0
            new = self._rows - self._repeated - self._overwritten - self._refused
        aside = self._ambiguous.num_rows
        counts = MergeCounts(
            new=new,
            known=self._rows - new - replaced - self._overwritten - self._refused - aside,
            replaced=replaced + self._overwritten,
            erased=self._refused,
            ambiguous=self._ambiguous,
            import_id=uuid.uuid4().hex,
        )
        if "customer" in self._said:
            note_origins(self._home, self._table, self._db, self._stage, self._keys.relation())
        record = log.Record(
            "import", import_id=counts.import_id, digest=digest, rows=self._rows, new=counts.new, known=counts.known,
            replaced=counts.replaced, erased=counts.erased, undoable=undoable, note=dict(note),
        )  # fmt: skip
        # What was set aside must be looked at again, so such a file is not yet done with.
        done = None if aside else next_transaction(self._table, digest)
        self._table.commit(record, added, removed, transaction=done)
        return counts

    # ---

    def _check(self) -> None:
        """A stage that does not fit is a fault of the importer, found before anything is touched."""
        needed = {"row", "customer", *(c.name for c in self._contract.columns if not c.nullable and c.name != "line")}
        if missing := sorted(needed - set(self._staged)):
            raise ContractError(
                message("The stage for {table} lacks {columns}.", table=self._contract.name, columns=tuple(missing))
            )
        for column in self._contract.columns:
            if not column.nullable and column.name != "line" and self._staged[column.name]:
                raise ContractError(
                    plural(
                        "{count} row for {table} has no {column}; every row needs one.",
                        "{count} rows for {table} have no {column}; every row needs one.",
                        self._staged[column.name],
                        table=self._contract.name,
                        column=column.name,
                    )
                )
        if "line" in self._contract.key and 0 < self._staged.get("line", 0) < self._rows:
            raise ContractError(
                message(
                    "{count} of {rows} lines have no line number. Number all of them or none.",
                    count=self._staged["line"],
                    rows=self._rows,
                )
            )

    def _keyed(self) -> str:
        columns = [f"k.key as {named(c)}" if c == "customer" else named(c, "s") for c in self._contract.names]
        if "customer" not in self._said:
            columns = [
                f"cast(null as bigint) as {named(c)}" if c == "customer" else named(c, "s")
                for c in self._contract.names
            ]
            return f'(select {", ".join(columns)}, s."row" from {self._stage} s)'
        people = joined(self._keys.relation(), self._home)
        return (
            f'(select {", ".join(columns)}, s."row" from {self._stage} s left join {people} k '
            "on s.customer_id = k.id where s.customer_id is null or k.key is not null)"
        )

    def _same_everywhere(self) -> dict[str, str]:
        """Columns that need not be sorted along: about a third of the work of a large first import."""
        silent = {name: "null" for name in self._contract.values if name not in self._said}
        return silent | {name: quoted(value) for name, value in self._constant.items() if name in self._contract.names}

    def _old(self) -> str:
        held = self._table.read(self._before, self._db, "filename=true", "file_row_number=true")
        if self._rows * 4 >= self._before.rows:
            return held
        handle = named(self._contract.key[1])  # purchase or response: look only at what the file speaks of
        return f"(select * from {held} where {handle} in (select {handle} from {self._stage}))"

    def _count_refused(self) -> int:
        if "customer" not in self._said or not self._keys.any_refused():
            return 0
        return self._one(
            f"select count(*) from {self._stage} s anti join {self._keys.relation()} k on s.customer_id = k.id "
            "where s.customer_id is not null"
        )

    def _write_changes(self) -> tuple[list[AddAction], list[str], int, int]:
        new = self._one(f"select count(*) from {self._put} where is_new")
        replaced = self._one(f"select count(*) from {self._put} where not is_new")
        added = (
            self._table.write(self._db, f"select {listed(self._contract.names)} from {self._put}")
            if new + replaced
            else []
        )
        touched = self._db.execute(f"select distinct filename from {self._gone} order by 1").fetchall()
        removed = [str(row[0]) for row in touched]
        for file in removed:  # one at a time: memory stays flat however large the table is
            held = self._table.read_file(file, self._db, "file_row_number=true")
            gone = f"(select file_row_number from {self._gone} where filename = {quoted(file)})"
            added += self._table.write(self._db, f"select * from {held} anti join {gone} g using (file_row_number)")
        return added, removed, new, replaced

    def _one(self, query: str) -> int:
        row = self._db.execute(query).fetchone()
        return int(row[0]) if row else 0
