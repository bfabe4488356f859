"""The joins that stand: which customer's rows are another's, and what they touched.

A join is a rule: what carries the key of one customer carries that of the other. The map of ids keeps both keys, so
that what comes later under the old id is recognised, and its origin with it. Beside the tables lie

::

    joins/rules.json             the rules, oldest first
    joins/<table>/*.parquet      which rows a rule touched: rule, and the key of the row
    joins/customer_scores/*      scores that stood before, whole
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from regulars.facts.database import listed, parquet, quoted
from regulars.facts.disk import private_folder, room_needed, sync, write_atomically
from regulars.facts.table import Table

FOLDER = "joins"


@dataclass(frozen=True)
class Join:
    """Rows of the customer with the key ``origin`` are rows of ``into``. ``name`` is the caller's own, and unique.

    ``parting``: it is being taken back. ``scored``: scores that told of a part only were set aside.
    """

    name: str
    origin: int
    into: int
    parting: bool = False
    scored: bool = False


class Rules:
    """The joins in their file; read anew each time, written under the lock."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER
        self._file = self.folder / "rules.json"

    def all(self) -> list[Join]:
        """Oldest first, those that are being taken back among them."""
        if not self._file.exists():
            return []
        return [Join(**one) for one in json.loads(self._file.read_text("utf-8"))]

    def standing(self) -> list[Join]:
        """Those that hold."""
        return [join for join in self.all() if not join.parting]

    def keys(self) -> set[int]:
        """Keys that must stay in the map though no row carries them."""
        return {key for join in self.all() for key in (join.origin, join.into)}

    def add(self, joins: Iterable[Join]) -> None:
        """Those that are not there yet."""
        found = self.all()
        known = {join.name for join in found}
        self._write([*found, *(join for join in joins if join.name not in known)])

    def mark(self, names: Collection[str], *, parting: bool = False, scored: bool = False) -> None:
        """Note how far something has come."""
        self._write(
            [
                replace(join, parting=join.parting or parting, scored=join.scored or scored)
                if join.name in names
                else join
                for join in self.all()
            ]
        )

    def drop(self, names: Collection[str]) -> None:
        """They are gone."""
        if names:
            self._write([join for join in self.all() if join.name not in names])

    def together(self, keys: Iterable[int]) -> set[int]:
        """These keys and all that were joined with them: one person each."""
        found, more, joins = set[int](), set(keys), self.all()
        while more:
            found |= more
            more = {key for join in joins for key in (join.origin, join.into) if {join.origin, join.into} & found}
            more -= found
        return found

    def _write(self, joins: Sequence[Join]) -> None:
        private_folder(self.folder)
        write_atomically(self._file, json.dumps([asdict(join) for join in joins]).encode())


def steps(joins: Sequence[Join]) -> pa.Table:
    """A row for every rule on the way of an origin: origin, rule, and ``target``, the end of the way."""
    by_origin = {join.origin: join for join in joins}
    rows = []
    for join in joins:
        way, at = [join], join.into
        while at in by_origin and by_origin[at] not in way:
            way.append(by_origin[at])
            at = by_origin[at].into
        rows += [{"origin": join.origin, "rule": one.name, "target": at} for one in way]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("origin", pa.int64()), ("rule", pa.string()), ("target", pa.int64())])
    )


def ends(joins: Sequence[Join]) -> dict[int, int]:
    """Origin -> whose its rows are now."""
    return {row["origin"]: row["target"] for row in steps(joins).to_pylist()}


def joined(relation: str, home: Path) -> str:
    """The map of ids to keys, with each key as the rules have it."""
    found = ends(Rules(home).standing())
    if not found:
        return relation
    cases = " ".join(f"when {origin} then {into}" for origin, into in found.items())
    return f"(select id, case key {cases} else key end as key from {relation})"


def note_origins(home: Path, table: Table, db: duckdb.DuckDBPyConnection, staged: str, people: str) -> None:
    """Before an import is committed: which of its rows (``staged``, with ``customer_id``) come under an old id."""
    standing = Rules(home).standing()
    if not standing:
        return
    db.register("steps", steps(standing))
    query = (
        f"select s.rule, {listed(table.contract.key, 'i')} from {staged} i join {people} k on i.customer_id = k.id "
        "join steps s on s.origin = k.key"
    )
    note(home, table.contract.name, db, query)


def note(home: Path, table: str, db: duckdb.DuckDBPyConnection, query: str) -> None:
    """Keep what a rule is about to touch: the rows of a query, with ``rule``. Noted twice does no harm."""
    _store(db, query, home / FOLDER / table)


def noted(home: Path, table: str) -> list[Path]:
    """The files of what was touched."""
    return sorted((home / FOLDER / table).glob("*.parquet"))


def forget(home: Path, db: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Take rules away, and first what they touched."""
    forget_touched(home, db, names)
    Rules(home).drop(names)


def forget_touched(home: Path, db: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """What these rules touched."""
    if not names:
        return
    db.register("forgotten", pa.table({"rule": pa.array(sorted(names), pa.string())}))
    for file in sorted((home / FOLDER).rglob("*.parquet")):
        source = parquet([file])
        count = f"select count(*), count(*) filter (rule in (select rule from forgotten)) from {source}"
        rows, hit = db.execute(count).fetchall()[0]
        if not hit:
            continue
        if hit < rows:
            _store(db, f"select * from {source} anti join forgotten using (rule)", file.parent)
        file.unlink()
        sync(file.parent)


def _store(db: duckdb.DuckDBPyConnection, query: str, folder: Path) -> None:
    """The rows of a query as one more file, whole or not at all; no file where there are none."""
    private_folder(folder)
    name = uuid.uuid4().hex
    part = folder / f".{name}"
    with room_needed(folder):
        written = db.execute(f"copy ({query}) to {quoted(part)} (format parquet, compression zstd)").fetchall()
        if not written[0][0]:
            part.unlink(missing_ok=True)
            return
        part.chmod(0o600)
        sync(part)
        part.rename(folder / f"{name}.parquet")
        sync(folder)


def clean(home: Path) -> None:
    """What a killed run left half-written."""
    for part in (home / FOLDER).rglob(".*"):
        if part.is_file():
            part.unlink()
