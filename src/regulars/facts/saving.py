"""A backup of a home folder, and a home folder out of a backup: what needs no application.

Facts are frozen by links under the writer's lock, so that takes no longer than a look at the folder; the packing comes
after. What is brought back is unpacked and compared beside the places where it belongs, then only names are moved.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.facts.archive import ArchiveError, Manifest, Progress, taken, unpack, write
from regulars.facts.contracts import PURCHASES, RATINGS
from regulars.facts.disk import private_folder, room_needed, sync
from regulars.facts.folder import FORMAT
from regulars.facts.freezing import files_below, freeze
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts.store import Facts

FACTS, KEY, DATABASE, DUMP = "facts", "secrets/key", "regulars.sqlite3", "database.dump"
PASSING = ("lock", "stage")  # of the facts: who writes now, and what is being written
STAGE = ".restoring"


def save_facts(
    facts: Facts, target: Path, *, progress: Progress | None = None, waiting: Callable[[Message], None] | None = None
) -> Manifest:
    """Where there is no application: facts alone are a whole install, too."""
    check_target(target, facts.home)
    with facts.workspace() as folder, room_needed(folder):
        with facts.writing(*facts.tables(), waiting=waiting):
            about = freeze_facts(facts, folder)
        return write(target, sources(folder), about, progress)


def freeze_facts(facts: Facts, folder: Path) -> Manifest:
    """The facts as they are now, and what they hold; the caller has their lock."""
    freeze(facts.home, folder / FACTS, skip=PASSING)
    tables = facts.tables()
    return Manifest(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        regulars=version("regulars"),
        facts_format=FORMAT,
        contracts={one.contract.name: one.contract.version for one in tables},
        rows={one.contract.name: one.snapshot().rows for one in tables},
    )


def sources(folder: Path) -> list[tuple[str, Path]]:
    """What a workspace holds, but for the sign that its process is alive."""
    return [(name, path) for name, path in files_below(folder) if name != "alive"]


def check_target(target: Path, home: Path) -> None:
    """Before anything is done: is there a place for it?"""
    if target.exists():
        raise taken(target)
    if not target.parent.is_dir():
        raise ArchiveError(message("There is no folder {folder}.", folder=str(target.parent)))
    if target.resolve().is_relative_to(home.resolve()):
        raise ArchiveError(
            message(
                "{file} lies in the folder that is to be saved: who loses the one loses the other. Name a file "
                "elsewhere, best on another disk.",
                file=str(target),
            )
        )


# --- bringing back ---


def check_version(manifest: Manifest) -> None:
    """A backup of a later version is refused before anything is unpacked."""
    from regulars.facts.scores import SCORES

    known = {one.name: one.version for one in (PURCHASES, RATINGS, SCORES)}
    later = any(number > known.get(name, 1) for name, number in manifest.contracts.items())
    if later or manifest.facts_format > FORMAT or _order(manifest.regulars) > _order(version("regulars")):
        raise newer(manifest)


def newer(manifest: Manifest) -> ArchiveError:
    """It knows more than we do."""
    return ArchiveError(
        message(
            "The backup was made by Regulars {made}, this is {own}: an older version cannot read what a newer one "
            "wrote. Nothing was restored. Install {made} or later, and restore with it.",
            made=manifest.regulars,
            own=version("regulars"),
        )
    )


def check_empty(home: Path) -> None:
    """Nothing is written over. What an earlier try left behind does not count."""
    if home.is_file():
        raise ArchiveError(message("{home} is a file. Name a folder that is empty, or a new one.", home=str(home)))
    strange = sorted(one.name for one in home.iterdir() if one.name != STAGE) if home.is_dir() else []
    if strange:
        raise ArchiveError(
            message(
                "{home} is not empty ({names}). A backup is restored into a new or empty folder only, so that nothing "
                "is written over. Name one with --home.",
                home=str(home),
                names=tuple(strange[:5]),
            )
        )


def stage(file: Path, manifest: Manifest, home: Path, progress: Progress | None = None) -> Path:
    """Unpack it into a folder within the home; gone again when that fails."""
    there = home.is_dir()
    private_folder(home)
    folder = home / STAGE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        unpack(file, manifest, folder, progress)
    except BaseException:
        give_up(home, there=there)
        raise
    return folder


def give_up(home: Path, *, there: bool) -> None:
    """Leave the place as it was found."""
    shutil.rmtree(home / STAGE, ignore_errors=True)
    if not there and not any(home.iterdir()):
        home.rmdir()


def put_in_place(home: Path) -> None:
    """Names move, the database last: without it nothing can be started on half of it."""
    folder = home / STAGE
    for entry in sorted(folder.iterdir(), key=lambda one: (one.name == DATABASE, one.name)):
        entry.rename(home / entry.name)
    folder.rmdir()
    sync(home)


def _order(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split(".")[:3])
