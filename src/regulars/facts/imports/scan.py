"""The bytes first: one pass that finds what a CSV reader gets wrong without a word.

DuckDB's reader lost half a file to one quote that never closed, and left out a line of 200 MB without a
reject. So no reader sees a file before its bytes were looked at: a file that is plain through and through
goes to the reader as it is, any other is rewritten first (``repair.py``).
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LONGEST_LINE = 1 << 20  # bytes
_BLOCK = 1 << 22
_SAMPLE = 1 << 16

Tick = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Scan:
    """What the bytes of a text file show."""

    digest: str
    size: int
    lines: int
    utf8: bool
    mark: str | None  # the encoding that a byte order mark names
    quotes: bool
    blank_lines: bool
    long_line: bool
    nul: bool
    odd_line_ends: bool
    old_line_ends: bool  # lines that end in a carriage return alone, as old programs write them
    tabs: bool
    high_bytes: bytes  # a sample of the text that is not ASCII

    @property
    def plain(self) -> bool:
        """Whether a reader can be trusted with the file as it is."""
        odd = self.quotes or self.blank_lines or self.long_line or self.nul or self.odd_line_ends
        return self.utf8 and self.mark is None and not odd


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def scan(path: Path, tick: Tick | None = None) -> Scan:
    """Read every byte once, in blocks: memory stays flat however long a line is."""
    size = path.stat().st_size
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    lines = since = returns = pairs = 0
    utf8, quotes, blank, long_line, nul, tabs = True, False, False, False, False, False
    mark, sample, last = None, bytearray(), b"\n"
    with path.open("rb") as file:
        while data := file.read(_BLOCK):
            if mark is None and file.tell() == len(data):
                mark = byte_order_mark(data)
            digest.update(data)
            newlines = data.count(b"\n")
            lines += newlines
            plain = data.isascii()
            if utf8 and not (plain and not decoder.getstate()[0]):
                utf8 = _decodes(decoder, data)
            if len(sample) < _SAMPLE and not plain:
                sample += _not_ascii(data, _SAMPLE - len(sample))
            quotes = quotes or b'"' in data
            nul = nul or b"\0" in data
            tabs = tabs or b"\t" in data
            if b"\r" in data or last == b"\r":
                returns += data.count(b"\r")
                pairs += data.count(b"\r\n") + (last == b"\r" and data[:1] == b"\n")
                blank = blank or b"\n\r\n" in data
            blank = blank or b"\n\n" in data or (last == b"\n" and data[:1] in (b"\r", b"\n"))
            long_line = long_line or _has_long_line(data, newlines, since)
            since = since + len(data) if newlines == 0 else len(data) - data.rfind(b"\n") - 1
            last = data[-1:]
            if tick:
                tick(file.tell(), size)
    utf8 = utf8 and _decodes(decoder, b"", final=True)
    return Scan(
        digest=digest.hexdigest(),
        size=size,
        lines=lines + (last != b"\n"),
        utf8=utf8,
        mark=mark,
        quotes=quotes,
        blank_lines=blank,
        long_line=long_line,
        nul=nul,
        # Either every line ends in the same way, or the lines are cut anew.
        odd_line_ends=returns != pairs or pairs not in (0, lines),
        # Beside other line ends and quotes, a carriage return alone is part of a value.
        old_line_ends=returns > pairs and (lines == 0 or not quotes),
        tabs=tabs,
        high_bytes=bytes(sample),
    )


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that the first bytes name."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    return None


def _has_long_line(data: bytes, newlines: int, since: int) -> bool:
    if newlines == 0:
        return since + len(data) > LONGEST_LINE
    if since + data.find(b"\n") > LONGEST_LINE or len(data) - data.rfind(b"\n") > LONGEST_LINE:
        return True
    # Many short lines cannot hold a long one unless the rest of them is very short: then look at each.
    return newlines < len(data) // 64 and max(map(len, data.split(b"\n"))) > LONGEST_LINE


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _not_ascii(data: bytes, wanted: int) -> bytes:
    found = bytearray()
    for line in data.split(b"\n"):
        if not line.isascii():
            found += line[:LONGEST_LINE] + b"\n"
            if len(found) >= wanted:
                break
    return bytes(found)
