"""A search through every table, every fact and every file for somebody: after an erasure it has to find nothing.

Nothing is taken on trust: tables and columns are asked of the database itself, so that those of libraries count too,
and files are read as they lie on the disk, also those that the facts no longer refer to. A customer who stood in the
free pages of SQLite's own file would be found there.
"""

from __future__ import annotations

import email
import email.policy
import gzip
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import duckdb
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.backends.utils import CursorWrapper

from regulars.facts.database import parquet
from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.rights.words import Words
from regulars.web.personal import Personal, classified

CHUNK = 4 << 20
MOST = 1_000  # rows or values of one column that are looked at closely
_PACKED = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_OPENED = 60.0  # seconds that somebody who reads may keep SQLite's log from being emptied


@dataclass(frozen=True)
class Trace:
    """``where``: table and column, file of facts, or file; as it is named below the home folder."""

    kind: str  # table, fact or file
    where: str
    count: int


@dataclass(frozen=True)
class Traces:
    """What is left, and how much was looked through. ``sealed``: files that nobody can search, such as pictures."""

    found: tuple[Trace, ...]
    tables: int
    rows: int
    facts: int
    files: int
    size: int
    sealed: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is left."""
        return not self.found


@dataclass
class _Seen:
    """Counted while it goes on."""

    found: list[Trace] = field(default_factory=list)
    n: Counter[str] = field(default_factory=Counter)


def traces(words: Words, progress: Progress | None = None) -> Traces:
    """Everything that still names this person."""
    seen, tell = _Seen(), progress or _nobody
    tell(message("Searching all tables"))
    for table, columns in tables():
        seen.n["tables"] += 1
        seen.n["rows"] += _count(table)
        seen.found += _in_table(table, columns, words, seen.n)
    tell(message("Searching all facts"))
    for path in sorted(settings.HOME.rglob("*.parquet")):
        seen.n["facts"] += 1
        seen.found += _in_parquet(path, words)
    tell(message("Searching all files"))
    for path in sorted(settings.HOME.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".parquet":
            seen.found += _in_file(path, words, seen.n)
    n = seen.n
    return Traces(tuple(seen.found), n["tables"], n["rows"], n["facts"], n["files"], n["size"], n["sealed"])


def _nobody(*_: Any) -> None:
    """Nobody watches."""


# --- the tables ---


@dataclass(frozen=True)
class Column:
    """``whole``: it holds a number that may be the customer's key."""

    name: str
    whole: bool = False


def tables() -> Iterator[tuple[str, list[Column]]]:
    """All tables of the database with the columns that can hold words or keys, whoever made them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
            names = [row[0] for row in cursor.fetchall() if not row[0].startswith("search_pieces")]
            for name in sorted(names):
                cursor.execute(f"pragma table_info({connection.ops.quote_name(name)})")
                found = [(row[1], row[2].lower()) for row in cursor.fetchall()]
                yield name, list(_columns(found))
            return
        cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema = current_schema() order by table_name, ordinal_position"
        )
        by_table: dict[str, list[tuple[str, str]]] = {}
        for table, name, sort in cursor.fetchall():
            by_table.setdefault(table, []).append((name, sort))
    for name, found in by_table.items():
        yield name, list(_columns(found))


def _columns(found: Iterable[tuple[str, str]]) -> Iterator[Column]:
    for name, sort in found:
        if any(part in sort for part in ("char", "text", "json", "array")) or not sort:
            yield Column(name)
        elif "bigint" in sort:
            yield Column(name, whole=True)


def values_in(
    table: str, columns: Iterable[Column], words: Words, n: Counter[str] | None = None
) -> Iterator[tuple[str, Any]]:
    """Values that name the person, with their columns; a value at a time, in no order."""
    quote, texts = connection.ops.quote_name, [one.name for one in columns if not one.whole]
    if not texts or not words.sure:
        return
    with connection.cursor() as cursor:
        for start in range(0, len(texts), 50):
            some = texts[start : start + 50]
            test, values = _test(cursor, some, words)
            cursor.execute(f"select {', '.join(map(quote, some))} from {quote(table)} where {test}", values)  # noqa: S608
            while rows := cursor.fetchmany(500):
                if n is not None:
                    n["rough"] += len(rows)
                for row in rows:
                    for name, value in zip(some, row, strict=True):
                        if words.within(value):
                            yield name, value


def _test(cursor: CursorWrapper, names: list[str], words: Words) -> tuple[str, list[Any]]:
    """A condition that leaves out most rows; what it lets through is looked at closely."""
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        cursor.connection.create_function("traced", 1, _traced(words), deterministic=True)
        return " or ".join(f"traced({quote(name)})" for name in names), []
    pattern = words.rough.pattern
    return " or ".join(f"{quote(name)}::text ~* %s" for name in names), [pattern] * len(names)


def _traced(words: Words) -> Any:
    search = words.rough.search
    return lambda value: isinstance(value, str) and search(value) is not None


def _in_table(table: str, columns: list[Column], words: Words, n: Counter[str]) -> Iterator[Trace]:
    found = Counter(name for name, _ in values_in(table, columns, words, n))
    found += _whole_names(table, words)
    if table == Session._meta.db_table:
        found += Counter({"session_data": sum(1 for _ in sessions(words))})
    if words.key is not None:
        for column in columns:
            if column.whole and (count := _having(table, column.name, words.key)):
                found[column.name] += count
    for name, count in found.items():
        yield Trace("table", f"{table}.{name}", count)


def _whole_names(table: str, words: Words) -> Counter[str]:
    """Words that are too short to be looked for in a text, where a field of names holds nothing else."""
    found: Counter[str] = Counter()
    model = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    if model is None or not words.whole:
        return found
    for one in model._meta.concrete_fields:
        if classified(model).get(one.name) is Personal.NAME and one.get_internal_type() != "JSONField":
            count = model._base_manager.filter(**{f"{one.name}__in": words.whole}).count()
            found += Counter({one.column: count})
    return found


def sessions(words: Words) -> Iterator[Session]:
    """Sessions hold what was told on the last page, packed and signed."""
    for one in Session.objects.iterator(500):
        if words.within(one.get_decoded()):
            yield one


def _having(table: str, column: str, key: int) -> int:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {quote(table)} where {quote(column)} = %s", [key])  # noqa: S608
        return int(cursor.fetchone()[0])


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own
        return int(cursor.fetchone()[0])


# --- the facts ---


def _in_parquet(path: Path, words: Words) -> Iterator[Trace]:
    pattern = words.rough.pattern
    with duckdb.connect() as db:
        try:
            columns = db.execute(f"describe from {parquet([path])}").fetchall()
        except duckdb.Error:  # half-written, or gone a moment ago
            return
        for name, sort, *_ in columns:
            own = '"' + name.replace('"', '""') + '"'
            count = 0
            if "VARCHAR" in sort and words.sure:
                rows = db.execute(
                    f"select {own}::varchar, count(*) from {parquet([path])} "  # noqa: S608 - its own columns
                    f"where regexp_matches({own}::varchar, ?, 'i') group by 1 limit {MOST}",
                    [pattern],
                ).fetchall()
                count = sum(n for value, n in rows if words.within(value))
            elif sort in ("BIGINT", "HUGEINT") and words.key is not None:
                query = f"select count(*) from {parquet([path])} where {own} = ?"  # noqa: S608 - its own columns
                count = int(db.execute(query, [words.key]).fetchall()[0][0])
            if count:
                yield Trace("fact", f"{_named(path)}: {name}", count)


# --- the files ---


def _in_file(path: Path, words: Words, n: Counter[str]) -> Iterator[Trace]:
    try:
        n["files"] += 1
        n["size"] += path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            count = _found_in(path, head, file, words, n)
    except OSError:  # it went meanwhile
        return
    if head.startswith(_PACKED):
        n["sealed"] += 1
    if count:
        yield Trace("file", _named(path), count)


def _found_in(path: Path, head: bytes, file: IO[bytes], words: Words, n: Counter[str]) -> int:
    # SQLite writes values one after the other with nothing between: there the words may touch others.
    touching = path.name.startswith(Path(connection.settings_dict["NAME"] or "").name) and not n["rough"]
    count = _in_stream(file, words.touching if touching and connection.vendor == "sqlite" else words.bytes)
    if head == b"PK\x03\x04" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for one in packed.infolist():
                with packed.open(one) as part:
                    count += _in_stream(part, words.bytes)
    elif head[:2] == b"\x1f\x8b":
        with gzip.open(path) as part:
            count += _in_stream(part, words.bytes)
    elif is_mail(path):
        count += mail_names(path, words)
    return count


def in_one_file(path: Path, words: Words) -> int:
    """How often a file names them; what no longer can be read names nobody."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            return _found_in(path, head, file, words, Counter(rough=1))
    except OSError:
        return 0


def _in_stream(file: IO[bytes], pattern: re.Pattern[bytes]) -> int:
    """In pieces that overlap, so that nothing is cut in two."""
    count, kept = 0, b""
    try:
        while piece := file.read(CHUNK):
            whole, first = kept + piece, len(kept) > 0
            edge = len(whole) if len(piece) < CHUNK else len(whole) - 1_000
            # The first byte of what was kept stands there to be looked back at.
            count += sum(1 for one in pattern.finditer(whole) if first <= one.start() < edge)
            kept = whole[edge - 1 :]
    except (OSError, EOFError, zipfile.BadZipFile, gzip.BadGzipFile):
        return count
    return count


def is_mail(path: Path) -> bool:
    """Whether it lies in the folder of the mail server for trying out."""
    return path.parent.name in ("new", "cur") or path.suffix == ".eml"


def mail_names(path: Path, words: Words) -> int:
    """How many parts of a mail name them; what is coded in it is read as its reader would."""
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    count = sum(words.within(str(value)) for value in letter.values())
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            try:
                count += words.within(str(part.get_content()))
            except (LookupError, ValueError):
                continue
    return count


def _named(path: Path) -> str:
    return str(path.relative_to(settings.HOME))


def settle() -> bool:
    """SQLite's log holds pages as they were; wait for those who read, and empty it. Whether it is empty."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    end = time.monotonic() + _OPENED
    while True:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return True
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
