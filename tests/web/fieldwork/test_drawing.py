"""Drawing people: the same ones again by the same seed, nobody who must not be asked, and sums that add up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone
from tests.web.fieldwork.waves import cell, customers, fieldwork, study

from regulars.web.messages.actions import queue_all, suppress
from regulars.web.messages.models import Reason
from regulars.web.messages.writing import Letter
from regulars.web.people import consents
from regulars.web.people.models import Customer
from regulars.web.research.actions import create_links
from regulars.web.research.fieldwork.drawing import choose, draw_people, undo_draw
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.models import Asked, State

pytestmark = pytest.mark.django_db


def test_as_many_are_drawn_as_the_answers_take(units: Any) -> None:
    """Wanted over the expected response, in each cell; weights are population over drawn."""
    one = study(timezone.now())
    lake, port = cell(one, "lakeside", 10, unit=units.lakeside), cell(one, "harbour", 5, unit=units.harbour)
    customers(60, unit=units.lakeside)
    customers(40, unit=units.harbour, first=101)

    draw = draw_people(fieldwork=fieldwork(one), by=None)

    assert Counter(Asked.objects.values_list("cell", flat=True)) == {lake.pk: 20, port.pk: 10}
    assert set(Asked.objects.values_list("cell", "weight")) == {(lake.pk, 3.0), (port.pk, 4.0)}
    assert set(Asked.objects.values_list("cell", "link__unit")) == {
        (lake.pk, units.lakeside.pk),
        (port.pk, units.harbour.pk),
    }
    assert (draw.pool, draw.taken, draw.set_aside) == (100, 30, {"not_drawn": 70})


def test_the_same_seed_draws_the_same_people(units: Any) -> None:
    one = study(timezone.now(), quota=20)
    customers(200)
    work = fieldwork(one)
    draw = draw_people(fieldwork=work, by=None)
    first = set(Asked.objects.values_list("to", flat=True))
    undo_draw(draw=draw, by=None)
    assert not Asked.objects.exists()
    draw_people(fieldwork=work, by=None)
    assert set(Asked.objects.values_list("to", flat=True)) == first
    work.seed += 1
    assert {person.to for person in choose(work, number=40).people} != first


def test_whoever_must_not_be_asked_is_counted_by_reason(units: Any) -> None:
    one = study(timezone.now())
    people = customers(12)
    Customer.objects.filter(pk=people[0].pk).update(email="")
    Customer.objects.filter(pk=people[1].pk).update(email="no address")
    Customer.objects.filter(pk=people[3].pk).update(email=people[2].email.upper().replace("EXAMPLE", "Example"))
    suppress(reason=Reason.BOUNCED, source="hand", address=people[4].email)
    consents.withdraw(customers=[people[5].pk], purpose="surveys", source="person")
    queue_all(
        letters=[Letter("invitation", people[6].email, "a", "b", nonce=f"n{n}", customer=people[6]) for n in range(2)]
    )
    work = fieldwork(one)
    draw = draw_people(fieldwork=work, by=None, number=4)
    assert draw.set_aside == {
        "capped": 1, "duplicate": 1, "no_address": 2, "no_consent": 1, "not_drawn": 2, "suppressed": 1,
    }  # fmt: skip
    assert draw.taken + sum(draw.set_aside.values()) == draw.pool == 12

    again = draw_people(fieldwork=work, by=None, number=100)
    assert again.set_aside["asked_before"] in (4, 5)  # one of the two who share an address may be among them
    assert again.taken + sum(again.set_aside.values()) == again.pool == 12


def test_answers_that_are_there_are_not_asked_for_again(units: Any) -> None:
    one = study(timezone.now())
    cell(one, "lakeside", 10, unit=units.lakeside)
    customers(100, unit=units.lakeside)
    work = fieldwork(one)
    draw_people(fieldwork=work, by=None)
    assert choose(work).people == []
    Asked.objects.filter(pk__in=Asked.objects.values("pk")[:6]).update(state=State.DECLINED)
    assert len(choose(work).people) == 6


def test_a_rule_and_the_rest_make_cells(units: Any) -> None:
    """Who fits a rule is in its part; a single part without one takes everybody else."""
    one = study(timezone.now(), sample="census")
    known = cell(one, "chinese", 0, rule="language = zh")
    rest = cell(one, "others", 0)
    customers(3, language="zh")
    customers(4, first=101)
    draw_people(fieldwork=fieldwork(one), by=None)
    assert Counter(Asked.objects.values_list("cell", flat=True)) == {known.pk: 3, rest.pk: 4}


def test_a_condition_says_whom(units: Any) -> None:
    one = study(timezone.now())
    customers(3, language="zh")
    customers(4, first=101)
    assert choose(fieldwork(one, people="language = zh")).pool == 3


def test_a_study_by_posters_asks_nobody_by_name(units: Any) -> None:
    one = study(timezone.now())
    with pytest.raises(FieldworkError):
        choose(fieldwork(one, shares={"qr": {"share": 1, "response": 0.1}}))


def test_the_lot_decides_the_channel_where_there_are_two(units: Any) -> None:
    """By the shares of the plan; who has no address for the one is asked by the other."""
    one = study(timezone.now())
    customers(200, phone="138 0013 8000")
    shares = {"email": {"share": 0.5, "response": 0.5}, "sms": {"share": 0.5, "response": 0.5}}
    for number, person in enumerate(Customer.objects.order_by("pk")[:100]):
        Customer.objects.filter(pk=person.pk).update(phone=f"1380013{8000 + number}")
    found = choose(fieldwork(one, shares=shares))
    by = Counter(person.channel for person in found.people)
    assert by["email"] + by["sms"] + found.set_aside.get("duplicate", 0) == 200
    assert by["email"] > 60
    assert by["sms"] > 20


def test_a_draw_is_undone_only_as_long_as_nobody_was_invited(units: Any) -> None:
    one = study(timezone.now())
    customers(3)
    draw = draw_people(fieldwork=fieldwork(one), by=None)
    Asked.objects.filter(pk=Asked.objects.first().pk).update(state=State.QUEUED)
    with pytest.raises(FieldworkError):
        undo_draw(draw=draw, by=None)
    assert Asked.objects.count() == 3
    assert create_links(study=one, units=[None], by=None)
