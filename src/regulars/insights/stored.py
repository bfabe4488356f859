"""Reports kept in a folder: made once, read by every process, gone where the folder is emptied.

One file for each wish. It says of which state of the data it is, so that a reader gets the last one that there is and
knows whether it still holds. The folder may be deleted at any time. Whoever was erased while a report was worked out
may be in it: such a report is shown once, and not kept.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regulars
from regulars.facts.disk import private_folder, write_atomically
from regulars.insights.report import Report
from regulars.insights.written import UnwritableError, from_json, to_json

MOST_BYTES = 256 << 20
MOST_IN_MEMORY = 128
ENDING = ".report"
ERA = "era"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A report, the state of the data that it was made from, and when (seconds since 1970)."""

    report: Report
    of: str
    at: float


class ReportFolder:
    """Threads and processes may share it. What cannot be written is kept in memory alone."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder, self._most_bytes = folder, most_bytes
        self._read: OrderedDict[str, tuple[tuple[int, int] | str, Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Kept | None:
        """The last report of this wish; None where there is none."""
        mark = self._mark(key)
        with self._lock:
            known = self._read.get(key)
            if known is not None and known[0] == mark:
                self._read.move_to_end(key)
                return known[1]
        found = None if isinstance(mark, str) else self._from_disk(self._file(key))
        if found is not None:
            self._remember(key, mark, found)
        return found

    def era(self) -> str:
        """What ends when all are forgotten; to be asked for before the facts are read for a report."""
        with suppress(OSError):
            private_folder(self.folder)
            (self.folder / ERA).open("x").close()
        return self._era()

    def put(self, key: str, of: str, report: Report, era: str | None = None) -> Kept:
        """Keep it in the place of the one before, unless its era (None: this one) has ended."""
        made, era = Kept(report, of, time.time()), self.era() if era is None else era
        try:
            private_folder(self.folder)
            write_atomically(self._file(key), json.dumps({"of": of}).encode() + b"\n" + to_json(report))
        except (UnwritableError, OSError) as error:
            log.warning("a report is not kept: %s", error)
            self._file(key).unlink(missing_ok=True)
        if self._era() == era:  # asked after it was written: what is forgotten from now on takes it along
            self._remember(key, self._mark(key), made)
            self._shrink()
        else:
            self._file(key).unlink(missing_ok=True)
        return made

    @contextmanager
    def turn(self, key: str) -> Iterator[bool]:
        """Whether nobody else makes this one now: then it is ours until the block ends, or the process."""
        private_folder(self.folder)
        path = self.folder / f"{key}.turn"
        with path.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            os.utime(path)
            try:
                yield True
            finally:
                path.unlink(missing_ok=True)

    def since(self, key: str) -> float | None:
        """When the one who makes it began, by the clock of the disk; None where nobody does."""
        try:
            return (self.folder / f"{key}.turn").stat().st_mtime
        except OSError:
            return None

    def forget(self) -> None:
        """All of them."""
        with suppress(OSError):
            (self.folder / ERA).unlink()  # before all others: see put
        with self._lock:
            self._read.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}{ENDING}"

    def _era(self) -> str:
        return str(_mark(self.folder / ERA))

    def _mark(self, key: str) -> tuple[int, int] | str:
        """What tells one file from the next one of its name; where there is none, one era from the next."""
        return _mark(self._file(key)) or self._era()

    def _from_disk(self, path: Path) -> Kept | None:
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            about = path.stat()
            found = Kept(from_json(body), str(json.loads(head)["of"]), about.st_mtime)
            os.utime(path, ns=(time.time_ns(), about.st_mtime_ns))  # read now, made when it was
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("a kept report cannot be read: %s", error)
            return None
        return found

    def _remember(self, key: str, mark: tuple[int, int] | str, kept: Kept) -> None:
        with self._lock:
            self._read[key] = (mark, kept)
            self._read.move_to_end(key)
            while len(self._read) > MOST_IN_MEMORY:
                self._read.popitem(last=False)

    def _shrink(self) -> None:
        """The one that was read longest ago goes first."""
        with suppress(OSError):
            files = [(path.stat(), path) for path in self.folder.glob(f"*{ENDING}")]
            total = sum(about.st_size for about, _ in files)
            for about, path in sorted(files, key=lambda one: one[0].st_atime):
                if total <= self._most_bytes:
                    return
                path.unlink(missing_ok=True)
                total -= about.st_size


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


@cache
def made_by() -> str:
    """Which Regulars this is, to the last line: what another one worked out is not taken for ours."""
    home = Path(regulars.__file__).parent
    files = sorted(
        path for kind in ("*.py", "*.yaml") for path in home.rglob(kind) if path.parts[len(home.parts)] != "web"
    )
    about = hashlib.sha256()
    for path in files:
        found = path.stat()
        about.update(f"{path.relative_to(home)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return about.hexdigest()
