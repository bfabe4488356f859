"""Import a file of customers: look, check, preview or write, make findable. Cut off anywhere, once more finishes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from regulars.facts import Facts
from regulars.facts.database import connection, quoted
from regulars.facts.disk import room_needed
from regulars.facts.imports import ImportReport, set_aside
from regulars.facts.imports.columns import check_columns
from regulars.facts.imports.preview import Preview
from regulars.facts.imports.readers import SourceFile
from regulars.facts.imports.reasons import Reason
from regulars.language import Message, message
from regulars.web.company.models import Unit
from regulars.web.ids import new_id
from regulars.web.people.bulk import Turns, bulk, one_ahead
from regulars.web.people.duplicates.known_as import former_numbers
from regulars.web.people.importing import arriving, checking, writing
from regulars.web.people.importing.mapping import CustomerMapping, guess
from regulars.web.people.models import Customer, Kind
from regulars.web.people.search.indexing import index_missing

Progress = Callable[[Message, int, int | None], Any]
_SHOWN = 10
_MAILS = 0.5


def import_customers(
    facts: Facts,
    file: Path,
    mapping: CustomerMapping | None = None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    keeping: Callable[[int], writing.Keep] | None = None,
) -> ImportReport:
    """Bring a file of customers into the list. Without a mapping the columns are guessed from their names.

    Every row is in exactly one of new, known, replaced, erased and set aside. The list is not part of the facts,
    and ``undo`` does not reach it: ``keeping``, told how many rows there are, says who keeps what stood there before.
    """
    say = progress or _silent
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        opened = SourceFile(file, folder, mapping.reading if mapping else CustomerMapping("?").reading)
        source = opened.source()
        guessed = mapping is None
        mapping = mapping or CustomerMapping.from_dict(guess(source.names))
        check_columns(source, mapping.columns, file.name)
        say(message("Reading and checking"), 0, None)
        checked = checking.check(db, source, mapping, _units())
        together = _put_together(db)
        report = ImportReport(dry_run=dry_run, warnings=_warnings(checked, mapping))
        if not dry_run:
            with facts.writing():
                facts.keys.create_missing(db, "select distinct number as id from staged")
        _keyed(db, facts, all_have_keys=not dry_run)
        _organisations(db)
        counts = _counted(db) if dry_run else _written(db, say, keeping)
        found = checking.aside(db, source, [_unrelated(mapping)] if mapping.organisation else ())
        report = replace(
            report,
            rows=checked.rows,
            new=counts["new"],
            known=counts["known"] + checked.same + together,
            replaced=counts["replaced"],
            erased=counts["erased"],
            n_bad=found.n_rows,
            n_bad_values=found.n_values,
            bad=found.first,
            bad_by_reason=found.by_reason,
        )
        if dry_run:
            return replace(report, preview=Preview(mapping, guessed, source.names, _first(db)))
        index_missing(say)
        return replace(report, bad_rows_file=set_aside.write_file(facts, db, source, f"customers-{new_id()}"))


def _silent(*_: Any) -> None:
    """Nobody listens."""


def _units() -> dict[str, int]:
    """Units by code, and by name where only one is called so."""
    rows = list(Unit.objects.filter(closed=None).values_list("pk", "code", "name"))
    names = Counter(word.casefold() for _, _, name in rows for word in set(name.words.values()))
    named = {word.casefold(): pk for pk, _, name in rows for word in name.words.values() if names[word.casefold()] == 1}
    return {**named, **{code.casefold(): pk for pk, code, _ in rows}}


def _keyed(db: duckdb.DuckDBPyConnection, facts: Facts, *, all_have_keys: bool) -> None:
    """The table ``keyed``: ``staged`` with the key in the facts. Who has none after keys were given was erased."""
    db.execute(
        f"""create or replace table keyed as select s.*, k.key, false as erased
        from staged s left join {facts.keys.relation()} k on k.id = s.number"""
    )
    if all_have_keys:
        db.execute("update keyed set erased = key is null")
    elif facts.keys.any_refused():
        refused = facts.keys.is_refused()
        fresh = [row[0] for row in db.execute("select number from keyed where key is null").fetchall()]
        db.register("refused", pa.table({"number": pa.array([one for one in fresh if refused(one)], pa.string())}))
        db.execute("update keyed set erased = true where number in (select number from refused)")


def _rows(db: duckdb.DuckDBPyConnection) -> pa.Table:
    # In the order of the longest index: it then grows at one place after the other.
    return db.execute("select * from keyed where not erased order by name nulls first, number").to_arrow_table()


def _erased(db: duckdb.DuckDBPyConnection) -> int:
    return int(db.execute("select count(*) from keyed where erased").fetchall()[0][0])


def _counted(db: duckdb.DuckDBPyConnection) -> Counter[str]:
    found = Counter(erased=_erased(db))
    for batch in _rows(db).to_batches(max_chunksize=writing.ROWS):
        found.update(what for what, *_ in writing.compared(batch.to_pylist()))
    return found


def _written(
    db: duckdb.DuckDBPyConnection, say: Progress, keeping: Callable[[int], writing.Keep] | None
) -> Counter[str]:
    rows, found = _rows(db).combine_chunks(), Counter(erased=_erased(db))
    keep = keeping(rows.num_rows) if keeping else None
    with bulk() as turns:
        done = 0
        for batch, fresh in one_ahead(lambda some: (some, writing.as_new(some)), _turn_by_turn(rows, turns)):
            arriving.hold(fresh)
            with turns.turn():
                found += writing.let_in(batch, keep)
            done += batch.num_rows
            say(message("Writing customers"), done, rows.num_rows)
    mine = db.execute(
        """select number, organisation, coalesce(role, '') from keyed
        where not erased and kind is distinct from 'organisation'
        and organisation in (select number from organisations)"""
    )
    writing.relate(mine.fetchall())
    return found


def _turn_by_turn(rows: pa.Table, turns: Turns) -> Iterator[pa.RecordBatch]:
    start = 0
    while start < rows.num_rows:
        batch = rows.slice(start, turns.rows).to_batches()[0]
        start += batch.num_rows
        yield batch


def _put_together(db: duckdb.DuckDBPyConnection) -> int:
    """Rows under a former number say nothing new: which values hold was decided when the two were put together.

    Who belongs to an organisation by its former number belongs to the one that is left.
    """
    former = former_numbers()
    if not former:
        return 0
    left = dict(Customer.objects.filter(pk__in=set(former.values())).values_list("pk", "number"))
    pairs = {"number": list(former), "left_as": [left[pk] for pk in former.values()]}
    db.register("former", pa.table({name: pa.array(values, pa.string()) for name, values in pairs.items()}))
    db.execute("update staged set organisation = f.left_as from former f where f.number = staged.organisation")
    count = db.execute("select count(*) from staged where number in (select number from former)").fetchall()[0][0]
    db.execute("delete from staged where number in (select number from former)")
    return int(count)


def _organisations(db: duckdb.DuckDBPyConnection) -> None:
    """The table ``organisations``: those in the list, which are few, and those in the file."""
    known = Customer.objects.filter(kind=Kind.ORGANISATION).values_list("number", flat=True)
    db.register("listed", pa.table({"number": pa.array(known, pa.string())}))
    db.execute(
        """create or replace table organisations as
        select number from listed union select number from keyed where kind = 'organisation'"""
    )


def _unrelated(mapping: CustomerMapping) -> str:
    """Rows that name an organisation which is none, or that are one themselves."""
    return f"""select row, {quoted(mapping.organisation or "")}, organisation, '{Reason.UNKNOWN_ORGANISATION}', true
        from keyed where organisation is not null and not erased
        and (kind is not distinct from 'organisation' or organisation not in (select number from organisations))"""


def _warnings(checked: checking.Checked, mapping: CustomerMapping) -> tuple[Message, ...]:
    if not checked.rows or checked.mails < _MAILS * checked.rows:
        return ()
    return (
        message(
            "The numbers in {column} look like e-mail addresses. A number stands in exports and files; take one that "
            "tells nobody who it is, such as that of your own system.",
            column=mapping.number,
        ),
    )


def _first(db: duckdb.DuckDBPyConnection) -> pa.Table:
    names = "number, name, kind, email, phone, language, unit, organisation, role"
    found = db.execute(f"select {names} from keyed where not erased order by row limit {_SHOWN}").to_arrow_table()
    return found.select([name for name in found.column_names if found[name].null_count < found.num_rows])
