"""The address of a table for Delta, which reads some names of folders as something else.

It takes ``%20`` in a path for a blank and a backslash for a slash, and looks elsewhere. Such a table it is given under
a plain name: a private folder in which the log is a link. Of the table it reads and writes nothing but the log.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import threading
from pathlib import Path

LOG = "_delta_log"
_MISREAD = re.compile(r"%[0-9A-Fa-f]{2}|[\\\x00-\x1f\x7f]")
_linked: dict[tuple[int, str], Path] = {}  # by process too: each takes its own away
_lock = threading.Lock()


def address(path: Path) -> str:
    """Where Delta finds the table."""
    place = os.path.realpath(path)
    if not _MISREAD.search(place):
        return str(path)
    with _lock:
        folder = _linked.get((os.getpid(), place))
        if folder is None or not (folder / LOG).is_symlink():  # somebody may have tidied up
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            folder = _linked[os.getpid(), place] = _link(Path(place))
    return str(folder)


def _link(table: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="regulars-table-"))
    (folder / LOG).symlink_to(table / LOG)
    (table / LOG).mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@atexit.register
def _tidy() -> None:
    for (process, _), folder in _linked.items():
        if process == os.getpid():
            shutil.rmtree(folder, ignore_errors=True)
