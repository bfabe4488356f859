"""Does the file have the columns that the mapping names? If not, which could be meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from regulars.facts.imports.errors import MissingColumnError
from regulars.facts.imports.layout import DELIMITERS
from regulars.facts.imports.readers import Source
from regulars.language import Message, message

_DELIMITER_NAMES = {
    ",": message("comma"),
    ";": message("semicolon"),
    "\t": message("tab"),
    "|": message("vertical bar"),
}


def check_columns(source: Source, wanted: Mapping[str, str], file: str) -> None:
    """Raise ``MissingColumnError`` for the first mapped column that is not in the file.

    ``wanted``: what it is for -> the column's name.
    """
    for column in wanted.values():
        if column not in source.names:
            raise MissingColumnError(_one_column(source, column, file) or _missing(source.names, column, file))


def near_misses(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names that look like it, whatever their capitals; else the first ones."""
    folded = {other.casefold(): other for other in reversed(known)}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.55)
    return tuple(folded[other] for other in near)


def _missing(names: Sequence[str], column: str, file: str) -> Message:
    near = near_misses(column, names)
    if near:
        return message(
            "{file} has no column “{column}”. Did you mean: {near}? Mend the mapping.",
            file=file,
            column=column,
            near=near,
        )
    return message(
        "{file} has no column “{column}”. It has: {known}. Mend the mapping.",
        file=file,
        column=column,
        known=tuple(names[:12]),
    )


def _one_column(source: Source, column: str, file: str) -> Message | None:
    """Everything in one column: the delimiter is wrong, and the heading shows the right one."""
    if len(source.names) != 1 or source.layout is None:
        return None
    heading = source.names[0]
    seen = [mark for mark in DELIMITERS if mark in heading]
    if not seen:
        return None
    return message(
        "{file} has no column “{column}”: with “{delimiter}” as delimiter every line is one value. The first line "
        "holds {seen}: name that as the delimiter in the mapping, or leave it out and it is found.",
        file=file,
        column=column,
        delimiter=_DELIMITER_NAMES.get(source.layout.delimiter, source.layout.delimiter),
        seen=tuple(_DELIMITER_NAMES[mark] for mark in seen),
    )
