"""What customers want is followed as it changes, adjusted with facts only, and told to whom it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from regulars.web.audit.models import Entry
from regulars.web.messages.models import Outgoing
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.promises import expected, expecting, guides
from regulars.web.people.promises.errors import PromiseError
from regulars.web.people.promises.models import Expectation, Promise, today
from regulars.web.people.promises.work import changes
from regulars.web.people.segments.compiling import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(units: SimpleNamespace) -> Customer:
    """Known at Lakeside."""
    one = Customer.objects.create(number="G-1", key=1, name="Mei Li")
    CustomerUnit.objects.create(customer=one, unit=units.lakeside)
    return one


def wants(guest: Customer, topic: str, level: str, since: date | None = None, **fields: Any) -> Expectation:
    """Noted by nobody in particular."""
    return expecting.expect(customer=guest, topic=topic, level=level, since=since, **{"by": None, **fields})


def test_a_change_keeps_what_was(guest: Customer) -> None:
    """The same topic ends the row before; the same words change nothing; what is over stays in the record."""
    wants(guest, "Room", "near the lift", date(2026, 1, 1))
    moved = wants(guest, " room ", "away from the lift", date(2026, 5, 1))
    assert wants(guest, "room", "away from the lift", date(2026, 6, 1)) == moved
    diet = wants(guest, "diet", "no nuts", date(2026, 2, 1))
    assert expecting.end(expectation=diet, by=None)
    assert not expecting.end(expectation=diet, by=None)

    assert [(one.topic, one.level, one.until) for one in Expectation.objects.order_by("pk")] == [
        ("Room", "near the lift", date(2026, 4, 30)),
        ("Room", "away from the lift", None),
        ("diet", "no nuts", today()),
    ]
    lines = expected.with_before(list(expected.changed_lately(WHOLE)))
    assert [(line.row.level, line.before and line.before.level) for line in lines] == [
        ("no nuts", None),
        ("away from the lift", "near the lift"),
    ]
    assert list(Entry.objects.filter(event__startswith="expect").order_by("pk").values_list("event", flat=True)) == [
        f"expectation-{what}" for what in ("noted", "changed", "noted", "ended")
    ]


def test_what_they_said_is_only_put_otherwise_with_evidence(guest: Customer, people: SimpleNamespace) -> None:
    """And a way out without a fact is refused; what was shown stays with what they took."""
    first = wants(guest, "delivery", "in two days", stated=True, importance=5)
    with pytest.raises(PromiseError):
        wants(guest, "delivery", "next week", stated=False, importance=5)
    with pytest.raises(PromiseError):
        expecting.adjust(
            expectation=first, options=[{"words": "a week", "fact": "", "evidence": ""}], chosen=0, by=people.agent
        )

    options = [
        {"words": "in a week", "fact": "lead-time", "evidence": "confirmed by the maker, 3 May"},
        {"words": "another colour now", "fact": "stock", "evidence": "12 pieces, stock of today"},
    ]
    expecting.adjust(expectation=first, options=options, chosen=1, by=people.agent)

    row = Expectation.objects.get(until=None)
    assert (row.level, row.fact, row.stated, row.importance) == ("another colour now", "stock", True, 5)
    assert [one["taken"] for one in row.offered] == [False, True]
    with pytest.raises(PromiseError):  # somebody was quicker
        expecting.adjust(expectation=first, options=options, chosen=None, by=people.agent)


def test_a_change_is_told_once_to_whom_it_concerns(guest: Customer, people: SimpleNamespace) -> None:
    """The owner of an open promise; not who noted it, nobody for a first note. The mail names nobody."""
    due = today() + timedelta(days=3)
    Promise.objects.create(
        customer=guest, what="a room near the lift", made_on=today(), due=due, owner=people.manager, by=people.manager
    )
    wants(guest, "room", "near the lift", date(2026, 1, 1), by=people.agent)
    assert changes(lambda *_: None)["told"] == 0

    wants(guest, "room", "away from the lift", by=people.agent)
    assert [changes(lambda *_: None)["told"] for _ in "ab"] == [1, 0]

    mail = Outgoing.objects.get()
    assert mail.to == people.manager.email
    assert "Mei" not in mail.subject + mail.text
    assert [one.level for one in expected.urgent(expected.changed_lately(WHOLE))] == ["away from the lift"]


def test_questions_become_a_wish_or_a_promise(guest: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """As somebody at the desk asks them; the pages of another house show nothing of it."""
    client = client_of(people.manager)
    address = reverse("promises:expect", args=[guest.public_id]) + "?guide=room"
    page = client.get(address).content.decode()
    assert "What must it not have?" in page
    form = {"q-last": "it was quiet", "q-price": "120", "importance": "4", "owner": people.manager.public_id}
    form |= {"due": today().isoformat(), "becomes": "wish"}
    assert client.post(address, {**form, "q-last": ""}).status_code == 400
    assert client.post(address, form).status_code == 302
    client.post(address, {**form, "becomes": "promise"})

    row = Expectation.objects.get()
    assert (row.topic, row.level, row.latitude, row.importance) == ("room", "it was quiet", "120", 4)
    assert Promise.objects.get().what == "it was quiet"
    assert "it was quiet" in client.get(reverse("people:known", args=[guest.public_id])).content.decode()
    assert "it was quiet" in client.get(reverse("people:needs")).content.decode()
    assert "it was quiet" not in client_of(people.colleague).get(reverse("people:needs")).content.decode()


def test_the_page_of_ways_out(guest: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """An error at the fact that is missing; what they took may be promised in the same step."""
    client, row = client_of(people.manager), wants(guest, "delivery", "in two days")
    address = reverse("promises:adjust", args=[row.public_id])
    form = {"words0": "in a week", "chosen": "0", "due": today().isoformat()}
    wrong = client.post(address, form)
    assert wrong.status_code == 400
    assert set(wrong.context["form"].errors) == {"fact0", "evidence0"}

    done = client.post(address, form | {"fact0": "lead-time", "evidence0": "confirmed 3 May"})

    assert done.status_code == 302
    assert Promise.objects.get().what == "in a week"
    assert Expectation.objects.get(until=None).evidence == "confirmed 3 May"


def test_guides_are_read_and_all_goes_with_the_customer(guest: Customer) -> None:
    """Content in both languages."""
    assert all(one.questions and {"en", "zh"} <= set(one.title.words) for one in guides.guides().values())
    wants(guest, "quiet", "no lift")

    erase_people(["G-1"])

    assert not Expectation.objects.exists()
