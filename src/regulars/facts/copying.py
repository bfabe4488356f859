"""Responses that Regulars received come into the facts exactly once, a batch at a time, or all anew.

A batch is numbered by the store that it comes from, and its rows never change once it has a number. Each table
takes it in one commit that carries ``outbox:<store id>`` and the number in Delta's own transaction action; a table
that has it already is left alone. So whoever dies between the tables, or before the batch is crossed off in the
store, does it again and changes nothing.

A restored store counts from an older number, and its batches would be passed over: it must take a new random id,
and everything must be copied anew (``replace_responses``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts import log
from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, listed, parquet, quoted
from regulars.facts.disk import room_needed
from regulars.facts.joining import carry_out
from regulars.facts.parts import rows_of
from regulars.facts.ratings import derive_ratings
from regulars.facts.responses import LeftOut, LiveResponse, Versions, arrow, columns_of
from regulars.facts.table import Table
from regulars.survey.definition import Survey
from regulars.survey.questionnaire import strictest

if TYPE_CHECKING:
    from regulars.facts.store import Facts

SMALL = 8_000_000  # bytes; larger files are left as they are when small ones are put together
FEW = 8  # small files that need no putting together at night
_CHUNK = 5_000


@dataclass(frozen=True)
class CopyReport:
    """``responses`` came; ``erased`` of them belong to erased customers and were left out; ``tables``: rows written.

    ``already`` are the tables that held the batch from an earlier try.
    """

    responses: int = 0
    erased: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    already: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def copy_responses(
    facts: Facts, responses: Iterable[LiveResponse], *, surveys: Iterable[Survey], batch: int, store_id: str
) -> CopyReport:
    """Append one batch. ``surveys``: the definitions of all versions that these responses answer."""
    mark = _mark(store_id, batch)
    versions = Versions(surveys, facts.definitions)
    columns = columns_of(responses, versions)
    written, already = {}, []
    with _working(facts) as (_, db):
        _publish_missing(facts, versions)
        tables = {name: facts.answers_table(facts.survey(name)) for name in sorted(columns.answers)}
        sources = [(table, arrow(columns.answers[name], table.contract)) for name, table in tables.items()]
        if columns.ratings:
            sources.append((facts.ratings_table, arrow(columns.ratings, facts.ratings_table.contract)))
        erased = _give_keys(facts, db, [rows for _, rows in sources[: len(tables)]])
        for table, rows in sources:
            table.mend()
            if table.holds(mark):
                already.append(table.contract.name)
                continue
            db.register("live", rows)
            with _cleaned(table):
                added = table.write(db, _keyed(facts, table, "live"))
                record = log.Record("copy", rows=rows.num_rows, new=rows_of(added))
                table.commit(record, added, transaction=mark)
            written[table.contract.name] = record.new
    return CopyReport(columns.rows, erased, written, tuple(already), tuple(columns.left_out))


def replace_responses(
    facts: Facts, responses: Iterable[LiveResponse], *, surveys: Iterable[Survey], batch: int, store_id: str
) -> CopyReport:
    """Put these responses in place of all that were ever copied; imported ones stay. One step for each table.

    ``responses`` is read once, in chunks, so it may be a million of them. The batch is marked as copied: those of
    its responses that are among them are not copied again.
    """
    mark = _mark(store_id, batch)
    versions = Versions(surveys, facts.definitions)
    count, left_out, written, already = 0, list[LeftOut](), {}, []
    with _working(facts) as (folder, db):
        _publish_missing(facts, versions)
        for number, chunk in enumerate(_chunks(responses)):
            columns = columns_of(chunk, versions)
            count, left_out = count + columns.rows, [*left_out, *columns.left_out]
            for name, rows in columns.answers.items():
                contract = facts.answers_table(facts.survey(name)).contract
                _stage(folder / "answers" / name, number, arrow(rows, contract))
            _stage(folder / "ratings", number, arrow(columns.ratings, facts.ratings_table.contract))
        names = [table.contract.name for table in _live(facts)]
        stages = {name: sorted((folder / name).glob("*.parquet")) for name in names}
        erased = _give_keys(facts, db, [files for name, files in stages.items() if name != "ratings"])
        for table in _live(facts):
            table.mend()
            if table.holds(mark):
                already.append(table.contract.name)
            elif (now := _replace(facts, table, stages[table.contract.name], db, mark)) is not None:
                written[table.contract.name] = now
    return CopyReport(count, erased, written, tuple(already), tuple(left_out))


def publish_survey(facts: Facts, survey: Survey) -> None:
    """Write a definition beside the facts. Raises ``ContractError`` where its items do not fit those before."""
    facts.answers_table(survey)
    with facts.writing():
        facts.definitions.publish(facts.definitions.joined(survey))


def last_batch(facts: Facts, store_id: str) -> int:
    """The highest number that any table holds from this store; 0: none."""
    name, _ = _mark(store_id, 0)
    return max((table.last_of(name) for table in facts.tables()), default=0)


def compact_small(facts: Facts, limit: int) -> dict[str, tuple[int, int]]:
    """Put small files together in every table that has more than ``limit`` of them; table -> files before, after."""
    done = {}
    for table in facts.tables():
        if len(table.snapshot().files) <= limit:
            continue
        with facts.writing(table), facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
            done[table.contract.name] = table.compact(db, above=limit, small=SMALL)
    return {name: files for name, files in done.items() if files[0] != files[1]}


def tend(facts: Facts) -> dict[str, tuple[int, int]]:
    """Small files together, many imports sorted together, dead files and old commits gone, ratings up to date."""
    done = {}
    with facts.writing(*facts.tables()), facts.workspace() as folder, room_needed(facts.home):
        for name in facts.surveys():
            derive_ratings(facts, name)  # of an import that was killed before it came to them
        with connection(folder) as db:
            carry_out(facts, db)  # of a joining that was killed
            for table in facts.tables():
                before, _ = table.compact(db, above=FEW, small=SMALL)
                done[table.contract.name] = before, table.resort(db)[1]
    return done


# ---


def _mark(store_id: str, batch: int) -> tuple[str, int]:
    return f"outbox:{store_id}", batch


@contextmanager
def _working(facts: Facts) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    with facts.writing(), facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        yield folder, db


@contextmanager
def _cleaned(table: Table) -> Iterator[None]:
    """What fails leaves no file behind."""
    try:
        yield
    except BaseException:
        table.clean()
        raise


def _live(facts: Facts) -> list[Table]:
    """The tables that live responses go to."""
    return [*(facts.answers_table(facts.survey(name)) for name in facts.surveys()), facts.ratings_table]


def _publish_missing(facts: Facts, versions: Versions) -> None:
    """Definitions that nobody has published. A version that stands there stays as whoever published it wrote it,
    unless these responses were promised more privacy.
    """
    for survey in versions.given:
        stored = facts.survey(survey.name) if survey.name in facts.surveys() else None
        known = {item.key for item in stored.items} if stored else set()
        if (
            stored is None
            or survey.version > stored.version
            or not known.issuperset(i.key for i in survey.items)
            or strictest(survey.privacy, stored.privacy) != stored.privacy
        ):
            facts.answers_table(survey)  # does it fit?
            facts.definitions.publish(facts.definitions.joined(survey))


def _give_keys(facts: Facts, db: duckdb.DuckDBPyConnection, sources: Iterable[pa.Table | list[Path]]) -> int:
    """Keys for customers that the facts have not met; returns how many rows belong to erased ones."""
    erased = 0
    for source in sources:
        if isinstance(source, pa.Table):
            if source["customer_id"].null_count == source.num_rows:
                continue
            db.register("people", source)
            rows = "people"
        elif source:
            rows = parquet(source)
        else:
            continue
        facts.keys.create_missing(db, f"select distinct customer_id as id from {rows} where customer_id is not null")
        if facts.keys.any_refused():
            query = f"select count(*) from {rows} r anti join {facts.keys.relation()} k on r.customer_id = k.id"
            erased += int(db.execute(f"{query} where r.customer_id is not null").fetchall()[0][0])
    return erased


def _keyed(facts: Facts, table: Table, rows: str) -> str:
    """The rows with keys for their customers, without those of erased ones."""
    columns = listed((name for name in table.contract.names if name != "customer"), "r")
    return (
        f"(select {columns}, k.key as customer from {rows} r left join {facts.keys.relation()} k "
        "on r.customer_id = k.id where r.customer_id is null or k.key is not null)"
    )


def _chunks(responses: Iterable[LiveResponse]) -> Iterator[list[LiveResponse]]:
    rest = iter(responses)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _stage(folder: Path, number: int, rows: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, folder / f"{number:06d}.parquet", compression="lz4")


def _replace(
    facts: Facts, table: Table, stage: list[Path], db: duckdb.DuckDBPyConnection, mark: tuple[str, int]
) -> int | None:
    """Live rows anew, the others as they are; None where there are no live rows, before or now."""
    now = table.snapshot()
    held = table.read(now, db)
    live = f"source = {quoted(LIVE)}"
    if not stage and not db.execute(f"select 1 from {held} where {live} limit 1").fetchall():
        return None
    query = f"select * from {held} where source <> {quoted(LIVE)}"
    if stage:
        query += f" union all by name select * from {_keyed(facts, table, parquet(stage))}"
    with _cleaned(table):
        added = table.write(db, query)
        table.commit(log.Record("rebuild", rows=rows_of(added)), added, now.files, transaction=mark)
    return rows_of(added)
