"""Errors of the import engine.

::

    FactsError
    ├── ImportFileError          a file that cannot be read as a table
    │   ├── EmptyFileError       no data row in it
    │   └── MissingColumnError   the mapping names a column that the file does not have
    └── MappingFileError         a mapping that cannot be read or contradicts itself
"""

from __future__ import annotations

from regulars.facts.errors import FactsError


class ImportFileError(FactsError, ValueError):
    """A file that cannot be read as a table."""


class EmptyFileError(ImportFileError):
    """A file without a single data row."""


class MissingColumnError(ImportFileError):
    """The mapping names a column that the file does not have."""


class MappingFileError(FactsError, ValueError):
    """A mapping that cannot be read or contradicts itself."""
