"""People on the list of those who are asked: once each, and each answers once."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.models import Asked, Source, Spent, State
from regulars.web.research.fieldwork.tokens import hash_of, token_of
from regulars.web.research.models import OutboxRow, Response, Study

pytestmark = pytest.mark.django_db


def _study(privacy: str = "identified") -> Study:
    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None, privacy=privacy)
    open_study(study=study, by=None)
    return study


def _answer(path: str, **fields: str) -> int:
    client = Client()
    page = client.get(path)
    if (found := re.search(rb'name="form" value="([^"]+)"', page.content)) is None:
        return page.status_code
    sent = urlencode({"form": found[1].decode(), **fields})
    return client.post(path, sent, content_type="application/x-www-form-urlencoded").status_code


def test_nobody_is_asked_twice_in_a_study(company) -> None:
    """By the same address however it is written, in one draw or in two."""
    study = _study()
    people = [Person("mei@example.com"), Person(" Mei@EXAMPLE.com"), Person("no address"), Person("li@example.com")]

    first = ask(study=study, source=Source.LIST, people=people, by=None, pool=4)
    again = ask(study=study, source=Source.LIST, people=people, by=None, pool=4)

    assert (first.taken, first.set_aside) == (2, {"asked_before": 1, "no_address": 1})
    assert (again.taken, again.set_aside) == (0, {"asked_before": 3, "no_address": 1})
    assert Asked.objects.count() == 2


def test_an_invitation_is_answered_once(company) -> None:
    """And the address itself is stored nowhere."""
    study = _study()
    ask(study=study, source=Source.LIST, people=[Person("mei@example.com")], by=None)
    one = Asked.objects.get()
    token = token_of(one.public_id)

    assert _answer(f"/s/to/{token}", effort="6") == 303
    assert _answer(f"/s/to/{token}", effort="1") == 200  # no form any more

    response = Response.objects.get()
    assert (response.answers["effort"], response.channel, response.test) == (6, "personal", False)
    assert Asked.objects.get().state == State.ANSWERED
    assert one.token_hash == hash_of(token) != token


def test_in_an_anonymous_study_nothing_says_who_answered(company) -> None:
    """Only that the invitation is spent; the time is the day's."""
    study = _study("anonymous")
    ask(study=study, source=Source.LIST, people=[Person("mei@example.com")], by=None)
    path = f"/s/to/{token_of(Asked.objects.get().public_id)}"

    _answer(path, effort="6")
    _answer(path, effort="1")

    response = Response.objects.get()
    assert (response.at.minute, response.at.second, response.at.microsecond) == (0, 0, 0)
    assert response.customer is None
    assert Asked.objects.get().state == State.DRAWN
    assert len(Spent.objects.get().hashes) == 1


def test_a_pilot_never_counts(company) -> None:
    """Its answers are marked, and the facts never hear of them."""
    study = _study()
    ask(study=study, source=Source.LIST, people=[Person("me@example.com")], by=None, pilot=True)

    _answer(f"/s/to/{token_of(Asked.objects.get().public_id)}", effort="6")

    assert Response.objects.get().test
    assert not OutboxRow.objects.exists()
    assert not Response.objects.counted().exists()
