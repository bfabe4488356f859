"""Checked rows into the list of customers: new ones added, known ones brought up to date, nothing emptied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from regulars.web.ids import new_ids
from regulars.web.people.importing import arriving
from regulars.web.people.models import Customer, Kind, Relation
from regulars.web.people.models.customer import search_words
from regulars.web.people.search.indexing import stale

ROWS = 2_000
KEPT = ("name", "kind", "email", "phone", "language", "unit_id")

Change = tuple[str, dict[str, Any] | None, dict[str, Any]]
Keep = Callable[[Sequence[Change]], None]


def compared(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], int | None]]:
    """Each row with what it is ("new", "known", "replaced"), as it will stand, and the customer's key in our table.

    An empty value in the file says nothing; it takes nothing away.
    """
    there: dict[str, tuple[Any, ...]] = {}
    for some in _parts([row["number"] for row in rows]):
        there.update((row[0], row[1:]) for row in Customer.objects.filter(number__in=some).values_list("number", *_ROW))
    for row in rows:
        given = {**{name: row[name] for name in KEPT[:-1]}, "unit_id": row["unit"]}
        before = there.get(row["number"])
        if before is None:
            said = {name: value or "" for name, value in given.items()}
            yield "new", {**said, "kind": given["kind"] or Kind.PERSON.value, "unit_id": given["unit_id"]}, None
        else:
            now = _after(before, given)
            yield ("known" if now is None else "replaced"), now or dict(zip(KEPT, before[1:], strict=True)), before[0]


def write(batch: pa.RecordBatch, keep: Keep | None = None) -> Counter[str]:
    """Some thousand rows in one transaction; says how many were new, known, replaced. ``keep`` is told what changed."""
    arriving.hold(as_new(batch))
    return let_in(batch, keep)


@transaction.atomic
def let_in(batch: pa.RecordBatch, keep: Keep | None = None) -> Counter[str]:
    """The second half: what ``arriving`` holds. On SQLite nobody else can write while it lasts."""
    known = arriving.known(_ROW)
    columns = batch.to_pydict() if known or keep else {}
    fresh = arriving.settle()
    changed = _replace(known, columns) if known else 0
    if keep is not None:
        keep(_changes(known, columns))
    return Counter(new=fresh, known=batch.num_rows - fresh - changed, replaced=changed)


def relate(pairs: Iterable[tuple[str, str, str]]) -> int:
    """Persons to their organisations (number, number, role); those that stand stay. Returns how many are new."""
    wanted = list(pairs)
    numbers = {one for person, organisation, _ in wanted for one in (person, organisation)}
    known: dict[str, int] = {}
    for some in _parts(sorted(numbers)):
        known.update(Customer.objects.filter(number__in=some).values_list("number", "pk"))
    rows = [
        Relation(person_id=known[person], organisation_id=known[organisation], role=role)
        for person, organisation, role in wanted
        if person in known and organisation in known and person != organisation
    ]
    before = Relation.objects.count()
    Relation.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)
    return Relation.objects.count() - before


_ROW = ("pk", *KEPT)


def _after(before: Sequence[Any], given: dict[str, Any]) -> dict[str, Any] | None:
    """How a known customer stands afterwards; None where nothing changes."""
    stood = dict(zip(KEPT, before[1:], strict=True))
    now = {name: stood[name] if given[name] in (None, "") else given[name] for name in KEPT}
    return None if now == stood else now


def as_new(batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    """The rows as those who are not there yet will stand, for ``arriving.hold``."""
    columns = batch.to_pydict()
    numbers = columns["number"]
    names, mails, phones, languages = ([one or "" for one in columns[name]] for name in _TEXTS)
    words = [search_words(*parts)[:720] for parts in zip(numbers, names, mails, phones, strict=True)]
    kinds = [one or Kind.PERSON.value for one in columns["kind"]]
    units = columns["unit"]
    said = (numbers, new_ids(len(numbers)), columns["key"], words, names, kinds, mails, phones, languages, units)
    return list(zip(*said, strict=True))


_TEXTS = ("name", "email", "phone", "language")


def _replace(known: dict[str, tuple[Any, ...]], columns: dict[str, list[Any]]) -> int:
    """Those who are in the list already and of whom the file knows something else; says how many."""
    now, rows, homes = timezone.now(), [], []
    given = (columns["number"], *(columns[name] for name in KEPT[:-1]), columns["unit"])
    for number, *values in zip(*given, strict=True):
        before = known.get(number)
        after = _after(before, dict(zip(KEPT, values, strict=True))) if before else None
        if before is None or after is None:
            continue
        words = search_words(number, after["name"], after["email"], after["phone"])[:720]
        rows.append(Customer(pk=before[0], words=words, changed=now, **after))
        if after["unit_id"] is not None:
            homes.append((before[0], after["unit_id"]))
    for some in _parts(rows):
        Customer.objects.bulk_update(some, ("words", *KEPT, "changed"), batch_size=100)
        stale([one.pk for one in some])
    arriving.at_home(homes)
    return len(rows)


def _changes(known: dict[str, tuple[Any, ...]], columns: dict[str, list[Any]]) -> list[Change]:
    """Number, before (None: new), after; of those that changed."""
    found: list[Change] = []
    given = (columns["number"], *(columns[name] for name in KEPT[:-1]), columns["unit"])
    for number, *values in zip(*given, strict=True):
        said, before = dict(zip(KEPT, values, strict=True)), known.get(number)
        if before is None:
            found.append((number, None, said))
        elif (after := _after(before, said)) is not None:
            found.append((number, dict(zip(KEPT, before[1:], strict=True)), after))
    return found


def _parts(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), ROWS):
        yield things[start : start + ROWS]
