"""One file that holds a whole install: every member with its checksum, and a manifest that is written last.

The file is a ZIP. It gets its name only when it is whole and on the disk, and nothing that is taken out of it gets its
place before its checksum was compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from regulars.facts.disk import room_needed, sync
from regulars.facts.errors import FactsError
from regulars.language import Message, message

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
_PACKED = (".parquet", ".gz", ".png", ".jpg", ".jpeg", ".webp", ".xlsx", ".zip", ".pdf", ".dump")

Progress = Callable[[Message, int, int | None], None]


class ArchiveError(FactsError):
    """A backup that cannot be written, or is not what it should be."""


@dataclass(frozen=True)
class Member:
    """One file in the archive, as it was written."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``database``: sqlite, postgresql, or nothing where there is none.

    ``migrations``: the steps that its database has. ``contracts``: table -> version of its columns.
    """

    made: str
    regulars: str
    database: str = ""
    secrets: bool = False
    facts_format: int = 1
    migrations: tuple[str, ...] = ()
    contracts: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    format: int = FORMAT
    members: tuple[Member, ...] = ()

    @property
    def bytes(self) -> int:
        """What all members take when they are unpacked."""
        return sum(one.size for one in self.members)


def write(
    target: Path, sources: Iterable[tuple[str, Path]], about: Manifest, progress: Progress | None = None
) -> Manifest:
    """Pack these files (name in the archive, where it lies). Half a backup never has the name of one."""
    found = [(name, path, path.stat().st_size) for name, path in sources]
    total, done, members = sum(size for _, _, size in found), 0, []
    part = target.parent / f".{target.name}.{uuid.uuid4().hex}.part"
    try:
        with room_needed(target.parent), open(part, "xb", opener=_private) as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as packed:
                for name, path, _ in found:
                    members.append(_pack(packed, name, path))
                    done += members[-1].size
                    if progress:
                        progress(message("Writing the backup"), done, total)
                manifest = Manifest(**{**_fields(about), "members": tuple(members)})
                packed.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False), zipfile.ZIP_DEFLATED)
            file.flush()
            os.fsync(file.fileno())
        _name(part, target)
    finally:
        part.unlink(missing_ok=True)
    sync(target.parent)
    return manifest


def read(file: Path) -> Manifest:
    """What a backup says of itself. Raises ``ArchiveError`` for what is none, is damaged, or is of a newer Regulars."""
    try:
        with zipfile.ZipFile(file) as packed:
            found = json.loads(packed.read(MANIFEST))
        if found["format"] > FORMAT:
            raise ArchiveError(
                message(
                    "{file} was made by a newer Regulars ({found}): its format is not known here. Install that "
                    "version, or a later one, and restore with it.",
                    file=str(file),
                    found=str(found.get("regulars", "?")),
                )
            )
        members = tuple(Member(**one) for one in found["members"])
        names = [one.name for one in members]
        if len(set(names)) != len(names) or not all(map(_within, names)):
            raise _damaged(file)
        return Manifest(**{**found, "members": members, "migrations": tuple(found["migrations"])})
    except FileNotFoundError:
        raise ArchiveError(message("There is no file {file}.", file=str(file))) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(message("{file} cannot be read: {reason}.", file=str(file), reason=reason)) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, NotImplementedError, EOFError) as error:
        raise _damaged(file) from error


def unpack(file: Path, manifest: Manifest, folder: Path, progress: Progress | None = None) -> None:
    """Every member below ``folder``, compared with its checksum and synced."""
    total, done, folders = manifest.bytes, 0, {folder}
    with room_needed(folder):
        try:
            with zipfile.ZipFile(file) as packed:
                for member in manifest.members:
                    target = folder / member.name
                    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    folders |= {target.parent, *(p for p in target.parent.parents if p.is_relative_to(folder))}
                    if _take(packed, member, target) != member:
                        raise _damaged(file)
                    done += member.size
                    if progress:
                        progress(message("Unpacking the backup"), done, total)
        except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as error:
            raise _damaged(file) from error
        for one in folders:
            sync(one)


# ---


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> Member:
    kind = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr = kind, 0o600 << 16
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:
        size, digest = _copy(source, target)
    return Member(name, size, digest)


def _take(packed: zipfile.ZipFile, member: Member, target: Path) -> Member:
    with packed.open(member.name) as source, open(target, "xb", opener=_private) as file:
        # A hostile file may unpack to more than it says.
        size, digest = _copy(source, file, most=member.size)
        file.flush()
        os.fsync(file.fileno())
    return Member(member.name, size, digest)


def _copy(source: IO[bytes], target: IO[bytes], most: int | None = None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if most is not None and size > most:
            break
        digest.update(piece)
        target.write(piece)
    return size, digest.hexdigest()


def _name(part: Path, target: Path) -> None:
    """A file that came under this name meanwhile stays: a link is refused where a renaming would write over it."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise taken(target) from error
    except OSError:  # a disk without links
        if target.exists():
            raise taken(target) from None
        part.rename(target)


def taken(target: Path) -> ArchiveError:
    """A name that another file has."""
    return ArchiveError(
        message("There is a file {file} already. Name another one; nothing is written over.", file=str(target))
    )


def _damaged(file: Path) -> ArchiveError:
    return ArchiveError(
        message(
            "{file} is damaged, or no backup of Regulars: what it holds does not agree with its list. Nothing was "
            "restored. Take another copy of it, or an older backup.",
            file=str(file),
        )
    )


def _within(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _fields(about: Manifest) -> dict[str, Any]:
    return {name: getattr(about, name) for name in about.__dataclass_fields__}
