"""Imports: one engine for every file. Mapping (guessed, shown, saved), preview, bad rows with reasons, once only."""

from regulars.facts.imports.errors import (
    EmptyFileError,
    ImportFileError,
    MappingFileError,
    MissingColumnError,
)
from regulars.facts.imports.guess import guess
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.facts.imports.mapping_files import load_mapping
from regulars.facts.imports.preview import Preview
from regulars.facts.imports.readers import read_table
from regulars.facts.imports.report import BadRow, ImportReport

__all__ = [
    "BadRow",
    "EmptyFileError",
    "ImportFileError",
    "ImportReport",
    "MappingFileError",
    "MissingColumnError",
    "Preview",
    "PurchaseMapping",
    "guess",
    "load_mapping",
    "read_table",
]
