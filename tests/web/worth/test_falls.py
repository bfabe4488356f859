"""Loyal customers who fell: told once for each fall, quiet where somebody has seen to it, one press to a case."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from regulars.insights.loyalty.slipping import Slipped
from regulars.web.cases.desk.work import counted
from regulars.web.cases.models import Case
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.models import Outgoing
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.promises.models import today
from regulars.web.results.watching import telling
from regulars.web.results.watching.models import Subscription
from regulars.web.worth.falls import finding
from regulars.web.worth.falls.finding import look
from regulars.web.worth.falls.models import Fall
from regulars.web.worth.falls.queries import waiting_for
from regulars.web.worth.keep.models import Drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def guests(units: SimpleNamespace) -> list[Customer]:
    """Four of Lakeside and one of Station, the later ones worth more."""
    made = []
    for key, name in enumerate(("anna", "bert", "carl", "dora", "emil"), start=1):
        unit = units.station if name == "emil" else units.lakeside
        made.append(Customer.objects.create(key=key, number=name, name=name.title(), words=name, unit=unit))
        CustomerScore.objects.create(customer=made[-1], value=float(key))
    return made


@pytest.fixture
def slips(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``slips((key, slip, unit, days ago) …)``: what the answers say."""

    def make(*rows: tuple[int, str, str, int]) -> None:
        days = np.array([today() - timedelta(days=ago) for *_, ago in rows], dtype="datetime64[D]")
        columns = [np.array([row[place] for row in rows]) for place in range(3)]
        monkeypatch.setattr(finding, "slipped", lambda facts, scope: Slipped(*columns, days, "guests"))

    return make


def _fall(customer: Customer, unit: Any, ago: int = 1) -> Fall:
    day = today() - timedelta(days=ago)
    return Fall.objects.create(customer=customer, survey="guests", unit=unit, answered=day, found=today())


def _waits(user: Any) -> list[str]:
    return [one.customer.number for one in waiting_for(user, today())]


def test_each_fall_is_found_once_and_old_answers_are_no_news(
    people: SimpleNamespace, guests: list[Customer], slips: Any
) -> None:
    """Nor is whoever is loyal still."""
    slips((1, "left", "lakeside", 3), (2, "left", "lakeside", 40), (3, "lower", "lakeside", 3), (5, "left", "", 1))

    assert look(None, today()) == 2  # type: ignore[arg-type]  the facts are not read
    assert look(None, today()) == 0  # type: ignore[arg-type]
    assert _waits(people.administrator) == ["emil", "anna"]
    assert _waits(people.manager) == ["anna"]
    slips((1, "left", "lakeside", 0))  # loyal again meanwhile, and fallen anew
    assert look(None, today()) == 1  # type: ignore[arg-type]
    assert Fall.objects.filter(customer=guests[0]).count() == 2


def test_who_is_seen_to_is_not_told_again(
    people: SimpleNamespace, units: SimpleNamespace, guests: list[Customer]
) -> None:
    """An open case, one since the answers, left alone by lot, set aside; a case of last year hinders nothing."""
    for customer in guests[:4]:
        _fall(customer, units.lakeside)
    Drawn.objects.create(customer=guests[1], lot="lost.x", held_out=True, since=today(), seed=1, share=20)
    before = datetime.combine(today() - timedelta(days=300), time(9), tzinfo=company_zone())
    Case.objects.create(
        customer=guests[2],
        kind="complaint",
        title="old",
        nonce="a",
        opened=before,
        state="closed",
        outcome="resolved",
        closed=before,
    )
    Case.objects.create(customer=guests[3], kind="complaint", title="open", nonce="b", opened=before)

    assert _waits(people.manager) == ["carl", "anna"]
    assert [str(one) for one in counted(people.manager, datetime.now(company_zone()))][-1] == (
        "2 customers were loyal and no longer are."
    )


def test_one_press_to_a_case_and_none_twice(
    people: SimpleNamespace, units: SimpleNamespace, guests: list[Customer], client_of: Any
) -> None:
    mine, other = _fall(guests[0], units.lakeside), _fall(guests[4], units.station)
    page = client_of(people.manager)
    assert "Anna" in page.get("/slipping/").content.decode()
    assert "Anna" in page.get("/cases/day/").content.decode()
    assert "Were loyal, and no longer are" in page.get("/today/").content.decode()

    answers = [page.post(f"/slipping/{mine.public_id}/case/") for _ in range(2)]

    case = Case.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/cases/{case.public_id}/"}
    assert (case.kind, case.customer, case.unit, case.rule) == ("recovery", guests[0], units.lakeside, "fall")
    assert "Nobody waits" in page.get("/slipping/").content.decode()
    assert page.post(f"/slipping/{other.public_id}/case/").status_code == 404
    assert page.post(f"/slipping/{other.public_id}/aside/").status_code == 404


def test_what_is_set_aside_can_be_looked_at_again(
    people: SimpleNamespace, units: SimpleNamespace, guests: list[Customer], client_of: Any
) -> None:
    fall = _fall(guests[0], units.lakeside)
    page = client_of(people.manager)
    page.post(f"/slipping/{fall.public_id}/aside/")
    assert _waits(people.manager) == []
    twice = page.post(f"/slipping/{fall.public_id}/aside/", follow=True).content.decode()
    assert "Somebody decided already" in twice

    page.post(f"/slipping/{fall.public_id}/aside/", {"do": "back"})

    assert _waits(people.manager) == ["anna"]


def test_a_subscription_tells_how_many_once_and_no_name(
    people: SimpleNamespace, units: SimpleNamespace, guests: list[Customer], company: Any
) -> None:
    """Within the units of the reader: the manager of Lakeside hears of one, the dealer of none."""
    _fall(guests[0], units.lakeside)
    _fall(guests[4], units.station)
    for user in (people.administrator, people.manager, people.dealer):
        Subscription.objects.create(user=user, survey="guests", drops=False, stalls=False, rhythm="never")
    now = datetime.combine(today(), time(10), tzinfo=company_zone())

    assert [telling.alert(now), telling.alert(now)] == [2, 0]

    texts = {one.to: one.text for one in Outgoing.objects.filter(nonce__startswith="watch:")}
    assert "2 customers were loyal" in texts[people.administrator.email]
    assert "1 customer was loyal" in texts[people.manager.email]
    assert all("/slipping/" in text and "Anna" not in text for text in texts.values())
