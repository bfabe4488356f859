"""A short list that somebody sends, as a file of this machine while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from regulars.language import message
from regulars.web.company.errors import CompanyError
from regulars.web.imports.storing import refuse_bombs

_PACKED = (b"\x1f\x8b", b"PAR1")  # gzip and Parquet do not say beforehand how much they hold
_UNPACKED = 100 << 20  # a workbook of the longest list that is taken has a tenth of that


@contextmanager
def unpacked(sent: UploadedFile, name: str) -> Iterator[Path]:
    """The file; gone afterwards. Raises where it holds more than a list."""
    with TemporaryDirectory(prefix="regulars-") as folder:
        ending = Path(sent.name or "").suffix.lower()
        file = Path(folder) / f"{name}{ending if ending in ('.csv', '.tsv', '.xlsx') else ''}"
        file.write_bytes(sent.read())
        if file.read_bytes().startswith(_PACKED):
            raise CompanyError(message("The file is packed or no table of text. Send the list as CSV or XLSX."))
        refuse_bombs(file, most=_UNPACKED)
        yield file
