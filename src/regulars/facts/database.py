"""A DuckDB connection for one piece of writing, and the few words of SQL that all writing shares."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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


def empty_counts(path: Path) -> tuple[int, dict[str, int]]:
    """Rows of a Parquet file, and the empty values of each column, read from its footer alone."""
    footer = pq.read_metadata(path)
    found = {}
    for index, name in enumerate(footer.schema.names):
        parts = [footer.row_group(group).column(index).statistics for group in range(footer.num_row_groups)]
        found[name] = sum(0 if part is None else part.null_count or 0 for part in parts)
    return footer.num_rows, found
