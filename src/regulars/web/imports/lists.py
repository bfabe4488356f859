"""A short list that somebody sends: read at once, kept nowhere, and carried through the preview in the page itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from regulars.language import message
from regulars.web.imports.errors import UploadError
from regulars.web.imports.storing import refuse_bombs

_HOUR = 3600
_PACKED = (b"\x1f\x8b", b"PAR1", b"$FL")  # gzip, Parquet and SPSS do not say beforehand how much they hold
_UNPACKED = 100 << 20
T = TypeVar("T")


def read_sent(sent: UploadedFile, read: Callable[[Path], T]) -> T:
    """What ``read`` makes of the file. Raises ``UploadError`` for a file that is packed."""
    with TemporaryDirectory(prefix="regulars-") as folder:
        ending = Path(sent.name or "").suffix.lower()
        file = Path(folder) / f"list{ending if ending in ('.csv', '.tsv', '.xlsx') else ''}"
        file.write_bytes(sent.read())
        if file.read_bytes().startswith(_PACKED):
            raise UploadError(message("The file is packed or no table of text. Send the list as CSV or XLSX."))
        refuse_bombs(file, most=_UNPACKED)
        return read(file)


def packed(rows: list[Any], salt: str) -> str:
    """The rows as the page carries them: what was shown is what is done."""
    return signing.dumps([list(asdict(row).values()) for row in rows], salt=salt, compress=True)


def unpacked(text: str, kind: Callable[..., T], salt: str) -> list[T] | None:
    """The rows again; None where the page is too old, or not ours."""
    try:
        return [kind(*values) for values in signing.loads(text, salt=salt, max_age=_HOUR)]
    except (signing.BadSignature, TypeError, ValueError):
        return None
