"""Keeping a file, and letting it go."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from regulars.facts.disk import private_folder, room_needed, sync
from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.files.errors import EmptyFileError, TooLargeError, UnknownKindError, WrongKindError
from regulars.web.files.kinds import Kind, kind_of
from regulars.web.files.leaving import let_go
from regulars.web.files.models import StoredFile, folder, place_of

LIMIT = 50 * 1024 * 1024


@transaction.atomic
def keep(
    content: bytes | Path,
    *,
    name: str,
    owner: models.Model | None = None,
    by: Any = None,
    accept: Collection[Kind] = tuple(Kind),
    limit: int = LIMIT,
    day: datetime | None = None,
) -> StoredFile:
    """Store a file; it is on the disk when this returns. ``accept``: the kinds that this place takes.

    ``day``: nobody is to know when it came, so this is written, and nothing in the trail, which knows the second.

    A file at a path is copied, not moved.
    """
    part = _written(content, limit)
    try:
        kind = _kind(part, name, accept)
        digest, size = _digest(part), part.stat().st_size
        _settle(part, place_of(digest))
    finally:
        part.unlink(missing_ok=True)
    file = StoredFile.objects.create(
        digest=digest,
        size=size,
        kind=kind.value,
        name=_plain(name, kind),
        owner_type="" if owner is None else owner._meta.label_lower,
        owner_id="" if owner is None else str(owner.pk),
        by=by,
        **({} if day is None else {"at": day}),
    )
    if day is None:
        record(Event.FILE_KEPT, target=file, by=by, kind=kind.shown, size=size)
    return file


@transaction.atomic
def remove(*, file: StoredFile, by: Any = None) -> None:
    """Let a file go; its content too, unless another row has the same."""
    record(Event.FILE_REMOVED, target=file, by=by, kind=Kind(file.kind).shown)
    let_go(file)


def _written(content: bytes | Path, limit: int) -> Path:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if not size:
        raise EmptyFileError(message("The file is empty. Choose one that has something in it."))
    if size > limit:
        raise TooLargeError(
            message(
                "The file has {size} MB; at most {limit} MB are taken here.",
                size=-(-size // 1_000_000),
                limit=limit // 1_000_000,
            )
        )
    private_folder(folder())
    part = folder() / f".{uuid.uuid4().hex}"
    with room_needed(folder()):
        part.touch(mode=0o600)
        if isinstance(content, bytes):
            part.write_bytes(content)
        else:
            shutil.copyfile(content, part)
    return part


def _kind(part: Path, name: str, accept: Collection[Kind]) -> Kind:
    kind = kind_of(part)
    wanted = ", ".join(one.shown for one in Kind if one in accept)
    if kind is None:
        raise UnknownKindError(
            message("“{name}” is not a file of a kind that is taken here: {wanted}.", name=name, wanted=wanted)
        )
    if kind not in accept:
        raise WrongKindError(
            message(
                "“{name}” holds {kind}, whatever its name says. Taken here: {wanted}.",
                name=name,
                kind=kind.shown,
                wanted=wanted,
            )
        )
    return kind


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(part: Path, place: Path) -> None:
    private_folder(place.parent)
    if place.exists():
        os.utime(place)  # young again: the sweep leaves it alone until our row is committed
        return
    sync(part)
    part.replace(place)
    sync(place.parent)
    sync(place.parent.parent)


def _plain(name: str, kind: Kind) -> str:
    """The last part of the name without what a file system or a header could stumble over, with the right ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem = clean.removesuffix(Path(clean).suffix) if Path(clean).suffix else clean
    right = Path(clean).suffix.lower() in {kind.ending, ".jpeg" if kind is Kind.JPEG else kind.ending}
    ending = Path(clean).suffix if right else kind.ending
    return f"{(stem or 'file')[: 200 - len(ending)]}{ending}"
