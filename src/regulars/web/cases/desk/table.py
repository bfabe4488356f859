"""The index over what cases say, in the words of each database; see ``people/search/table.py`` for how it works.

Beside it two indexes of the engine's tables that only the desk asks for: what somebody did, and what was closed when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

_SQLITE = (
    """CREATE VIRTUAL TABLE desk_pieces USING fts5(pieces, content='desk_gram', content_rowid='case_id',
    detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co'")""",
    """CREATE TRIGGER desk_pieces_leave AFTER DELETE ON desk_gram BEGIN
    INSERT INTO desk_pieces (desk_pieces, rowid, pieces) VALUES ('delete', OLD.case_id, OLD.pieces); END""",
)
_POSTGRESQL = ("CREATE INDEX desk_pieces ON desk_gram USING gin (array_to_tsvector(string_to_array(pieces, ' ')))",)
_BESIDE = (
    "CREATE INDEX desk_done_by ON cases_entry (by_id, at)",
    "CREATE INDEX desk_closed ON cases_case (closed) WHERE closed IS NOT NULL",
)


def put_up(database: Any) -> None:
    """Make them."""
    _run(database, (*(_SQLITE if database.vendor == "sqlite" else _POSTGRESQL), *_BESIDE))


def take_down(database: Any) -> None:
    """Remove them."""
    gone = ["DROP INDEX IF EXISTS desk_done_by", "DROP INDEX IF EXISTS desk_closed"]
    if database.vendor == "sqlite":
        gone += ["DROP TRIGGER IF EXISTS desk_pieces_leave", "DROP TABLE IF EXISTS desk_pieces"]
    else:
        gone += ["DROP INDEX IF EXISTS desk_pieces"]
    _run(database, gone)


def write(rows: Sequence[tuple[int, str, str]]) -> None:
    """Cases (key, as compared, pieces), in place of what stood there; in the transaction of the caller."""
    if not rows:
        return
    keys = ", ".join(str(int(key)) for key, *_ in rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM desk_gram WHERE case_id IN ({keys})")  # noqa: S608 - whole numbers
        cursor.executemany("INSERT INTO desk_gram (case_id, said, pieces) VALUES (%s, %s, %s)", rows)
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO desk_pieces (rowid, pieces) "  # noqa: S608 - whole numbers
                f"SELECT case_id, pieces FROM desk_gram WHERE case_id IN ({keys})"
            )


def having(words: Sequence[str], pieces: Iterable[tuple[str, bool]]) -> tuple[str, list[str]]:
    """A query for the keys of cases that have all these words somewhere, and its values."""
    pieces = list(pieces)
    if connection.vendor == "sqlite":
        asked = " AND ".join(f'"{piece}"{"*" if goes_on else ""}' for piece, goes_on in pieces)
        source = "desk_pieces p JOIN desk_gram g ON g.case_id = p.rowid WHERE p.desk_pieces MATCH %s"
        inside = "instr(g.said, %s) > 0"
    else:
        asked = " & ".join(f"'{piece}'{':*' if goes_on else ''}" for piece, goes_on in pieces)
        source = "desk_gram g WHERE array_to_tsvector(string_to_array(g.pieces, ' ')) @@ CAST(%s AS tsquery)"
        inside = "strpos(g.said, %s) > 0"
    # A word of one piece is found by the index alone.
    unsure = [word for word in words if len([one for one in pieces if one[0] in word]) > 1]
    return f"SELECT g.case_id FROM {source}{''.join(f' AND {inside}' for _ in unsure)}", [asked, *unsure]  # noqa: S608


def forget_the_gone() -> None:
    """Pieces of what was struck out still lie in the blocks of the full-text table until these are written anew."""
    if connection.vendor == "sqlite":
        _run(connection, ("INSERT INTO desk_pieces (desk_pieces) VALUES ('optimize')",))


def _run(database: Any, statements: Iterable[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
