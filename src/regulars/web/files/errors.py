"""What can be wrong with a file.

FilesError
├── EmptyFileError
├── TooLargeError
├── UnknownKindError     its content is of no kind that we take
└── WrongKindError       a kind that we take, but not here
"""

from __future__ import annotations

from regulars.language import RegularsError


class FilesError(RegularsError):
    """A file that is not taken."""


class EmptyFileError(FilesError):
    """Nothing is in it."""


class TooLargeError(FilesError):
    """More than this place takes."""


class UnknownKindError(FilesError):
    """Its content is of no kind that we take."""


class WrongKindError(FilesError):
    """It is something else than this place takes."""
