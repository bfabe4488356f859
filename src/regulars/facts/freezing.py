"""A second name for every file of a folder: a picture of it that costs nothing and that no later change reaches.

What is written here is written aside and renamed, so a file never changes under a name. Erasing and compacting take
names away; the picture keeps its own until it is thrown away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path


def freeze(folder: Path, into: Path, *, skip: Collection[str] = ()) -> None:
    """Link every file below ``folder``; ``skip`` names entries of the folder itself. A second time adds what is new."""
    if not folder.is_dir():
        return
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in skip or entry.is_symlink():
                continue
            if entry.is_dir():
                freeze(Path(entry.path), into / entry.name)
            elif entry.is_file():
                _link(Path(entry.path), into / entry.name)


def files_below(folder: Path) -> list[tuple[str, Path]]:
    """Every file, under its name below the folder."""
    return [(str(path.relative_to(folder)), path) for path in sorted(folder.rglob("*")) if path.is_file()]


def _link(source: Path, target: Path) -> None:
    # What went away meanwhile was no part of the picture: whoever needs all of a folder holds its lock.
    with suppress(FileNotFoundError, FileExistsError):
        try:
            os.link(source, target)
        except (FileNotFoundError, FileExistsError):
            raise
        except OSError:  # another disk, or one without links
            shutil.copyfile(source, target)
