"""What can go wrong in writing a document.

RegularsError
    DocumentsError
        UnknownFormatError   a file name whose end names no format
        NoReportError        nothing to write
        UnwritableError      the folder is not there, not ours to write in, or full
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from regulars.language import RegularsError, message


class DocumentsError(RegularsError):
    """A document could not be written."""


class UnknownFormatError(DocumentsError):
    """The suffix of a file name decides its format; this one is not known."""

    def __init__(self, path: Path, known: Iterable[str]) -> None:
        name, formats = path.name, tuple(known)
        if path.suffix:
            words = message(
                "{name} ends in {suffix}, which is no format that is written here. Known are: {known}.",
                name=name,
                suffix=path.suffix,
                known=formats,
            )
        else:
            words = message("{name} names no format. End it in one of: {known}.", name=name, known=formats)
        super().__init__(words)


class NoReportError(DocumentsError):
    """An empty list of reports."""

    def __init__(self) -> None:
        super().__init__(message("There is no report to write. Give at least one."))


class UnwritableError(DocumentsError):
    """The operating system refused; an older file of that name is untouched."""

    def __init__(self, path: Path, reason: OSError) -> None:
        super().__init__(
            message(
                "{path} could not be written: {reason}. Nothing was changed; choose another folder or make room.",
                path=str(path),
                reason=reason.strerror or str(reason),
            )
        )
