"""Who is named in a file as it lies on the disk, packed ones and mails too."""

from __future__ import annotations

import email
import email.policy
import gzip
import zipfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import IO

from django.db import connection

from regulars.web.people.rights.crowd import Crowd

CHUNK = 4 << 20
_PACKED = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")


def in_file(path: Path, crowd: Crowd, rough: Counter[int] | None = None) -> tuple[Counter[int], bool]:
    """How often a file names each of them, and whether it is one that nobody can search.

    ``rough``: of a search through all tables before (``values_in``).
    """
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        return _found_in(path, head, file, crowd, rough), head.startswith(_PACKED)


def _found_in(path: Path, head: bytes, file: IO[bytes], crowd: Crowd, rough: Counter[int] | None) -> Counter[int]:
    # SQLite writes values one after the other with nothing between: there the words of whoever no table seems to name
    # may touch others.
    own = connection.vendor == "sqlite" and path.name.startswith(Path(connection.settings_dict["NAME"] or "").name)
    everybody = set(range(len(crowd.people)))
    counts = _in_stream(file, crowd, touching=everybody - rough.keys() if own and rough is not None else set())
    if head == b"PK\x03\x04" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for one in packed.infolist():
                with packed.open(one) as part:
                    counts += _in_stream(part, crowd)
    elif head[:2] == b"\x1f\x8b":
        with gzip.open(path) as part:
            counts += _in_stream(part, crowd)
    elif is_mail(path):
        counts += mail_names(path, crowd)
    return counts


def named_in_file(path: Path, crowd: Crowd) -> set[int]:
    """Whom a file names; what no longer can be read names nobody."""
    try:
        return {person for person, count in in_file(path, crowd)[0].items() if count}
    except OSError:
        return set()


def _in_stream(file: IO[bytes], crowd: Crowd, *, touching: Collection[int] = ()) -> Counter[int]:
    """In pieces that overlap, so that nothing is cut in two. Words of ``touching`` may be parts of others."""
    counts, kept = Counter[int](), b""
    try:
        while piece := file.read(CHUNK):
            whole, first = kept + piece, len(kept) > 0
            edge = len(whole) if len(piece) < CHUNK else len(whole) - 1_000
            ends: dict[int, int] = {}
            # The first byte of what was kept stands there to be looked back at.
            for place, word, people, alone in crowd.places_in_bytes(whole):
                if first <= place < edge:
                    for person in people:
                        if (alone or person in touching) and place >= ends.get(person, 0):
                            counts[person] += 1
                            ends[person] = place + len(word)
            kept = whole[edge - 1 :]
    except (OSError, EOFError, zipfile.BadZipFile, gzip.BadGzipFile):
        return counts
    return counts


def is_mail(path: Path) -> bool:
    """Whether it lies in the folder of the mail server for trying out."""
    return path.parent.name in ("new", "cur") or path.suffix == ".eml"


def mail_names(path: Path, crowd: Crowd) -> Counter[int]:
    """How many parts of a mail name each; what is coded in it is read as its reader would."""
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    counts = Counter(person for value in letter.values() for person in crowd.named_in(str(value)))
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            try:
                counts.update(crowd.named_in(str(part.get_content())))
            except (LookupError, ValueError):
                continue
    return counts
