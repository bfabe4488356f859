"""Customers are put together, and apart again: nothing differs from what was."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from regulars.facts import PurchaseMapping
from regulars.web.people import consents
from regulars.web.people.details.models import Identifier
from regulars.web.people.duplicates.errors import DuplicateError
from regulars.web.people.duplicates.following import follow
from regulars.web.people.duplicates.known_as import all_numbers, by_number
from regulars.web.people.duplicates.merging import merge
from regulars.web.people.duplicates.models import Follows, Merge, Merged, Opinion, Pair
from regulars.web.people.duplicates.undoing import undo
from regulars.web.people.holdings import holdings
from regulars.web.people.models import Consent, Contact, Customer, CustomerScore, Purpose, Relation, Source, Way
from regulars.web.people.projecting import project
from regulars.web.people.promises.models import Promise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


def person(number: str, key: int, **fields: Any) -> Customer:
    made = Customer.objects.create(number=number, key=key, **fields)
    CustomerScore.objects.create(customer=made)
    return made


def dump() -> dict[str, list[Any]]:
    """Every customer and every row that hangs on one, but the record of merging itself."""
    models = {holding.model for holding in holdings()} - {Merged, Pair, apps.get_model("search", "Gram")}
    return {
        model._meta.label: sorted(model._base_manager.order_by("pk").values_list(), key=str)
        for model in sorted({Customer, *models}, key=lambda one: one._meta.label)
    }


def hang(customer: Customer, by: Any, unit: Any, topics: list[str]) -> None:
    """Something of many kinds."""
    for topic in topics:
        apps.get_model("promises", "Expectation").objects.create(
            customer=customer, topic=topic, level="quiet", since=TODAY
        )
    Promise.objects.create(customer=customer, what="towels", made_on=TODAY, due=TODAY + timedelta(days=3))
    Contact.objects.create(customer=customer, way="phone", day=TODAY, by=by)
    customer.places.create(unit=unit)
    for kind, value in (("email", f"{customer.number}@home.example"), ("wechat", "same")):
        Identifier.objects.create(customer=customer, kind=kind, value=value, canonical=value, preferred=True)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    mine=st.lists(st.sampled_from("abc"), unique=True, max_size=3),
    theirs=st.lists(st.sampled_from("abc"), unique=True, max_size=3),
    said=st.lists(st.tuples(st.booleans(), st.sampled_from(list(Way)), st.booleans()), max_size=5),
    names=st.tuples(st.sampled_from(["", "Mei", "梅"]), st.sampled_from(["", "Li Mei"])),
    chosen=st.booleans(),
)
def test_put_together_and_apart_nothing_differs(
    db: Any, people: SimpleNamespace, units: SimpleNamespace, mine: list[str], theirs: list[str], said: list[Any],
    names: tuple[str, str], chosen: bool,
) -> None:  # fmt: skip
    """To the last bit, whatever hangs on either."""
    from django.db import transaction

    with transaction.atomic():
        a = person("A", 1, name=names[0], email="a@home.example", phone="13800138000")
        b = person("B", 2, name=names[1], email="b@home.example", language="zh")
        hang(a, people.manager, units.lakeside, mine)
        hang(b, people.agent, units.lakeside, theirs)
        for number, (first, way, given) in enumerate(said):
            note = consents.give if given else consents.withdraw
            at = timezone.now() - timedelta(days=9 - number)
            note(customers=[(a if first else b).pk], purpose=Purpose.SURVEYS, source=Source.PHONE, channel=way, at=at)
        before = dump()

        made = merge(survivor=a, others=[b], fields={"name": b if chosen else a}, by=people.manager)
        for holding in holdings():
            assert not holding.of(b.pk).exists(), holding.key
        assert not Customer.objects.filter(number="B").exists()

        undo(merge=made, by=people.manager)

        assert dump() == before
        transaction.set_rollback(True)


def test_what_may_stand_once_stays_the_survivor_s_and_addresses_stay(people: SimpleNamespace, units: Any) -> None:
    a, b = person("A", 1, name="Mei"), person("B", 2, email="b@home.example", phone="13800138000")
    hang(a, None, units.lakeside, ["rest"])
    hang(b, None, units.lakeside, ["rest", "food"])

    merge(survivor=a, others=[b], fields={"email": a}, by=people.manager)

    a.refresh_from_db()
    assert (a.name, a.email, a.phone) == ("Mei", "", "13800138000")
    assert sorted(a.expectations.filter(until=None).values_list("topic", flat=True)) == ["food", "rest"]
    mails = a.identifiers.filter(kind="email").values_list("value", "preferred")
    assert dict(mails) == {"A@home.example": True, "B@home.example": False, "b@home.example": False}


def test_a_no_of_either_side_holds(people: SimpleNamespace) -> None:
    a, b = person("A", 1), person("B", 2)
    before, later = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    consents.withdraw(customers=[b.pk], purpose="surveys", source="phone", channel=Way.EMAIL, at=before)
    consents.give(customers=[a.pk], purpose="surveys", source="paper", at=later)

    made = merge(survivor=a, others=[b], by=people.manager)

    assert consents.refused([a.pk], "surveys", Way.EMAIL) == {a.pk}
    assert consents.said([a.pk], "surveys", Way.PHONE) == {a.pk: True}
    undo(merge=made, by=people.manager)
    assert consents.said([a.pk], "surveys", Way.EMAIL) == {a.pk: True}
    assert Consent.objects.count() == 2


def test_the_database_lets_only_listed_rows_be_moved(people: SimpleNamespace) -> None:
    from django.db import DatabaseError, transaction

    a, b = person("A", 1), person("B", 2)
    consents.give(customers=[b.pk], purpose="surveys", source="paper")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.update(customer=a)
    merge(survivor=a, others=[b], by=people.manager)
    for change in ({"given": False}, {"words": "no"}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Consent.objects.update(**change)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.all()._raw_delete("default")


def test_one_after_the_other_is_taken_back_in_order(people: SimpleNamespace) -> None:
    a, b, c = person("A", 1, name="Mei"), person("B", 2), person("C", 3)
    first = merge(survivor=b, others=[c], by=people.manager)
    second = merge(survivor=a, others=[b], by=people.manager)
    assert by_number(["A", "B", "C", "D"]) == {"A": a.pk, "B": a.pk, "C": a.pk}
    assert all_numbers(["C"]) == {"A", "B", "C"}

    with pytest.raises(DuplicateError, match="Take that back first"):
        undo(merge=first, by=people.manager)
    undo(merge=second, by=people.manager)
    undo(merge=first, by=people.manager)

    assert list(Customer.objects.order_by("pk").values_list("pk", "number")) == [
        (a.pk, "A"), (b.pk, "B"), (c.pk, "C"),
    ]  # fmt: skip
    with pytest.raises(DuplicateError, match="already"):
        undo(merge=first, by=people.manager)


def test_a_person_is_no_organisation_and_nobody_is_two(people: SimpleNamespace) -> None:
    a, firm = person("A", 1), person("F", 2, kind="organisation")

    with pytest.raises(DuplicateError, match="never the same"):
        merge(survivor=a, others=[firm], by=people.manager)
    with pytest.raises(DuplicateError, match="with themselves"):
        merge(survivor=a, others=[a], by=people.manager)
    assert Merge.objects.count() == 0


def test_people_of_an_account_stay_its_people(people: SimpleNamespace) -> None:
    firm, twin = person("F", 1, kind="organisation"), person("G", 2, kind="organisation")
    both, one = person("A", 3), person("B", 4)
    for where, who in ((firm, both), (twin, both), (twin, one)):
        Relation.objects.create(person=who, organisation=where)

    made = merge(survivor=firm, others=[twin], by=people.manager)

    assert set(firm.members.values_list("person", flat=True)) == {both.pk, one.pk}
    undo(merge=made, by=people.manager)
    assert twin.members.count() == 2


def test_who_was_erased_cannot_be_taken_apart(people: SimpleNamespace) -> None:
    from regulars.web.people.erasure import erase_people

    a, b = person("A", 1, name="Mei"), person("B", 2, name="Mei Li")
    made = merge(survivor=a, others=[b], by=people.manager)

    erase_people(["B"])

    assert not Customer.objects.exists()
    assert not Merged.objects.exists()
    with pytest.raises(DuplicateError, match="erased since"):
        undo(merge=made, by=people.manager)


def test_whom_the_other_one_is_not_the_survivor_is_not_either(people: SimpleNamespace) -> None:
    a, b, c = person("A", 1), person("B", 2), person("C", 3)
    Pair.objects.create(first=b, second=c, chance=0.9, opinion=Opinion.DIFFERENT, found=timezone.now())

    made = merge(survivor=a, others=[b], by=people.manager)

    assert list(Pair.objects.values_list("first", "second", "opinion")) == [(a.pk, c.pk, "different")]
    undo(merge=made, by=people.manager)
    assert list(Pair.objects.values_list("first", "second", "opinion")) == [(b.pk, c.pk, "different")]


def test_the_facts_follow_and_what_comes_later_finds_its_way(
    facts: Any, people: SimpleNamespace, units: SimpleNamespace, tmp_path: Any
) -> None:
    """Lists made anew in between bring nobody back; taken back, everything is where it was."""
    project(facts, quiet)
    anna, bert = (Customer.objects.get(number=one) for one in ("anna", "bert"))
    bought = facts.net_by_customer().to_pylist()
    made = merge(survivor=anna, others=[bert], by=people.manager)
    assert project(facts, quiet)["customers"] == 0  # before the facts have followed

    follow(facts)
    (tmp_path / "more.csv").write_text("receipt,guest,day,amount\n99,bert,2026-04-01,10\n")
    mapping = PurchaseMapping(
        at="day", customer="guest", amount="amount", purchase="receipt", currency="CNY", source="more"
    )
    facts.import_purchases(tmp_path / "more.csv", mapping=mapping)
    project(facts, quiet)

    net = {row["customer"]: int(row["net"]) for row in facts.net_by_customer().to_pylist()}
    assert (net[anna.key], bert.key in net) == (270, False)
    assert not Customer.objects.filter(number="bert").exists()
    assert Merge.objects.get().follows == Follows.NOTHING
    undo(merge=made, by=people.manager)
    project(facts, quiet)
    follow(facts)
    net = {row["customer"]: int(row["net"]) for row in facts.net_by_customer().to_pylist()}
    assert net == {row["customer"]: int(row["net"]) for row in bought} | {bert.key: 90}
