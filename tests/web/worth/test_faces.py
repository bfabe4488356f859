"""Familiar contacts: whom customers know, the value that hangs on it, what followed from own departures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.methods import staff_departure_exposure
from regulars.web.audit.models import Entry
from regulars.web.cases.models import Case
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.models.place import CustomerUnit
from regulars.web.people.promises.models import Promise
from regulars.web.worth.faces.counting import known_by
from regulars.web.worth.faces.departures import departures
from regulars.web.worth.faces.shown import tied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answered() -> None:
    """No facts are read here."""


@pytest.fixture
def guest(units: SimpleNamespace) -> Callable[..., Customer]:
    def make(number: str, value: float | None = None, unit: Any = None, last: date | None = None) -> Customer:
        one = Customer.objects.create(key=Customer.objects.count() + 1, number=number, unit=unit or units.lakeside)
        CustomerUnit.objects.create(customer=one, unit=one.unit)
        day = timezone.localdate()
        CustomerScore.objects.update_or_create(
            customer=one,
            defaults={
                "value": value,
                "day": day,
                "currency": "CNY",
                "last_day": last or day,
                "first_day": date(2020, 1, 1),
            },
        )
        return one

    return make


def promised(customer: Customer, owner: Any, days_ago: int = 1, times: int = 1) -> None:
    made = timezone.localdate() - timedelta(days=days_ago)
    for _ in range(times):
        Promise.objects.create(customer=customer, what="a quiet room", made_on=made, due=made, owner=owner)


def test_a_customer_knows_best_who_had_most_to_do_with_them(people: SimpleNamespace, guest: Any) -> None:
    """Cases count with promises; of two with as many, the later one; what is older than two years does not count."""
    anna, bert, cora = guest("anna", 100), guest("bert", 300), guest("cora", 50)
    promised(anna, people.agent, times=2)
    promised(anna, people.manager)
    promised(bert, people.agent, days_ago=9)
    promised(bert, people.manager, days_ago=2)
    promised(cora, people.agent, days_ago=800)
    Case.objects.create(customer=anna, unit=anna.unit, title="noise", owner=people.agent)

    known = known_by(people.administrator, timezone.now())
    assert {key: (one.user, one.contacts, one.of_all) for key, one in known.items()} == {
        anna.pk: (people.agent.pk, 3, 4),
        bert.pk: (people.manager.pk, 1, 2),
    }
    found = tied(people.administrator, known)
    said = staff_departure_exposure(["agent", "manager"], [100, 300], contact_share=[0.75, 0.5])
    assert found.result.tied.tolist() == said.tied.tolist() == [150.0, 75.0]
    assert found.result.staff_names == (str(people.manager.pk), str(people.agent.pk))


def test_a_manager_counts_the_own_customers(
    people: SimpleNamespace, units: SimpleNamespace, guest: Any, client_of: Any
) -> None:
    promised(guest("anna", 100), people.agent)
    promised(guest("fred", 900, units.station), people.agent)

    assert len(known_by(people.manager, timezone.now())) == 1
    shown = client_of(people.manager).get(f"/faces/{people.agent.public_id}/").content.decode()
    assert "anna" in shown
    assert "fred" not in shown
    assert client_of(people.manager).get(f"/faces/{people.viewer.public_id}/").status_code == 404


def test_own_departures_say_how_many_follow(people: SimpleNamespace, guest: Any) -> None:
    """Of those who had bought in the year before; who had left before the day is nobody's loss."""
    today = timezone.localdate()
    left = datetime.combine(today - timedelta(days=400), datetime.min.time(), timezone.get_current_timezone())
    for name, owner, since in (
        ("stayed", people.agent, 10),
        ("followed", people.agent, 450),
        ("long gone", people.agent, 1200),
        ("of another", people.manager, 10),
    ):
        promised(guest(name, 1, last=today - timedelta(days=since)), owner, days_ago=500)
    people.agent.is_active = False
    people.agent.save()
    Entry.objects.create(
        at=left, event="user-deactivated", target_type="accounts.user", target_id=people.agent.public_id
    )

    found = departures(people.administrator, today, 180)
    assert (found.followed, found.otherwise, found.people) == ((1, 2), (0, 1), 1)
    assert departures(people.administrator, today, 500).people == 0  # too early to tell


def test_empty_and_without_values_the_page_says_so(people: SimpleNamespace, guest: Any, client_of: Any) -> None:
    def page() -> str:
        return client_of(people.manager).get("/faces/").content.decode()

    assert "Nobody had to do with a customer yet" in page()
    promised(guest("anna"), people.agent)
    assert "No values yet" in page()
    CustomerScore.objects.update(value=200)
    shown = page()
    assert "100% of the value hangs on" in shown
    assert "How many customers follow somebody who leaves is known from your own departures only" in shown
