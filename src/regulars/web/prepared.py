"""A query for one row, put together once. Django writes it anew each time, which costs more than running it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

_HERE = "the value that is looked for"


class Prepared:
    """``rows``: with ``values_list``; ``by``: the text field that one row is found by."""

    def __init__(self, rows: QuerySet[Any, Any], by: str) -> None:
        self._rows, self._by = rows, by
        self._known: dict[str, tuple[Any, str, tuple[Any, ...], Any]] = {}

    def row(self, value: str) -> tuple[Any, ...] | None:
        """The row; None where there is none."""
        compiler, sql, parameters, converters = self._compiled(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if one == _HERE else one for one in parameters])
            found = cursor.fetchone()
        return None if found is None else tuple(next(iter(compiler.apply_converters([found], converters))))

    def _compiled(self, vendor: str) -> tuple[Any, str, tuple[Any, ...], Any]:
        if vendor not in self._known:
            compiler = self._rows.filter(**{self._by: _HERE}).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            converters = compiler.get_converters([column for column, *_ in compiler.select])
            self._known[vendor] = compiler, sql, parameters, converters
        return self._known[vendor]
