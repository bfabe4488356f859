"""Which encoding a text file is written in, and a rewriting to UTF-8 for those that have no plain bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from regulars.facts.imports.errors import ImportFileError
from regulars.facts.imports.scan import Scan
from regulars.language import message

_RUN = re.compile(rb"[\x80-\xff]+")
_BLOCK = 1 << 20  # bytes that are read at a time
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def encoding_of(scan: Scan, named: str | None) -> str:
    """The encoding: as named, as the byte order mark says, UTF-8 where it is valid, else by its look."""
    if named is not None:
        return known_encoding(named)
    if scan.mark is not None:
        return scan.mark
    if scan.utf8:
        return "utf-8"
    return "gb18030" if looks_chinese(scan.high_bytes) else "cp1252"


def looks_chinese(sample: bytes) -> bool:
    """Chinese in GB 18030 stands in pairs of high bytes; Western letters with accents stand alone."""
    runs = _RUN.findall(sample)
    if not runs:
        return False
    paired = sum(len(run) for run in runs if len(run) % 2 == 0)
    return paired >= 0.8 * sum(map(len, runs))


def known_encoding(name: str) -> str:
    """The encoding of this name, as Python calls it."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise ImportFileError(
            message(
                "“{encoding}” is no encoding known here. Common ones are utf-8, gb18030, cp1252 and utf-16.",
                encoding=name,
            )
        ) from None


def is_wide(encoding: str) -> bool:
    """Whether a line end is more than one byte, so that the file cannot be cut into lines as it is."""
    return encoding in WIDE


def with_new_line_ends(path: Path, out: Path) -> None:
    """Rewrite a file whose lines end in a carriage return alone."""
    with path.open("rb") as file, out.open("wb") as clean:
        while data := file.read(_BLOCK):
            if data.endswith(b"\r"):
                data += file.read(1)
            clean.write(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


def to_utf8(path: Path, out: Path, encoding: str) -> None:
    """Rewrite a file of wide characters; what cannot be read becomes U+FFFD, and shows as a bad value."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with path.open("rb") as file, out.open("wb") as clean:
        while data := file.read(_BLOCK):
            clean.write(decoder.decode(data).encode("utf-8", "replace"))
        clean.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
