"""The folder of one company's facts: where it lies, the file that marks it, and what is set in that file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from regulars.facts.disk import write_atomically
from regulars.facts.errors import NewerFormatError, NotAFactsFolderError
from regulars.language import message

FORMAT = 1
MARK = "facts.json"


def opened(path_or_url: str | Path) -> Path:
    """The folder; made when it is absent or empty. Raises ``NotAFactsFolderError`` where it holds other things."""
    home = _local(path_or_url)
    try:
        if not (home / MARK).exists():
            _make(home)
        found = settings(home)["format"]
    except OSError as error:
        raise NotAFactsFolderError(
            message(
                "The folder {folder} cannot be used: {reason}. Name another one, or give yourself the right to it.",
                folder=str(home),
                reason=error.strerror or str(error),
            )
        ) from error
    if found > FORMAT:
        raise NewerFormatError(
            message(
                "The facts in {folder} were made by a newer Regulars (format {found}, this one knows {known}). "
                "Upgrade Regulars on this machine.",
                folder=str(home),
                found=found,
                known=FORMAT,
            )
        )
    return home


def settings(home: Path) -> dict[str, Any]:
    """What is set for these facts."""
    found: dict[str, Any] = json.loads((home / MARK).read_text("utf-8"))
    return found


def settle(home: Path, **changes: str) -> None:
    """Set it anew; under the writer's lock."""
    write_atomically(home / MARK, json.dumps({**settings(home), **changes}).encode())


def _local(path_or_url: str | Path) -> Path:
    text = str(path_or_url)
    if "://" in text:
        parts = urlsplit(text)
        if parts.scheme != "file":
            raise NotAFactsFolderError(
                message(
                    "{url} is not on this machine; facts are kept in a local folder for now. Give a path.", url=text
                )
            )
        text = unquote(parts.path)
    return Path(text).expanduser().absolute()


def _make(home: Path) -> None:
    if home.exists() and not home.is_dir():
        raise NotAFactsFolderError(message("{folder} is a file. Facts need a folder of their own.", folder=str(home)))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else looks into what lies below
    strange = sorted(entry.name for entry in home.iterdir() if not entry.name.startswith(f".{MARK}"))
    if strange and MARK not in strange:
        raise NotAFactsFolderError(
            message(
                "{folder} holds other things ({names}) and no facts. Name an empty folder or a new one.",
                folder=str(home),
                names=tuple(strange[:5]),
            )
        )
    write_atomically(home / MARK, json.dumps({"format": FORMAT}).encode())
