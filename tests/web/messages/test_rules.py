"""How often, and when: the company's own rules, by the clock on its wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from regulars.web.audit.models import Entry
from regulars.web.messages import actions
from regulars.web.messages.addresses import forget_country, number_of
from regulars.web.messages.models import Outgoing, Rules, State
from regulars.web.messages.queueing import Queued

pytestmark = pytest.mark.django_db
SENT = {
    "invitations": "1",
    "invitation_days": "90",
    "reminders": "4",
    "reminder_days": "30",
    "quiet_from": "20:30",
    "quiet_until": "09:00",
    "weekdays": ["0", "1", "2", "3", "4"],
    "country": "IT",
}


@pytest.fixture
def rules(company):
    """``rules(invitations=1)`` sets them."""

    def make(**fields):
        made = Rules(**fields)
        made.save()
        return made

    yield make
    forget_country()


def test_the_page_changes_them_at_once(people, client_of, letter) -> None:
    """Noted with what is different; the same again is no change. Caps, hours and the country of numbers follow."""
    ada, address = client_of(people.administrator), reverse("messages:rules")

    pages = [ada.post(address, SENT, follow=True).content.decode() for _ in range(2)]
    found = Rules.current()

    assert "Saved." in pages[0]
    assert "at most 1 invitation in 90 days, and none between 20:30 and 09:00" in pages[0]
    assert "Nothing was different." in pages[1]
    assert (found.quiet_from, found.weekdays) == (time(20, 30), [0, 1, 2, 3, 4])
    assert [set(one.details) for one in Entry.objects.filter(event="rules-changed")] == [
        {"invitations", "invitation_days", "quiet_from", "quiet_until", "weekdays", "country"}
    ]
    assert number_of("06 6982 1234") == "+390669821234"
    forget_country()
    assert actions.queue_all(letters=[letter(), letter()]) == Queued(waiting=1, capped=1)


@pytest.mark.parametrize(
    "wrong",
    [{"invitations": "0"}, {"invitation_days": "x"}, {"quiet_from": "25:00"}, {"weekdays": []}, {"country": "XX"}],
)
def test_what_cannot_be_is_said_beside_its_field(people, client_of, wrong) -> None:
    """Nothing is kept."""
    answer = client_of(people.administrator).post(reverse("messages:rules"), {**SENT, **wrong})

    assert answer.status_code == 400
    assert not Rules.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at", "quiet"),
    [
        ({}, time(20, 59), False),
        ({}, time(21), True),
        ({}, time(7, 59), True),
        ({}, time(8), False),
        ({"quiet_from": time(12), "quiet_until": time(14)}, time(13), True),
        ({"quiet_from": time(12), "quiet_until": time(14)}, time(2), False),
        ({"quiet_from": time(9), "quiet_until": time(9)}, time(9), False),
        ({"weekdays": [0]}, time(12), True),
        ({"weekdays": [6]}, time(12), False),
    ],
)
def test_quiet_hours_and_days(rules, fields, at, quiet) -> None:
    """A Sunday in Shanghai; over midnight or within a day."""
    made = rules(**fields)

    assert made.is_quiet(datetime.combine(date(2026, 11, 22), at, ZoneInfo("Asia/Shanghai"))) is quiet


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_night_in_which_the_clock_jumps(rules, company, day) -> None:
    """23 or 25 hours: quiet until eight on the wall, no sooner and no later; both in the hour that comes twice."""
    company.zone = "Europe/Rome"
    company.save()
    made = rules(quiet_from=time(2, 30), quiet_until=time(8))
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/Rome"))

    def loud(minutes):
        at = midnight.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)
        return not made.is_quiet(at), at.astimezone(ZoneInfo("Europe/Rome")).time()

    found = [loud(minutes) for minutes in range(0, 12 * 60, 10)]

    assert {quiet for quiet, clock in found if time(2, 30) <= clock < time(8)} == {False}
    assert {quiet for quiet, clock in found if clock >= time(8) or clock < time(2, 30)} == {True}


def test_what_waits_keeps_to_rules_that_change(rules, letter, box, send) -> None:
    """From the next round on."""
    actions.queue(letter=letter())
    rules(quiet_from=time(11), quiet_until=time(13))
    counts = [send().sent]
    Rules.objects.update(quiet_from=time(21), quiet_until=time(8))
    counts.append(send().sent)

    assert counts == [0, 1]
    assert Outgoing.objects.get().state == State.SENT


def test_reminders_are_counted_apart(rules, letter) -> None:
    """By type, over all studies."""
    rules(invitations=1, reminders=2)
    letters = [letter(about=f"study:{n}") for n in range(2)] + [letter(kind="reminder") for _ in range(3)]

    assert actions.queue_all(letters=letters) == Queued(waiting=3, capped=2)
