"""Baskets whose lines have no numbers, and of which the table already holds something.

Without a line column the place within the purchase is the line's number. That is right when the same basket is
sent again, whole, and wrong when a basket is split over two files: its second half would overwrite the first.
For each basket that is in the table and in the file:

- all of the file's lines are in the table (whatever the order): known;
- all of the table's lines are in the file: known, and the file's other lines are new;
- one old line and one new line: a correction (with ``parts`` it is a further line);
- as many lines as before, and at least half of them the same in the same place: a correction of the others;
- otherwise nobody can tell, and ``Baskets`` decides: ``ask`` sets the file's lines aside and returns them,
  ``whole`` puts them in place of the old basket, ``parts`` adds them behind the old lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from regulars.facts.database import copied, listed, named

Baskets = Literal["ask", "whole", "parts"]
_COLUMNS = pa.schema([("row", pa.int64()), ("purchase", pa.string())])
_BASKET = "source, purchase"
_JOIN = "m.purchase = t.purchase and m.source = t.source"


def nothing() -> pa.Table:
    """No rows. Not made at import: making a table brings in half of pandas where it is installed."""
    return _COLUMNS.empty_table()


@dataclass(frozen=True)
class Case:
    """What a merge knows so far: relations for the rows to put, the old rows and the incoming rows."""

    db: duckdb.DuckDBPyConnection
    folder: Path
    put: str
    old: str
    incoming: str
    said: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """The relations after the decision, and the rows that were set aside."""

    put: str
    gone: str
    ambiguous: pa.Table


def settle(case: Case, rule: Baskets) -> Settled | None:
    """Apply the rules; None where no basket is in both the table and the file in different forms."""
    touched = copied(
        case.db,
        f"select distinct {_BASKET} from {case.put} where not is_new union "
        f"select distinct {_BASKET} from {case.put} p semi join {case.old} o using ({_BASKET}) where p.is_new",
        case.folder / "touched.parquet",
    )
    mine = copied(
        case.db, f"select * from {case.incoming} semi join {touched} t using ({_BASKET})", case.folder / "mine.parquet"
    )
    theirs = copied(
        case.db, f"select * from {case.old} semi join {touched} t using ({_BASKET})", case.folder / "theirs.parquet"
    )
    kinds = _kinds(case, mine, theirs, alone=rule != "parts")
    found = {row[0] for row in case.db.execute(f"select distinct kind from {kinds}").fetchall()}
    if not found:
        return None
    put = copied(
        case.db,
        " union all by name ".join(
            [
                f"select * from {case.put} anti join {kinds} k using ({_BASKET})",
                _corrected(case, mine, theirs, kinds),
                _added(case, mine, theirs, kinds),
                *({"whole": [_whole(case, mine, kinds)], "parts": [_parts(case, mine, kinds)]}.get(rule, [])),
            ]
        ),
        case.folder / "settled.parquet",
    )
    gone = f"select filename, file_row_number from {put} where filename is not null"
    if rule == "whole":
        old = f"from {theirs} semi join {_of(kinds, 'other')} k using ({_BASKET})"
        gone += f" union all select filename, file_row_number {old}"
    return Settled(put, f"({gone})", _aside(case, mine, kinds) if rule == "ask" else nothing())


def _kinds(case: Case, mine: str, theirs: str, *, alone: bool) -> str:
    """One row a basket: ``known``, ``more``, ``same`` or ``other``, with the count of its old lines.

    ``alone``: one line that meets one line is its correction. Not where the file is said to hold further lines.
    """
    place = f"row_number() over (partition by {_BASKET} order by line) as place"
    shared = (
        f"(select m.source, m.purchase, count(*) as n from (select *, {place} from {mine}) m join "
        f"(select *, {place} from {theirs}) t on {_JOIN} and m.place = t.place and {_alike(case)} group by all)"
    )
    return copied(
        case.db,
        f"""select m.source, m.purchase, t.n as old_lines, t.top, case when x.source is null then 'known'
            when y.source is null then 'more'
            when m.n = t.n and ({"m.n = 1 or" if alone else ""} 2 * s.n >= m.n) then 'same'
            else 'other' end as kind
            from (select {_BASKET}, count(*) as n from {mine} group by all) m
            join (select {_BASKET}, count(*) as n, max(line) as top from {theirs} group by all) t using ({_BASKET})
            left join (select distinct {_BASKET} from {_strange(case, mine, theirs)}) x using ({_BASKET})
            left join (select distinct {_BASKET} from {_strange(case, theirs, mine)}) y using ({_BASKET})
            left join {shared} s using ({_BASKET})""",
        case.folder / "kinds.parquet",
    )


def _alike(case: Case) -> str:
    return " and ".join(f"{named(c, 'm')} is not distinct from {named(c, 't')}" for c in case.said)


def _strange(case: Case, these: str, those: str) -> str:
    """The lines that the other side does not hold; of two equal lines the other side needs two."""
    nth = f"row_number() over (partition by {_BASKET}, {listed(case.said)} order by line) as nth"
    return (
        f"(select * from (select *, {nth} from {these}) m anti join (select *, {nth} from {those}) t "
        f"on {_JOIN} and m.nth = t.nth and {_alike(case)})"
    )


def _corrected(case: Case, mine: str, theirs: str, kinds: str) -> str:
    """Place by place, where they differ: the number of the old line stays, whatever it is."""
    columns = ", ".join(
        f"{named(c, 'm' if c in (*case.said, 'source', 'purchase') else 't')} as {named(c)}" for c in case.names
    )
    place = f"row_number() over (partition by {_BASKET} order by line) as place"
    return (
        f'select {columns}, m."row", false as is_new, t.filename, t.file_row_number '
        f"from (select *, {place} from {mine}) m join (select *, {place} from {theirs}) t "
        f"on {_JOIN} and m.place = t.place and not ({_alike(case)}) "
        f"semi join {_of(kinds, 'same')} k on m.source = k.source and m.purchase = k.purchase"
    )


def _added(case: Case, mine: str, theirs: str, kinds: str) -> str:
    """The lines that the table does not hold yet, behind those that it does."""
    behind = f"k.top + row_number() over (partition by {_BASKET} order by m.line) as line"
    columns = ", ".join(behind if c == "line" else named(c, "m") for c in case.names)
    new, baskets = _strange(case, mine, theirs), _of(kinds, "more")
    return f'select {columns}, m."row", true as is_new from {new} m join {baskets} k using ({_BASKET})'


def _whole(case: Case, mine: str, kinds: str) -> str:
    """The file's basket in place of the old one: as many lines count as replaced as there were."""
    columns, baskets = listed(case.names, "m"), _of(kinds, "other")
    return f'select {columns}, m."row", m.line > k.old_lines as is_new from {mine} m join {baskets} k using ({_BASKET})'


def _parts(case: Case, mine: str, kinds: str) -> str:
    """The file's lines behind the old ones."""
    columns = ", ".join("k.top + m.line as line" if c == "line" else named(c, "m") for c in case.names)
    return f'select {columns}, m."row", true as is_new from {mine} m join {_of(kinds, "other")} k using ({_BASKET})'


def _aside(case: Case, mine: str, kinds: str) -> pa.Table:
    rows = f'select "row", purchase from {mine} semi join {_of(kinds, "other")} k using ({_BASKET}) order by "row"'
    return case.db.execute(rows).to_arrow_table()


def _of(kinds: str, kind: str) -> str:
    return f"(select * from {kinds} where kind = '{kind}')"
