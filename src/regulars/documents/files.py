"""A file is there whole or not at all: write beside it, sync, rename."""

from __future__ import annotations

import os
from pathlib import Path

from regulars.documents.errors import UnwritableError


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in place of whatever was there; a crash or a full disk leaves the old file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
        raise UnwritableError(path, problem) from problem
