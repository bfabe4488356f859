"""Import a file: look at its bytes, ask whether it is in already, read, check, merge.

Everything up to the merge happens without the writer's lock, in a working folder that vanishes; the merge is one
commit. So a crash, a full disk or a mistake in the mapping leaves the facts as they were, and the same call again
finishes the work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from regulars.facts.database import connection
from regulars.facts.disk import room_needed
from regulars.facts.imports import set_aside
from regulars.facts.imports.columns import check_columns
from regulars.facts.imports.digests import done_digest, import_digest, known_report
from regulars.facts.imports.errors import EmptyFileError, ImportFileError, MappingFileError
from regulars.facts.imports.guess import guess
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.facts.imports.own_files import is_ours
from regulars.facts.imports.preview import Preview, first_rows, purchase_warnings
from regulars.facts.imports.readers import Reading, Source, SourceFile, head
from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.report import ImportReport
from regulars.facts.imports.responses import import_responses
from regulars.facts.imports.staging import Lines, read_lines, stage_of
from regulars.facts.merge import merge_purchases
from regulars.language import NO_CURRENCY, Message, message

if TYPE_CHECKING:
    from regulars.facts.store import Facts

Progress = Callable[[Message, int, int | None], None]

__all__ = ["import_purchases", "import_responses"]


def import_purchases(
    facts: Facts,
    file: str | Path,
    columns: Mapping[str, str] | None = None,
    *,
    mapping: PurchaseMapping | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring a file of purchase lines into the facts.

    Parameters:
        file: CSV, TSV or text (also gzip), XLSX, Parquet.
        columns: the short form of a mapping: ``purchase``, ``customer``, ``at``, ``amount`` (and any other column
            of a mapping) -> the column's name in the file.
        mapping: the long form; with both, ``columns`` goes before. Without either the columns are guessed.
        dry_run: read and check everything, change nothing, show a preview.
        progress: told the step, what is done and what is to do (``None``: not known).
    """
    say = progress or _silent
    path = Path(file)
    if columns:
        mapping = PurchaseMapping.from_columns(columns, mapping)
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        reading = mapping.reading if mapping else Reading()
        opened = SourceFile(path, folder, reading, _ticker(say, message("Looking at the bytes")))
        source: Source | None = None
        guessed = mapping is None
        if mapping is None:
            source = opened.source()
            mapping = guess(head(db, source))
        digest = import_digest(opened.digest, mapping.to_dict())
        if not dry_run and (known := known_report(facts, "purchases", digest)) is not None:
            return known
        source = source or opened.source()
        check_columns(source, mapping.columns, path.name)
        if is_ours(source.names):
            mapping = _mended(mapping, path)
        say(message("Reading and checking"), 0, None)
        currency = mapping.currency or facts.currency or NO_CURRENCY
        source, lines = _lines(db, opened, source, mapping, currency, folder)
        aside = set_aside.collect(db, source, lines.relation, lines.checks)
        report = _so_far(db, lines, aside, mapping, path, currency, dry_run=dry_run)
        if dry_run:
            shown = first_rows(db, lines.relation, ("bad", "bad_value", "walk_in", "source"))
            preview = Preview(mapping, guessed, source.names, shown)
            return replace(
                report, preview=preview, already_imported=known_report(facts, "purchases", digest) is not None
            )
        return _merge(facts, db, source, lines, mapping, report, aside, folder, digest, path, say)


def _mended(mapping: PurchaseMapping, path: Path) -> PurchaseMapping:
    """How rows that were set aside come back: none of them is in the facts, so they add to what is there.

    Without a purchase id a row is known by its content alone, and a mended one may equal a row that went in.
    """
    if mapping.purchase is None:
        raise ImportFileError(
            message(
                "{file} lists rows that were set aside. Without a purchase id they cannot be told from rows that went "
                "in: mend them in the file that they came from, and import that one again.",
                file=path.name,
            )
        )
    return mapping if mapping.line else replace(mapping, baskets="parts")


def _lines(
    db: duckdb.DuckDBPyConnection,
    opened: SourceFile,
    source: Source,
    mapping: PurchaseMapping,
    currency: str,
    folder: Path,
) -> tuple[Source, Lines]:
    """Read; a file whose bytes looked plain and whose rows do not add up is repaired and read again."""
    try:
        copied = source.copied(db, folder, mapping.columns.values())
        lines = read_lines(db, copied, mapping, currency, folder)
    except duckdb.DataError as error:
        if source.expected is None:
            raise _unreadable(opened.path, error) from error
    else:
        if source.expected in (None, lines.rows):
            return source, lines
        lines.path.unlink()
    source = opened.source(trust=False)
    return source, read_lines(db, source, mapping, currency, folder)


def _unreadable(path: Path, error: Exception) -> MappingFileError:
    return MappingFileError(
        message(
            "{file} cannot be read with this mapping: {problem}",
            file=path.name,
            problem=str(error).splitlines()[0][:200],
        )
    )


def _so_far(
    db: duckdb.DuckDBPyConnection,
    lines: Lines,
    aside: set_aside.SetAside,
    mapping: PurchaseMapping,
    path: Path,
    currency: str,
    *,
    dry_run: bool,
) -> ImportReport:
    good, anonymous, walk_ins = (
        db.execute(f"""select count(*), count(*) filter (customer_id is null), count(*) filter (walk_in)
        from {lines.relation} where bad is null""").fetchall()[0]
    )
    if good + aside.n_rows == 0:
        raise EmptyFileError(message("{file} has a header and no rows below it.", file=path.name))
    return ImportReport(
        rows=good + aside.n_rows,
        new=good,
        n_bad=aside.n_rows,
        bad=aside.first,
        bad_by_reason=aside.by_reason,
        walk_ins=walk_ins,
        anonymous=anonymous,
        warnings=purchase_warnings(db, lines, mapping, aside, currency_known=currency != NO_CURRENCY, dry_run=dry_run),
        dry_run=dry_run,
    )


def _merge(
    facts: Facts,
    db: duckdb.DuckDBPyConnection,
    source: Source,
    lines: Lines,
    mapping: PurchaseMapping,
    report: ImportReport,
    aside: set_aside.SetAside,
    folder: Path,
    digest: str,
    path: Path,
    say: Progress,
) -> ImportReport:
    say(message("Writing"), 0, None)
    stage = stage_of(db, lines, mapping, folder)
    counts = merge_purchases(
        facts,
        stage,
        digest=done_digest(digest, aside),
        note={
            "file": path.name,
            "source": mapping.source,
            "n_bad": str(report.n_bad),
            "mapping": json.dumps(mapping.to_dict(), ensure_ascii=False),
        },
        baskets=mapping.baskets,
    )
    if counts.ambiguous.num_rows:
        db.register("ambiguous", counts.ambiguous)
        column = str(mapping.purchase).replace("'", "''")
        more = f"select row, '{column}', purchase, '{Reason.SPLIT_BASKET}', false from ambiguous"
        aside = set_aside.collect(db, source, lines.relation, lines.checks, [more])
    kept = set_aside.write_file(facts, db, source, f"purchases-{datetime.now(UTC):%Y%m%d}-{digest[:12]}")
    say(message("Done"), report.rows, report.rows)
    return replace(
        report,
        new=counts.new,
        known=counts.known,
        replaced=counts.replaced,
        erased=counts.erased,
        n_bad=aside.n_rows,
        bad=aside.first,
        bad_by_reason=aside.by_reason,
        bad_rows_file=kept,
        import_id=counts.import_id,
    )


def _ticker(say: Progress, step: Message) -> Callable[[int, int], None]:
    return lambda done, total: say(step, done, total)


def _silent(step: Message, done: int, total: int | None) -> None:
    """Nobody listens."""
