"""Into the outbox: once, not too often, and not to whom wants none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.web.audit.models import Entry
from regulars.web.messages import actions
from regulars.web.messages.actions import Queued
from regulars.web.messages.addresses import hashed
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.models import Outgoing, Reason, State, Suppressed

pytestmark = pytest.mark.django_db


def test_the_same_queued_twice_is_one(letter) -> None:
    """By its nonce; the trail notes the first time."""
    one = letter()
    first, second = actions.queue(letter=one), actions.queue(letter=one)

    assert first == second
    assert first.state == State.WAITING
    assert [entry.details["count"] for entry in Entry.objects.all()] == [1]


def test_a_list_with_rubbish_is_queued_and_says_why_not(letter, django_assert_max_num_queries) -> None:
    """Bad addresses, doubles and whom one must not write to have a row with its reason; few queries for many rows."""
    actions.suppress(reason=Reason.UNSUBSCRIBED, source="hand", address="Gone@Example.com")
    letters = [letter(f"guest{number}@example.com") for number in range(200)]
    odd = [letter("no address"), letter("a@b.example\nBcc: x@y.example"), letter("gone@example.com"), letters[0]]

    with django_assert_max_num_queries(13):
        found = actions.queue_all(letters=[*letters, *odd])

    assert found == Queued(waiting=200, suppressed=1, no_address=2)
    assert actions.queue_all(letters=letters) == Queued(known=200)
    assert "no e-mail address" in str(Outgoing.objects.get(to="no address").problem_words)


def test_nobody_is_asked_too_often(letter) -> None:
    """Two invitations in thirty days over all studies, however the address is written; notices are not counted."""
    for address in ("mei@example.com", "MEI@example.com"):
        actions.queue(letter=letter(address))

    third = actions.queue(letter=letter())
    notice = actions.queue(letter=letter(kind="notice"))
    Outgoing.objects.update(created=notice.created - timedelta(days=31))
    later = actions.queue(letter=letter())

    assert (third.state, notice.state, later.state) == (State.SUPPRESSED, State.WAITING, State.WAITING)
    assert "had 2 of this kind in 30 days" in str(third.problem_words)
    assert actions.queue_all(letters=[letter("wu@example.com") for _ in range(4)]) == Queued(waiting=2, capped=2)


def test_suppressing_stops_what_waits(letter) -> None:
    """Unsubscribed: invitations stop and notices go on. No mailbox: nothing goes. Taken off: it goes again."""
    invitation, notice = actions.queue(letter=letter()), actions.queue(letter=letter(kind="notice"))

    row = actions.suppress(reason=Reason.UNSUBSCRIBED, source="hand", address="mei@example.com")
    states = [Outgoing.objects.get(pk=one.pk).state for one in (invitation, notice)]
    actions.suppress(reason=Reason.BOUNCED, source="server", address="mei@example.com")
    notice.refresh_from_db()
    actions.unsuppress(suppressed=row)

    assert states == [State.SUPPRESSED, State.WAITING]
    assert notice.state == State.SUPPRESSED
    assert actions.queue(letter=letter(kind="notice")).state == State.SUPPRESSED
    assert list(Suppressed.objects.values_list("reason", flat=True)) == ["bounced"]


def test_only_what_waits_is_cancelled(letter, people) -> None:
    """The second press is told so; all of a study go at once."""
    one = actions.queue(letter=letter(about="study:x"))
    actions.cancel(outgoing=one, by=people.administrator)

    with pytest.raises(OutboxError, match="waits no more"):
        actions.cancel(outgoing=one, by=people.administrator)
    actions.queue(letter=letter(about="study:x"))
    assert (actions.cancel_all(about="study:x"), actions.cancel_all(about="study:x")) == (1, 0)


def test_words_are_words(letter) -> None:
    """Nothing that somebody writes becomes a mark in the HTML, or a second header; the look is the company's."""
    one = actions.queue(
        letter=letter(subject="A\nBcc: x@y.example", body="<b>1</b>\n\n\ue001", link="https://x.example/?a=1&b=2")
    )

    assert one.subject == "A Bcc: x@y.example"
    assert "&lt;b&gt;1&lt;/b&gt;" in one.html
    assert 'href="https://x.example/?a=1&amp;b=2"' in one.html
    assert one.html.count("https://x.example/") == 2
    assert "<b>1</b>" in one.text
    assert "Juniper Hotels" in one.text
    assert "Juniper Hotels" in one.html


def test_erasure_takes_messages_along(letter) -> None:
    """A customer's messages go, and of the list only the hash stays: it goes on to hold."""
    from regulars.web.people.erasure import erase_people
    from regulars.web.people.models import Customer

    guest = Customer.objects.create(number="G-1", key=7, email="mei@example.com")
    actions.queue(letter=letter(customer=guest))
    actions.queue(letter=letter())
    actions.suppress(reason=Reason.COMPLAINED, source="hand", address="mei@example.com")

    erase_people(["G-1"])

    assert not Outgoing.objects.exists()
    assert list(Suppressed.objects.values_list("address", "address_hash")) == [("", hashed("mei@example.com"))]
    assert actions.queue(letter=letter()).state == State.SUPPRESSED


@pytest.mark.django_db(transaction=True)
def test_batches_are_for_good(letter, monkeypatch) -> None:
    """Outside of any transaction: cut off in the middle, what went in stays, noted; queued again, the rest follows."""
    from regulars.web.messages import queueing

    monkeypatch.setattr(queueing, "AT_ONCE", 2)
    letters = [letter(f"guest{number}@example.com") for number in range(5)]

    def cut_off():
        yield from letters[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.queue_all(letters=cut_off())
    before = Outgoing.objects.count()

    assert actions.queue_all(letters=iter(letters)) == Queued(waiting=3, known=2)
    assert before == 2
    assert sorted(one.details["count"] for one in Entry.objects.all()) == [1, 2, 2]
