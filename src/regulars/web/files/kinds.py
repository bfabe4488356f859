"""What a file is: told by its content, never by its name or by what the browser says."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

_HEAD = 4096
# In the order of likelihood. GB 18030 takes nearly any bytes, so control characters decide in the end.
_ENCODINGS = ("utf-8-sig", "gb18030")


class Kind(StrEnum):
    """The kinds that we take; the value is the media type they are sent with."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PARQUET = "application/vnd.apache.parquet"
    JSON = "application/json"
    CSV = "text/csv"

    @property
    def ending(self) -> str:
        """The ending that its name gets, such as ``.pdf``."""
        return f".{'jpg' if self is Kind.JPEG else self.name.lower()}"

    @property
    def shown(self) -> str:
        """Its name for people, the same in every language."""
        return {Kind.PARQUET: "Parquet"}.get(self, self.name)


PICTURES = frozenset({Kind.PNG, Kind.JPEG})


def kind_of(path: Path) -> Kind | None:
    """The kind of a file, or None. SVG and HTML are none: both can carry script."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next((kind for kind, fits in _TESTS.items() if fits(path, head)), None)


def _is_sheet(path: Path, head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            return {"[Content_Types].xml", "xl/workbook.xml"} <= set(parts.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _is_parquet(path: Path, head: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(-min(4, path.stat().st_size), 2)
        return head.startswith(b"PAR1") and file.read() == b"PAR1"


def _is_json(path: Path, head: bytes) -> bool:
    if not head.lstrip().startswith((b"{", b"[")):
        return False
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


def _is_text(path: Path, head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 as Excel writes it
    for encoding in _ENCODINGS:
        try:
            words = head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:  # a character cut by the end of the head is no fault
                continue
            words = head[: error.start].decode(encoding)
        return not words.lstrip().startswith("<") and all(
            letter in "\t\r\n" or letter.isprintable() or letter.isspace() for letter in words
        )
    return False


_TESTS: dict[Kind, Callable[[Path, bytes], bool]] = {
    Kind.PNG: lambda _, head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    Kind.JPEG: lambda _, head: head.startswith(b"\xff\xd8\xff"),
    Kind.PDF: lambda _, head: head.startswith(b"%PDF-"),
    Kind.XLSX: _is_sheet,
    Kind.PARQUET: _is_parquet,
    Kind.JSON: _is_json,
    Kind.CSV: _is_text,
}
