"""A wave that runs by itself, minute by minute, and cut off between any two steps of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web.fieldwork.waves import answer, cell, customers, fieldwork, send_all, study

from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.people import consents
from regulars.web.people.models import Customer
from regulars.web.research.fieldwork import inviting
from regulars.web.research.fieldwork.actions import end, extend, take_one_back
from regulars.web.research.fieldwork.models import Asked, Draw, Fieldwork, State
from regulars.web.research.fieldwork.running import step
from regulars.web.research.models import Study

pytestmark = pytest.mark.django_db


def _states() -> dict[str, int]:
    return dict(Counter(Asked.objects.values_list("state", flat=True)))


def _wave(units: Any, **fields: Any) -> Study:
    """Ten answers wanted of Lakeside and five of Harbour, half of those asked expected to answer."""
    one = study(timezone.now() - timedelta(hours=1), **fields)
    cell(one, "lakeside", 10, unit=units.lakeside)
    cell(one, "harbour", 5, unit=units.harbour)
    customers(40, unit=units.lakeside)
    customers(40, unit=units.harbour, first=101)
    fieldwork(one, reminders=[3, 6])
    return one


def test_it_opens_draws_invites_and_notes_what_was_sent(units: Any) -> None:
    one = _wave(units)
    done = step()
    assert (done.opened, done.drawn, done.invited) == (1, 30, 30)
    assert _states() == {"queued": 30}
    send_all()
    step()
    assert _states() == {"sent": 30}
    assert set(Asked.objects.values_list("invited_at", flat=True)) == set(
        Outgoing.objects.values_list("ended", flat=True)
    )
    one.refresh_from_db()
    assert one.state == "open"
    letter = Outgoing.objects.first()
    assert (letter.about, letter.kind) == (f"study:{one.public_id}", "invitation")
    assert "/s/to/" in letter.text


def test_it_waits_for_its_first_day(units: Any) -> None:
    one = study(timezone.now() + timedelta(days=1))
    cell(one, "lakeside", 10, unit=units.lakeside)
    customers(40, unit=units.lakeside)
    fieldwork(one)
    assert step().as_dict() == {}
    assert step(timezone.now() + timedelta(days=1, minutes=1)).as_dict() == {"opened": 1, "drawn": 20, "invited": 20}


def test_only_those_who_have_not_answered_are_reminded_on_the_days_of_the_plan(units: Any) -> None:
    one = _wave(units)
    step()
    send_all()
    step()
    first = Asked.objects.first()
    answer(first, "n1")
    assert step(timezone.now() + timedelta(days=2)).reminded == 0
    later = timezone.now() + timedelta(days=3, hours=1)
    assert step(later).reminded == 29
    assert step(later).reminded == 0
    assert not Outgoing.objects.filter(nonce=f"remind:{first.public_id}:1").exists()
    assert Outgoing.objects.filter(kind="reminder", about=f"study:{one.public_id}").count() == 29
    assert step(timezone.now() + timedelta(days=6, hours=1)).reminded == 29
    assert Outgoing.objects.filter(kind="reminder").count() == 58


def test_a_reminder_that_waits_does_not_go_to_whoever_answers_meanwhile(units: Any) -> None:
    _wave(units)
    step()
    send_all()
    step()
    step(timezone.now() + timedelta(days=3, hours=1))
    one = Asked.objects.first()
    answer(one, "n1")
    step(timezone.now() + timedelta(days=3, hours=2))
    assert Outgoing.objects.get(nonce=f"remind:{one.public_id}:1").state == Sent.CANCELLED
    assert Outgoing.objects.filter(kind="reminder", state=Sent.WAITING).count() == 29


def test_a_full_cell_takes_its_waiting_letters_back_and_the_others_go_on(units: Any) -> None:
    one = _wave(units)
    step()
    port = one.cells.get(key="harbour")
    for number, person in enumerate(Asked.objects.filter(cell=port)[:5]):
        answer(person, f"n{number}")
    step()
    assert dict(Counter(Asked.objects.filter(cell=port).values_list("state", flat=True))) == {"answered": 5, "over": 5}
    assert _states()["queued"] == 20
    assert Outgoing.objects.filter(state=Sent.CANCELLED).count() >= 5


def test_it_closes_early_when_every_part_is_full(units: Any) -> None:
    one = _wave(units)
    step()
    for key, count in (("lakeside", 10), ("harbour", 5)):
        for number, person in enumerate(Asked.objects.filter(cell__key=key)[:count]):
            answer(person, f"{key}{number}")
    done = step()
    one.refresh_from_db()
    assert (done.closed, one.state) == (1, "closed")
    assert _states() == {"answered": 15, "over": 15}
    assert not Outgoing.objects.filter(state=Sent.WAITING).exists()


def test_it_closes_on_its_last_day(units: Any) -> None:
    one = _wave(units)
    step()
    done = step(timezone.now() + timedelta(days=15))
    one.refresh_from_db()
    assert (done.closed, done.taken_back, one.state) == (1, 30, "closed")
    assert _states() == {"over": 30}


def test_what_became_of_the_letters_is_written_down(units: Any) -> None:
    _wave(units)
    step()
    letters = list(Outgoing.objects.order_by("pk").values_list("pk", flat=True))
    for pk, state in zip(letters, (Sent.REFUSED, Sent.SUPPRESSED, Sent.UNSURE, Sent.CANCELLED), strict=False):
        Outgoing.objects.filter(pk=pk).update(state=state, claimed=timezone.now(), ended=timezone.now())
    step()
    assert _states() == {"unreached": 1, "blocked": 1, "sent": 1, "cancelled": 1, "queued": 26}
    Outgoing.objects.filter(state=Sent.UNSURE).update(state=Sent.BOUNCED)
    step()
    assert _states()["unreached"] == 2


def test_consent_withdrawn_between_draw_and_letter_is_respected(units: Any) -> None:
    one = _wave(units)
    fieldwork(one)
    from regulars.web.research.fieldwork.drawing import draw_people

    Study.objects.update(state="open")
    draw_people(fieldwork=Fieldwork.objects.select_related("study").get(), by=None)
    person = Asked.objects.first()
    consents.withdraw(customers=[person.customer_id], purpose="surveys", source="person")
    step()
    step()
    person.refresh_from_db()
    assert (person.state, person.invitation.state) == (State.BLOCKED, Sent.SUPPRESSED)


def test_no_more_is_queued_than_the_outbox_sends_in_an_hour(units: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "AHEAD", 12)
    _wave(units)
    step()
    step()
    assert _states() == {"queued": 12, "drawn": 18}
    send_all()
    step()
    assert _states() == {"sent": 12, "queued": 12, "drawn": 6}


class _Cut(BaseException):
    """The process dies here."""


_PLACES = [
    ("regulars.web.research.fieldwork.running.open_study", "before"),
    ("regulars.web.research.fieldwork.running.draw_people", "before"),
    ("regulars.web.research.fieldwork.running.draw_people", "after"),
    ("regulars.web.research.fieldwork.inviting.queue_all", "before"),
    ("regulars.web.research.fieldwork.inviting.queue_all", "half"),
    ("regulars.web.research.fieldwork.inviting.queue_all", "after"),
    ("regulars.web.research.fieldwork.running.sweep", "after"),
    ("regulars.web.research.fieldwork.running.take_back", "after"),
    ("regulars.web.research.fieldwork.running.close_study", "before"),
]


@pytest.mark.parametrize(("place", "when"), _PLACES)
def test_cut_off_anywhere_it_comes_to_the_same_end(
    units: Any, monkeypatch: pytest.MonkeyPatch, place: str, when: str
) -> None:
    """Everybody gets one invitation and one of each reminder, whatever died in between."""
    from importlib import import_module

    _wave(units)
    folder, _, name = place.rpartition(".")
    module = import_module(folder)
    real = getattr(module, name)

    def dies(*args: Any, **kwargs: Any) -> Any:
        if when == "half":
            kwargs = {**kwargs, "letters": list(kwargs["letters"])[:7]}
        if when != "before":
            real(*args, **kwargs)
        raise _Cut

    begin = timezone.now()
    for hours in (0, 1, 75, 76, 150, 151, 24 * 16, 24 * 16 + 1):
        now = begin + timedelta(hours=hours)
        monkeypatch.setattr(module, name, dies)
        with suppress(_Cut):
            step(now)
        monkeypatch.setattr(module, name, real)
        step(now)
        send_all()
        step(now)
    assert Counter(Outgoing.objects.values_list("kind", flat=True)) == {"invitation": 30, "reminder": 60}
    assert Draw.objects.count() == 1
    assert _states() == {"sent": 30}
    assert Study.objects.get().state == "closed"


def test_the_night_in_which_the_clock_jumps_changes_no_day(company: Any, units: Any) -> None:
    """Days of reminding go by the calendar: the night of the 28th of March 2027 has an hour less in Berlin."""
    company.zone = "Europe/Berlin"
    company.save()
    one = study(datetime(2027, 3, 25, 23, tzinfo=UTC), days=20)  # midnight of the 26th
    found = fieldwork(one, reminders=[4])
    assert inviting.come(one, found, datetime(2027, 3, 29, 21, 59, tzinfo=UTC)) == 0
    assert inviting.come(one, found, datetime(2027, 3, 29, 22, 0, tzinfo=UTC)) == 1  # midnight of the 30th


def test_it_goes_on_when_somebody_lets_it(units: Any, people: Any) -> None:
    one = _wave(units)
    Fieldwork.objects.update(due=timezone.localdate() + timedelta(days=20))
    step()
    send_all()
    step()
    end(study=one, by=people.administrator)
    one.refresh_from_db()
    due = Fieldwork.objects.get().due
    extend(study=one, until=one.closes_at + timedelta(days=7), by=people.administrator, remind=True)
    assert Fieldwork.objects.get().due == due + timedelta(days=7)
    assert Fieldwork.objects.get().stopped_at is None
    Asked.objects.update(invited_at=timezone.now() - timedelta(days=3))
    Study.objects.update(opens_at=timezone.now() - timedelta(days=3))
    assert step().reminded == 30


def test_ended_by_hand_nobody_else_is_asked(units: Any, people: Any) -> None:
    one = _wave(units)
    step()
    assert end(study=one, by=people.administrator) == 30
    assert _states() == {"over": 30}
    assert step().as_dict() == {}


def test_one_invitation_is_taken_back(units: Any, people: Any) -> None:
    _wave(units)
    step()
    one = Asked.objects.first()
    take_one_back(asked=one, by=people.administrator)
    one.refresh_from_db()
    assert (one.state, one.invitation.state) == (State.CANCELLED, Sent.CANCELLED)


def test_those_who_must_know_hear_once_that_the_report_is_due(units: Any, people: Any) -> None:
    _wave(units)
    Fieldwork.objects.update(due=timezone.localdate())
    assert step().alarmed == 2  # who administers and who analyses; nobody signed a plan
    assert step().alarmed == 0
    assert set(Outgoing.objects.filter(kind="notice").values_list("to", flat=True)) == {
        people.administrator.email,
        people.analyst.email,
    }


def test_whoever_writes_chinese_is_written_to_in_chinese(units: Any) -> None:
    _wave(units)
    Customer.objects.update(language="zh-CN")
    step()
    letter = Outgoing.objects.first()
    assert letter.language == "zh"
    assert "您好" in letter.text
