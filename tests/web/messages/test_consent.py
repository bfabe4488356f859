"""Who did not agree to be asked is not: neither when a message is queued nor when it is sent."""

from __future__ import annotations

import re

import pytest

from regulars.web.messages import actions
from regulars.web.messages.models import Outgoing, State
from regulars.web.people import consents
from regulars.web.people.models import Consent, Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei(company):
    return Customer.objects.create(number="G-1", key=1, email="Mei@example.com")


def say(customer, given, **fields):
    (consents.give if given else consents.withdraw)(
        customers=[customer.pk], purpose="surveys", source="phone", **fields
    )


def test_who_said_no_is_not_asked_and_still_hears_about_their_own_matter(letter, mei) -> None:
    """The message has its row with its sentence; a notice goes."""
    say(mei, False)

    done = actions.queue_all(letters=[letter(customer=mei), letter(customer=mei, kind="notice"), letter()])

    row = Outgoing.objects.get(kind="invitation", customer=mei)
    assert (done.no_consent, done.waiting, done.suppressed) == (1, 2, 0)
    assert row.state == State.SUPPRESSED
    assert "did not agree" in str(row.problem_words)


def test_who_says_no_meanwhile_is_not_sent_what_waits(letter, mei, send, box) -> None:
    """Asked again at the moment of sending."""
    one = actions.queue(letter=letter(customer=mei))
    say(mei, False, channel="email")

    send()

    one.refresh_from_db()
    assert (one.state, box.letters) == (State.SUPPRESSED, [])


def test_leaving_by_a_message_is_a_no_of_all_who_share_the_mailbox(letter, mei, client) -> None:
    """Once, however often it is pressed; the way back takes back this no, and none that was said otherwise."""
    other = Customer.objects.create(number="G-2", key=2, email="mei@EXAMPLE.com")
    nobody = Customer.objects.create(number="G-3", key=3, email="wu@example.com")
    one = actions.queue(letter=letter(customer=mei))
    say(other, False)
    path = re.search(r"http://localhost(/messages/leave/\S+)", one.text)[1]

    client.post(path)
    client.post(path)
    left = consents.refused([mei.pk, other.pk, nobody.pk], "surveys", "email")
    client.post(path, {"back": "1"})

    rows = Consent.objects.order_by("pk").values_list("customer__number", "given", "channel", "source")
    assert left == {mei.pk, other.pk}
    assert list(rows) == [
        ("G-2", False, "", "phone"),
        ("G-1", False, "email", "letter"),
        ("G-1", True, "email", "letter"),
    ]
    assert consents.refused([mei.pk, other.pk], "surveys", "email") == {other.pk}
