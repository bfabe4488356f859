"""The folder that is watched: ``inbox`` in the home folder, and nothing outside of it.

A file whose size still changes is left for the next look. What was taken moves to ``inbox/done``, what could not be to
``inbox/failed``, with the reason beside it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from django.conf import settings

from regulars.facts.disk import private_folder
from regulars.language import message
from regulars.web.imports.feeds.errors import FeedError
from regulars.web.imports.storing import safe_name

FOLDER, DONE, FAILED = "inbox", "done", "failed"
REASON = ".reason.txt"
REST = timedelta(minutes=2)  # since a file was last written: whoever sends it is done
PARTIAL = (".part", ".partial", ".tmp", ".filepart", ".crdownload", ".swp", "~")
KEPT = {DONE: timedelta(days=7), FAILED: timedelta(days=30)}


@dataclass
class Look:
    """``ready``: files that are whole, in the order of their names; ``growing``: those that may not be yet."""

    ready: list[Path] = field(default_factory=list)
    growing: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)


def folder() -> Path:
    """The watched folder; made where it is not there."""
    found = settings.HOME / FOLDER
    private_folder(found)
    return found


def look(pattern: str, seen: dict[str, Any], now: datetime) -> Look:
    """Files of this pattern. A link is never followed: it might lead anywhere."""
    found = Look()
    for entry in sorted(os.scandir(folder()), key=lambda one: one.name):
        if entry.name.startswith(".") or entry.name.lower().endswith(PARTIAL) or not fnmatchcase(entry.name, pattern):
            continue
        if not entry.is_file(follow_symlinks=False):
            if entry.is_symlink():
                found.odd.append(entry.name)
            continue
        state = entry.stat(follow_symlinks=False)
        size = [state.st_size, state.st_mtime_ns]
        found.seen[entry.name] = size
        if now.timestamp() - state.st_mtime >= REST.total_seconds() or seen.get(entry.name) == size:
            found.ready.append(Path(entry.path))
        else:
            found.growing.append(entry.name)
    return found


def copy(file: Path, target: Path) -> bool:
    """Into the folder of an upload; False where it changed meanwhile. Raises ``FeedError`` where it cannot be read."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise FeedError(
            message("{file} could not be read: {reason}.", file=file.name, reason=error.strerror or str(error))
        ) from error
    with os.fdopen(handle, "rb") as source, target.open("xb") as out:
        before = os.fstat(source.fileno())
        shutil.copyfileobj(source, out, 1 << 20)
        after = os.fstat(source.fileno())
    target.chmod(0o600)
    return (
        (before.st_size, before.st_mtime_ns)
        == (after.st_size, after.st_mtime_ns)
        == (
            target.stat().st_size,
            after.st_mtime_ns,
        )
    )


def put_away(file: Path, where: str, now: datetime, reason: str = "") -> None:
    """Out of the way, under a name that says when."""
    target = folder() / where
    private_folder(target)
    stem = f"{now:%Y-%m-%d-%H%M%S}-{safe_name(file.name)}"
    place, n = target / stem, 1
    while place.exists():
        n += 1
        place = target / f"{n}-{stem}"
    file.replace(place)
    os.utime(place)  # how long it is kept counts from now
    if reason:
        place.with_name(place.name + REASON).write_text(reason + "\n", "utf-8")


def inside(name: str) -> Path:
    """A file of the folder by its name. Raises ``FeedError`` for anything that lies elsewhere."""
    file = folder() / name
    if "/" in name or "\\" in name or name in ("", ".", "..") or file.is_symlink() or not file.is_file():
        raise FeedError(message("There is no file “{name}” in the folder {folder}.", name=name, folder=str(folder())))
    return file


def kept() -> Iterator[Path]:
    """What was put away."""
    for where in KEPT:
        yield from (one for one in (folder() / where).glob("*") if one.is_file() and not one.is_symlink())


def sweep(now: datetime) -> int:
    """What was put away goes after a time."""
    gone = 0
    for file in kept():
        if now.timestamp() - file.stat().st_mtime > KEPT[file.parent.name].total_seconds():
            file.unlink(missing_ok=True)
            gone += 1
    return gone
