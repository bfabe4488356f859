"""Columns of a plain file, read by the engine that imports use."""

from __future__ import annotations

import difflib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.cli.errors import NoSuchColumnError
from regulars.language import message

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.cli.calculations.table import Take


def existing(path: str) -> Path:
    """The path of a file that is there."""
    file = Path(path).expanduser()
    if not file.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    return file


def read_file(path: str) -> pa.Table:
    """The file as a table of text columns (Parquet and XLSX keep their types)."""
    file = existing(path)
    from regulars.facts.imports import read_table

    return read_table(file)


def columns_of(path: str, named: dict[Take, Any]) -> dict[str, Any]:
    """Parameter of the method -> column, or dict of columns where the method takes several."""
    table = read_file(path)
    found: dict[str, Any] = {}
    for take, names in named.items():
        if take.many:
            wanted = [part for name in names for part in _split(table, name)]
            found[take.parameter] = {name: column(table, name) for name in wanted}
        else:
            found[take.parameter] = column(table, names)
    return found


def column(table: pa.Table, name: str) -> Any:
    """The column of this name. Raises with the near misses."""
    known = table.column_names
    if name in known:
        return table.column(name)
    folded = [title for title in known if title.strip().casefold() == name.strip().casefold()]
    near = folded or difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        said = message("There is no column {column}. Did you mean: {near}?", column=name, near=tuple(near))
    else:
        said = message(
            "There is no column {column}. The file has: {known}.",
            column=name,
            known=(*known[:12], *["…"] * (len(known) > 12)),
        )
    raise NoSuchColumnError(said)


def _split(table: pa.Table, name: str) -> list[str]:
    """``Q1,Q2`` names two columns, unless one column is called so."""
    return [name] if name in table.column_names else [part.strip() for part in name.split(",") if part.strip()]
