"""SPSS files (.sav, .zsav) as columns, with the words that the file itself holds about them.

Values stay codes; what they mean comes as labels beside them. Codes that the file declares missing come as nothing.
A file is read in pieces, so that memory stays flat whatever it claims to hold.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts.imports.encodings import known_encoding, looks_chinese
from regulars.facts.imports.errors import EmptyFileError, ImportFileError
from regulars.facts.imports.layout import unique_names
from regulars.language import message

MARKS = (b"$FL2", b"$FL3")
ENDINGS = (".sav", ".zsav")
_PIECE = 48 << 20  # bytes of values in one piece
_ROWS = 20_000
_WIDEST = 8 << 20  # bytes of one row
_MOST_COLUMNS = 20_000
_CELL = 64  # what a value costs in memory, beside its text
_DAYS = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR")
_TIMES = ("DATETIME", "YMDHMS")
_EPOCH = 12_219_379_200  # seconds from 14 October 1582, where SPSS begins, to 1970
_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # the years 1 to 9999


@dataclass(frozen=True)
class Labels:
    """What a file says of its columns."""

    questions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> code -> what it means
    measures: Mapping[str, str] = field(default_factory=dict)  # column -> nominal, ordinal, scale, unknown
    weight: str | None = None  # the column that the file is weighted by
    texts: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.questions or self.options or self.weight)


@dataclass(frozen=True)
class Spss:
    """The values as Parquet, and the words."""

    values: Path
    schema: pa.Schema
    labels: Labels


def read_spss(path: Path, folder: Path, encoding: str | None = None) -> Spss:
    """Read a file. Raises ``ImportFileError`` for one that is damaged, cut off or far too wide."""
    encoding = known_encoding(encoding) if encoding is not None else None
    about, encoding = _about(path, encoding)
    if not about.number_columns:
        raise EmptyFileError(message("{file} holds no column.", file=path.name))
    names = dict(zip(about.column_names, unique_names(about.column_names), strict=True))
    schema = pa.schema([(names[old], _type(about, old)) for old in about.column_names])
    out = folder / "spss.parquet"
    with pq.ParquetWriter(out, schema, compression="lz4") as writer:
        for piece in _pieces(path, about, encoding):
            writer.write_table(
                pa.table([_column(piece[old], schema.field(names[old]).type) for old in names], schema=schema)
            )
    return Spss(out, schema, _labels(path, about, names, schema))


def _about(path: Path, encoding: str | None) -> tuple[Any, str | None]:
    """What stands before the values; a file that does not say how it is written is looked at."""
    try:
        found = _read(path, encoding, metadataonly=True, user_missing=True)
    except UnicodeError:
        if encoding is not None:
            raise _unreadable(path) from None
        encoding = "gb18030"
        found = _guarded(path, encoding)
    else:
        if encoding is None and (found.file_encoding or "WINDOWS-1252").upper() == "WINDOWS-1252" and _chinese(found):
            encoding = "gb18030"
            found = _guarded(path, encoding)
    _check_size(path, found)
    return found, encoding


def _guarded(path: Path, encoding: str) -> Any:
    try:
        return _read(path, encoding, metadataonly=True, user_missing=True)
    except UnicodeError:
        raise _unreadable(path) from None


def _read(path: Path, encoding: str | None, **how: Any) -> Any:
    """Metadata, or values where ``metadataonly`` is not asked for. ``UnicodeError``: another encoding is needed."""
    import pyreadstat

    try:
        values, about = pyreadstat.read_sav(
            path, encoding=encoding, output_format="dict", disable_datetime_conversion=True, **how
        )
    except UnicodeError:
        raise
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError, OverflowError) as error:
        if "encoding" in str(error) or "convert string" in str(error):
            raise UnicodeError(str(error)) from None
        raise _damaged(path) from None
    except MemoryError:
        raise _damaged(path) from None
    return about if how.get("metadataonly") else values


def _damaged(path: Path) -> ImportFileError:
    return ImportFileError(
        message(
            "{file} cannot be read as an SPSS file: it is damaged, cut off or of another kind. Save it again in SPSS, "
            "or export it as CSV.",
            file=path.name,
        )
    )


def _unreadable(path: Path) -> ImportFileError:
    return ImportFileError(
        message(
            "The words of {file} cannot be read in its encoding. Name another one, such as gb18030 or cp1252.",
            file=path.name,
        )
    )


def _check_size(path: Path, about: Any) -> None:
    if about.number_columns > _MOST_COLUMNS or _row_bytes(about) > _WIDEST:
        raise ImportFileError(
            message(
                "A row of {file} has {count} columns and {size} MB: that is no survey. Leave out the columns that "
                "nobody needs and save it again.",
                file=path.name,
                count=about.number_columns,
                size=_row_bytes(about) >> 20,
            )
        )


def _row_bytes(about: Any) -> int:
    return sum(about.variable_storage_width.values())


def _pieces(path: Path, about: Any, encoding: str | None) -> Iterator[dict[str, list[Any]]]:
    rows = max(1, min(_ROWS, _PIECE // (_row_bytes(about) + _CELL * about.number_columns)))
    start = 0
    while True:
        try:
            piece = _read(path, encoding, row_limit=rows, row_offset=start)
        except UnicodeError:
            raise _unreadable(path) from None
        count = len(piece[about.column_names[0]])
        if count:
            yield piece
        if count < rows:
            break
        start += count
    if about.number_rows and about.number_rows > 0 and start + count < about.number_rows:
        raise _damaged(path)


def _chinese(about: Any) -> bool:
    words = [*about.column_names_to_labels.values(), about.file_label]
    words += [text for labels in about.variable_value_labels.values() for text in labels.values()]
    said = "\n".join(str(word) for word in words if word)
    return looks_chinese(said.encode("cp1252", "ignore"))


def _type(about: Any, name: str) -> pa.DataType:
    kind = str(about.original_variable_types.get(name) or "").upper().rstrip("0123456789.")
    if about.readstat_variable_types[name] == "string":
        return pa.string()
    if kind in _DAYS:
        return pa.date32()
    return pa.timestamp("us") if kind in _TIMES else pa.float64()


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return pa.array([None if value is None or value != value else str(value).rstrip() for value in values], kind)
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    if pa.types.is_floating(kind):
        return pa.array(numbers, kind, mask=np.isnan(numbers))
    seconds = numbers - _EPOCH
    outside = ~((seconds >= _FIRST) & (seconds <= _LAST))
    micros = np.round(np.where(outside, 0, seconds) * 1e6).astype(np.int64)
    times = pa.array(micros, pa.timestamp("us"), mask=outside)
    return times.cast(kind, safe=False)


def _labels(path: Path, about: Any, names: Mapping[str, str], schema: pa.Schema) -> Labels:
    questions = {names[old]: text.strip() for old, text in about.column_names_to_labels.items() if text}
    options = {
        names[old]: {
            _code(code): str(text).strip()
            for code, text in labels.items()
            if not _missing(code, about.missing_ranges.get(old, ()))
        }
        for old, labels in about.variable_value_labels.items()
        if old in names
    }
    measures = {names[old]: str(kind) for old, kind in about.variable_measure.items() if old in names}
    weight = _weight(path, about)
    return Labels(
        {name: text for name, text in questions.items() if text},
        {name: {code: text for code, text in labels.items() if text} for name, labels in options.items()},
        measures,
        names.get(weight) if weight is not None else None,
        frozenset(field.name for field in schema if pa.types.is_string(field.type)),
        frozenset(field.name for field in schema if pa.types.is_temporal(field.type)),
    )


def _missing(code: Any, ranges: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the file declares a code to mean "no answer"."""
    return any(type(code) is type(one["lo"]) and one["lo"] <= code <= one["hi"] for one in ranges)


def _code(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _weight(path: Path, about: Any) -> str | None:
    """The column that the file is weighted by: the header counts it in places of eight bytes."""
    with path.open("rb") as file:
        head = file.read(84)
    if len(head) < 84:
        return None
    order = "<" if struct.unpack("<i", head[64:68])[0] in (2, 3) else ">"
    wanted = struct.unpack(f"{order}i", head[76:80])[0]
    place = 1
    for name in about.column_names:
        if place == wanted:
            return str(name) if about.readstat_variable_types[name] != "string" else None
        place += _places(about.variable_storage_width[name], about.readstat_variable_types[name])
    return None


def _places(width: int, kind: str) -> int:
    """A text longer than 255 bytes is kept in parts of 252, each as one of 255."""
    if kind != "string":
        return 1
    if width <= 255:
        return max(1, -(-width // 8))
    whole, rest = divmod(width, 252)
    return 32 * whole + -(-rest // 8)
