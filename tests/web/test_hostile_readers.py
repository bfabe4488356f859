"""What somebody tries who may see one part of the company: each found a way once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from regulars.language import message
from regulars.web.accounts.actions.people import deactivate, reactivate
from regulars.web.accounts.signin_links import make_link, spend
from regulars.web.audit import Event, record
from regulars.web.audit.models import Entry
from regulars.web.people.models import Customer, CustomerUnit, Relation
from regulars.web.people.timeline.own_timeline import _happened
from regulars.web.research.actions import create_questionnaire, create_study, publish
from regulars.web.research.models import Response, Tag

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "url"), [("get", "/audit/"), ("post", "/audit/export/"), ("post", "/customers/score/")]
)
def test_an_administrator_of_a_region_has_no_part_in_what_is_the_company_s(
    method: str, url: str, person: Any, units: Any, client_of: Any
) -> None:
    """The trail names customers and colleagues of every unit; scores are of all customers."""
    regional = person("rita", "administrator", units.south)

    assert getattr(client_of(regional), method)(url).status_code == 403


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")
def test_the_trail_cannot_be_replaced(people: Any) -> None:
    """SQLite removes the row in the way without asking the trigger of removals."""
    with transaction.atomic():
        record(Event.SIGNED_IN, by=people.manager)
    pk = Entry.objects.get().pk

    with pytest.raises(DatabaseError, match="only written"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO audit_entry (id, at, event, target_type, target_id, details) "
            "VALUES (%s, '2020-01-01', 'nothing', '', '', '{}')",
            [pk],
        )
    assert Entry.objects.get().event == "signed-in"


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01"])
def test_days_at_the_ends_of_the_calendar(query: str, people: Any, client_of: Any) -> None:
    assert client_of(people.administrator).get(f"/audit/?{query}").status_code == 200


@pytest.fixture
def guest(units: Any) -> Any:
    made = Customer.objects.create(number="G-1", name="Anna", key=1)
    CustomerUnit.objects.create(customer=made, unit=units.lakeside)
    return made


def test_a_number_of_five_thousand_digits_is_no_page(guest: Any, people: Any, client_of: Any) -> None:
    page = client_of(people.manager).get(f"/customers/{guest.public_id}/?page={'9' * 5000}")

    assert page.status_code == 200


def test_relations_do_not_name_customers_out_of_sight(guest: Any, units: Any, people: Any, client_of: Any) -> None:
    """The organisation is known at Station alone."""
    firm = Customer.objects.create(number="F-1", name="Hidden Trading", key=2, kind="organisation")
    CustomerUnit.objects.create(customer=firm, unit=units.station)
    Relation.objects.create(person=guest, organisation=firm)
    address = f"/customers/{guest.public_id}/"

    assert "Hidden Trading" not in client_of(people.manager).get(address).content.decode()
    assert "Hidden Trading" in client_of(people.administrator).get(address).content.decode()
    taken = client_of(people.manager).post(f"{address}record/", {"purpose": "asked for it", "kind": "json"})
    assert taken.status_code == 200
    assert "F-1" not in taken.content.decode()


def _response(units: Any, unit: Any, **fields: Any) -> Any:
    asked = create_questionnaire(made_from="after-service-ces", name="repair", by=None)
    publish(questionnaire=asked, by=None)
    return Response.objects.create(
        study=create_study(questionnaire=asked, by=None), version=1, unit=unit, nonce="one", language="en",
        at=datetime(2026, 1, 5, 12, tzinfo=UTC), day=date(2026, 1, 5), answers={"effort": 2}, **fields,
    )  # fmt: skip


def test_tags_of_other_units_are_not_offered(units: Any, people: Any, client_of: Any) -> None:
    """A tag is free text about a guest."""
    _response(units, units.lakeside).tags.add(Tag.objects.create(name="porter Wang"))

    assert "porter Wang" not in client_of(people.colleague).get("/responses/").content.decode()
    assert "porter Wang" in client_of(people.manager).get("/responses/").content.decode()


def _answer(words: str) -> Any:
    day = date(2026, 1, 5)
    entry = SimpleNamespace(
        kind="answer", at=None, day=day, what=message("answer"), unit=None, channel="", details=(), mood=None,
        response="one", said=((message("Why"), words),),
    )  # fmt: skip
    return SimpleNamespace(moment=datetime(2026, 1, 5, tzinfo=UTC), ref=1, entry=entry)


def test_hidden_words_are_known_to_the_page_of_a_customer() -> None:
    placed = _answer("Mr Wang was rude")

    assert _happened(placed, {}, {"one"}, {"one"}).said == ()
    assert [words for _, words in _happened(placed, {}, {"one"}, set()).said] == ["Mr Wang was rude"]


def test_a_closed_account_leaves_no_link_behind(people: Any) -> None:
    """Opened again, it does not open for whoever still holds one."""
    token = make_link(user=people.agent)
    deactivate(user=people.agent, by=people.administrator)
    reactivate(user=people.agent, by=people.administrator)

    assert spend(token) is None


def test_a_file_with_a_long_name_is_read(people: Any, client_of: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("问" * 200 + ".yaml", b"name: [")
    answer = client_of(people.administrator).post("/studies/new/", {"ask": "new:file", "name": "long", "file": sent})

    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/customers/", "/results/", "/responses/", "/nowhere/"])
def test_nobody_on_the_way_keeps_a_page(address: str, people: Any, client_of: Any) -> None:
    answer = client_of(people.manager).get(address)

    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]
