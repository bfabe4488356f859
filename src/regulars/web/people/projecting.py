"""Bring what the facts know of customers into the operational tables: ids, scores, last ratings, places.

Nothing is computed here. Only what has changed is written, some thousand rows at a time, so that no guest who sends an
answer meanwhile has to wait. Done twice, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from regulars.facts import Facts
from regulars.insights.customer.places import places
from regulars.language import message
from regulars.web.company.models import Unit
from regulars.web.ids import new_ids
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Customer, CustomerUnit, Kind
from regulars.web.people.models.customer import search_words
from regulars.web.people.projection.comparing import changes
from regulars.web.people.projection.wanted import WHOLE, wanted
from regulars.web.people.projection.writing import write
from regulars.web.people.search.indexing import index_missing

ROWS = 5000


def project(facts: Facts, progress: Progress) -> dict[str, int]:
    """Everything; says how many rows of each kind were written."""
    progress(message("Reading who is known"))
    customers = _customers(facts, progress)
    scores = _scores(facts, progress)
    placed = _places(facts, progress)
    index_missing(progress)
    return {"customers": customers, "scores": scores, "places": placed}


def _customers(facts: Facts, progress: Progress) -> int:
    """Everybody with a key gets a row; whose key has changed, gets the new one."""
    from regulars.web.people.duplicates.known_as import former_numbers

    table = facts.customers()
    former = pa.array(former_numbers(), pa.string())  # of customers who were put together with others
    known = _known()
    place = pc.index_in(table["id"], value_set=known["number"])
    other = pc.fill_null(pc.not_equal(known["key"].take(place.combine_chunks()), table["key"].combine_chunks()), False)
    moved = _pairs(table.filter(other))
    new = pc.and_(pc.is_null(place), pc.invert(pc.is_in(table["id"], value_set=former)))
    fresh = _pairs(table.filter(new))
    for some in _parts(moved):
        with transaction.atomic():
            for number, key in some:
                Customer.objects.filter(number=number).update(key=key)
    now, done = connection.ops.adapt_datetimefield_value(timezone.now()), 0
    for some in _parts(fresh):
        names = new_ids(len(some))
        write_rows(
            Customer,
            ("public_id", "key", "number", "words", "kind", "name", "email", "phone", "language", "added", "changed"),
            [
                (name, key, number[:200], search_words(number)[:720], Kind.PERSON.value, "", "", "", "", now, now)
                for name, (number, key) in zip(names, some, strict=True)
            ],
            "on conflict do nothing",
        )
        _forget_erased(facts, [number for number, _ in some])
        done += len(some)
        progress(message("Adding customers"), done, len(fresh))
    return len(moved) + len(fresh)


def _forget_erased(facts: Facts, numbers: list[str]) -> None:
    """Whoever was erased since they were read from the facts must not come back.

    An erasure refuses them in the facts before it looks into our tables: so either it is seen here, or it finds what
    was just written.
    """
    if facts.keys.any_refused():
        from regulars.web.people.erasure import erase_people

        refused = facts.keys.is_refused()
        if back := [number for number in numbers if refused(number)]:
            erase_people(back)


def _scores(facts: Facts, progress: Progress) -> int:
    """Scores and last ratings, side by side; only what differs from what stands."""
    progress(message("Reading scores and ratings"))
    people = _people()
    table = wanted(facts, pa.array(people[:, 1]))
    return write(people[:, 0], table, changes(people[:, 0], table), progress)


def _people() -> NDArray[np.int64]:
    """Key of the row and key in the facts of everybody, in the order of the rows."""
    return _numbers(Customer.objects.order_by("pk").values_list("pk", "key"))


def _places(facts: Facts, progress: Progress) -> int:
    """Where everybody is known: in the facts, and where the company says that they belong.

    A pair of customer and unit is one number here.
    """
    progress(message("Reading where customers are known"))
    units = dict(Unit.objects.values_list("code", "pk"))
    times = max(units.values(), default=0) + 1
    people, table = _people(), places(facts, scope=WHOLE)
    who = pc.index_in(table["customer"], value_set=pa.array(people[:, 1]))
    where = pc.index_in(table["unit"], value_set=pa.array(list(units), pa.string()))
    both = pc.and_(pc.is_valid(who), pc.is_valid(where))
    customer = people[:, 0][who.filter(both).to_numpy()]
    unit = np.fromiter(units.values(), np.int64, len(units))[where.filter(both).to_numpy()]
    own = _numbers(Customer.objects.exclude(unit=None).order_by().values_list("pk", "unit_id"))
    asked = np.union1d(customer * times + unit, own[:, 0] * times + own[:, 1])
    standing = _numbers(CustomerUnit.objects.order_by().values_list("customer", "unit", "pk"), 3)
    stands = standing[:, 0] * times + standing[:, 1]
    fresh, gone = np.setdiff1d(asked, stands), standing[:, 2][~np.isin(stands, asked)]
    for some in _parts(fresh.tolist()):
        with transaction.atomic():
            there = _there(pair // times for pair in some)
            rows = [divmod(pair, times) for pair in some if pair // times in there]
            write_rows(CustomerUnit, ("customer_id", "unit_id"), rows, "on conflict do nothing")
    for some in _parts(gone.tolist()):
        CustomerUnit.objects.filter(pk__in=some).delete()
    return len(fresh) + len(gone)


def _numbers(rows: Any, columns: int = 2) -> NDArray[np.int64]:
    return np.fromiter(rows.iterator(ROWS), np.dtype((np.int64, columns)))


def _known() -> pa.Table:
    """Number and key of everybody in the list."""
    rows = Customer.objects.order_by().values_list("number", "key").iterator(ROWS)
    kinds = pa.schema([("number", pa.string()), ("key", pa.int64())])
    parts = [pa.record_batch(list(zip(*some, strict=True)), schema=kinds) for some in _parts(rows)]
    return pa.Table.from_batches(parts, kinds).combine_chunks()


def _pairs(table: pa.Table) -> list[tuple[str, int]]:
    return list(zip(table["id"].to_pylist(), table["key"].to_pylist(), strict=True))


def _there(customers: Iterable[int]) -> set[int]:
    """Those who were not erased since they were read; they stay until the end of the transaction."""
    rows = Customer.objects.filter(pk__in=list(customers))
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(no_key=True)
    return set(rows.values_list("pk", flat=True))


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Some thousand at a time."""
    left = iter(things)
    while some := list(islice(left, ROWS)):
        yield some
