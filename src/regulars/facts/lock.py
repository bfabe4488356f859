"""One writer at a time, a place to work in, and what a killed process left behind.

Readers need no lock: they read the files that one version of a table names, and these never change.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from regulars.facts.disk import private_folder
from regulars.facts.errors import LockTimeoutError
from regulars.language import Message, message

WAIT_SECONDS = 600.0


@contextmanager
def one_writer(
    home: Path, *, wait_seconds: float = WAIT_SECONDS, waiting: Callable[[Message], None] | None = None
) -> Iterator[None]:
    """Hold the writer's lock. The system gives it back when a process ends, however it ends.

    ``waiting`` is told once when another process is writing. Raises ``LockTimeoutError`` after the wait.
    """
    with _alone(home / "lock", wait_seconds, waiting, _Words(_still_writing, _wait_to_write)):
        yield


@contextmanager
def one_scoring(
    home: Path, *, wait_seconds: float = WAIT_SECONDS, waiting: Callable[[Message], None] | None = None
) -> Iterator[None]:
    """Hold the lock of scoring, during which others may still read and write; whoever waited finds the work done."""
    with _alone(home / "scoring.lock", wait_seconds, waiting, _Words(_still_scoring, _wait_to_score)):
        yield


@contextmanager
def workspace(home: Path) -> Iterator[Path]:
    """A folder of one's own below ``stage``; gone afterwards, or swept once its process is dead."""
    folder = home / "stage" / uuid.uuid4().hex
    with _gate(home):
        folder.mkdir(parents=True)
        alive = (folder / "alive").open("w")
        fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        alive.close()


def sweep(home: Path) -> None:
    """Remove the workspaces whose process is dead: nobody holds their lock."""
    with _gate(home):
        for folder in (home / "stage").glob("*/"):
            mark = folder / "alive"
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                continue
            with mark.open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _gate(home: Path) -> Iterator[None]:
    """Held for a moment only: a workspace must not be swept between its making and its mark."""
    private_folder(home / "stage")
    with (home / "stage" / ".gate").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class _Words:
    """What is said after the wait, and while it lasts."""

    gave_up: Callable[[str, Path, float], Message]
    waits: Callable[[str], Message]


@contextmanager
def _alone(held: Path, wait_seconds: float, waiting: Callable[[Message], None] | None, words: _Words) -> Iterator[None]:
    with held.open("a+") as file:
        _acquire(file, held, wait_seconds, waiting, words)
        with suppress(OSError):  # only words for others who wait; a full disk must not stop us here
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        yield


def _acquire(
    file: IO[str], held: Path, wait_seconds: float, waiting: Callable[[Message], None] | None, words: _Words
) -> None:
    start, told = time.monotonic(), False
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if time.monotonic() - start >= wait_seconds:
            raise LockTimeoutError(words.gave_up(_holder(held), held.parent, wait_seconds))
        if waiting and not told:
            waiting(words.waits(_holder(held)))
            told = True
        time.sleep(0.05)


def _holder(held: Path) -> str:
    return held.read_text() or "?"


def _still_writing(process: str, folder: Path, seconds: float) -> Message:
    return message(
        "Process {process} is still writing to the facts in {folder}; waited {seconds} seconds. "
        "Nothing was changed. Wait until it has ended and run the same again.",
        process=process,
        folder=str(folder),
        seconds=round(seconds),
    )


def _still_scoring(process: str, folder: Path, seconds: float) -> Message:
    return message(
        "Process {process} is still scoring the customers in {folder}; waited {seconds} seconds. "
        "Nothing was changed. Wait until it has ended and run the same again.",
        process=process,
        folder=str(folder),
        seconds=round(seconds),
    )


def _wait_to_write(process: str) -> Message:
    return message("Waiting for process {process}, which is writing to the facts.", process=process)


def _wait_to_score(process: str) -> Message:
    return message("Waiting for process {process}, which is scoring the customers.", process=process)
