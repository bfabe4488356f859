"""Who is named in a table of the database, whoever made it: tables and columns are asked of the database itself."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count

from regulars.web.people.rights.crowd import Crowd, folded_length
from regulars.web.personal import Personal, classified

ROWS = 2_000


@dataclass(frozen=True)
class Column:
    """``whole``: it holds a number that may be the customer's key."""

    name: str
    whole: bool = False


def tables() -> Iterator[tuple[str, list[Column]]]:
    """All tables of the database with the columns that can hold words or keys, whoever made them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
            names = [row[0] for row in cursor.fetchall() if not row[0].startswith("search_pieces")]
            for name in sorted(names):
                cursor.execute(f"pragma table_info({connection.ops.quote_name(name)})")
                found = [(row[1], row[2].lower()) for row in cursor.fetchall()]
                yield name, list(_columns(found))
            return
        cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema = current_schema() order by table_name, ordinal_position"
        )
        by_table: dict[str, list[tuple[str, str]]] = {}
        for table, name, sort in cursor.fetchall():
            by_table.setdefault(table, []).append((name, sort))
    for name, found in by_table.items():
        yield name, list(_columns(found))


def _columns(found: Iterable[tuple[str, str]]) -> Iterator[Column]:
    for name, sort in found:
        if any(part in sort for part in ("char", "text", "json", "array")) or not sort:
            yield Column(name)
        elif "bigint" in sort:
            yield Column(name, whole=True)


@dataclass(frozen=True)
class Hit:
    """A value that names people (by their places in the crowd), and the key of its row."""

    column: str
    value: Any
    people: tuple[int, ...]
    key: Any = None


def values_in(
    table: str, columns: Iterable[Column], crowd: Crowd, *, key: str = "", rough: Counter[int] | None = None
) -> Iterator[Hit]:
    """Values that name somebody, one at a time, in no order. ``key``: a column to tell the row by.

    ``rough`` counts places that looked like somebody and were no more than parts of other words.
    """
    texts = [one.name for one in columns if not one.whole]
    if not texts or not crowd.sure:
        return
    for names, keys, rows in _likely(table, texts, crowd, key, Counter() if rough is None else rough):
        for own, row in zip(keys, rows, strict=True):
            for name, value in zip(names, row, strict=True):
                if people := crowd.named_in(value):
                    yield Hit(name, value, tuple(people), own)


def _likely(
    table: str, texts: Sequence[str], crowd: Crowd, key: str, rough: Counter[int]
) -> Iterator[tuple[Sequence[str], list[Any], list[Sequence[Any]]]]:
    """Rows that may name somebody, to be looked at closely: columns, keys, values."""
    quote = connection.ops.quote_name
    own = quote(key) if key else "null"
    if connection.vendor == "sqlite" and not _has_places(table):  # small ones of libraries
        with connection.cursor() as cursor:
            cursor.execute(f"select {own}, {', '.join(map(quote, texts))} from {quote(table)}")  # noqa: S608
            while rows := cursor.fetchmany(500):
                yield texts, [row[0] for row in rows], [row[1:] for row in rows]
        return
    if connection.vendor == "sqlite":
        chosen = f"select {own}, {', '.join(map(quote, texts))} from {quote(table)} where rowid in"  # noqa: S608
        for places in _places(table, texts, crowd, rough):
            with connection.cursor() as cursor:
                cursor.execute(f"{chosen} ({', '.join(map(str, places))})")
                rows = cursor.fetchall()
            yield texts, [row[0] for row in rows], [row[1:] for row in rows]
        return
    pattern = crowd.pattern
    for start in range(0, len(texts), 50):
        some = texts[start : start + 50]
        test = " or ".join(f"{quote(name)}::text ~* %s" for name in some)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {own}, {', '.join(map(quote, some))} from {quote(table)} where {test}",  # noqa: S608
                [pattern] * len(some),
            )
            while rows := cursor.fetchmany(500):
                yield some, [row[0] for row in rows], [row[1:] for row in rows]


def _has_places(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select sql from sqlite_master where type = 'table' and name = %s", [table])
        found = cursor.fetchone()
    return found is None or "without rowid" not in str(found[0]).lower()


def _places(table: str, texts: Sequence[str], crowd: Crowd, rough: Counter[int]) -> Iterator[list[int]]:
    """Rows of SQLite by their place, some at a time: their values stand together in one text."""
    quote = connection.ops.quote_name
    whole = " || char(30) || ".join(f"coalesce(cast({quote(name)} as text), '')" for name in texts)
    with connection.cursor() as cursor:
        cursor.execute(f"select rowid, {whole} from {quote(table)}")  # noqa: S608 - the database's own
        while rows := cursor.fetchmany(ROWS):
            found, ends = set[int](), []
            for place, people, stands in crowd.places("\x1e".join(row[1] for row in rows)):
                rough.update(people)
                if stands:
                    ends = ends or list(accumulate(folded_length(row[1]) + 1 for row in rows))
                    found.add(rows[bisect_right(ends, place)][0])
            if found:
                yield sorted(found)


def in_table(table: str, columns: list[Column], crowd: Crowd, rough: Counter[int]) -> dict[str, Counter[int]]:
    """Column -> in how many of its rows each of them still is."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for hit in values_in(table, columns, crowd, rough=rough):
        found[hit.column].update(hit.people)
    _whole_names(table, crowd, found)
    if table == Session._meta.db_table:
        for _, people in sessions(crowd):
            found["session_data"].update(people)
    for column in columns:
        if column.whole and crowd.keys:
            for key, count in _having(table, column.name, list(crowd.keys)):
                found[column.name][crowd.keys[key]] += count
    return dict(sorted(found.items()))


def _whole_names(table: str, crowd: Crowd, found: dict[str, Counter[int]]) -> None:
    """Words that are too short to be looked for in a text, where a field of names holds nothing else."""
    words = sorted({word for one in crowd.people for word in one.whole})
    model = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    if model is None or not words:
        return
    for one in model._meta.concrete_fields:
        if classified(model).get(one.name) is Personal.NAME and one.get_internal_type() != "JSONField":
            rows = model._base_manager.filter(**{f"{one.name}__in": words}).order_by().values_list(one.name)
            for word, count in rows.annotate(n=Count("pk")):
                found[one.column].update({i: count for i, who in enumerate(crowd.people) if word in who.whole})


def sessions(crowd: Crowd) -> Iterator[tuple[Session, list[int]]]:
    """Sessions hold what was told on the last page, packed and signed."""
    for one in Session.objects.iterator(500):
        if people := crowd.named_in(one.get_decoded()):
            yield one, people


def _having(table: str, column: str, keys: list[int]) -> list[tuple[int, int]]:
    name, asked = connection.ops.quote_name(column), ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {name}, count(*) from {connection.ops.quote_name(table)} "  # noqa: S608 - the database's own
            f"where {name} in ({asked}) group by {name}",
            keys,
        )
        rows: list[tuple[int, int]] = cursor.fetchall()
    return rows


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own
        return int(cursor.fetchone()[0])
