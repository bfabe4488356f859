"""All that happened with a customer in one row: in order, leafed through both ways, and only what one may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from regulars.web.accounts.models import User
from regulars.web.people.models import Contact, Customer
from regulars.web.people.timeline.reading import Page, Place, Wanted, timeline
from regulars.web.people.timeline.sources import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(guests: SimpleNamespace, people: SimpleNamespace, units: SimpleNamespace) -> Customer:
    """With something of each kind, much of it on the same days."""
    from regulars.web.messages.models import Outgoing
    from regulars.web.people.cards.models import Arrival
    from regulars.web.people.models import Consent
    from regulars.web.people.promises.models import Expectation, Promise
    from regulars.web.research.events.kinds import kinds
    from regulars.web.research.events.models import Happening

    anna, day = guests.anna, date(2026, 2, 5)
    Promise.objects.create(customer=anna, what="a quiet room", made_on=day, due=day, owner=people.manager)
    Promise.objects.create(
        customer=anna, what="new towels", made_on=day, due=day, outcome="kept", settled_on=day + timedelta(days=2)
    )
    Expectation.objects.create(customer=anna, topic="quiet", level="no lift", since=day)
    Contact.objects.bulk_create([Contact(customer=anna, day=day, words=f"talk {n}") for n in range(5)])
    Consent.objects.create(customer=anna, purpose="surveys", given=True, source="phone", at=_at(5, 9))
    Outgoing.objects.create(
        kind="notice", to="a@x.example", to_hash="x", customer=anna, language="en", subject="Thank you", text="",
        nonce="n", message_id="<n>", created=_at(5, 9),
    )  # fmt: skip
    for unit in (units.lakeside, units.harbour):
        Arrival.objects.create(customer=anna, unit=unit, on=day, nights=2)
        Happening.objects.create(
            kind=kinds()["stay"], source="t", key=unit.code, customer=anna, unit=unit, at=_at(6, 8),
            details={"room_type": f"suite of {unit.code}"},
        )  # fmt: skip
    return anna


def test_each_page_goes_on_where_the_last_one_ended(anna: Customer, people: SimpleNamespace) -> None:
    """Forth and back, whatever the size of a page, and though many entries are of the same moment."""
    whole = _page(people.administrator, anna, size=100)
    order = [line.place for line in whole.lines]
    assert order == sorted(order, reverse=True)
    assert len(order) == whole.total == sum(one.count for one in whole.chips) == 22
    for size in (1, 3, 7):
        seen, page = [], _page(people.administrator, anna, size=size)
        pages = [page]
        while page.earlier:
            page = _page(people.administrator, anna, size=size, place=Place.read(page.earlier))
            pages.append(page)
        seen = [line.place for page in pages for line in page.lines]
        assert seen == order
        back = [line.place for line in page.lines]
        while page.later:
            page = _page(people.administrator, anna, size=size, place=Place.read(page.later), later=True)
            back = [line.place for line in page.lines] + back
        assert back == order


def test_who_sees_one_unit_is_told_of_that_one(anna: Customer, people: SimpleNamespace) -> None:
    """Neither what was bought or said elsewhere, nor arrivals and events there; nor that they are there."""
    page = _page(people.manager, anna, size=100)
    words = " ".join(f"{line.one.what} {line.one.where} {line.one.details} {line.one.said}" for line in page.lines)
    assert "Harbour" not in words
    assert "suite of harbour" not in words
    assert "Cold eggs" not in words
    assert "suite of lakeside" in words
    counts = {one.kind: one.count for one in page.chips}
    assert (counts["purchases"], counts["answers"], counts["events"], counts["arrivals"]) == (1, 1, 1, 1)
    # The way to the outbox and to the register of events is for those who keep them.
    assert not any(line.one.url for line in page.lines if line.source.kind in ("messages", "events"))


def test_kind_and_period_are_chosen_on_the_page(
    anna: Customer, people: SimpleNamespace, client_of: Any, parsed: Any
) -> None:
    """By chips and two days; what cannot be read in the address is no error."""
    client, url = client_of(people.administrator), reverse("timeline:timeline", args=[anna.public_id])
    text = parsed(client.get(url, {"kind": "promises"})).text
    assert "Not kept so far: a quiet room" in text
    assert "kept late: new towels" in text
    assert "talk 1" not in text
    text = parsed(client.get(url, {"since": "2026-02-06", "until": "2026-02-06"})).text
    assert "Cold eggs" in text
    assert "suite of harbour" in text
    assert "talk 1" not in text
    assert "Nothing of this kind" in parsed(client.get(url, {"until": "1999-01-01"})).text
    assert "lies before" in parsed(client.get(url, {"since": "2026-02-06", "until": "2026-02-01"})).text
    for bad in ("x", "WzEsMiwzXQ", "W10", "e30", "\x00", "W" * 4000):
        assert client.get(url, {"before": bad, "kind": bad, "since": bad}).status_code == 200


def test_a_page_asks_a_bounded_number_of_queries(
    anna: Customer, people: SimpleNamespace, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    """One to each source and one for all counts, however much there is."""
    client, url = client_of(people.administrator), reverse("timeline:timeline", args=[anna.public_id])
    client.get(url)
    Contact.objects.bulk_create([Contact(customer=anna, day=date(2026, 3, 1), words="again") for _ in range(100)])
    with django_assert_max_num_queries(40):
        client.get(url)


def _page(user: User, customer: Customer, **wanted: Any) -> Page:
    return timeline(Reader.of(user, customer), Wanted(**wanted))


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 2, day, hour, tzinfo=UTC)
