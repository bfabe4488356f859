"""Leaving the list, and the pages of those who look after messages."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from regulars.language import Language
from regulars.web.messages import actions
from regulars.web.messages.models import Outgoing, Reason, State, Suppressed

pytestmark = pytest.mark.django_db


def leave_path(one) -> str:
    return re.search(r"http://localhost(/messages/leave/\S+)", one.text)[1]


def test_looking_changes_nothing_and_pressing_does(letter, client) -> None:
    """In the language of the message; there is a way back; the list shows the address."""
    path = leave_path(actions.queue(letter=letter(language=Language.CHINESE)))

    looked = client.get(path).content.decode()
    before = Suppressed.objects.count()
    pressed = client.post(path).content.decode()
    row = Suppressed.objects.get()
    back = client.post(path, {"back": "1"}).content.decode()

    assert "不再接收" in looked
    assert 'lang="zh' in looked
    assert "mei@example.com" not in looked + pressed
    assert before == 0
    assert "不会再收到" in pressed
    assert (row.address, row.reason, row.source) == ("mei@example.com", "unsubscribed", "letter")
    assert Outgoing.objects.get().state == State.SUPPRESSED
    assert "重新" in back
    assert not Suppressed.objects.exists()


def test_a_mail_program_presses_without_a_page(letter, client_of) -> None:
    """RFC 8058, with all checks of forms on; also when the message is gone; twice is once."""
    from django.test import Client

    one = actions.queue(letter=letter())
    path = leave_path(one)
    one.delete()

    answers = [Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert list(Suppressed.objects.values_list("address", "reason")) == [("", "unsubscribed")]


def test_a_forged_address_tells_nothing(letter, client) -> None:
    """Whether somebody is known or not, changed by a letter it is the same page; nothing is kept."""
    path = leave_path(actions.queue(letter=letter()))
    forged = path.replace("/leave/", "/leave/x")

    answers = [client.post(forged), client.get(forged), client.get("/messages/leave/abc/")]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[1].content.count(b"A part of it may be missing") == 1
    assert not Suppressed.objects.exists()


def test_the_pages_of_the_outbox(letter, people, client_of) -> None:
    """Filters by state, kind and address; one message with its preview, which can run nothing; acts from its page."""
    ada = client_of(people.administrator)
    one = actions.queue(letter=letter(body="<script>alert(1)</script>"))
    actions.queue(letter=letter("wu@example.com", kind="notice"))
    address = reverse("messages:messages")

    pages = [ada.get(address, query).content.decode() for query in ({"q": "Mei@example.com"}, {"kind": "notice"})]
    preview = ada.get(reverse("messages:preview", args=[one.public_id]))
    ada.post(reverse("messages:act", args=[one.public_id]), {"act": "cancel"})

    assert [("mei@" in page, "wu@" in page) for page in pages] == [(True, False), (False, True)]
    assert b"<script>" not in preview.content
    assert "sandbox" in preview.headers["Content-Security-Policy"]
    assert "script-src" not in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert Outgoing.objects.get(pk=one.pk).state == State.CANCELLED


def test_the_list_of_whom_not_to_write_to(people, client_of) -> None:
    """Added with a reason, found, taken off; what is no address is said beside the field."""
    ana, address = client_of(people.analyst), reverse("messages:blocked")

    wrong = ana.post(address, {"address": "mei", "reason": "bounced"})
    ana.post(address, {"address": "Mei@Example.com", "reason": "complained"})
    row = Suppressed.objects.get()
    page = ana.get(address, {"q": "mei@example.com"}).content.decode()
    ana.post(reverse("messages:allow", args=[row.public_id]))
    gone = not Suppressed.objects.exists()
    ana.post(address, {"address": "138 0013 8000", "reason": "unsubscribed"})

    assert wrong.status_code == 400
    assert "such as mei@example.com" in wrong.content.decode()
    assert (row.reason, row.by) == (Reason.COMPLAINED, people.analyst)
    assert "Mei@example.com" in page
    assert gone
    assert Suppressed.objects.get().address == "+8613800138000"


def test_a_customer_page_shows_what_was_sent(letter, people, client_of) -> None:
    """All of it, with what became of it; the way to a message only for those who may see the outbox."""
    from regulars.web.people.models import Customer

    guest = Customer.objects.create(number="G-1", key=7, email="mei@example.com", unit_id=None)
    one = actions.queue(letter=letter(customer=guest))
    actions.queue(letter=letter("no address", customer=guest, subject="Reminder"))
    address, path = (
        reverse("people:talks", args=[guest.public_id]),
        reverse("messages:message", args=[one.public_id]),
    )

    page = client_of(people.administrator).get(address).content.decode()

    assert "How was your stay?" in page
    assert "This is no e-mail address" in page
    assert path in page
