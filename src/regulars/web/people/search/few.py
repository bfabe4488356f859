"""The index asked from the other side: where a reader sees few customers, the pieces of each are looked through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection


def having_of_few(
    pieces: Iterable[tuple[str, bool]], first: Iterable[tuple[str, bool]], *, units: Sequence[int], most: int
) -> list[int]:
    """Customers of these units that have all these pieces, as ``table.having`` gives them.

    Those that have the pieces of ``first`` as well come first.
    """
    inside = "instr(held, %s) > 0" if connection.vendor == "sqlite" else "strpos(held, %s) > 0"
    having, before = ([_within_words(one) for one in some] for some in (pieces, first))
    theirs = f"SELECT customer_id FROM people_customerunit WHERE unit_id IN ({', '.join(['%s'] * len(units))})"  # noqa: S608 - ours
    held = f"SELECT customer_id, ' ' || pieces || ' ' AS held FROM search_gram WHERE customer_id IN ({theirs})"  # noqa: S608
    sql = (
        f"SELECT customer_id FROM ({held}) found WHERE {' AND '.join([inside] * len(having))} "  # noqa: S608
        f"ORDER BY CASE WHEN {' AND '.join([inside] * len(before))} THEN 0 ELSE 1 END LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*units, *having, *before])
        return [row[0] for row in cursor.fetchall()]


def _within_words(piece: tuple[str, bool]) -> str:
    """What stands in pieces with a blank before and behind."""
    return f" {piece[0]}" if piece[1] else f" {piece[0]} "
