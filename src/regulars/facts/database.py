"""A DuckDB connection for one piece of writing, and the few words of SQL that all writing shares."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

MEMORY = "700MB"  # DuckDB's own limit; Python, Arrow and the allocator come on top
THREADS = min(4, os.cpu_count() or 1)


@contextmanager
def connection(folder: Path, *, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills into ``folder``. All instants are UTC."""
    config = {
        "threads": THREADS,
        "memory_limit": memory,
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": True,
    }
    db = duckdb.connect(config=config)
    try:
        db.execute("set TimeZone = 'UTC'")  # refused as an option of connect; the default is the machine's zone
        yield db
    finally:
        db.close()


def quoted(text: object) -> str:
    """A text literal."""
    return "'" + str(text).replace("'", "''") + "'"


def named(name: str, table: str = "") -> str:
    """A column's name, quoted, with its table's short name in front."""
    word = '"' + name.replace('"', '""') + '"'
    return f"{table}.{word}" if table else word


def listed(names: Iterable[str], table: str = "") -> str:
    """Columns for a SELECT."""
    return ", ".join(named(name, table) for name in names)


def parquet(paths: Iterable[object], *options: str) -> str:
    """A relation over Parquet files; columns that only newer files have read as empty."""
    files = ", ".join(quoted(path) for path in paths)
    return f"read_parquet({', '.join([f'[{files}]', 'union_by_name=true', *options])})"


def copied(db: duckdb.DuckDBPyConnection, query: str, target: Path) -> str:
    """Run the query once into a Parquet file of our own; returns the relation that reads it."""
    db.execute(f"copy ({query}) to {quoted(target)} (format parquet, compression lz4)")
    return parquet([target])


@dataclass(frozen=True)
class Footer:
    """What a Parquet file says of itself without being read.

    ``empty``: column -> count of empty values; ``constant``: text columns with one value in every row.
    """

    rows: int
    empty: Mapping[str, int]
    constant: Mapping[str, str]


def footer(path: Path) -> Footer:
    """The footer of a file of flat columns."""
    found = pq.read_metadata(path)
    empty, constant = {}, {}
    for index, name in enumerate(found.schema.names):
        parts = [found.row_group(group).column(index).statistics for group in range(found.num_row_groups)]
        empty[name] = sum(0 if part is None else part.null_count or 0 for part in parts)
        limits = {limit for part in parts if part and part.has_min_max for limit in (part.min, part.max)}
        value = limits.pop() if len(limits) == 1 and not empty[name] else None
        # The limits of long texts may be cut short, and then look alike.
        if isinstance(value, str) and len(value) <= 40 and all(part and part.has_min_max for part in parts):
            constant[name] = value
    return Footer(found.num_rows, empty, constant)
