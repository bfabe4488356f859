"""The rows that did not go in: counted, the first of them listed, all of them in a file to mend and send again."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from regulars.facts.database import named, quoted
from regulars.facts.disk import write_atomically
from regulars.facts.imports.cells import Check
from regulars.facts.imports.readers import ROW, Source
from regulars.facts.imports.reasons import EXPLAINED, Reason
from regulars.facts.imports.report import FIRST_BAD, BadRow
from regulars.facts.keys import canonical_customer
from regulars.language import Message, message, reader_language, render

FOLDER = "set-aside"
_KEEP_DAYS = 30  # these rows hold people's data and stand outside the tables: they do not stay for ever
_SHOWN = 200
_SEPARATORS = re.compile(r"[\s,;|\"']+")


@dataclass(frozen=True)
class SetAside:
    """All of them, counted by reason, and the first."""

    n_rows: int
    n_values: int
    first: tuple[BadRow, ...]
    by_reason: tuple[tuple[Message, int], ...]
    reasons: frozenset[Reason]


def collect(
    db: duckdb.DuckDBPyConnection, source: Source, lines: str, checks: Sequence[Check], more: Sequence[str] = ()
) -> SetAside:
    """Fill the table ``set_aside`` (row, column, value, reason, kept) and say what is in it.

    ``lines``: the staged lines with ``bad``; ``more``: further queries of the same five columns.
    """
    cases = " ".join(f"when {i} then {quoted(check.column)}" for i, check in enumerate(checks))
    words = " ".join(f"when {i} then {quoted(check.reason.value)}" for i, check in enumerate(checks))
    parts = list(more)
    if checks:
        parts.append(
            f"select row, case bad {cases} end, bad_value, case bad {words} end, false from {lines} where bad >= 0"
        )
    if source.problems is not None:
        columns = "{'row': 'BIGINT', 'reason': 'VARCHAR', 'value': 'VARCHAR', 'text': 'VARCHAR'}"
        plain = "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', max_line_size=1000000"
        reader = f"read_csv({quoted(source.problems)}, columns={columns}, {plain})"
        parts.append(f"select row, null, value, reason, false from {reader}")
    db.execute(
        'create or replace table set_aside (row bigint, "column" varchar, value varchar, reason varchar, kept boolean)'
    )
    for part in parts:
        db.execute(f"insert into set_aside {part}")
    return _summary(db)


def _summary(db: duckdb.DuckDBPyConnection) -> SetAside:
    found = db.execute("select reason, count(*), min(row) from set_aside group by 1 order by 2 desc, 3").fetchall()
    rows, values = db.execute("select count(*) filter (not kept), count(*) filter (kept) from set_aside").fetchall()[0]
    first = db.execute(
        f"""select row, "column", coalesce(value, '')[:{_SHOWN}], reason, kept
            from set_aside order by row limit {FIRST_BAD}"""
    ).fetchall()
    return SetAside(
        n_rows=rows,
        n_values=values,
        first=tuple(_bad_row(*one) for one in first),
        by_reason=tuple((EXPLAINED[Reason(reason)].reason, count) for reason, count, _ in found),
        reasons=frozenset(Reason(reason) for reason, _, _ in found),
    )


def _bad_row(row: int, column: str | None, value: str, reason: str, kept: bool) -> BadRow:
    explained = EXPLAINED[Reason(reason)]
    return BadRow(row, column, value, explained.reason, explained.way_out, kept)


def write_file(db: duckdb.DuckDBPyConnection, source: Source, home: Path, name: str) -> Path | None:
    """All rows that were set aside, as they stood in the file, each with its number and the reason.

    Mended in a spreadsheet, the file can be imported with the same mapping. A value that a spreadsheet would
    run as a formula gets an apostrophe in front.
    """
    if not db.execute("select count(*) from set_aside where not kept").fetchall()[0][0]:
        return None
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget_old(folder)
    path = folder / f"{name}.csv"
    part = folder / f".{name}.part"
    columns = ", ".join(f"{_harmless(f's.{named(column)}::varchar')} as {named(column)}" for column in source.names)
    language = reader_language()
    words = " ".join(
        f"when {quoted(reason.value)} then {quoted(render(explained.reason, language))}"
        for reason, explained in EXPLAINED.items()
    )
    source.register(db)
    row, reason, value = (
        named(f"# {render(title, language)}") for title in (message("row"), message("reason"), message("value"))
    )
    db.execute(f"""copy (select {columns}, b.row as {row}, case b.reason {words} end as {reason},
        {_harmless("b.value")} as {value}
        from (select row, min(reason) as reason, min(value) as value from set_aside where not kept group by row) b
        left join {source.relation} s on s.{named(ROW)} = b.row order by b.row)
        to {quoted(part)} (format csv, header)""")
    part.chmod(0o600)
    part.replace(path)
    return path


def forget_customers(home: Path, ids: Collection[str]) -> int:
    """Take the rows that name one of these customers out of all files of set-aside rows; returns how many.

    A row that no reader could take apart stands there in one piece, so the pieces of every value count too.
    """
    gone = 0
    for path in sorted((home / FOLDER).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file)) or [[]]
        kept = [row for row in rows if not any(_names(cell, ids) for cell in row)]
        if len(kept) == len(rows):
            continue
        gone += len(rows) - len(kept)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([head, *kept])
        if kept:
            write_atomically(path, text.getvalue().encode())
            path.chmod(0o600)
        else:
            path.unlink()
    return gone


def _names(cell: str, ids: Collection[str]) -> bool:
    pieces = (cell, *_SEPARATORS.split(cell))
    return any(canonical_customer(piece.strip().lstrip("'")) in ids for piece in pieces)


def _harmless(value: str) -> str:
    formula = f"regexp_matches({value}, '^[=+@\\t\\r-]') and try_cast({value} as double) is null"
    return f"case when {formula} then '''' || {value} else {value} end"


def _forget_old(folder: Path) -> None:
    limit = time.time() - _KEEP_DAYS * 86400
    for file in folder.iterdir():
        if file.stat().st_mtime < limit:
            file.unlink(missing_ok=True)
