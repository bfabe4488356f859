"""The right to be forgotten: a customer leaves the tables, the files, the logs and the map of keys, for good.

The order is: refuse (no import lets the id in again), rows, map. If the process dies in between, the key can
still be found, and the same call finishes the work. Old files go at once, and the logs are shortened: they never
held a customer, but they could still name versions that did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from regulars.facts import joins
from regulars.facts.database import connection
from regulars.facts.disk import room_needed
from regulars.facts.history import kept_for_undo
from regulars.facts.imports.set_aside import forget_customers
from regulars.facts.joins import Rules
from regulars.facts.keys import canonical_customer
from regulars.facts.scores import drop_unknown, only_sources

if TYPE_CHECKING:
    from regulars.facts.store import Facts


@dataclass(frozen=True)
class ErasureReport:
    """``asked`` ids were refused for the future; ``known`` of them had a key; ``rows`` went, by table.

    ``set_aside`` counts rows that had never come in and lay in the files of set-aside rows; ``unknown`` are the
    ids that had no key, by which no row of the facts was found.
    """

    asked: int
    known: int
    rows: Mapping[str, int]
    set_aside: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erased(ErasureReport):
    """The same of many at once, with what each of them had."""

    each: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)
    aside: Mapping[str, int] = field(default_factory=dict, repr=False)

    def of(self, ids: Iterable[object]) -> ErasureReport:
        """What belonged to these ids: those of one person, say."""
        own = sorted({one for one in map(canonical_customer, ids) if one is not None})
        rows: Counter[str] = Counter()
        for one in own:
            rows.update(self.each.get(one, {}))
        unknown = tuple(one for one in own if one in self.unknown)
        return ErasureReport(
            len(own),
            len(own) - len(unknown),
            {name: rows[name] for name in self.rows},
            sum(self.aside.get(one, 0) for one in own),
            unknown,
        )

    def whole(self) -> ErasureReport:
        """Without the single ones."""
        return ErasureReport(self.asked, self.known, self.rows, self.set_aside, self.unknown)


def erase_customers(facts: Facts, ids: Iterable[object]) -> Erased:
    """Erase these customers from every table. Running it again changes nothing more.

    However many they are, every table and file is looked through once, and a file is written anew once.
    """
    wanted = {one for one in map(canonical_customer, ids) if one is not None}
    if not wanted:
        return Erased(0, 0, {})
    tables = facts.tables()
    with (
        facts.writing(*tables),
        facts.workspace() as folder,
        room_needed(facts.home),
        connection(folder) as db,
    ):
        people = Rules(facts.home).together(facts.keys.find(db, wanted).values())
        wanted |= facts.keys.ids_of(db, people)  # whoever was put together with them is the same person
        facts.keys.refuse(db, wanted)
        found = facts.keys.find(db, wanted)
        by_key = {table.contract.name: table.erase(db, set(found.values())) for table in tables}
        gone = {join.name for join in Rules(facts.home).all() if {join.origin, join.into} & people}
        joins.forget_touched(facts.home, db, gone)
        aside: Counter[str] = Counter()
        try:
            set_aside = forget_customers(facts.home, wanted, aside)
        finally:
            facts.keys.forget(db, wanted)
        Rules(facts.home).drop(gone)
    rows = {name: sum(counts.values()) for name, counts in by_key.items()}
    each = {one: {name: counts.get(key, 0) for name, counts in by_key.items()} for one, key in found.items()}
    unknown = tuple(sorted(wanted - found.keys()))
    return Erased(len(wanted), len(found), rows, set_aside, unknown, each, aside)


def forget_unused(facts: Facts) -> int:
    """Drop ids from the map that no row stands for: of an undone import, or of one that failed. Under the lock.

    A row that an import replaced still counts while that import can be taken back.
    """
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        used = []
        for table in only_sources(facts.tables()):
            now = table.snapshot()
            held = replace(now, files=tuple(dict.fromkeys((*now.files, *kept_for_undo(table)))))
            used.append(f"select customer as key from {table.read(held, db)} where customer is not null")
        if joined := Rules(facts.home).keys():  # what comes under an old id must be known again
            used.append(f"select unnest([{', '.join(map(str, sorted(joined)))}]) as key")
        drop_unknown(facts, " union ".join(used), db)
        return facts.keys.keep_only(db, " union ".join(used))
