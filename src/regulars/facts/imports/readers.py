"""Any file as a relation that DuckDB reads: text, gzip, XLSX, Parquet, SPSS. Each row knows its number.

A text file comes as text columns; XLSX, Parquet and SPSS keep their types.
"""

from __future__ import annotations

import gzip
import re
import shutil
import uuid
import zlib
import zoneinfo
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts.database import connection, named, quoted
from regulars.facts.imports.encodings import encoding_of, is_wide, to_utf8, with_new_line_ends
from regulars.facts.imports.errors import EmptyFileError, ImportFileError
from regulars.facts.imports.layout import RESERVED, Layout, layout_of, unique_names
from regulars.facts.imports.own_files import is_ours, restored, restored_names
from regulars.facts.imports.repair import Repaired, repair
from regulars.facts.imports.scan import LONGEST_LINE, Scan, Tick, digest_of, scan
from regulars.facts.imports.spss import ENDINGS, MARKS, Labels, read_spss
from regulars.language import message

ROW = RESERVED
_HEAD = 1 << 18
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read, where that is known; the rest is found out."""

    delimiter: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str | int | None = None
    wanted: tuple[str, ...] = ()  # column names that the mapping uses


@dataclass(frozen=True)
class Source:
    """A file, opened: ``relation`` is SQL that gives ``ROW`` and the columns."""

    relation: str
    names: tuple[str, ...]
    types: tuple[str, ...]  # "text", "ascii", "number", "time", "zoned ZONE", "other"; one for each name
    layout: Layout | None = None
    problems: Path | None = None
    expected: int | None = None  # rows that the relation must give, where the bytes told
    frame: pa.Table | None = None  # for XLSX: what the relation's name stands for
    reader: str = ""  # for plain text: the reader alone, without numbers for the rows
    labels: Labels = field(default_factory=Labels)  # what an SPSS file says of its columns

    def register(self, db: duckdb.DuckDBPyConnection) -> None:
        """Make the relation known to a connection."""
        if self.frame is not None:
            db.register("sheet", self.frame)

    def copied(self, db: duckdb.DuckDBPyConnection, folder: Path, columns: Collection[str]) -> Source:
        """Plain text as Parquet, which numbers its rows by itself and is read by all threads, more than once.

        ``row_number()`` would hold the reader, and every cast behind it, to one thread.
        """
        if not self.reader:
            return self
        out = quoted(folder / f"columns-{uuid.uuid4().hex}.parquet")
        wanted = ", ".join(named(name) for name in self.names if name in columns)
        db.execute(f"copy (select {wanted} from {self.reader}) to {out} (format parquet, compression lz4)")
        numbered = f"file_row_number + 1 as {named(ROW)}, {wanted}"
        return replace(self, relation=f"(select {numbered} from read_parquet({out}, file_row_number=true))", reader="")

    def kind(self, name: str) -> str:
        """The type of a column."""
        return self.types[self.names.index(name)]


class SourceFile:
    """A file on its way in. ``digest`` is known at once; ``source()`` gives the rows."""

    def __init__(self, path: Path, folder: Path, reading: Reading, tick: Tick | None = None) -> None:
        self.path, self.folder, self.reading, self.tick = path, folder, reading, tick
        if not path.is_file():
            raise ImportFileError(message("There is no file {file}.", file=str(path)))
        if path.stat().st_size == 0:
            raise EmptyFileError(message("{file} is empty.", file=path.name))
        self._scan: Scan | None = None
        with path.open("rb") as file:
            start = file.read(8)
        self.kind = _kind(path, start)
        if self.kind == "text":
            self._scan = scan(path, tick)
            self.digest = self._scan.digest
        else:
            self.digest = digest_of(path)

    def source(self, *, trust: bool = True) -> Source:
        """Open the rows. ``trust=False`` rewrites a text file even where its bytes look plain."""
        if self.kind == "parquet":
            return self._parquet()
        if self.kind == "spss":
            return self._spss()
        source = self._sheet() if self.kind == "sheet" else self._text(trust=trust)
        return _as_it_stood(source) if is_ours(source.names) else source

    def _safe(self, path: Path) -> Path:
        """A name without wildcards: DuckDB would read ``sales[1].csv`` as a pattern."""
        link = self.folder / f"source-{uuid.uuid4().hex}{''.join(path.suffixes[-1:]) if self.kind == 'parquet' else ''}"
        link.symlink_to(path.resolve())
        return link

    def _text(self, *, trust: bool) -> Source:
        path = self.path
        if self.kind == "gzip":
            path = _unpacked(path, self.folder)
        if self._scan is None:
            self._scan = scan(path, self.tick)
        encoding = encoding_of(self._scan, self.reading.encoding)
        if is_wide(encoding):
            wide, path = path, self.folder / "utf8.txt"
            to_utf8(wide, path, encoding)
            self.kind, self._scan, encoding = "text", scan(path, self.tick), "utf-8"
        if self._scan.old_line_ends:
            old, path = path, self.folder / "lines.txt"
            with_new_line_ends(old, path)
            self._scan = scan(path, self.tick)
        layout = self._layout(path, encoding)
        if trust and encoding == "utf-8" and self._scan.plain and layout.delimiter in ",;\t|" and len(layout.names) > 1:
            return self._plain(path, layout, self._scan)
        repaired = repair(path, self.folder, layout=layout, encoding=encoding, tick=self.tick)
        return self._repaired(repaired, layout)

    def _layout(self, path: Path, encoding: str) -> Layout:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        cut = head[: head.rfind(b"\n") + 1] if len(head) == _HEAD and b"\n" in head else head
        text = cut.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
        lines = text.replace("\r\n", "\n").split("\n")
        lines = [line for line in lines if line.replace("\0", "").replace("\ufeff", "").strip()]
        if not lines:
            raise EmptyFileError(message("{file} holds nothing but blank lines.", file=self.path.name))
        if len(lines[0]) > LONGEST_LINE // 8 and b"\n" not in head:
            raise ImportFileError(
                message(
                    "The first line of {file} is longer than {limit} characters: this is no table with a header. "
                    "Look at the file there; its line ends may be missing.",
                    file=self.path.name,
                    limit=LONGEST_LINE // 8,
                )
            )
        layout = layout_of(
            lines, delimiter=self.reading.delimiter, header=self.reading.header, wanted=self.reading.wanted
        )
        if not layout.names:
            raise EmptyFileError(message("{file} holds nothing but blank lines.", file=self.path.name))
        return layout

    def _plain(self, path: Path, layout: Layout, looked: Scan) -> Source:
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in layout.names)
        reader = _csv(self._safe(path), f"{{{columns}}}", layout.delimiter, header=layout.header)
        reader += ", store_rejects=true, rejects_limit=1"
        return Source(
            relation=f"(select row_number() over () as {named(ROW)}, * from read_csv({reader}))",
            reader=f"read_csv({reader})",
            names=layout.names,
            types=("text" if looked.tabs or looked.high_bytes else "ascii",) * len(layout.names),
            layout=layout,
            expected=looked.lines - layout.header,
        )

    def _repaired(self, repaired: Repaired, layout: Layout) -> Source:
        columns = ", ".join([f"{quoted(ROW)}: 'BIGINT'", *(f"{quoted(name)}: 'VARCHAR'" for name in layout.names)])
        reader = _csv(repaired.clean, f"{{{columns}}}", repaired.delimiter, header=False)
        return Source(
            relation=f"read_csv({reader})" if repaired.clean.stat().st_size else _nothing(layout.names),
            names=layout.names,
            types=("text",) * len(layout.names),
            layout=layout,
            problems=repaired.problems if repaired.n_problems else None,
        )

    def _parquet(self) -> Source:
        try:
            schema = pq.read_schema(self.path)
        except (pa.ArrowInvalid, OSError):
            raise ImportFileError(
                message(
                    "{file} is called Parquet and cannot be read as such: it is damaged or cut off.",
                    file=self.path.name,
                )
            ) from None
        names = unique_names(schema.names)
        columns = ", ".join(
            f"{named(old)} as {named(new)}" if old != new else named(old)
            for old, new in zip(schema.names, names, strict=True)
        )
        file = quoted(self._safe(self.path))
        return Source(
            relation=f"(select file_row_number + 1 as {named(ROW)}, {columns} "
            f"from read_parquet({file}, file_row_number=true))",
            names=names,
            types=tuple(_type(field.type) for field in schema),
        )

    def _spss(self) -> Source:
        found = read_spss(self.path, self.folder, self.reading.encoding)
        columns = ", ".join(map(named, found.schema.names))
        return Source(
            relation=f"(select file_row_number + 1 as {named(ROW)}, {columns} "
            f"from read_parquet({quoted(found.values)}, file_row_number=true))",
            names=tuple(found.schema.names),
            types=tuple(_type(field.type) for field in found.schema),
            labels=found.labels,
        )

    def _sheet(self) -> Source:
        table = _read_sheet(self.path, self.reading)
        numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
        frame = table.append_column(ROW, numbers)
        return Source(
            relation="sheet",
            names=tuple(table.column_names),
            types=tuple(_type(field.type) for field in table.schema),
            frame=frame,
        )


def read_table(
    path: str | Path,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    sheet: str | int | None = None,
    columns: Collection[str] = (),
) -> pa.Table:
    """A plain file as an Arrow table: text columns from CSV, TSV and text; XLSX and Parquet keep their types.

    ``columns`` names those that the caller needs; the error for a missing one names the near misses. A file
    with a record that cannot be read raises, for here nothing may be left out in silence.
    """
    from regulars.facts.imports.columns import check_columns

    reading = Reading(delimiter, encoding, header, sheet, tuple(columns))
    with temporary() as folder, connection(folder) as db:
        file = SourceFile(Path(path), folder, reading)
        source = file.source()
        check_columns(source, {name: name for name in columns}, file.path.name)
        table = _rows(db, source)
        if source.expected is not None and table.num_rows != source.expected:
            source = file.source(trust=False)
            table = _rows(db, source)
        if source.problems is not None:
            _raise_first(source.problems, file.path.name)
        return table


def _rows(db: duckdb.DuckDBPyConnection, source: Source) -> pa.Table:
    source.register(db)
    columns = ", ".join(named(name) for name in source.names)
    result = db.execute(f"select {columns} from {source.relation} order by {named(ROW)}").to_arrow_table()
    return result.combine_chunks()


def _raise_first(problems: Path, name: str) -> None:
    import csv

    from regulars.facts.imports.reasons import EXPLAINED, Reason

    with problems.open(encoding="utf-8", newline="") as file:
        row, reason, value, _ = next(csv.reader(file))
    explained = EXPLAINED[Reason(reason)]
    raise ImportFileError(
        message(
            "Row {row} of {file} cannot be read: {reason} (“{value}”). {way_out}",
            row=int(row),
            file=name,
            reason=explained.reason,
            value=value,
            way_out=explained.way_out,
        )
    )


@contextmanager
def temporary() -> Iterator[Path]:
    """A folder for files that nobody else sees."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="regulars-") as folder:
        yield Path(folder)


def _csv(path: Path, columns: str, delimiter: str, *, header: bool) -> str:
    return (
        f"{quoted(path)}, columns={columns}, header={str(header).lower()}, auto_detect=false, "
        f"delim={quoted(delimiter)}, quote='\"', escape='\"', compression='none', max_line_size={4 * LONGEST_LINE}"
    )


def _nothing(names: Sequence[str]) -> str:
    columns = ", ".join(f"null::varchar as {named(name)}" for name in names)
    return f"(select 0::bigint as {named(ROW)}, {columns} where false)"


def _kind(path: Path, start: bytes) -> str:
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(MARKS) or path.suffix.lower() in ENDINGS:
        return "spss"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in _SHEETS:
        return "sheet"
    return "text"


def _unpacked(path: Path, folder: Path) -> Path:
    out = folder / "unpacked"
    try:
        with gzip.open(path, "rb") as packed, out.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ImportFileError(
            message("{file} cannot be unpacked: it is damaged or cut off. Copy it again.", file=path.name)
        ) from None
    if out.stat().st_size == 0:
        raise EmptyFileError(message("{file} is empty.", file=path.name))
    return out


def _read_sheet(path: Path, reading: Reading) -> pa.Table:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        raise ImportFileError(
            message("{file} cannot be read as a spreadsheet: it is damaged, locked or of another kind.", file=path.name)
        ) from None
    sheet = reading.sheet if reading.sheet is not None else 0
    if isinstance(sheet, str) and sheet not in book.sheet_names:
        raise ImportFileError(
            message(
                "{file} has no sheet “{sheet}”. It has: {known}.",
                file=path.name,
                sheet=sheet,
                known=tuple(book.sheet_names),
            )
        )
    if isinstance(sheet, int) and not 0 <= sheet < len(book.sheet_names):
        raise EmptyFileError(message("{file} has no sheet number {sheet}.", file=path.name, sheet=sheet + 1))
    header = None if reading.header is False else 0
    try:
        # All rows decide a column's type: a sample would turn a late text among numbers into nothing.
        loaded = book.load_sheet(sheet, header_row=header, schema_sample_rows=None)
        table = pa.table(loaded.to_arrow())
    except fastexcel.FastExcelError:
        raise EmptyFileError(message("The sheet of {file} is empty.", file=path.name)) from None
    if not table.num_columns:
        raise EmptyFileError(message("The sheet of {file} is empty.", file=path.name))
    names = table.column_names if header == 0 else [str(i + 1) for i in range(table.num_columns)]
    return table.rename_columns(list(unique_names(restored_names(names)))).combine_chunks()


def _as_it_stood(source: Source) -> Source:
    """A file of set-aside rows that comes back, mended: without the apostrophes that we gave its values."""
    columns = ", ".join(
        f"{restored(named(name))} as {named(name)}" if source.kind(name) in ("text", "ascii") else named(name)
        for name in source.names
    )
    relation = f"(select {named(ROW)}, {columns} from {source.relation})"
    return replace(source, relation=relation, reader=source.reader and f"(select {columns} from {source.reader})")


def _type(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "text"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return f"zoned {_zone(kind.tz)}" if pa.types.is_timestamp(kind) and kind.tz else "time"
    return "other"


def _zone(name: str) -> str:
    """A column's zone as DuckDB knows it: an offset such as +08:00 is Etc/GMT-8 there; UTC where it knows none."""
    if offset := re.fullmatch(r"([+-])(\d\d):?00", name):
        hours = int(offset[2])
        return f"Etc/GMT{'-' if offset[1] == '+' else '+'}{hours}" if 0 < hours <= 12 else "UTC"
    return name if name in zoneinfo.available_timezones() else "UTC"


def head(db: duckdb.DuckDBPyConnection, source: Source, rows: int = 1000) -> pa.Table:
    """The first rows, as text: enough to guess a mapping from."""
    source.register(db)
    columns = ", ".join(f"{named(name)}::varchar as {named(name)}" for name in source.names)
    return db.execute(f"select {columns} from {source.relation} limit {rows}").to_arrow_table()
