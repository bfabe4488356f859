"""Who stands in the list otherwise than they should, read some thousand at a time to spare memory."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection
from numpy.typing import NDArray

from regulars.web.people.models import CustomerScore
from regulars.web.people.projection.columns import COLUMNS, EMPTY, NIGHTLY

AT_ONCE = 20_000
OFTEN = len(COLUMNS) - len(NIGHTLY)  # these come last
_AS = {"net": "CAST({} AS double precision)"}  # SQLite stores an amount as such, whatever comes
_DAYS = ("day", "first_day", "last_day", "rating_day")
NOTHING = tuple(EMPTY.get(name) for name in COLUMNS)


class Change(IntEnum):
    """``NIGHTLY``: the forecasts alone. ``BLANK``: there is a row, and nothing in it yet."""

    NONE = 0
    NIGHTLY = 1
    MORE = 2
    BLANK = 3
    NEW = 4


def changes(people: NDArray[np.int64], table: pa.Table) -> NDArray[np.int8]:
    """A ``Change`` for each of these customers, who stand in the order of their keys as do the rows."""
    numbers = table.set_column(COLUMNS.index("net"), "net", table["net"].cast(pa.float64()))
    found = np.empty(len(people), np.int8)
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE].tolist()
        standing = _standing(some[0], some[-1])
        columns = (one.to_pylist() for one in numbers.slice(first, len(some)).columns)
        rows = zip(*columns, strict=True)
        found[first : first + len(some)] = [_change(standing.get(pk), row) for pk, row in zip(some, rows, strict=True)]
    return found


def _change(standing: tuple[Any, ...] | None, row: tuple[Any, ...]) -> Change:
    if standing is None:
        return Change.NEW
    if standing == row:
        return Change.NONE
    if standing[:OFTEN] == row[:OFTEN]:
        return Change.NIGHTLY
    return Change.BLANK if standing == NOTHING else Change.MORE


def _standing(first: int, last: int) -> dict[int, tuple[Any, ...]]:
    """Read past the models: a million days and amounts of the ORM take ten seconds."""
    quote = connection.ops.quote_name
    columns = ", ".join(_read(name, quote(name)) for name in COLUMNS)
    name = quote(CustomerScore._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT customer_id, {columns} FROM {name} WHERE customer_id BETWEEN %s AND %s",  # noqa: S608 - ours
            [first, last],
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _read(name: str, quoted: str) -> str:
    return f"CAST({quoted} AS text)" if name in _DAYS else _AS.get(name, "{}").format(quoted)
