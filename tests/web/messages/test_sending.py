"""Out of the outbox, over real SMTP: exactly once, whatever refuses, breaks or dies."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from tests.web.messages.conftest import NOON

from regulars.web.messages import actions, handing, sending
from regulars.web.messages.models import Outgoing, Pause, Reason, State, Suppressed

pytestmark = pytest.mark.django_db


def test_a_message_arrives_once(letter, box, send, company) -> None:
    """Text and HTML, from the company, with the button of the mail program; a second round sends nothing."""
    company.sender_name, company.sender_address = "杜松酒店", "care@example.com"
    company.save()
    one = actions.queue(letter=letter(link="https://x.example/s/abc", link_words="Begin", body="Dear Mei,\n\n.\n.."))

    first, second = send(), send()

    (arrived,) = box.letters
    text, html = (part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in arrived.get_payload())
    one.refresh_from_db()
    assert (first.sent, second.sent, one.state) == (1, 0, State.SENT)
    assert arrived["Message-ID"] == one.message_id == f"<{one.public_id}@example.com>"
    assert "care@example.com" in arrived["From"]
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived["List-Unsubscribe"].strip().startswith("<http://localhost/messages/leave/")
    assert text == one.text
    assert "\n.\n..\n" in text
    assert html == one.html


def test_night_and_a_later_day_are_waited_for(letter, box, send) -> None:
    """Invitations keep quiet hours by the company's clock, notices do not."""
    actions.queue(letter=letter())
    actions.queue(letter=letter(kind="notice"))
    actions.queue(letter=letter("wu@example.com", not_before=NOON + timedelta(days=3)))

    counts = [send(hours=11).sent, send(hours=19).sent, send(hours=20).sent]

    assert counts == [1, 0, 1]  # 23:00, 07:00, 08:00
    assert "List-Unsubscribe" not in box.letters[0]
    assert Outgoing.objects.get(to="wu@example.com").state == State.WAITING


def test_a_temporary_refusal_is_tried_again_ever_later(letter, box, send) -> None:
    """As greylisting does it; the waits grow, and after the last it is given up."""
    one = actions.queue(letter=letter(kind="notice"))
    box.rcpt = ["451 4.7.1 try later"] * 2
    counts = [send().later, send(minutes=4).later, send(minutes=5).later, send(minutes=19).sent, send(minutes=20).sent]

    again = actions.queue(letter=letter(kind="notice"))
    box.data = ["452 4.2.2 mailbox full"] * 9
    for day in range(1, 9):
        send(days=day)

    one.refresh_from_db()
    again.refresh_from_db()
    assert counts == [1, 0, 1, 0, 1]
    assert (one.tries, one.state, one.problem) == (3, State.SENT, {})
    assert (again.tries, again.state) == (7, State.REFUSED)
    assert "452 4.2.2 mailbox full" in str(again.problem_words)
    assert not Suppressed.objects.exists()


@pytest.mark.parametrize(
    ("where", "said", "blocked"),
    [
        ("rcpt", "550 5.1.1 no such user", True),
        ("rcpt", "553 no", True),
        ("rcpt", "550 5.7.1 blocked by policy", False),
        ("rcpt", "552 5.2.2 over quota", False),
        ("data", "550 5.1.1 spam", False),
    ],
)
def test_a_final_refusal_is_final(letter, box, send, where, said, blocked) -> None:
    """Only a mailbox that does not exist is never written to again. The next message goes over the same line."""
    one, other = actions.queue(letter=letter()), actions.queue(letter=letter("wu@example.com"))
    setattr(box, where, [said])

    done = send()

    one.refresh_from_db()
    other.refresh_from_db()
    assert (done.sent, done.refused) == (1, 1)
    assert (one.state, other.state) == (State.REFUSED, State.SENT)
    assert [row.address for row in Suppressed.objects.filter(reason=Reason.BOUNCED)] == ["mei@example.com"] * blocked


def test_a_line_that_breaks_before_the_words_loses_nothing(letter, box, send) -> None:
    """It waits and is sent later, once; the server is given a rest, so the next message waits as well."""
    one, other = actions.queue(letter=letter()), actions.queue(letter=letter("wu@example.com"))
    box.rcpt = ["cut"]

    broken, resting, well = send(), send(seconds=30), send(minutes=6)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (broken.later, resting.sent, well.sent) == (1, 0, 2)
    assert (one.state, other.state, len(box.letters)) == (State.SENT, State.SENT, 2)


def test_a_line_that_breaks_after_the_words_is_reported(letter, box, send, people) -> None:
    """Perhaps sent: never again by itself. Whoever sends it again does so under the same name."""
    one = actions.queue(letter=letter())
    box.data = ["cut"]

    counts = [send().unsure, send(hours=1).sent]
    one.refresh_from_db()
    state, words = one.state, str(one.problem_words)
    actions.send_again(outgoing=one, by=people.administrator)
    counts.append(send(hours=2).sent)

    assert counts == [1, 0, 1]
    assert state == State.UNSURE
    assert "perhaps it was sent" in words
    assert [arrived["Message-ID"] for arrived in box.letters] == [one.message_id] * 2


def test_a_crash_between_mark_and_answer_is_reported(letter, box, send, monkeypatch) -> None:
    """The process died in the talk: the row says so ten minutes later, and the message is not sent a second time."""
    one = actions.queue(letter=letter())

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(handing.MailLine, "hand_over", die)
        with pytest.raises(KeyboardInterrupt):
            send()
    one.refresh_from_db()
    marked = one.state
    soon, later = send(minutes=1), send(minutes=11)
    one.refresh_from_db()

    assert (marked, soon.unsure, later.unsure, one.state) == (State.SENDING, 0, 1, State.UNSURE)
    assert box.letters == []


def test_two_rounds_at_once_send_one(letter, box, send, monkeypatch) -> None:
    """The second finds it claimed."""
    actions.queue(letter=letter())
    claim = sending._claim

    def later(outgoing, lane, now):
        monkeypatch.setattr(sending, "_claim", claim)
        send()
        return claim(outgoing, lane, now)

    monkeypatch.setattr(sending, "_claim", later)

    assert (send().sent, len(box.letters)) == (0, 1)


def test_a_server_that_is_away_is_asked_ever_more_rarely(letter, send, settings) -> None:
    """No try of any message; the page says what is wrong. Held back, nothing goes; let go, it is asked at once."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = found.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    one = actions.queue(letter=letter())

    counts = [send(minutes=minute).later for minute in (0, 1, 2, 3, 7)]

    one.refresh_from_db()
    pause = Pause.current()
    assert counts == [1, 1, 0, 1, 0]
    assert (one.tries, one.state) == (0, State.WAITING)
    assert (pause.until, pause.failures) == (NOON + timedelta(minutes=8), 3)
    assert "does not answer on port" in str(pause.problem_words)
    actions.hold(held=True, by=None)
    assert send(hours=1).later == 0
    actions.hold(held=False, by=None)
    assert Pause.current().until is None


def test_who_left_between_queue_and_round_gets_nothing(letter, box, send) -> None:
    """The list is asked again before each message."""
    actions.queue(letter=letter())
    Suppressed.objects.create(address_hash=Outgoing.objects.get().to_hash, reason=Reason.UNSUBSCRIBED, source="hand")

    assert (send().sent, box.letters, Outgoing.objects.get().state) == (0, [], State.SUPPRESSED)
