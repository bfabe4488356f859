"""Survey weights that came after the answers: they replace those of the rows, and what they are weighted to is kept.

Only files that hold an answer whose weight changes are written anew, one commit for each table; run again, it changes
nothing. ``weightings/<survey>.json`` says for each wave in words to what its answers are weighted, for the reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from regulars.facts import log
from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, quoted
from regulars.facts.definitions import checked
from regulars.facts.disk import room_needed, write_atomically
from regulars.facts.table import Table
from regulars.language import Text

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from regulars.facts.store import Facts

Margins = tuple[Text, ...]
_MINE = f"r.source = {quoted(LIVE)} and w.response is not null"


def weigh(facts: Facts, survey: str, weights: Mapping[str, float | None]) -> int:
    """Give these responses (id -> weight, None for none) of a survey that Regulars asks their weights.

    Returns how many responses had another one. Responses that are not in the facts yet bring theirs when they come.
    """
    if not weights or survey not in facts.surveys():
        return 0
    given = pa.table(
        {"response": pa.array(list(weights), pa.string()), "weight": pa.array(list(weights.values()), pa.float64())}
    )
    tables = [facts.answers_of(survey), facts.ratings_table]
    with facts.writing(*tables), facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        db.register("given", given)
        changed = [_weigh(table, db) for table in tables]
    return changed[0]


def weightings(facts: Facts, survey: str) -> dict[str, Margins]:
    """Wave -> to what its answers are weighted, in words; a wave without weights is not in it."""
    try:
        found = json.loads(_file(facts, survey).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {wave: tuple(Text(words) for words in margins) for wave, margins in found.items()}


def publish_weightings(facts: Facts, survey: str, margins: Mapping[str, Iterable[Text]]) -> bool:
    """Put these in place of what is said of the survey's waves; whether that was something else."""
    wanted = {wave: tuple(words) for wave, words in sorted(margins.items())}
    if wanted == weightings(facts, survey):
        return False
    data = {wave: [dict(words.words) for words in own] for wave, own in wanted.items()}
    with facts.writing():
        file = _file(facts, survey)
        file.parent.mkdir(exist_ok=True)
        write_atomically(file, json.dumps(data, ensure_ascii=False).encode())
    return True


def _file(facts: Facts, survey: str) -> Path:
    return facts.home / "weightings" / f"{checked(survey)}.json"


def _weigh(table: Table, db: duckdb.DuckDBPyConnection) -> int:
    now = table.snapshot()
    if not now.files:
        return 0
    rows = table.read(now, db, "filename=true")
    hit = db.execute(
        f"select r.filename, count(*) from {rows} r left join given w on r.response = w.response "
        f"where {_MINE} and r.weight is distinct from w.weight group by 1 order by 1"
    ).fetchall()
    if not hit:
        return 0
    added = []
    for file, _ in hit:  # one at a time: memory stays flat
        own = table.read_file(file, db)
        added += table.write(
            db,
            f"select r.* replace (case when {_MINE} then w.weight else r.weight end as weight) "
            f"from {own} r left join given w on r.response = w.response",
        )
    changed = sum(int(count) for _, count in hit)
    table.commit(log.Record("weigh", rows=changed), added, [file for file, _ in hit])
    return changed
