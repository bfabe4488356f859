"""Two customers turn out to be one: their rows are put together, and apart again where that was wrong.

The order is: the rule; for each table what is touched; then its rows, in one commit. Who dies in between leaves a rule
that the same call, or the nightly tidying, carries out. Putting apart marks the rule first, so that nothing is joined
again meanwhile, and removes it last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from deltalake.transaction import AddAction

from regulars.facts import joins as kept
from regulars.facts import log
from regulars.facts.contracts import LIVE
from regulars.facts.database import connection, listed, named, parquet, quoted
from regulars.facts.disk import room_needed
from regulars.facts.errors import UndoError
from regulars.facts.joins import Join, Rules
from regulars.facts.parts import rows_of
from regulars.facts.scores import scores_table
from regulars.facts.table import Table
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts.store import Facts

_NOTHING = {"line": "integer"}  # the key columns that are no text


@dataclass(frozen=True)
class JoinReport:
    """How many rows changed hands, by table."""

    rows: Mapping[str, int]


def merge_customers(facts: Facts, joins: Iterable[Join]) -> JoinReport:
    """Let the rows of each ``origin`` be rows of ``into``, now and whatever comes later. Again changes nothing."""
    wanted = {join.name: join for join in joins}
    with _working(facts) as db:
        rules = Rules(facts.home)
        rules.add(wanted.values())
        return JoinReport(carry_out(facts, db))


def part_customers(facts: Facts, names: Collection[str], *, live: Mapping[str, str] | None = None) -> JoinReport:
    """Take these joins back: every row goes to where it came from, those that came later under the old id too.

    ``live``: responses that Regulars received, each with the name of the join to whose origin it belongs; only the
    caller knows that. Raises ``UndoError`` while a later join builds on one of them. Again changes nothing.
    """
    with _working(facts) as db:
        rules = Rules(facts.home)
        going = [join for join in rules.all() if join.name in names]
        if not going:
            return JoinReport({})
        if any(later.origin == join.into for join in going for later in rules.standing() if later.name not in names):
            raise UndoError(
                message("The customer was put together with another one since. Take that back first, then this.")
            )
        rules.mark(names, parting=True)
        db.register("going", _going(rules.all(), going))
        told = dict(live or {})
        db.register(
            "told", pa.table({"response": pa.array(told, pa.string()), "rule": pa.array(told.values(), pa.string())})
        )
        rows = {table.contract.name: _part(facts, table, db) for table in _tables(facts)}
        _put_scores_back(facts, db)
        kept.forget(facts.home, db, names)
    return JoinReport({name: count for name, count in rows.items() if count})


def carry_out(facts: Facts, db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Whatever still carries the key of an origin gets the other one; under the lock. Returns rows, by table."""
    standing = Rules(facts.home).standing()
    if not standing:
        return {}
    db.register("steps", kept.steps(standing))
    rows = {table.contract.name: _join(facts, table, db) for table in _tables(facts)}
    if fresh := [join for join in standing if not join.scored]:
        db.register("steps", kept.steps(fresh))
        _set_scores_aside(facts, db)
        Rules(facts.home).mark({join.name for join in fresh}, scored=True)
    return {name: count for name, count in rows.items() if count}


# ---


@contextmanager
def _working(facts: Facts) -> Iterator[duckdb.DuckDBPyConnection]:
    with (
        facts.writing(*facts.tables()),
        facts.workspace() as folder,
        room_needed(facts.home),
        connection(folder) as db,
    ):
        kept.clean(facts.home)
        yield db


def _tables(facts: Facts) -> list[Table]:
    """Those whose rows change hands; scores are made anew."""
    scores = scores_table(facts).contract.name
    return [table for table in facts.tables() if table.contract.name != scores]


def _join(facts: Facts, table: Table, db: duckdb.DuckDBPyConnection) -> int:
    ends = "(select distinct origin, target from steps) s on s.origin = t.customer"
    hit = _hit(table, f"join {ends}", db)
    if not hit:
        return 0
    if table.contract.name != "ratings":  # where those came from follows from the answers
        rows = table.read(replace(table.snapshot(), files=tuple(hit)), db)
        query = f"select s.rule, {listed(table.contract.key, 't')} from {rows} t join steps s on s.origin = t.customer"
        kept.note(facts.home, table.contract.name, db, query)
    added = _rewritten(table, hit, f"left join {ends}", "s.target", db)
    table.commit(log.Record("join", rows=sum(hit.values())), added, list(hit))
    return sum(hit.values())


def _part(facts: Facts, table: Table, db: duckdb.DuckDBPyConnection) -> int:
    """Each row to the oldest of the origins that it came from, where it still is at the end of that way."""
    keys = ("survey", "source", "response") if table.contract.name == "ratings" else table.contract.key
    db.execute(
        f"create or replace temp table back as select {listed(keys, 'n')}, arg_min(g.origin, g.place) as origin, "
        f"arg_min(g.target, g.place) as target from ({_touched(facts, table)}) n join going g on g.rule = n.rule "
        f"group by {listed(keys, 'n')}"
    )
    same = " and ".join(f"{named(key, 'b')} = {named(key, 't')}" for key in keys) + " and b.target = t.customer"
    hit = _hit(table, f"join back b on {same}", db)
    if not hit:
        return 0
    added = _rewritten(table, hit, f"left join back b on {same}", "b.origin", db)
    table.commit(log.Record("part", rows=sum(hit.values())), added, list(hit))
    return sum(hit.values())


def _touched(facts: Facts, table: Table) -> str:
    """The rule and the key of every row that a rule touched; of ratings that of their response."""
    name = table.contract.name
    if name == "purchases":
        return _noted(facts, name, table.contract.key)
    live = f"select rule, {quoted(LIVE)} as source, response from told"
    if name != "ratings":
        return f"{_noted(facts, name, table.contract.key)} union all by name {live}"
    answers = [one.contract.name for one in _tables(facts) if one.contract.name.startswith("answers/")]
    parts = [
        f"select *, {quoted(one.removeprefix('answers/'))} as survey from "
        f"({_noted(facts, one, ('source', 'response'))} union all by name {live})"
        for one in answers
    ]
    return " union all by name ".join(parts)


def _noted(facts: Facts, table: str, keys: Sequence[str]) -> str:
    files = kept.noted(facts.home, table)
    if files:
        return f"select rule, {listed(keys)} from {parquet(files)}"
    nothing = ", ".join(f"cast(null as {_NOTHING.get(key, 'varchar')}) as {key}" for key in ("rule", *keys))
    return f"select {nothing} where false"


def _hit(table: Table, join: str, db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """File -> how many of its rows; ``t`` is the table."""
    files = table.snapshot().files
    if not files:
        return {}
    query = f"select t.filename, count(*) from {parquet(files, 'filename=true')} t {join} group by 1 order by 1"
    return {str(file): int(count) for file, count in db.execute(query).fetchall()}


def _rewritten(
    table: Table, files: Iterable[str], join: str, customer: str, db: duckdb.DuckDBPyConnection
) -> list[AddAction]:
    """These files anew, with another customer where the join knows one; one at a time: memory stays flat."""
    columns = ", ".join(
        f"coalesce({customer}, t.customer) as customer" if name == "customer" else named(name, "t")
        for name in table.contract.names
    )
    added: list[AddAction] = []
    for file in files:
        added += table.write(db, f"select {columns} from {table.read_file(file, db)} t {join}")
    return added


def _going(rules: Sequence[Join], going: Sequence[Join]) -> pa.Table:
    """Each rule, its place among all, where its rows came from, and where they are now."""
    place, now = {join.name: number for number, join in enumerate(rules)}, kept.ends(rules)
    rows = [
        {"rule": join.name, "place": place[join.name], "origin": join.origin, "target": now[join.origin]}
        for join in going
    ]
    kinds = [("rule", pa.string()), ("place", pa.int64()), ("origin", pa.int64()), ("target", pa.int64())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _set_scores_aside(facts: Facts, db: duckdb.DuckDBPyConnection) -> None:
    """All scores of an origin, and the latest of the other: they tell of a part only, and are made anew."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return
    rows = table.read(table.snapshot(), db)
    db.execute(
        "create or replace temp table stale as "
        f"select s.rule, t.* from {rows} t join (select distinct origin, rule from steps) s on s.origin = t.customer "
        f"union all by name select s.rule, t.* from {rows} t "
        "join (select distinct target, rule from steps) s on s.target = t.customer "
        f"where t.day = (select max(day) from {rows})"
    )
    kept.note(facts.home, table.contract.name, db, "select * from stale")
    _take_out(table, "stale", "join", db)


def _put_scores_back(facts: Facts, db: duckdb.DuckDBPyConnection) -> None:
    """As they were; what was computed of both together since goes, and is made anew."""
    table = scores_table(facts)
    files = kept.noted(facts.home, table.contract.name)
    if not files:
        return
    names = listed(table.contract.names, "t")
    db.execute(
        f"create or replace temp table aside as select distinct on (t.customer, t.day) {names} "
        f"from {parquet(files)} t semi join going using (rule)"
    )
    rows = table.read(table.snapshot(), db)
    db.execute(
        f"create or replace temp table mixed as select t.customer, t.day from {rows} t "
        "join (select g.target, min(a.day) as day from going g join aside a on a.customer = g.target group by 1) s "
        "on s.target = t.customer and t.day >= s.day"
    )
    _take_out(table, "mixed", "part", db)
    rows = table.read(table.snapshot(), db)
    query = f"select {names} from aside t anti join {rows} h on h.customer = t.customer and h.day = t.day"
    if added := table.write(db, query):
        table.commit(log.Record("part", rows=rows_of(added)), added)


def _take_out(table: Table, gone: str, action: log.Action, db: duckdb.DuckDBPyConnection) -> None:
    """Remove the scores that stand in another table."""
    hit = _hit(table, f"semi join {gone} g on g.customer = t.customer and g.day = t.day", db)
    added: list[AddAction] = []
    for file in hit:
        held = table.read_file(file, db)
        added += table.write(
            db, f"select * from {held} t anti join {gone} g on g.customer = t.customer and g.day = t.day"
        )
    if hit:
        table.commit(log.Record(action, rows=sum(hit.values())), added, list(hit))
