"""Rewrite a text file that no reader can be trusted with: UTF-8, one record a line, each with its true number.

Row 1 is the first line below the header. A blank line is no row, yet it counts, so that the number is the one
that an editor or a spreadsheet shows; a value with line breaks in it is part of one row. A record that cannot
be read is written to the list of problems and nowhere else: its neighbours stay what they are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from regulars.facts.imports import records
from regulars.facts.imports.layout import SPACES, Layout
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.scan import LONGEST_LINE, Tick

_AHEAD_LINES = 20
_AHEAD_BYTES = 1 << 16
_SHOWN = 60
_KEPT = 1 << 16  # of a line in the list of problems: enough to mend it


@dataclass(frozen=True, slots=True)
class Repaired:
    """The clean copy and the problems beside it (a CSV of row, reason, value)."""

    clean: Path
    problems: Path
    delimiter: str
    n_problems: int


def repair(path: Path, folder: Path, *, layout: Layout, encoding: str, tick: Tick | None = None) -> Repaired:
    """Write the clean copy. Memory stays flat: one line at a time, and an over-long one in pieces."""
    clean, problems = folder / "clean.csv", folder / "problems.csv"
    size = path.stat().st_size
    with path.open("rb") as file, clean.open("wb") as out, problems.open("w", encoding="utf-8", newline="") as aside:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        writer = _Writer(layout, encoding, out, csv.writer(aside))
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            writer.take(line, file)
            number += 1
            if tick and number % 100_000 == 0:
                tick(file.tell(), size)
    return Repaired(clean, problems, writer.delimiter, writer.n_problems)


class _Writer:
    """Takes line after line; knows which row it is at."""

    def __init__(self, layout: Layout, encoding: str, out: IO[bytes], aside: Any) -> None:
        self.width = len(layout.names)
        self.source_delimiter = layout.delimiter
        self.delimiter = "," if layout.delimiter == SPACES else layout.delimiter
        self.encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self.row = 0 if layout.header else 1
        self.in_header = layout.header
        self.n_problems = 0
        self._separator = self.delimiter.encode()
        self._strict, self._simple = records.strict(self.delimiter), records.simple(self.delimiter)
        self._out = out
        self._aside = aside

    def take(self, line: bytes, file: IO[bytes]) -> None:
        if self.in_header:
            if line.strip():
                self._pass_over(line, file)
                self._skip_header(line, file)
            return
        if len(line) > LONGEST_LINE:
            self._pass_over(line, file)
            self._problem(Reason.LONG_LINE, line)
        elif not line.strip() and self.width > 1:
            pass
        elif (text := self._decoded(line)) is None:
            self._problem(Reason.UNREADABLE, line)
        else:
            self._record(text, file)
        self.row += 1

    def _skip_header(self, line: bytes, file: IO[bytes]) -> None:
        text = line.decode(self.encoding, "replace")
        for _ in range(_AHEAD_LINES):  # a heading may be broken over lines
            if records.values_of(text.rstrip("\r\n"), self.source_delimiter) is not None:
                break
            start = file.tell()
            more = file.readline(_AHEAD_BYTES)
            if not more or len(text) > _AHEAD_BYTES:
                break
            longer = text + more.decode(self.encoding, "replace")
            if records.values_of(longer.rstrip("\r\n"), self.source_delimiter) is None and b'"' not in more:
                file.seek(start)
                break
            text = longer
        self.in_header, self.row = False, 1

    def _pass_over(self, line: bytes, file: IO[bytes]) -> None:
        part = line
        while len(line) > LONGEST_LINE and part and not part.endswith(b"\n"):
            part = file.readline(LONGEST_LINE)

    def _decoded(self, line: bytes) -> bytes | None:
        """The line in UTF-8. Files are put together from pieces: UTF-8 is tried first for each line."""
        if line.isascii():
            return line
        for encoding in ("utf-8", self.encoding):
            try:
                return line.decode(encoding).encode()
            except UnicodeDecodeError:
                continue
        return None

    def _record(self, line: bytes, file: IO[bytes]) -> None:
        body = line.rstrip(b"\r\n")
        if self.source_delimiter == SPACES:
            self._write_values(body.decode().split(), body)
        elif b'"' not in body or self._simple.fullmatch(body):
            if body.count(self._separator) + 1 == self.width:
                self._write(body)
            else:
                self._problem(Reason.COLUMN_COUNT, body)
        elif self._strict.fullmatch(body):
            self._write_values(records.values_of(body.decode(), self.delimiter) or [], body)
        else:
            self._quoted(body, file)

    def _quoted(self, body: bytes, file: IO[bytes]) -> None:
        values = records.values_of(body.decode(), self.delimiter)
        if values is None:
            values = self._with_next_lines(body, file)
        if values is None:
            self._problem(Reason.OPEN_QUOTE, body)
        else:
            self._write_values(values, body)

    def _with_next_lines(self, body: bytes, file: IO[bytes]) -> list[str] | None:
        """A value may hold line breaks: look ahead, but never swallow a line that is a row by itself."""
        start, joined = file.tell(), body
        for _ in range(_AHEAD_LINES):
            more = file.readline(_AHEAD_BYTES)
            decoded = self._decoded(more)
            if not more or decoded is None or len(joined) > _AHEAD_BYTES:
                break
            piece = decoded.rstrip(b"\r\n")
            joined += b"\n" + piece
            if b'"' in piece:
                values = records.values_of(joined.decode(), self.delimiter)
                if values is not None and len(values) == self.width:
                    return values
            own = records.values_of(piece.decode(), self.delimiter)
            if self.width > 2 and own is not None and len(own) == self.width:
                break
        file.seek(start)
        return None

    def _write_values(self, values: list[str], body: bytes) -> None:
        if len(values) != self.width:
            self._problem(Reason.COLUMN_COUNT, body)
        else:
            self._write(records.written(values, self.delimiter).encode())

    def _write(self, body: bytes) -> None:
        if b"\0" in body:
            self._problem(Reason.NUL_BYTE, body)
            return
        self._out.write(b"%d%s%s\n" % (self.row, self._separator, body.replace(b"\r", b" ")))

    def _problem(self, reason: Reason, line: bytes) -> None:
        self.n_problems += 1
        head = line[:_KEPT]
        text = (self._decoded(head) or head).decode("utf-8", "replace").strip().replace("\0", "\ufffd")
        shown = text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
        self._aside.writerow([self.row, reason.value, shown, text])
