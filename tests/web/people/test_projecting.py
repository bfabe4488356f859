"""Facts into the list."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.db import connection

from regulars.facts import PurchaseMapping
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit
from regulars.web.people.projecting import project
from regulars.web.people.projection import resting
from regulars.web.people.projection.comparing import Change, changes
from regulars.web.people.projection.wanted import wanted
from regulars.web.people.work import score
from regulars.web.server.prepare import whole_again

pytestmark = pytest.mark.django_db


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


def test_twice_changes_nothing(facts: Any, units: SimpleNamespace) -> None:
    """Ids, scores, places: each written once."""
    first = project(facts, quiet)

    assert first == {"customers": 5, "scores": 5, "places": 7}
    assert project(facts, quiet) == {"customers": 0, "scores": 0, "places": 0}


def test_scores_follow_the_facts(facts: Any, units: SimpleNamespace) -> None:
    """Dated in the facts, the latest in the table."""
    result = score(quiet)

    assert (result["scored"], result["day"]) == (4, "2026-03-20")
    stored = {row["customer"]: row for row in facts.customer_scores().to_pyarrow().to_pylist()}
    for row in CustomerScore.objects.exclude(day=None).select_related("customer"):
        assert row.value == stored[row.customer.key]["value"]
        assert row.net == stored[row.customer.key]["net"]
    dora = CustomerScore.objects.get(customer__number="dora")
    assert (dora.value, dora.rating, dora.mood, dora.alive_reason) == (None, 3, "between", "")


def test_the_company_s_margin_and_rate_count(facts: Any, units: SimpleNamespace, company: Any) -> None:
    """Half the margin is half the value."""
    from decimal import Decimal

    score(quiet)
    before = dict(CustomerScore.objects.exclude(value=None).values_list("customer__number", "value"))
    company.margin, company.discount_rate = Decimal("0.5"), Decimal("0.1")
    company.save()

    score(quiet)

    after = dict(CustomerScore.objects.exclude(value=None).values_list("customer__number", "value"))
    assert after == pytest.approx({name: value / 2 for name, value in before.items()})


def test_an_import_taken_back_takes_its_scores_along(facts: Any, units: SimpleNamespace, tmp_path: Any) -> None:
    """The customer stays, for the company named them; nothing is known of them any more."""
    (tmp_path / "more.csv").write_text("receipt,guest,day,amount\n99,emil,2026-04-01,10\n")
    mapping = PurchaseMapping(
        at="day", customer="guest", amount="amount", purchase="receipt", currency="CNY", source="more"
    )
    facts.import_purchases(tmp_path / "more.csv", mapping=mapping)
    score(quiet)
    assert CustomerScore.objects.get(customer__number="emil").purchases == 1

    facts.undo_last_import()
    score(quiet)

    emil = CustomerScore.objects.get(customer__number="emil")
    assert (emil.purchases, emil.net, emil.day) == (None, None, None)
    assert str(CustomerScore.objects.get(customer__number="anna").day) == "2026-03-20"


def test_only_what_differs_is_written_and_comes_right_again(facts: Any, units: SimpleNamespace) -> None:
    """A forecast alone, something else, and a row that has nothing yet."""
    score(quiet)
    right = list(CustomerScore.objects.order_by("pk").values())
    rows = [row.pk for row in CustomerScore.objects.filter(customer__number__in=("anna", "bert", "dora"))]
    CustomerScore.objects.filter(pk=rows[0]).update(value=1, stake=5, day="2020-01-01")
    CustomerScore.objects.filter(pk=rows[1]).update(segment="lost", net=None, rating_unit=units.station)
    CustomerScore.objects.filter(pk=rows[2]).delete()
    CustomerScore.objects.create(customer_id=rows[2])
    people = np.sort(np.array([row["customer_id"] for row in right]))
    keys = dict(Customer.objects.values_list("pk", "key"))
    table = wanted(facts, pa.array([keys[pk] for pk in people.tolist()]))

    found = dict(zip(people.tolist(), changes(people, table).tolist(), strict=True))
    written = project(facts, quiet)["scores"]

    assert [found.pop(pk) for pk in rows] == [Change.NIGHTLY, Change.MORE, Change.BLANK]
    assert set(found.values()) == {Change.NONE}
    assert written == 3
    assert list(CustomerScore.objects.order_by("pk").values()) == right


def test_indexes_left_resting_by_whoever_was_killed_come_back(
    facts: Any, units: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next run, and with the next start or upgrade."""
    monkeypatch.setattr(resting, "PAUSE", 0)
    name = CustomerScore._meta.db_table

    before, wishes = indexes(name), {one.name for one in CustomerScore._meta.indexes}
    for again in (lambda: project(facts, quiet), whole_again):
        if connection.vendor == "sqlite":  # nothing ever rests elsewhere
            resting._take_away(name)
            assert not indexes(name) & wishes

        again()

        assert indexes(name) == before >= wishes
        assert resting.NOTES not in connection.introspection.table_names()
    assert CustomerScore.objects.count() == 5


def test_two_may_let_indexes_rest_and_bring_them_back_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever pauses finds that another one has brought all of them back meanwhile."""
    name, others = CustomerScore._meta.db_table, iter(range(2))
    before = indexes(name)

    def meanwhile(_seconds: float) -> None:
        if next(others, None) is not None:
            resting.bring_back()

    monkeypatch.setattr(resting, "time", SimpleNamespace(sleep=meanwhile))
    if connection.vendor == "sqlite":
        resting._take_away(name)
        assert indexes(name) < before
    others = iter(range(1))
    resting.bring_back()

    assert indexes(name) == before
    assert resting.NOTES not in connection.introspection.table_names()


def indexes(table: str) -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return {key for key, one in found.items() if one["index"]}


@pytest.mark.parametrize(
    "when", ["Adding customers", "Reading scores and ratings", "Reading where customers are known"]
)
def test_whoever_is_erased_meanwhile_does_not_come_back(facts: Any, units: SimpleNamespace, when: str) -> None:
    """Neither the customer nor a score nor a place; the others come."""
    erased: list[str] = []

    def erasing(words: Any, *_: Any) -> None:
        if not erased and str(words) == when:
            erased.append("anna")
            facts.erase_customers(erased)
            erase_people(erased)

    project(facts, erasing)

    assert erased
    assert not Customer.objects.filter(number="anna").exists()
    assert CustomerScore.objects.count() == Customer.objects.count() == 4
    assert not facts.customers().to_pydict()["id"].count("anna")


def test_whoever_is_erased_after_they_were_read_is_not_added(
    facts: Any, units: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts named them, and by the time they are written both stores have forgotten them."""
    read = facts.customers()
    facts.erase_customers(["anna"])
    monkeypatch.setattr(type(facts), "customers", lambda _: read)

    project(facts, quiet)

    assert not Customer.objects.filter(number="anna").exists()
    assert Customer.objects.count() == 4


def test_a_key_that_changed_is_followed(facts: Any, units: SimpleNamespace) -> None:
    """An id forgotten by the facts comes back under another key: it is the same customer."""
    project(facts, quiet)
    anna = Customer.objects.get(number="anna")
    Customer.objects.filter(pk=anna.pk).update(key=77)

    project(facts, quiet)

    assert Customer.objects.get(number="anna").key == anna.key
    assert Customer.objects.count() == 5


def test_where_the_company_says_one_belongs_counts_as_a_place(facts: Any, units: SimpleNamespace) -> None:
    """And stays through the next projection."""
    project(facts, quiet)
    bert = Customer.objects.get(number="bert")
    bert.unit = units.station
    bert.save(update_fields=["unit"])

    project(facts, quiet)

    places = set(CustomerUnit.objects.filter(customer=bert).values_list("unit__code", flat=True))
    assert places == {"harbour", "station"}


def test_nothing_at_all_is_no_error(home: Any, company: Any) -> None:
    """A new install scores every night, too."""
    assert score(quiet) == {"customers": 0, "scores": 0, "places": 0, "scored": 0, "day": "", "before": 0, "moved": 0}
