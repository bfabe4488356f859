"""Very many customers: written in short turns, indexed beside those who change, counted as far as anybody leafs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people import bulk, queries, segments
from regulars.web.people.forms import ListForm
from regulars.web.people.importing import engine, writing
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.search import table
from regulars.web.people.search.finding import find
from regulars.web.people.search.indexing import index_missing
from regulars.web.people.search.models import Gram


def test_turns_grow_while_they_are_short_and_leave_the_door_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half as long as allowed: twice as many; four times as long: a quarter; never below the least."""
    clock, slept = iter([0.0, 0.4, 1.0, 4.2, 5.0, 65.0]), []
    monkeypatch.setattr(bulk, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=slept.append))
    turns = bulk.Turns(8_000)

    sizes = []
    for _ in range(3):
        with turns.turn():
            pass
        sizes.append(turns.rows)

    assert sizes == [16_000, 4_000, bulk.LEAST]
    assert slept == [bulk.PAUSE] * 3


@pytest.mark.django_db
def test_a_bulk_connection_is_as_before_afterwards() -> None:
    """Its memory is given back, and within a transaction nobody is waited for."""
    with bulk.bulk() as turns:
        assert not turns.polite
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA cache_size").fetchone()[0] == -2_000


@pytest.mark.django_db
def test_an_import_that_breaks_off_is_finished_by_the_same_call(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was let in stays, nobody comes twice."""
    file = tmp_path / "customers.csv"
    file.write_text("number,name\n" + "".join(f"N{i},Name {i}\n" for i in range(30)), "utf-8")
    whole, calls = writing.let_in, []

    def cut(batch: Any, keep: Any = None) -> Any:
        calls.append(batch.num_rows)
        if len(calls) == 2:
            raise OSError("no current")
        return whole(batch, keep)

    monkeypatch.setattr(bulk, "MOST", 10)
    monkeypatch.setattr(writing, "let_in", cut)
    with pytest.raises(OSError, match="current"):
        engine.import_customers(facts(), file)
    assert (calls, Customer.objects.count()) == ([10, 10], 10)

    report = engine.import_customers(facts(), file)

    assert (report.new, report.known) == (20, 10)
    assert Customer.objects.count() == CustomerScore.objects.count() == Gram.objects.count() == 30


@pytest.mark.django_db
def test_who_changes_while_the_index_is_made_is_found_by_the_new_name() -> None:
    """Pieces of words that stand no more are left out, and who is in already is not put in twice."""
    Customer.objects.bulk_create([Customer(number=f"N{i}", key=i, words=f"n{i} wang") for i in range(3)])
    one, two, three = Customer.objects.order_by("key")
    old = [(each.pk, each.words, "wan ang") for each in (one, two, three)]
    one.name = "Berta"
    one.save()
    Customer.objects.filter(pk=two.pk).update(words="n1 carla")

    assert table.fill(old) == 1
    assert index_missing() == 1
    found = [find(text, UnitScope(None, None)) for text in ("berta", "carla", "wang")]

    assert [one.all for one in found if one] == [(one.pk,), (two.pk,), (three.pk,)]


@pytest.mark.django_db
def test_the_list_counts_as_far_as_it_can_be_leafed_through(
    people: SimpleNamespace, guests: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """All are counted by an index; what a filter leaves, up to the limit."""
    monkeypatch.setattr(queries, "MOST", 2)
    form = ListForm({"kind": "person"}, user=people.administrator)
    with django_assert_num_queries(1):
        seen = queries._counted(form)

    assert (seen.total, seen.more) == (3, True)
    assert str(queries.headline(seen, form.scope)) == "More than 2 customers."
    assert queries._counted(ListForm({}, user=people.administrator)).total == CustomerScore.objects.count()


@pytest.mark.django_db
def test_a_segment_is_counted_up_to_a_limit(guests: Any) -> None:
    """One more says that there are more; conditions that hold of nothing too."""
    assert segments.count_of("kind = person", most=2) == 3
    assert segments.count_of("purchases is not answered", most=100) == segments.count_of("purchases is not answered")
    assert segments.count_of("mood is answered", most=1) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["-value", "value", "-net", "net", "-last", "last", "satisfaction", "-satisfaction"])
def test_no_order_of_the_list_sorts_everybody(people: SimpleNamespace, sort: str) -> None:
    """Each is read from an index, from its beginning or its end."""
    rows = ListForm({"sort": sort}, user=people.administrator).ordered()[:50]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    assert not any(word in rows.explain() for word in ("TEMP B-TREE", "Sort Key"))


@pytest.mark.django_db
def test_nobody_looks_at_everybody_for_anniversaries_or_those_of_whom_nothing_can_be_told(
    people: SimpleNamespace,
) -> None:
    """Each has an index, in the order of the list where there is one."""
    untold = ListForm({"alive": "untold"}, user=people.administrator).ordered()[:50]
    born = CustomerScore.objects.filter(first_day__in=[date(2025, 3, day) for day in range(1, 8)])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = untold.explain()
    assert "people_untold" in plan
    assert not any(word in plan for word in ("TEMP B-TREE", "Sort Key"))
    assert "people_came_first_on" in born.explain()


class _Watched(list[tuple[int, str]]):
    """Rows that call somebody when the last of them was taken."""

    def __init__(self, rows: list[tuple[int, str]], then: Any) -> None:
        super().__init__(rows)
        self._then = then

    def __iter__(self) -> Any:
        yield from super().__iter__()
        self._then()


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_in_one_transaction_that_locks_nobody_out(tmp_path: Path) -> None:
    """While they are written, somebody else begins to write to the same file; what breaks off leaves nothing open."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    file, seen = tmp_path / "beside.sqlite3", []
    with closing(sqlite3.connect(file, isolation_level=None)) as other, connection.cursor() as cursor:
        other.execute("CREATE TABLE answer (words text)")
        cursor.execute("ATTACH DATABASE %s AS beside", [str(file)])
        cursor.execute("CREATE TEMPORARY TABLE held (number int, words text)")

        def write() -> None:
            seen.append(connection.connection.in_transaction)
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO answer VALUES ('meanwhile')")
            other.execute("COMMIT")

        try:
            bulk.hold(cursor, "held", [(0, "before")])
            bulk.hold(cursor, "held", _Watched([(1, "a"), (2, "b")], write))
            assert not connection.connection.in_transaction
            with pytest.raises(ZeroDivisionError):
                bulk.hold(cursor, "held", _Watched([(3, "c")], lambda: 1 / 0))
            assert not connection.connection.in_transaction
            cursor.execute("SELECT number FROM held ORDER BY number")
            assert (seen, cursor.fetchall()) == ([True], [(1,), (2,)])
        finally:
            cursor.execute("DROP TABLE held")
            cursor.execute("DETACH DATABASE beside")
