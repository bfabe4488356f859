"""The page of one customer."""

from __future__ import annotations

import io
import json
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from regulars.web.audit.models import Entry
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Relation

pytestmark = pytest.mark.django_db


def address(name: str, customer: Customer, **more: str) -> str:
    return reverse(f"people:{name}", kwargs={"public_id": customer.public_id, **more})


@pytest.fixture
def firm(guests: Any, units: SimpleNamespace) -> Customer:
    """An organisation known at Lakeside."""
    firm = Customer.objects.create(number="FIRM", name="Hailan Trading", key=5, kind="organisation")
    CustomerUnit.objects.create(customer=firm, unit=units.lakeside)
    return firm


def test_everything_about_a_customer_stands_on_one_page(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, parsed: Any
) -> None:
    """The sentence, satisfaction with its scale and day, the range, the timeline with the guest's own words."""
    answer = client_of(people.administrator).get(address("customer", guests.anna))

    text = parsed(answer).text
    assert "Rated 1 of 5 on 6 Feb 2026, after 4 of 5 on 6 Jan 2026." in text
    assert "Whole timeline, 6 entries" in text
    assert "Return, CN¥30.00" in text
    assert "Breakfast, Room" in text
    assert "80% predictive range" in text
    assert "Cold eggs <b>again</b>" in text
    assert "Cold eggs &lt;b&gt;again&lt;/b&gt;" in answer.content.decode()


def test_a_manager_sees_the_part_of_the_own_unit(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, parsed: Any
) -> None:
    """Neither Harbour's purchases nor what was said of it."""
    text = parsed(client_of(people.manager).get(address("customer", guests.anna))).text

    assert "Whole timeline, 3 entries" in text
    assert "Cold eggs" not in text
    assert "Rated 4 of 5 on 6 Jan 2026." in text
    assert "Harbour" not in text


def test_the_profile_counts_what_the_reader_may_see(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, parsed: Any, units: SimpleNamespace
) -> None:
    """Interests and habits of one customer are counts of purchases; a type said of another unit is not told."""
    about = {"loyalty_type": "hostage", "type_chance": 0.7, "type_unit": units.harbour}
    CustomerScore.objects.update_or_create(
        customer=guests.anna, defaults={**about, "day": "2026-03-20", "value_tier": "premium", "slip": "left"}
    )
    whole, part = (
        parsed(client_of(who).get(address("customer", guests.anna))).text
        for who in (people.administrator, people.manager)
    )

    assert "premium" in whole
    assert "Hostages" in whole
    assert "no longer is by the last answers" in whole
    assert "purchases" in whole.partition("Interests")[2]
    assert "premium" in part
    assert "Hostages" not in part
    assert "no longer is by the last answers" not in part


def test_somebody_else_s_customer_is_not_there(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace
) -> None:
    """Bert was at Harbour only; no trace in the trail of who tried."""
    assert client_of(people.manager).get(address("customer", guests.bert)).status_code == 404
    assert not Entry.objects.filter(event="customer-seen").exists()


def test_each_look_stands_in_the_trail(client_of: Any, people: SimpleNamespace, guests: SimpleNamespace) -> None:
    """Who, when, whom: without a value."""
    client_of(people.agent).get(address("customer", guests.anna))

    entry = Entry.objects.get(event="customer-seen")
    assert (entry.by, entry.target_id, entry.details) == (people.agent, guests.anna.public_id, {})


def test_one_purchase_is_said_in_words(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, parsed: Any
) -> None:
    """No 100 %."""
    text = parsed(client_of(people.administrator).get(address("customer", guests.bert))).text

    assert "cannot be told" in text
    assert "100%" not in text.replace("margin 100%", "")


def test_the_page_asks_a_bounded_number_of_queries(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    """Account, roles, company, customer, the trail, units, relations, places; the latest of each source."""
    client = client_of(people.administrator)
    client.get(address("customer", guests.anna))

    with django_assert_max_num_queries(41):
        client.get(address("customer", guests.anna))


def test_an_agent_changes_what_is_known(client_of: Any, people: SimpleNamespace, guests: SimpleNamespace) -> None:
    """The trail names the fields; the search finds the new name."""
    wish = {"name": "Ånna Berg", "kind": "person", "email": "anna@example.com", "phone": "+86 138", "language": "zh"}

    answer = client_of(people.agent).post(address("edit", guests.anna), wish)

    assert answer.status_code == 302
    anna = Customer.objects.get(number="anna")
    assert (anna.name, anna.email, anna.words) == (
        "Ånna Berg",
        "anna@example.com",
        "anna ånna berg anna@example.com +86 138",
    )
    entry = Entry.objects.get(event="customer-changed")
    assert (entry.by, entry.details) == (people.agent, {"fields": ["email", "language", "name", "phone"]})


def test_the_same_again_changes_nothing(client_of: Any, people: SimpleNamespace, guests: SimpleNamespace) -> None:
    """No entry in the trail for nothing."""
    wish = {"name": "", "kind": "person", "email": "", "phone": "", "language": ""}

    client_of(people.agent).post(address("edit", guests.anna), wish)

    assert not Entry.objects.filter(event="customer-changed").exists()


def test_a_wrong_address_comes_back_with_what_was_typed(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, parsed: Any
) -> None:
    """The error says what to enter."""
    answer = client_of(people.agent).post(address("edit", guests.anna), {"kind": "person", "email": "anna at home"})

    assert answer.status_code == 400
    assert "Enter an address such as name@example.com." in parsed(answer).text
    assert "anna at home" in answer.content.decode()


def test_a_unit_of_somebody_else_cannot_be_chosen(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, units: SimpleNamespace
) -> None:
    """An agent of Lakeside cannot hand a customer to Station."""
    wish = {"kind": "person", "unit": units.station.pk}

    assert client_of(people.agent).post(address("edit", guests.anna), wish).status_code == 400
    assert (
        client_of(people.agent).post(address("edit", guests.anna), {**wish, "unit": units.lakeside.pk}).status_code
        == 302
    )


def test_somebody_belongs_to_an_organisation_until_they_do_not(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, firm: Customer, parsed: Any
) -> None:
    """Seen from both sides; ended, not removed."""
    agent = client_of(people.agent)

    agent.post(address("relate", guests.anna), {"number": "FIRM", "role": "booker", "since": "2026-01-01"})

    assert "Hailan Trading" in parsed(agent.get(address("customer", guests.anna))).text
    assert "booker" in parsed(agent.get(address("customer", firm))).text
    relation = Relation.objects.get()
    agent.post(address("end_relation", firm, relation=relation.public_id))
    agent.post(address("end_relation", firm, relation=relation.public_id))
    relation.refresh_from_db()
    assert relation.until is not None
    assert "1 former" in parsed(agent.get(address("customer", firm))).text
    assert Entry.objects.filter(event__startswith="relation-").count() == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("nobody", "There is no customer nobody that you may see."),
        ("bert", "There is no customer bert that you may see."),
        ("carla", "carla is a person."),
        ("", "Enter something here."),
    ],
)
def test_a_relation_that_cannot_be_says_why(
    client_of: Any,
    people: SimpleNamespace,
    guests: SimpleNamespace,
    firm: Customer,
    parsed: Any,
    number: str,
    words: str,
) -> None:
    """Somebody else's customer and nobody are answered alike."""
    answer = client_of(people.agent).post(address("relate", guests.anna), {"number": number})

    assert answer.status_code == 400
    if number:
        assert words in parsed(answer).text


def test_the_same_relation_twice_is_one(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace, firm: Customer
) -> None:
    """Pressed twice."""
    for _ in range(2):
        client_of(people.agent).post(address("relate", guests.anna), {"number": "FIRM"})

    assert Relation.objects.count() == 1


def test_the_record_as_json(client_of: Any, people: SimpleNamespace, guests: SimpleNamespace) -> None:
    """Everything that is kept, without keys of ours; the purpose stands in the trail."""
    answer = client_of(people.administrator).post(
        address("record", guests.anna), {"purpose": "she asked for it", "kind": "json"}
    )

    found = json.loads(answer.content)
    assert found["customer"]["number"] == "anna"
    assert [row["amount"] for row in found["purchases"]] == ["100.0000", "20.0000", "90.0000", "-30.0000"]
    assert [row["overall"] for row in found["answers"]["guests"]] == [1.0, 4.0]
    assert str(guests.anna.key) not in answer.content.decode()
    assert Entry.objects.get(event="customer-exported").details == {"purpose": "she asked for it", "kind": "json"}


def test_a_manager_takes_the_part_of_the_own_unit_along(
    client_of: Any, people: SimpleNamespace, guests: SimpleNamespace
) -> None:
    """As on the page."""
    answer = client_of(people.manager).post(address("record", guests.anna), {"purpose": "she asked", "kind": "json"})

    found = json.loads(answer.content)
    assert {row["unit"] for row in found["purchases"]} == {"lakeside"}
    assert len(found["answers"]["guests"]) == 1


def test_the_record_as_a_workbook(client_of: Any, people: SimpleNamespace, guests: SimpleNamespace) -> None:
    """One sheet a table."""
    answer = client_of(people.administrator).post(
        address("record", guests.anna), {"purpose": "she asked", "kind": "xlsx"}
    )

    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        content = book.read("xl/workbook.xml").decode()
    assert all(f'name="{name}"' in content for name in ("customer", "relations", "purchases", "answers 1"))


def test_erasing_forgets_the_person_in_both_stores(facts: Any, guests: SimpleNamespace, firm: Customer) -> None:
    """Row, scores, places, relations; the next projection does not bring them back."""
    from regulars.web.people.erasure import erase_people
    from regulars.web.people.work import bring_up_to_date

    Relation.objects.create(person=guests.anna, organisation=firm)
    facts.erase_customers(["anna", "unknown"])

    assert erase_people(["anna", "unknown"]) == {"customers": 1, "responses": 0}

    bring_up_to_date(lambda *_, **__: None)
    assert not Customer.objects.filter(number="anna").exists()
    assert not Relation.objects.exists()
    assert erase_people(["anna"]) == {"customers": 0, "responses": 0}
    assert Entry.objects.get(event="customers-erased").details == {"customers": 1, "responses": 0}
