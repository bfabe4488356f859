"""Customer ids and the random keys that stand for them in the facts.

The facts hold nothing but random keys; the map from ids to keys lies beside them, so that a copy of the tables
names nobody. Ids of erased people are kept as salted digests, and no import ever lets them in again.
"""

from __future__ import annotations

import hmac
import math
import os
import re
import unicodedata
import uuid
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts.database import parquet, quoted
from regulars.facts.disk import private_folder, room_needed, sync, write_atomically

_WHOLE = re.compile(r"^(-?[0-9]+)\.0+$")
BLANKS = " \t\r\n\u00a0\u3000\ufeff"  # what spreadsheets and web pages leave around a value
_LARGEST = 1e38  # what a whole number of the database holds


def canonical_customer(value: object) -> str | None:
    """The one way to write a customer id: 17850, 17850.0, "17850" and " 17850.0 " are one person.

    Empty, NaN and None are nobody. Leading zeros stay: "0042" is not "42".

    >>> [canonical_customer(v) for v in (17850, 17850.0, " 17850.0", "0042", "", None)]
    ['17850', '17850', '17850', '0042', None, None]
    """
    if hasattr(value, "as_py"):  # an Arrow scalar
        value = value.as_py()
    if isinstance(value, np.generic):
        value = value.item()
    if value is None:
        return None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < _LARGEST else repr(value)
    text = _WHOLE.sub(r"\1", unicodedata.normalize("NFC", str(value)).strip(BLANKS))
    return text or None


def canonical_customer_sql(
    expression: str, *, numeric: bool = False, trimmed: bool = False, plain: bool = False
) -> str:
    """The same in DuckDB's words, for a text expression; ``numeric`` for a column of numbers.

    ``trimmed`` and ``plain`` say that a text has no blanks around it, and nothing to compose: large files are both.
    """
    if numeric:
        return f"case when {expression}::varchar not in ('nan', '-nan') then {number_text_sql(expression)} end"
    text = expression if plain else f"nfc_normalize({expression})"
    text = text if trimmed else f"nullif(trim({text}, {quoted(BLANKS)}), '')"
    # Most ids end in no zero, and need no pattern.
    return rf"case when right({text}, 1) = '0' then regexp_replace({text}, '^(-?[0-9]+)\.0+$', '\1') else {text} end"


def number_text_sql(expression: str) -> str:
    """SQL for the text of a number of any type: a whole one is written out, where a float would be 1e+16."""
    whole = f"{expression}::double = trunc({expression}::double) and abs({expression}::double) < {_LARGEST:g}"
    return (
        f"case when typeof({expression}) in ('DOUBLE', 'FLOAT') and {whole} "
        f"then {expression}::double::hugeint::varchar "
        f"else regexp_replace({expression}::varchar, '\\.0+$', '') end"
    )


class CustomerKeys(Protocol):
    """The port: where ids meet keys. The default is files beside the facts; a web application brings its own.

    ``ids`` are canonical ids (:func:`canonical_customer`). ``db`` is the DuckDB connection of the caller.
    """

    def relation(self) -> str:
        """A relation with the columns ``id`` and ``key``: who may be imported, so nobody whose erasure began."""
        ...

    def create_missing(self, db: duckdb.DuckDBPyConnection, query: str) -> int:
        """Give keys to new ids (a query with one distinct text column ``id``), but none to erased ones."""
        ...

    def any_refused(self) -> bool:
        """Was anybody ever erased?"""
        ...

    def is_refused(self) -> Callable[[str], bool]:
        """A test for ids: was this one erased?"""
        ...

    def refuse(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
        """First step of an erasure: from now on no import lets them in."""
        ...

    def find(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, int]:
        """The keys of those ids that have one."""
        ...

    def ids_of(self, db: duckdb.DuckDBPyConnection, keys: Collection[int]) -> set[str]:
        """The ids that have these keys, those whose erasure began among them."""
        ...

    def forget(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
        """Last step of an erasure, after the rows are gone: a crash before it leaves the keys findable."""
        ...

    def keep_only(self, db: duckdb.DuckDBPyConnection, used: str) -> int:
        """Drop ids whose key no row holds any more (``used``: a query with one column ``key``); returns how many."""
        ...


class FileKeys:
    """Keys in Parquet files: one more for each import that brings new people; written aside, synced, renamed.

    Call it under the writer's lock.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._refused = folder / "erased"  # digests of ids, for ever
        self._going = folder / "going"  # keys of an erasure that has begun and not ended

    def relation(self) -> str:
        """See :class:`CustomerKeys`."""
        going = self._going.read_text() if self._going.exists() else ""
        return f"(select id, key from {self._map()} where key not in ({going}))" if going else self._map()

    def create_missing(self, db: duckdb.DuckDBPyConnection, query: str) -> int:
        """See :class:`CustomerKeys`."""
        fresh = db.execute(f"select i.id from ({query}) i anti join {self.relation()} k on i.id = k.id")
        ids = fresh.to_arrow_table()["id"].combine_chunks()
        refused = self._digests()
        if refused and len(ids):  # an erased id is never in the map, so only new ones need the slow look
            ids = ids.filter(pa.array([self._digest(one) not in refused for one in ids.to_pylist()], pa.bool_()))
        if len(ids):
            self._add(pa.table({"id": ids, "key": self._draw(db, len(ids))}))
        return len(ids)

    def any_refused(self) -> bool:
        """See :class:`CustomerKeys`."""
        return self._refused.exists()

    def is_refused(self) -> Callable[[str], bool]:
        """See :class:`CustomerKeys`."""
        refused, salt = self._digests(), self._salt()
        return lambda one: bool(refused) and hmac.digest(salt, one.encode(), "sha256").hex() in refused

    def refuse(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
        """See :class:`CustomerKeys`."""
        digests = self._digests() | {self._digest(one) for one in ids}
        write_atomically(self._refused, "\n".join(sorted(digests)).encode())
        # Until the map forgets them they are still in it, and an import would find them there.
        before = self._going.read_text().split(",") if self._going.exists() else []
        keys = {*before, *map(str, self.find(db, ids).values())}
        if keys:
            write_atomically(self._going, ",".join(sorted(keys)).encode())

    def find(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, int]:
        """See :class:`CustomerKeys`."""
        self._want(db, ids)
        found = db.execute(f"select k.id, k.key from {self._map()} k semi join wanted w on k.id = w.id").fetchall()
        return dict(found)

    def ids_of(self, db: duckdb.DuckDBPyConnection, keys: Collection[int]) -> set[str]:
        """See :class:`CustomerKeys`."""
        db.register("wanted", pa.table({"key": pa.array(sorted(keys), pa.int64())}))
        return {
            row[0] for row in db.execute(f"select k.id from {self._map()} k semi join wanted using (key)").fetchall()
        }

    def forget(self, db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
        """See :class:`CustomerKeys`."""
        self._want(db, ids)
        keys = {str(key) for key in self.find(db, ids).values()}
        self._rewrite(db, f"select id, key from {self._map()} k anti join wanted w on k.id = w.id")
        if self._going.exists():
            left = set(self._going.read_text().split(",")) - keys
            if left:  # another erasure was cut short
                write_atomically(self._going, ",".join(sorted(left)).encode())
            else:
                self._going.unlink()

    def keep_only(self, db: duckdb.DuckDBPyConnection, used: str) -> int:
        """See :class:`CustomerKeys`."""
        before = self._count()
        if before:
            self._rewrite(db, f"select id, key from {self._map()} k semi join ({used}) u on k.key = u.key")
        return before - self._count()

    def clean(self) -> None:
        """Remove what a killed run left half-written, and older maps that a finished rewrite replaced."""
        if self.folder.exists():
            private_folder(self.folder)
        for part in self.folder.glob(".*"):
            part.unlink()
        whole = sorted(self.folder.glob("map-*.parquet"))
        for old in self._superseded():
            old.unlink()
        if whole:
            sync(self.folder)

    # ---

    def _map(self) -> str:
        files = self._files()
        return parquet(files) if files else "(select ''::varchar as id, 0::bigint as key where false)"

    def _files(self) -> list[Path]:
        gone = set(self._superseded())
        return sorted(file for file in self.folder.glob("map-*.parquet") if file not in gone)

    def _superseded(self) -> list[Path]:
        # map-<number>-new.parquet adds to those before it, map-<number>-all.parquet stands for all before it.
        files = sorted(self.folder.glob("map-*.parquet"))
        whole = [file for file in files if file.stem.endswith("-all")]
        return [file for file in files if whole and file.name < whole[-1].name]

    def _next(self, kind: str) -> Path:
        numbers = [int(file.stem.split("-")[1]) for file in self.folder.glob("map-*.parquet")]
        return self.folder / f"map-{max(numbers, default=0) + 1:09d}-{kind}.parquet"

    def _add(self, table: pa.Table) -> None:
        part = self.folder / f".{uuid.uuid4().hex}"
        private_folder(self.folder)
        with room_needed(self.folder):
            pq.write_table(table, part, compression="zstd", use_dictionary=False)
            part.chmod(0o600)
            sync(part)
            part.rename(self._next("new"))
            sync(self.folder)

    def _rewrite(self, db: duckdb.DuckDBPyConnection, query: str) -> None:
        if not self._files():
            return
        part = self.folder / f".{uuid.uuid4().hex}"
        with room_needed(self.folder):
            db.execute(f"copy ({query}) to {quoted(part)} (format parquet, compression zstd)")
            part.chmod(0o600)
            sync(part)
            part.rename(self._next("all"))
            sync(self.folder)
        self.clean()

    def _draw(self, db: duckdb.DuckDBPyConnection, count: int) -> pa.Array:
        keys = np.empty(0, np.int64)
        while len(keys) < count:  # a key that is taken is drawn again
            more = np.frombuffer(os.urandom(8 * (count - len(keys))), np.int64) & np.int64(2**63 - 1)
            keys = np.unique(np.concatenate([keys, more]))
            if self._files():
                db.register("drawn", pa.table({"key": keys}))
                taken = db.execute(f"select d.key from drawn d semi join {self._map()} k on d.key = k.key")
                keys = np.setdiff1d(keys, taken.fetchnumpy()["key"])
        # Sorted keys would follow the order of the ids.
        np.random.default_rng(int.from_bytes(os.urandom(16), "little")).shuffle(keys)
        return pa.array(keys)

    def _count(self) -> int:
        return sum(pq.read_metadata(file).num_rows for file in self._files())

    def _digests(self) -> set[str]:
        return set(self._refused.read_text().split()) if self._refused.exists() else set()

    def _digest(self, customer: str) -> str:
        return hmac.digest(self._salt(), customer.encode(), "sha256").hex()

    def _salt(self) -> bytes:
        file = self.folder / "salt"
        if not file.exists():
            private_folder(self.folder)
            write_atomically(file, os.urandom(32))
        return file.read_bytes()

    @staticmethod
    def _want(db: duckdb.DuckDBPyConnection, ids: Iterable[Any]) -> None:
        db.register("wanted", pa.table({"id": pa.array(sorted(ids), pa.string())}))
