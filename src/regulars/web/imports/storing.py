"""Where uploaded files lie: outside of what the server gives out, readable by nobody else, gone after the import."""

from __future__ import annotations

import errno
import json
import os
import shutil
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from regulars.facts.disk import private_folder
from regulars.language import message
from regulars.web.imports.errors import UploadError
from regulars.web.imports.models import Upload

_LONGEST_NAME = 150  # bytes; a folder takes 255
_UNPACKED = 8 << 30
PREVIEW = "preview.json"


def limit() -> int:
    """The largest file that is taken, in bytes."""
    return settings.UPLOAD_LIMIT_MB << 20


class LimitedUpload(TemporaryFileUploadHandler):
    """Straight to the disk in pieces; stops at the limit instead of filling the disk first."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """One more piece."""
        if start + len(raw_data) > limit():
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.request.upload_disk_full = True
            raise StopUpload(connection_reset=False) from error


def folder_of(upload: Upload) -> Path:
    """The folder of one upload."""
    return settings.HOME / "uploads" / upload.public_id


def file_of(upload: Upload) -> Path:
    """The uploaded file, under the name that it came with, so that messages can name it."""
    return folder_of(upload) / upload.name


def keep(upload: Upload, sent: UploadedFile) -> None:
    """Put the file into its folder. ``DiskFull`` and the like leave nothing behind."""
    folder = folder_of(upload)
    private_folder(folder.parent)
    folder.mkdir(mode=0o700)
    target = folder / upload.name
    try:
        with target.open("xb") as out:
            for piece in sent.chunks(1 << 20):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        target.chmod(0o600)
        refuse_bombs(target, most=min(_UNPACKED, max(limit(), 100 * target.stat().st_size)))
    except OSError as error:
        drop(upload)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UploadError(disk_full()) from error
        raise
    except BaseException:
        drop(upload)
        raise


def drop(upload: Upload) -> None:
    """Delete the file and what was made of it."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def put_aside(upload: Upload, preview: dict[str, Any]) -> None:
    """Keep a preview beside the file: it shows rows of people, and goes when the file goes."""
    (folder_of(upload) / PREVIEW).write_text(json.dumps(preview, ensure_ascii=False), "utf-8")


def preview_of(upload: Upload) -> dict[str, Any] | None:
    """The preview, while the file is here."""
    try:
        return json.loads((folder_of(upload) / PREVIEW).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def safe_name(name: str) -> str:
    r"""A file's name without folders, control characters and leading dots; never empty, never too long.

    >>> safe_name("../../etc/passwd"), safe_name("a\x00b\n.csv"), safe_name("...")
    ('passwd', 'ab.csv', 'file')
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    clean = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip().lstrip(".").strip()
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, ending = clean, ""
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    found = f"{stem}{dot}{ending}" if ending else stem
    return "file" if found in ("", PREVIEW) else found


def disk_full() -> Any:
    """What is said when there is no room."""
    return message("There is no room on the server's disk. Nothing was kept; make room there and send the file again.")


def refuse_bombs(file: Path, *, most: int) -> None:
    """A workbook is a zip: one that unpacks to more than ``most`` bytes is not opened at all."""
    with file.open("rb") as opened:
        if opened.read(4) != b"PK\x03\x04":
            return
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return  # the engine says in words what is wrong with it
    if unpacked > most:
        raise UploadError(message("{file} unpacks to far more than it should and was not opened.", file=file.name))
