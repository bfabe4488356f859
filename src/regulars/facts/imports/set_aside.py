"""The rows that did not go in: counted, the first of them listed, all of them in a file to mend and send again."""

from __future__ import annotations

import csv
import re
import sys
import time
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from regulars.facts.database import named, quoted
from regulars.facts.disk import private_folder, sync
from regulars.facts.imports.cells import Check
from regulars.facts.imports.layout import unique_names
from regulars.facts.imports.own_files import file_columns, harmless, harmless_name, own_columns
from regulars.facts.imports.readers import ROW, Source
from regulars.facts.imports.reasons import EXPLAINED, Reason
from regulars.facts.imports.report import FIRST_BAD, BadRow
from regulars.facts.keys import canonical_customer
from regulars.language import Message, reader_language, render

if TYPE_CHECKING:
    from regulars.facts.store import Facts

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
        parts.append(f"select row, null, value, reason, false from {_problems(source.problems)}")
    db.execute(
        'create or replace table set_aside (row bigint, "column" varchar, value varchar, reason varchar, kept boolean)'
    )
    for part in parts:
        db.execute(f"insert into set_aside {part}")
    return _summary(db)


def _problems(file: Path) -> str:
    """SQL for the records that no reader could take apart; ``text`` is the whole of each, ``value`` its beginning."""
    columns = "{'row': 'BIGINT', 'reason': 'VARCHAR', 'value': 'VARCHAR', 'text': 'VARCHAR'}"
    plain = "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', max_line_size=1000000"
    return f"read_csv({quoted(file)}, columns={columns}, {plain})"


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


def write_file(facts: Facts, db: duckdb.DuckDBPyConnection, source: Source, name: str) -> Path | None:
    """All rows that were set aside, as they stood in the file, each with its number and the reason.

    Mended in a spreadsheet, the file can be imported with the same mapping. See ``own_files.py`` for what becomes
    of formulas. A row that names somebody who was erased is not written.
    """
    if not db.execute("select count(*) from set_aside where not kept").fetchall()[0][0]:
        return None
    with facts.writing():  # an erasure that waits comes after the file, one that is done is seen here
        folder = facts.home / FOLDER
        private_folder(folder)
        path, part = folder / f"{name}.csv", folder / f".{name}.part"
        part.touch(mode=0o600)
        _copy(db, source, part)
        part.chmod(0o600)
        if facts.keys.any_refused():
            refused = lru_cache(100_000)(facts.keys.is_refused())
            _leave_out(part, lambda row: any(refused(one) for cell in row for one in _ids_in(cell)))
        if not part.exists():
            path.unlink(missing_ok=True)
            return None
        part.replace(path)
        return path


def _copy(db: duckdb.DuckDBPyConnection, source: Source, target: Path) -> None:
    language = reader_language()
    names = file_columns(source.names)  # a file of ours that was not mended well has our columns already
    columns = ", ".join(
        f"{harmless(f's.{named(name)}::varchar')} as {named(own)}"
        for name, own in zip(names, unique_names([harmless_name(name) for name in names]), strict=True)
    )
    words = " ".join(
        f"when {quoted(reason.value)} then {quoted(render(explained.reason, language))}"
        for reason, explained in EXPLAINED.items()
    )
    source.register(db)
    row, reason, value = map(named, own_columns(language))
    whole, shown = "", harmless("b.value")
    if source.problems is not None:
        whole = f"left join (select row, text from {_problems(source.problems)}) p on p.row = b.row"
        shown = harmless("coalesce(p.text, b.value)")
    db.execute(f"""copy (select {columns}, b.row as {row}, case b.reason {words} end as {reason},
        {shown} as {value}
        from (select row, min(reason) as reason, min(value) as value from set_aside where not kept group by row) b
        left join {source.relation} s on s.{named(ROW)} = b.row {whole} order by b.row)
        to {quoted(target)} (format csv, header)""")


def forget_customers(home: Path, ids: Collection[str], each: Counter[str] | None = None) -> int:
    """Take the rows that name one of these customers out of all files of set-aside rows; returns how many.

    ``each`` counts them for every id that they name.

    A row that no reader could take apart stands there in one piece, so the pieces of every value count too.
    A file that can no longer be read goes as a whole: nobody could say whom it names. Under the lock.
    """
    sweep(home)
    parted = [one for one in ids if _SEPARATORS.search(one)]

    def named_in(row: Sequence[str]) -> bool:
        named = {one for cell in row for one in _ids_in(cell) if one in ids}
        if parted:
            texts = [unicodedata.normalize("NFC", cell) for cell in row]
            named |= {one for one in parted if any(one in text for text in texts)}
        if each is not None:
            each.update(named)
        return bool(named)

    return sum(_leave_out(path, named_in) for path in sorted((home / FOLDER).glob("*.csv")) if path.is_file())


def sweep(home: Path) -> None:
    """Remove what a killed run left half-written, and the files that are too old. Under the lock."""
    folder, limit = home / FOLDER, time.time() - _KEEP_DAYS * 86400
    if folder.is_dir():
        for file in folder.iterdir():
            if file.is_file() and (file.name.startswith(".") or file.stat().st_mtime < limit):
                file.unlink(missing_ok=True)


def _leave_out(path: Path, unwanted: Callable[[Sequence[str]], bool]) -> int:
    """Write the file anew without the rows that are not wanted, or remove it with the last; returns how many."""
    rest = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    gone = kept = 0
    try:
        rest.touch(mode=0o600)
        with _any_length(), path.open(encoding="utf-8", newline="") as file, rest.open("w", encoding="utf-8") as out:
            rows, writer = csv.reader(file), csv.writer(out, lineterminator="\n")
            writer.writerow(next(rows, []))
            for row in rows:
                if unwanted(row):
                    gone += 1
                else:
                    kept += 1
                    writer.writerow(row)
    except (csv.Error, UnicodeDecodeError):
        path.unlink()
        return gone
    else:
        if gone and kept:
            sync(rest)
            rest.replace(path)
        elif gone:
            path.unlink()
        return gone
    finally:
        rest.unlink(missing_ok=True)
        sync(path.parent)


@contextmanager
def _any_length() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)  # a row in one piece is longer than a common value
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _ids_in(cell: str) -> Iterator[str]:
    """All that may be a customer's id in a value."""
    for piece in {cell, *_SEPARATORS.split(cell)}:
        for text in {piece, piece.strip().lstrip("'")}:
            if one := canonical_customer(text):
                yield one
