"""The first look at a file: its columns, and what the engine takes them for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from regulars.facts.database import connection
from regulars.facts.imports import ImportFileError
from regulars.facts.imports.answer_guess import guess_answers
from regulars.facts.imports.guess import NAMES, guess
from regulars.facts.imports.readers import Reading, SourceFile, head, temporary
from regulars.facts.imports.short_lists import by_name
from regulars.language import message
from regulars.web.imports.models import Kind
from regulars.web.people.importing.mapping import guess as guess_customers

MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Look:
    """``columns``: names in the file. ``guess``: a mapping as plain data; empty where nothing could be found."""

    digest: str
    columns: tuple[str, ...]
    guess: dict[str, Any]


def look(file: Path, reading: Reading, kind: str) -> Look:
    """Open a file and guess. Raises ``ImportFileError`` for one that is no table."""
    try:
        with temporary() as folder, connection(folder) as db:
            opened = SourceFile(file, folder, reading)
            source = opened.source()
            if len(source.names) > MOST_COLUMNS:
                raise ImportFileError(
                    message(
                        "{file} has {count} columns; at most {most} are taken. Leave out those that nobody needs, or "
                        "look whether the delimiter is the right one.",
                        file=file.name,
                        count=len(source.names),
                        most=MOST_COLUMNS,
                    )
                )
            first = head(db, source)
    except (duckdb.Error, pa.ArrowInvalid, UnicodeError) as error:
        raise ImportFileError(
            message("{file} cannot be read as a table. Save it as CSV (UTF-8) or XLSX.", file=file.name)
        ) from error
    found = guess_answers(first, source.labels) if kind == Kind.RESPONSES else _GUESSES[Kind(kind)](first)
    return Look(opened.digest, source.names, found)


def _of_purchases(first: pa.Table) -> dict[str, Any]:
    try:
        return guess(first).to_dict()
    except ImportFileError:  # the values fit nothing: what the names say is better than an empty form
        return by_name(first.column_names, {name: NAMES[name] for name in ("customer", "at", "amount", "purchase")})


def _of_customers(first: pa.Table) -> dict[str, Any]:
    return dict(guess_customers(first.column_names))


_GUESSES = {Kind.CUSTOMERS: _of_customers, Kind.PURCHASES: _of_purchases}
