"""Those who are called after an event: who, the questions, and how it went."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.web.events.conftest import NOW

from regulars.web.research.events import calls
from regulars.web.research.events.asking import round_of
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.models import Call, Outcome
from regulars.web.research.fieldwork.models import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(trigger, customer, tell, units) -> Any:
    """One at Lakeside."""
    trigger("repair", way="phone")
    customer("C1", phone="138 0013 8000", email="")
    tell("W-1", kind="repair", customer="C1", unit="lakeside", device="Boiler")
    round_of(NOW)
    return Call.objects.get()


def test_a_call_stands_on_the_list_of_its_unit(call, people, client_of) -> None:
    """With the number, what happened, and the questions; not on that of another unit."""
    page = client_of(people.interviewer).get(reverse("events:calls")).content.decode()

    asked = Asked.objects.get()
    assert ("+8613800138000" in page, "Boiler" in page, "/s/to/" in page) == (True, True, True)
    assert (asked.channel, asked.link.channel, asked.invitation) == ("phone", "interviewer", None)
    assert call.unit.code == "lakeside"


def test_nobody_home_four_times_is_nobody_reached(call) -> None:
    """Tried again some hours later each time."""
    for n in range(calls.MOST_TRIES):
        calls.note(call=call, outcome=Outcome.NO_ANSWER, by=None, now=NOW + timedelta(hours=n))
    call.refresh_from_db()

    assert (call.outcome, call.tries, Asked.objects.get().state) == ("unreached", 4, "unreached")
    with pytest.raises(EventError):
        calls.note(call=call, outcome=Outcome.DONE, by=None)


def test_who_declines_is_not_called_again(call) -> None:
    """And the board of the study knows."""
    calls.note(call=call, outcome=Outcome.DECLINED, by=None)

    assert Call.objects.open().count() == 0
    assert Asked.objects.get().state == "declined"
