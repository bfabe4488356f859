"""Import a file of answers to a survey."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, quoted
from regulars.facts.disk import room_needed
from regulars.facts.errors import ContractError
from regulars.facts.imports import set_aside
from regulars.facts.imports.answers import Answers, read_answers
from regulars.facts.imports.columns import check_columns
from regulars.facts.imports.digests import done_digest, import_digest, known_report
from regulars.facts.imports.errors import EmptyFileError
from regulars.facts.imports.labelled import labelled
from regulars.facts.imports.mapping import check_date_format, check_zone
from regulars.facts.imports.preview import Preview, first_rows
from regulars.facts.imports.readers import Reading, SourceFile
from regulars.facts.imports.report import ImportReport
from regulars.facts.merge import merge_answers
from regulars.language import Message, message, plural
from regulars.survey import ResponseMapping

if TYPE_CHECKING:
    from regulars.facts.store import Facts


def import_responses(
    facts: Facts,
    file: str | Path,
    mapping: ResponseMapping,
    *,
    dry_run: bool = False,
    progress: Callable[[Message, int, int | None], None] | None = None,
) -> ImportReport:
    """Bring a file of answers into ``answers/<survey>`` and publish the survey's definition beside them.

    An answer that cannot be read, or is off its item's scale, is left out and reported; the row's other answers
    go in. See ``answers.py`` for what sets a whole row aside.
    """
    path = Path(file)
    check_zone(mapping.zone)
    check_date_format(mapping.date_format)
    if mapping.source.casefold() == LIVE:
        raise ContractError(
            message(
                "“{source}” stands for the answers that Regulars itself receives. Name another source in the mapping.",
                source=mapping.source,
            )
        )
    wanted = {**mapping.columns, **mapping.item_columns}
    contract = facts.answers_table(mapping.survey).contract
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        step = message("Looking at the bytes")
        tick = (lambda done, total: progress(step, done, total)) if progress else None
        opened = SourceFile(path, folder, Reading(wanted=tuple(dict.fromkeys(wanted.values()))), tick)
        digest = import_digest(opened.digest, _as_data(mapping))
        if not dry_run and (known := known_report(facts, contract.name, digest)) is not None:
            return known
        source = opened.source()
        check_columns(source, wanted, path.name)
        mapping = labelled(mapping, source.labels)
        if progress:
            progress(message("Reading and checking"), 0, None)
        answers = _read(db, opened, source, mapping, contract, folder)
        if answers[1] is not source:
            source = answers[1]
        staged = answers[0]
        aside = set_aside.collect(db, source, staged.relation, staged.checks, staged.left_out())
        report = _so_far(db, staged, aside, path, dry_run=dry_run)
        if dry_run:
            hidden = ("bad", "bad_value", *(f"x_{i}" for i in range(len(mapping.survey.items))))
            preview = Preview(mapping, False, source.names, first_rows(db, staged.relation, hidden))
            known = known_report(facts, contract.name, digest)
            return replace(report, preview=preview, already_imported=known is not None)
        if progress:
            progress(message("Writing"), 0, None)
        counts = merge_answers(
            facts,
            mapping.survey,
            _stage(db, staged, folder),
            digest=done_digest(digest, aside),
            note={"file": path.name, "source": mapping.source, "n_bad": str(report.n_bad)},
        )
        name = f"{contract.name.replace('/', '-')}-{datetime.now(UTC):%Y%m%d}-{digest[:12]}"
        kept = set_aside.write_file(facts, db, source, name)
        return replace(
            report,
            new=counts.new,
            known=counts.known,
            replaced=counts.replaced,
            erased=counts.erased,
            import_id=counts.import_id,
            bad_rows_file=kept,
        )


def _read(
    db: duckdb.DuckDBPyConnection,
    opened: SourceFile,
    source: Any,
    mapping: ResponseMapping,
    contract: Any,
    folder: Path,
) -> tuple[Answers, Any]:
    columns = {*mapping.columns.values(), *mapping.item_columns.values()}
    answers = read_answers(db, source.copied(db, folder, columns), mapping, contract, folder)
    if source.expected in (None, answers.rows):
        return answers, source
    again = folder / "again"
    again.mkdir()
    source = opened.source(trust=False)
    return read_answers(db, source, mapping, contract, again), source


def _so_far(
    db: duckdb.DuckDBPyConnection, answers: Answers, aside: set_aside.SetAside, path: Path, *, dry_run: bool
) -> ImportReport:
    query = f"select count(*), count(*) filter (customer_id is null) from {answers.relation} where bad is null"
    good, anonymous = db.execute(query).fetchall()[0]
    if good + aside.n_rows == 0:
        raise EmptyFileError(message("{file} has a header and no rows below it.", file=path.name))
    warnings: tuple[Message, ...] = ()
    if aside.n_values:
        warnings = (
            plural(
                "{count} answer was left out; the other answers of its row were kept.",
                "{count} answers were left out; the other answers of their rows were kept.",
                aside.n_values,
            ),
        )
    repeated = _repeated(db, answers)
    if repeated:
        warnings += (
            plural(
                "{count} row has the response id of another row of the file. Of such rows the last one holds.",
                "{count} rows have the response id of another row of the file. Of such rows the last one holds.",
                repeated,
            ),
        )
    return ImportReport(
        rows=good + aside.n_rows,
        new=good,
        n_bad=aside.n_rows,
        n_bad_values=aside.n_values,
        bad=aside.first,
        bad_by_reason=aside.by_reason,
        anonymous=anonymous,
        warnings=warnings,
        dry_run=dry_run,
    )


def _repeated(db: duckdb.DuckDBPyConnection, answers: Answers) -> int:
    if "response" not in answers.mapping.columns:
        return 0
    query = f"select count(*) - count(distinct response) from {answers.relation} where bad is null"
    return int(db.execute(query).fetchall()[0][0])


def _stage(db: duckdb.DuckDBPyConnection, answers: Answers, folder: Path) -> Path:
    out = folder / "stage.parquet"
    db.execute(
        f"copy (select * from {answers.relation} where bad is null) to {quoted(out)} (format parquet, compression lz4)"
    )
    return out


def _as_data(mapping: ResponseMapping) -> dict[str, Any]:
    return {
        "survey": json.loads(json.dumps(mapping.survey.to_dict())),
        "items": dict(mapping.item_columns),
        "columns": dict(mapping.columns),
        "source": mapping.source,
        "zone": mapping.zone,
        "day": str(mapping.day),
        "date_format": mapping.date_format,
        "missing": {key: list(codes) for key, codes in mapping.missing.items()},
    }
