"""Who runs on a home folder: a lock that dies with its process, and a note that says who holds it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from regulars.facts.disk import private_folder, write_atomically
from regulars.language import Message, RegularsError, message

FOLDER = "run"


class AlreadyRunningError(RegularsError):
    """Another supervisor holds this home folder."""


@dataclass(frozen=True)
class Running:
    """The supervisor of a home folder; ``address`` is where its server listens."""

    process: int
    address: str


@contextmanager
def only_one(home: Path) -> Iterator[Callable[[str], None]]:
    """Be the one supervisor of this folder, or say who is; yields what tells others the address."""
    with _locked(home, "up") as got:
        if not got:
            raise AlreadyRunningError(_sentence(home))
        note = home / FOLDER / "up.json"

        def tell(address: str) -> None:
            write_atomically(note, json.dumps(asdict(Running(os.getpid(), address))).encode())

        try:
            yield tell
        finally:
            note.unlink(missing_ok=True)


def running(home: Path) -> Running | None:
    """Who runs here now, if anybody does. A note whose writer was killed counts for nothing."""
    file = home / FOLDER / "up.lock"
    if not file.exists():
        return None
    with _locked(home, "up") as got:
        if got:
            return None
    try:
        return Running(**json.loads((home / FOLDER / "up.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):  # it is just starting or just ending
        return None


@contextmanager
def turn(home: Path, name: str) -> Iterator[None]:
    """Wait until no other process does ``name`` for this folder, and keep others from it meanwhile."""
    with _opened(home, name) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _locked(home: Path, name: str) -> Iterator[bool]:
    with _opened(home, name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _opened(home: Path, name: str) -> Iterator[IO[str]]:
    private_folder(home / FOLDER)
    with (home / FOLDER / f"{name}.lock").open("a", encoding="utf-8") as file:
        yield file


def _sentence(home: Path) -> Message:
    who = running(home)
    if who is None:
        return message("Regulars is just starting or stopping in {home}. Try again in a moment.", home=str(home))
    return message(
        "Regulars already runs in {home}: process {process}, {address}. Stop it first, or name another folder with "
        "--home.",
        home=str(home),
        process=str(who.process),
        address=who.address,
    )
