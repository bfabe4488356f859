"""Bring what the facts know of customers into the operational tables: ids, scores, last ratings, places.

Nothing is computed here. Only what has changed is written, some thousand rows at a time, so that no guest who sends an
answer meanwhile has to wait. Done twice, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from regulars.facts import Facts
from regulars.insights.customer.places import places
from regulars.insights.customer.satisfaction import last_ratings, mood_of
from regulars.insights.loyalty.slipping import slipped
from regulars.insights.scope import Scope
from regulars.language import message
from regulars.web.company.models import Unit
from regulars.web.ids import new_ids
from regulars.web.jobs.registry import Progress
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Kind
from regulars.web.people.models.customer import search_words
from regulars.web.people.search.indexing import index_missing

ROWS = 5000
ROOM = 128 * 1024  # KiB of pages that SQLite may hold while it fills a dozen indexes; its usual 2 MB go to disk at once
SCORED = (
    "day", "first_day", "last_day", "purchases", "net", "currency", "segment", "expected_purchases", "chance_of_none",
    "value", "predicted_low", "predicted_high", "alive", "alive_reason",
    "value_tier", "tier_unclear", "tier_could_be", "loyalty_type", "type_chance", "loyalty_stage", "left_from",
)  # fmt: skip
TYPED = ("type_unit_id",)
SLIPPED = ("slip", "slip_unit_id")
RATED = ("rating", "rating_low", "rating_high", "rating_index", "rating_day", "mood", "rating_unit_id")
COLUMNS = (*SCORED, *TYPED, *SLIPPED, *RATED)
EMPTY = dict.fromkeys(
    (
        "currency", "segment", "alive_reason", "value_tier", "tier_could_be", "loyalty_type", "loyalty_stage",
        "left_from", "slip", "mood",
    ),
    "",
)  # fmt: skip
VALUE = COLUMNS.index("value")
NOTHING = tuple(EMPTY.get(name) for name in COLUMNS)
PLAIN = (str, int, float)  # days, instants and decimals go as text, which both databases read
REPLACE = f"on conflict (customer_id) do update set {', '.join(f'{name} = excluded.{name}' for name in COLUMNS)}"
WHOLE = Scope.whole(purpose="lists of customers")


def project(facts: Facts, progress: Progress) -> dict[str, int]:
    """Everything; says how many rows of each kind were written."""
    progress(message("Reading who is known"))
    with _roomy():
        customers = _customers(facts, progress)
        scores = _scores(facts, progress)
        placed = _places(facts, progress)
    index_missing(progress)
    return {"customers": customers, "scores": scores, "places": placed}


@contextmanager
def _roomy() -> Iterator[None]:
    """Room for the pages of one turn; what is written in random order would otherwise be written many times over."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


def _customers(facts: Facts, progress: Progress) -> int:
    """Everybody with a key gets a row; whose key has changed, gets the new one."""
    from regulars.web.people.duplicates.known_as import former_numbers

    wanted = facts.customers()
    known = dict(Customer.objects.values_list("number", "key"))
    ids, keys = wanted["id"].to_pylist(), wanted["key"].to_pylist()
    former = former_numbers()  # of customers who were put together with others
    moved = [(number, key) for number, key in zip(ids, keys, strict=True) if known.get(number, key) != key]
    for some in _parts(moved):
        with transaction.atomic():
            for number, key in some:
                Customer.objects.filter(number=number).update(key=key)
    fresh = [(number, key) for number, key in zip(ids, keys, strict=True) if not (number in known or number in former)]
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
    """Scores and last ratings, side by side; only the rows that differ from those that stand."""
    progress(message("Reading scores and ratings"))
    scored = _scored(facts)
    slipping, rated = _slipped(facts), _ratings(facts)
    standing = {row[0]: row[1:] for row in CustomerScore.objects.values_list("customer_id", *COLUMNS).iterator(ROWS)}
    size = len(SCORED) + len(TYPED)
    nothing_scored, stands, nothing_rated = NOTHING[:size], NOTHING[size : size + 2], NOTHING[size + 2 :]
    changed = []
    for pk, key in Customer.objects.values_list("pk", "key").iterator(ROWS):
        row = (*scored.get(key, nothing_scored), *slipping.get(key, stands), *rated.get(key, nothing_rated))
        if standing.get(pk) != row:
            changed.append((pk, row))
    # Most indexes end with the value: neighbours by value write the same pages of them.
    changed.sort(key=lambda one: one[1][VALUE] or 0)
    done = 0
    for some in _parts(changed):
        with transaction.atomic():
            there = _there(pk for pk, _ in some)
            rows = [(pk, *row) for pk, row in some if pk in there]
            write_rows(CustomerScore, ("customer_id", *COLUMNS), rows, REPLACE)
        done += len(some)
        progress(message("Writing scores"), done, len(changed))
    return len(changed)


def _scored(facts: Facts) -> dict[int, tuple[Any, ...]]:
    table = facts.customer_scores().select("customer", *SCORED, "answered_unit").to_pyarrow()
    units = dict(Unit.objects.values_list("code", "pk"))
    answered = [None if unit is None else units.get(unit) for unit in table["answered_unit"].to_pylist()]
    rows = _by_customer(table, SCORED)
    return {key: (*row, unit) for (key, row), unit in zip(rows.items(), answered, strict=True)}


def _slipped(facts: Facts) -> dict[int, tuple[str, int | None]]:
    """Whom the loyalty map calls slipping; the unit only where both responses are about it."""
    found = slipped(facts, scope=WHOLE)
    units = dict(Unit.objects.values_list("code", "pk"))
    rows = zip(found.customer.tolist(), found.slip.tolist(), found.unit.tolist(), strict=True)
    return {customer: (slip, units.get(unit)) for customer, slip, unit in rows}


def _ratings(facts: Facts) -> dict[int, tuple[Any, ...]]:
    table = last_ratings(facts, scope=WHOLE)
    units = dict(Unit.objects.values_list("code", "pk"))
    columns = [table[name].to_pylist() for name in ("customer", "value", "low", "high", "index", "day", "unit")]
    return {
        customer: (value, low, high, index, day, mood_of(index).value, units.get(unit))
        for customer, value, low, high, index, day, unit in zip(*columns, strict=True)
    }


def _by_customer(table: Any, names: Sequence[str]) -> dict[int, tuple[Any, ...]]:
    columns = []
    for name in names:
        values = table[name].to_pylist()
        columns.append([value or "" for value in values] if name in EMPTY else values)
    return dict(zip(table["customer"].to_pylist(), zip(*columns, strict=True), strict=True))


def _places(facts: Facts, progress: Progress) -> int:
    """Where everybody is known: in the facts, and where the company says that they belong."""
    progress(message("Reading where customers are known"))
    units = dict(Unit.objects.values_list("code", "pk"))
    people = dict(Customer.objects.values_list("key", "pk"))
    table = places(facts, scope=WHOLE)
    pairs = zip(table["customer"].to_pylist(), table["unit"].to_pylist(), strict=True)
    wanted = {(people[key], units[code]) for key, code in pairs if key in people and code in units}
    wanted |= set(Customer.objects.exclude(unit=None).values_list("pk", "unit_id"))
    standing = {
        (customer, unit): pk for pk, customer, unit in CustomerUnit.objects.values_list("pk", "customer", "unit")
    }
    fresh, gone = sorted(wanted - standing.keys()), [pk for pair, pk in standing.items() if pair not in wanted]
    for some in _parts(fresh):
        with transaction.atomic():
            there = _there(pk for pk, _ in some)
            rows = [(pk, unit) for pk, unit in some if pk in there]
            write_rows(CustomerUnit, ("customer_id", "unit_id"), rows, "on conflict do nothing")
    for some in _parts(gone):
        CustomerUnit.objects.filter(pk__in=some).delete()
    return len(fresh) + len(gone)


def _there(customers: Iterable[int]) -> set[int]:
    """Those who were not erased since they were read; they stay until the end of the transaction."""
    rows = Customer.objects.filter(pk__in=list(customers))
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(no_key=True)
    return set(rows.values_list("pk", flat=True))


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> None:
    """Rows into a table in one transaction. A hundred thousand objects of the ORM would take half a minute."""
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    sql = f"insert into {quote(model._meta.db_table)} ({names}) values ({places}) {conflict}"  # noqa: S608  our names
    plain = [[value if value is None or isinstance(value, PLAIN) else str(value) for value in row] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, plain)


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Some thousand at a time."""
    left = iter(things)
    while some := list(islice(left, ROWS)):
        yield some
