"""From something that happened to somebody who is asked: once, in time, and every event ends in one state."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from tests.web.events.conftest import NOW

from regulars.web.research.events.actions import leave_alone, switch
from regulars.web.research.events.asking import round_of
from regulars.web.research.events.models import Happening, State
from regulars.web.research.fieldwork.models import Asked

pytestmark = pytest.mark.django_db


def _states() -> Counter:
    return Counter(Happening.objects.values_list("state", flat=True))


def test_an_event_told_twice_is_asked_about_once(trigger, customer, tell) -> None:
    """In one round or in two, and however often it is told."""
    trigger()
    customer("C1")

    first, again = tell("R-1", customer="C1"), tell("R-1", customer="C1")
    round_of(NOW)
    tell("R-1", customer="C1")
    round_of(NOW + timedelta(minutes=1))

    assert (first.verdict, again.verdict) == ("taken", "known")
    assert _states() == {"asked": 1}
    assert Asked.objects.get().to == "c1@example.com"


def test_it_waits_for_its_time(trigger, customer, tell) -> None:
    """Sixty minutes after it happened, not after we heard of it."""
    trigger(wait_minutes=60)
    customer("C1")
    tell("R-1", customer="C1", minutes=10)

    round_of(NOW)
    before = _states()
    round_of(NOW + timedelta(minutes=48))
    not_yet = _states()
    round_of(NOW + timedelta(minutes=50))

    assert (before, not_yet, _states()) == ({"waiting": 1}, {"waiting": 1}, {"asked": 1})


def test_one_that_comes_a_day_late_is_asked_about_if_the_window_is_open(trigger, customer, tell) -> None:
    """What lies longer ago is not, and says so."""
    trigger(window_days=2)
    customer("C1")
    customer("C2")
    tell("late", customer="C1", minutes=24 * 60)
    tell("too late", customer="C2", minutes=49 * 60)

    round_of(NOW)

    assert dict(Happening.objects.values_list("key", "state")) == {"late": "asked", "too late": "late"}


def test_the_first_trigger_that_fits_decides(trigger, customer, tell, studies) -> None:
    """By its condition over what happened, where, and to whom."""
    trigger(study=studies.second, condition="nights >= 5 and customer.kind = person")
    trigger(condition="nights >= 2")
    for number in ("C1", "C2", "C3"):
        customer(number)
    tell("long", customer="C1", nights=6)
    tell("short", customer="C2", nights=2)
    tell("night", customer="C3", nights=1)

    round_of(NOW)

    found = dict(Happening.objects.values_list("key", "asked__study"))
    assert found == {"long": studies.second.pk, "short": studies.first.pk, "night": None}
    assert Happening.objects.get(key="night").state == State.NO_TRIGGER


def test_a_day_and_a_month_have_their_pace(trigger, customer, tell) -> None:
    """And what is over is counted, so that the figures add up."""
    trigger(per_day=3, per_month=4)
    for n in range(12):
        customer(f"C{n}")
        tell(f"R-{n}", customer=f"C{n}", minutes=n)
        if n == 5:
            round_of(NOW)
    round_of(NOW)
    today = _states()
    customer("D1")
    customer("D2")
    tell("D-1", customer="D1")
    tell("D-2", customer="D2")
    round_of(NOW + timedelta(days=1))

    assert today == {"asked": 3, "paced": 9}
    assert _states() == {"asked": 4, "paced": 10}


def test_nobody_is_asked_again_within_the_days_of_rest(trigger, customer, tell) -> None:
    """Whichever trigger asks; afterwards the same study may ask them about another stay."""
    trigger(rest_days=10)
    trigger("repair", rest_days=10)
    customer("C1")
    tell("R-1", customer="C1")
    round_of(NOW)
    tell("W-1", kind="repair", customer="C1")
    tell("R-2", customer="C1")
    round_of(NOW + timedelta(days=3))
    tell("R-3", customer="C1")
    round_of(NOW + timedelta(days=11))

    states = dict(Happening.objects.values_list("key", "state"))
    assert states == {"R-1": "asked", "W-1": "too-often", "R-2": "too-often", "R-3": "asked"}


def test_two_events_of_one_person_in_one_round_are_one_invitation(trigger, customer, tell) -> None:
    """By customer, and by the address of somebody nobody knows."""
    trigger(rest_days=30)
    customer("C1")
    tell("R-1", customer="C1")
    tell("R-2", customer="C1")
    tell("R-3", email="li@example.com")
    tell("R-4", email="Li@EXAMPLE.com ")

    round_of(NOW)

    assert _states() == {"asked": 2, "too-often": 2}


def test_who_is_not_asked_and_why(trigger, customer, tell, studies) -> None:
    """No address, no consent, left alone, not drawn, stopped with its trigger."""
    from regulars.web.messages.actions import suppress
    from regulars.web.messages.models import Reason
    from regulars.web.people import consents

    trigger()
    rare = trigger("repair", rate=0.000001)
    customer("C1", email="")
    no = customer("C2")
    alone = customer("C3")
    customer("C4")
    customer("C5")
    consents.withdraw(customers=[no.pk], purpose="surveys", source="phone")
    leave_alone(customer=alone, kind=None, by=None)
    suppress(reason=Reason.BOUNCED, source="hand", address="c4@example.com")
    for n in range(1, 5):
        tell(f"R-{n}", customer=f"C{n}")
    tell("W-1", kind="repair", customer="C5")
    tell("nobody", customer="X9")
    tell("other", kind="renewal", customer="C5")

    round_of(NOW)

    states = dict(Happening.objects.values_list("key", "state"))
    assert states == {
        "R-1": "no-address", "R-2": "refused", "R-3": "excluded", "R-4": "refused", "W-1": "not-drawn",
        "nobody": "no-address", "other": "no-trigger",
    }  # fmt: skip
    assert rare.happenings.count() == 1


def test_a_trigger_that_is_switched_off_asks_nobody_who_waits(trigger, customer, tell) -> None:
    """Nor does one whose study has closed."""
    from regulars.web.research.actions import close_study

    one = trigger(wait_minutes=60)
    other = trigger("repair", wait_minutes=60)
    customer("C1")
    tell("R-1", customer="C1")
    tell("W-1", kind="repair", customer="C1")
    round_of(NOW)

    switch(trigger=one, on=False, by=None)
    close_study(study=other.study, by=None)
    round_of(NOW + timedelta(hours=2))

    assert dict(Happening.objects.values_list("key", "state")) == {"R-1": "stopped", "W-1": "closed"}


def test_whoever_dies_while_asking_has_done_nothing(trigger, customer, tell, monkeypatch) -> None:
    """Who is asked, the invitation and the state are one; the next round does it, once."""
    from regulars.web.research.events import asking

    trigger()
    customer("C1")
    tell("R-1", customer="C1")
    with monkeypatch.context() as broken:

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        broken.setattr(asking, "invite", die)
        with pytest.raises(KeyboardInterrupt):
            round_of(NOW)
    between = _states(), Asked.objects.count()
    round_of(NOW + timedelta(minutes=1))

    assert between == ({"waiting": 1}, 0)
    assert (_states(), Asked.objects.count()) == ({"asked": 1}, 1)
