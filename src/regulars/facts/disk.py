"""Writing that survives a power cut, and a full disk told in words."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from regulars.facts.errors import DiskFullError
from regulars.language import message

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# DuckDB, delta-rs and SQLite hand on the system's words, not its number.
_WORDS = (
    "no space left",
    "disk is full",
    "file too large",
    "disk quota exceeded",
    "os error 28",
    "os error 27",
    "os error 122",
)


def sync(path: Path) -> None:
    """Return only when the file, or the folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def private_folder(path: Path) -> None:
    """Make the folder, or take it as it is, for its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077:
        with suppress(PermissionError):  # another user's
            path.chmod(0o700)


def write_atomically(path: Path, content: bytes) -> None:
    """The file holds the old content or the new, never a part of it; it is its owner's alone."""
    part = path.parent / f".{path.name}.{uuid.uuid4().hex}"
    try:
        part.touch(mode=0o600)
        part.write_bytes(content)
        sync(part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)


@contextmanager
def room_needed(folder: Path) -> Iterator[None]:
    """Turn every way in which libraries say "disk full" into one ``DiskFullError``."""
    try:
        yield
    except DiskFullError:
        raise
    except Exception as error:
        if not _is_full(error):
            raise
        raise DiskFullError(
            message(
                "There is no room left to write to {folder} ({free} MB free). Nothing was changed. "
                "Make room, or move the data folder to a larger disk, and run the same again.",
                folder=str(folder),
                free=shutil.disk_usage(folder).free // 1_000_000,
            )
        ) from error


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    words = str(error).lower()
    return any(word in words for word in _WORDS)
