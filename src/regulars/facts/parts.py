"""The Parquet files that a table is made of: sorted, and safe on the disk before a commit names them."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.transaction import AddAction

from regulars.facts.contracts import Contract
from regulars.facts.database import THREADS, listed, named, quoted
from regulars.facts.disk import room_needed, sync

GROUP_ROWS, SAMPLE_ROWS = 122_880, 4_096
FILE_ROWS = 3 * GROUP_ROWS  # of scores, some 20 MB
FILE_BYTES = "24MB"  # one changed or erased row rewrites its file: keep files small


def write_parts(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    contract: Contract,
    query: str,
    *,
    sort: Sequence[str],
    constant: Mapping[str, str],
    data_change: bool,
) -> list[AddAction]:
    """The rows of a query as files in a table's own folder, synced and not yet named by any commit.

    ``sort``: columns to sort by; none where the rows are those of one sorted file, and become one file again.
    ``constant``: columns whose value (SQL) is the same in every row.
    """
    name = f"part-{uuid.uuid4().hex}"
    made = folder / name
    columns = ", ".join(
        f"cast({constant.get(c.name, named(c.name))} as {c.sql}) as {named(c.name)}" for c in contract.columns
    )
    varying = listed(c.name for c in contract.columns if c.name not in constant)
    target, order, split = made / f"{name}-0.parquet", "", ""
    if sort:
        target, split = made, f", file_size_bytes '{FILE_BYTES}', filename_pattern '{name}-{{i}}'"
        order = f"order by {', '.join(named(name) for name in sort if name not in constant) or '1'}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with room_needed(folder):
        if not sort:
            made.mkdir()
        db.execute(
            f"copy (select {columns} from (select {varying} from ({query}) {order})) to {quoted(target)} "
            f"(format parquet, compression zstd, compression_level 1, row_group_size {GROUP_ROWS}{split})"
        )
        return _taken(made, folder, data_change=data_change)


def write_rows(folder: Path, rows: pa.Table) -> list[AddAction]:
    """The same of rows of the table's types that are in order already: as they lie, several files at a time.

    Columns of words may be dictionaries; what is read back is words. Where columns repeat themselves this is a
    quarter of the work.
    """
    made = folder / f"part-{uuid.uuid4().hex}"

    def write(number: int) -> None:
        some = rows.slice(number * FILE_ROWS, FILE_ROWS)
        pq.write_table(
            some, made / f"{made.name}-{number:04}.parquet", row_group_size=GROUP_ROWS,
            compression="zstd", compression_level=1, use_dictionary=_repetitive(some), store_schema=False,
        )  # fmt: skip

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with room_needed(folder):
        made.mkdir()
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(write, range(-(-len(rows) // FILE_ROWS))))
        return _taken(made, folder)


def _repetitive(rows: pa.Table) -> list[str]:
    """Columns whose values come back, as the first of them tell: a dictionary of the others would be in vain."""
    some = rows.slice(0, SAMPLE_ROWS)
    return [
        field.name for field in rows.schema
        if pa.types.is_dictionary(field.type) or 2 * pc.count_distinct(some[field.name]).as_py() <= len(some)
    ]  # fmt: skip


def _taken(made: Path, folder: Path, *, data_change: bool = True) -> list[AddAction]:
    """The files that were made and hold rows, moved to the table's own and synced; nothing else stays."""
    added = []
    for file in sorted(made.glob("*.parquet")):
        if pq.read_metadata(file).num_rows:
            part = file.rename(folder / file.name)
            sync(part)
            added.append(add_action(part, data_change=data_change))
    shutil.rmtree(made)
    sync(folder)
    return added


def add_action(file: Path, *, data_change: bool = True) -> AddAction:
    """What the log says of a file: its rows and days, and never a customer."""
    footer = pq.read_metadata(file)
    index = footer.schema.names.index("day")
    days = [footer.row_group(group).column(index).statistics for group in range(footer.num_row_groups)]
    known = [part for part in days if part is not None and part.has_min_max]
    stats: dict[str, Any] = {"numRecords": footer.num_rows}
    if known:
        stats["minValues"] = {"day": min(part.min for part in known)}
        stats["maxValues"] = {"day": max(part.max for part in known)}
    state = file.stat()
    text = json.dumps(stats, default=str)
    return AddAction(file.name, state.st_size, {}, int(state.st_mtime * 1000), data_change, text)


def rows_of(added: Sequence[AddAction]) -> int:
    """How many rows these files hold."""
    return sum(json.loads(action.stats)["numRecords"] for action in added)
