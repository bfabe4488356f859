"""Checked rows into the list of customers: new ones added, known ones brought up to date, nothing emptied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from regulars.web.ids import new_ids
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Kind, Relation
from regulars.web.people.models.customer import search_words
from regulars.web.people.projecting import write_rows
from regulars.web.people.search.indexing import stale

ROWS = 2_000
KEPT = ("name", "kind", "email", "phone", "language", "unit_id")
_COLUMNS = ("public_id", "key", "number", "words", *KEPT, "added", "changed")
_REPLACE = "on conflict (number) do update set " + ", ".join(
    f"{name} = excluded.{name}" for name in ("words", *KEPT, "changed")
)


def compared(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], int | None]]:
    """Each row with what it is ("new", "known", "replaced"), as it will stand, and the customer's key in our table.

    An empty value in the file says nothing; it takes nothing away.
    """
    numbers = [row["number"] for row in rows]
    there = {row[1]: row for row in Customer.objects.filter(number__in=numbers).values_list("pk", "number", *KEPT)}
    for row in rows:
        given = {**{name: row[name] for name in KEPT[:-1]}, "unit_id": row["unit"]}
        before = there.get(row["number"])
        if before is None:
            said = {name: value or "" for name, value in given.items()}
            yield "new", {**said, "kind": given["kind"] or Kind.PERSON.value, "unit_id": given["unit_id"]}, None
            continue
        stood = dict(zip(KEPT, before[2:], strict=True))
        now = {name: stood[name] if given[name] in (None, "") else given[name] for name in KEPT}
        yield ("known" if now == stood else "replaced"), now, before[0]


def write(batch: pa.RecordBatch) -> Counter[str]:
    """Some thousand rows in one transaction; says how many were new, known, replaced."""
    rows, found, written, changed = batch.to_pylist(), Counter[str](), [], []
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for row, public_id, (what, values, pk) in zip(rows, new_ids(len(rows)), compared(rows), strict=True):
        found[what] += 1
        if what == "known":
            continue
        if pk is not None:
            changed.append(pk)
        words = search_words(row["number"], values["name"], values["email"], values["phone"])[:720]
        kept = [values[name] for name in KEPT]
        written.append((public_id, row["key"], row["number"], words, *kept, now, now))
    with transaction.atomic():
        write_rows(Customer, _COLUMNS, written, _REPLACE)
        _follow([row[2] for row in written])
        stale(changed)
    return found


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


def _follow(numbers: Sequence[str]) -> None:
    """The list reads a row of scores for everybody, and who belongs to a unit is known there."""
    people = list(Customer.objects.filter(number__in=numbers).values_list("pk", "unit_id"))
    empty = ("", "", "", "")
    write_rows(
        CustomerScore,
        ("customer_id", "currency", "segment", "alive_reason", "mood"),
        [(pk, *empty) for pk, _ in people],
        "on conflict do nothing",
    )
    at_home = [(pk, unit) for pk, unit in people if unit is not None]
    write_rows(CustomerUnit, ("customer_id", "unit_id"), at_home, "on conflict do nothing")


def _parts(things: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(things), ROWS):
        yield things[start : start + ROWS]
