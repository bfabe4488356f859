"""Short lists that somebody sends, such as units, teams or consents: columns found by their names, rows as text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, TypeVar

from regulars.facts.imports.errors import ImportFileError, MissingColumnError
from regulars.facts.imports.readers import read_table
from regulars.facts.imports.report import BadRow
from regulars.language import Message, message

T = TypeVar("T")
_SHOWN = 80


class BadValueError(Exception):
    """Why a row is left out: the value, what is wrong with it, the way out."""

    def __init__(self, value: str, reason: Message, way_out: Message) -> None:
        super().__init__(value)
        self.value, self.reason, self.way_out = value, reason, way_out

    def at(self, row: int) -> BadRow:
        """As the page lists it."""
        return BadRow(row, None, self.value[:_SHOWN], self.reason, self.way_out)


def folded(name: str) -> str:
    """A name as names are compared: without capitals, blanks and marks.

    >>> folded("E-Mail (work)"), folded("客户 编号")
    ('emailwork', '客户编号')
    """
    return "".join(one for one in name.casefold() if one.isalnum())


def by_name(columns: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What it is -> column, by the names that it may have, the best first; each column is one thing.

    >>> by_name(["E-Mail", "Name", "Remarks"], {"email": ("email", "mail"), "name": ("name",), "unit": ("unit",)})
    {'email': 'E-Mail', 'name': 'Name'}
    """
    there = {folded(name): name for name in reversed(columns)}
    found: dict[str, str] = {}
    for entry, names in known.items():
        free = (there[name] for name in names if name in there and there[name] not in found.values())
        if (column := next(free, None)) is not None:
            found[entry] = column
    return found


def written(value: object) -> str:
    """A cell as somebody would type it: a spreadsheet turns codes and telephone numbers into numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return str(value).strip().removeprefix("'")


def short_list(
    file: Path, make: Callable[..., T], known: Mapping[str, Sequence[str]], *, needed: Collection[str], most: int
) -> list[T]:
    """``make(row, **texts)`` of each row that says something; ``row`` counts from 1.

    Raises ``ImportFileError`` for too many rows, ``MissingColumnError`` where a needed column is not there.
    """
    table = read_table(file)
    if table.num_rows > most:
        raise ImportFileError(
            message("The file has {count} rows; at most {most} are taken at once.", count=table.num_rows, most=most)
        )
    found = by_name(table.column_names, known)
    for entry in needed:
        if entry not in found:
            names = tuple(table.column_names[:12])
            raise MissingColumnError(
                message("The file has no column “{column}”. It has: {known}.", column=entry, known=names)
            )
    columns: dict[str, list[Any]] = {
        entry: [written(value) for value in table[name].to_pylist()] for entry, name in found.items()
    }
    rows = ({entry: values[at] for entry, values in columns.items()} for at in range(table.num_rows))
    return [make(at, **row) for at, row in enumerate(rows, start=1) if any(row.values())]
