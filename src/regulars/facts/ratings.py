"""The ratings of imported responses, derived from the answers that were imported.

Live responses bring their ratings with them (``copying.py``). Those of imports are made anew for the survey whenever
an import, or taking one back, has changed its answers: whole, so that whoever died in between does it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regulars.facts import log
from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, listed, parquet, quoted
from regulars.facts.disk import room_needed
from regulars.facts.parts import rows_of
from regulars.facts.table import Table
from regulars.survey.definition import Item, Survey

if TYPE_CHECKING:
    from regulars.facts.store import Facts

RULES = "ratings-2"  # another name where other answers count as ratings: then all are derived anew, once
MOST_ROWS = 2_000_000  # of answers times items, sorted at once
_SHARED = ("source", "response", "customer", "at", "day", "unit", "weight", "wave")


def derive_ratings(facts: Facts, survey: str) -> int | None:
    """Bring the imported ratings of a survey up to its answers; under the lock. None: they were.

    Returns how many rows there are now.
    """
    answers = facts.answers_of(survey)
    version = _changed(answers)
    # + 1, because Delta knows no number below 0, and a survey of which nothing is left has none.
    mark = (f"{RULES}:{survey}", version + 1)
    if version < 0 or facts.ratings_table.holds(mark):
        return None
    definition = facts.survey(survey) if survey in facts.surveys() else None
    table = facts.ratings_table
    table.mend()
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        files = table.snapshot().files
        old = f"survey = {quoted(survey)} and source <> {quoted(LIVE)}"
        hit = [
            row[0]
            for row in (
                db.execute(
                    f"select distinct filename from {parquet(files, 'filename=true')} where {old} order by 1"
                ).fetchall()
                if files
                else ()
            )
        ]
        added = []
        for file in hit:  # one at a time: memory stays flat
            added += table.write(db, f"select * from {table.read_file(file, db)} where not ({old})")
        fresh = [file for part in _ratings(answers, definition, db) for file in table.write(db, part)]
        record = log.Record("derive", rows=rows_of(fresh))
        table.commit(record, [*added, *fresh], hit, transaction=mark)
    return record.rows


def _changed(answers: Table) -> int:
    """The version in which imported answers last changed; -1: never."""
    imports = [record.version for record in log.records(answers.path) if record.action in ("import", "undo")]
    return imports[-1] if imports else -1


def _ratings(answers: Table, survey: Survey | None, db: object) -> Iterator[str]:
    """Queries, each of so many items that its rows are sorted in little memory: a million answers to thirty are not."""
    items = [] if survey is None else [item for item in survey.items if item.rated]
    now = answers.snapshot()
    if survey is None or not items:
        return
    rows = f"(select * from {answers.read(now, db)} where source <> {quoted(LIVE)})"
    size = max(1, MOST_ROWS // max(now.rows, 1))
    for first in range(0, len(items), size):
        yield " union all by name ".join(_of_item(survey, item, rows) for item in items[first : first + size])


def _of_item(survey: Survey, item: Item, rows: str) -> str:
    column = '"' + item.key.replace('"', '""') + '"'
    low, high = (item.scale.low, item.scale.high) if item.scale else ("null", "null")
    return (
        f"select {listed(_SHARED)}, {quoted(survey.name)} as survey, {survey.version} as version, "
        f"{quoted(item.key)} as metric, {quoted(item.role.value)} as role, {column} as value, "
        f"{low}::double as low, {high}::double as high from {rows} where {column} is not null"
    )
