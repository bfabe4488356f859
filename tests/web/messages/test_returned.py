"""Mail that comes back: believed where it names a message of ours, acted on once, and harmless whatever it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.messages import imap

from regulars.web.messages import actions
from regulars.web.messages.bounces import receiving
from regulars.web.messages.bounces.reading import LONGEST, read
from regulars.web.messages.bounces.tokens import found_in, return_address
from regulars.web.messages.models import Mailbox, Outgoing, Reason, Returned, Sort, State, Suppressed

pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@mx.example.net
To: {to}
Message-ID: <{own}@mx.example.net>
Auto-Submitted: auto-replied
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain; charset=gb2312

Sorry.

--b
Content-Type: message/{kind}

{body}

--b
Content-Type: {headers}

{original}
--b--
"""


def delivery(name, *, action="failed", status="5.1.1", said="", own="r1", to="us@example.com", headers=None):
    """A report of delivery about the message of this name."""
    body = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; mei@example.com\n"
    body += f"Action: {action}\nStatus: {status}\n" + (f"Diagnostic-Code: smtp; {said}\n" if said else "")
    original = f"Message-ID: {name}\nSubject: How was your stay?\n"
    kind = headers or "text/rfc822-headers"
    return REPORT.format(
        to=to, own=own, kind="delivery-status", body=body, headers=kind, original=original + "\n\nDear Mei"
    ).encode()


def complaint(name, kind="abuse", more=""):
    """A complaint by a provider."""
    body, original = f"Feedback-Type: {kind}\nUser-Agent: X/1\nVersion: 1\n", f"Message-ID: {name}\n{more}\n\nDear"
    values = {"to": "us@example.com", "own": "c1", "kind": "feedback-report", "headers": "message/rfc822"}
    return REPORT.format(**values, body=body, original=original).encode()


@pytest.fixture
def folder(tmp_path, settings):
    """``folder(mail, …)`` puts mails into a Maildir that is read."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    settings.REGULARS_BOUNCES_URL = f"maildir:{tmp_path}/box"
    count = iter(range(1000))

    def put(*mails):
        for mail in mails:
            (tmp_path / "box" / "new" / f"{next(count):04}.host").write_bytes(mail)
        return tmp_path / "box"

    return put


@pytest.fixture
def sent(letter):
    """``sent()``: a message that went out."""

    def make(to="mei@example.com", **fields):
        one = actions.queue(letter=letter(to, kind="notice", **fields))
        Outgoing.objects.filter(pk=one.pk).update(state=State.SENT, claimed=timezone.now())
        one.refresh_from_db()
        return one

    return make


@pytest.mark.parametrize("headers", ["text/rfc822-headers", "message/rfc822"])
def test_a_mailbox_that_does_not_exist(sent, folder, headers) -> None:
    """It came back, is never written to again, and the mail is marked as read. A second look does nothing."""
    one = sent()
    box = folder(delivery(one.message_id, said="550 5.1.1 <mei@example.com>: unknown", headers=headers))

    done, again = receiving.fetch(), receiving.fetch()

    one.refresh_from_db()
    assert (done.reports, again.reports, one.state) == (1, 0, State.BOUNCED)
    assert "550 5.1.1" in str(one.problem_words)
    assert list(Suppressed.objects.values_list("address", "reason", "source")) == [
        ("mei@example.com", "bounced", "mailbox")
    ]
    assert [len(list((box / name).iterdir())) for name in ("new", "cur")] == [0, 1]


@pytest.mark.parametrize(
    ("report", "state", "sort"),
    [
        ({"status": "5.2.2", "said": "552 5.2.2 full"}, State.BOUNCED, Sort.SOFT),
        ({"status": "5.7.1"}, State.BOUNCED, Sort.SOFT),
        ({"status": "5.0.0", "said": "550 5.1.1 no such user"}, State.BOUNCED, Sort.HARD),
        ({"status": "5.2.1"}, State.BOUNCED, Sort.HARD),
        ({"status": "4.4.7", "said": "expired"}, State.BOUNCED, Sort.SOFT),
        ({"action": "delayed", "status": "4.4.1"}, State.SENT, Sort.DELAYED),
        ({"action": "relayed", "status": "2.0.0"}, State.SENT, Sort.DELIVERED),
        ({"action": "?", "status": "x"}, State.SENT, Sort.OTHER),
    ],
)
def test_what_a_report_means(sent, folder, report, state, sort) -> None:
    """Full, refused, late, arrived: only a mailbox that is none is never written to again."""
    one = sent()
    folder(delivery(one.message_id, **report))

    receiving.fetch()

    one.refresh_from_db()
    assert (one.state, Returned.objects.get().sort) == (state, sort)
    assert Suppressed.objects.exists() is (sort is Sort.HARD)


def test_arrived_settles_what_was_perhaps_sent(sent, folder) -> None:
    """A report of success is an answer, too."""
    one = sent()
    Outgoing.objects.update(state=State.UNSURE)
    folder(delivery(one.message_id, action="delivered", status="2.0.0"))

    receiving.fetch()

    assert Outgoing.objects.get().state == State.SENT


def test_three_times_full_is_left_alone_for_a_time(sent, folder) -> None:
    """Three messages, not three reports about one; afterwards it is written to again."""
    first, second, third = sent(), sent(), sent()
    full = {"status": "4.2.2"}
    folder(
        *(delivery(first.message_id, own=f"a{n}", **full) for n in range(3)),
        delivery(second.message_id, own="b", **full),
    )
    receiving.fetch()
    before = Suppressed.objects.count()

    folder(delivery(third.message_id, own="c", **full))
    receiving.fetch()

    row = Suppressed.objects.get()
    assert (before, row.reason) == (0, Reason.RETURNED)
    assert timedelta(days=29) < row.until - timezone.now() < timedelta(days=31)
    assert sent().kind == "notice"
    Suppressed.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not Suppressed.objects.holding().exists()


def test_whose_name_nobody_knows_stops_nobody(sent, folder) -> None:
    """Reports that name a stranger's address, or forge a name of ours, change nothing; they stand on the page."""
    one = sent()
    forged = f"<{one.public_id[::-1]}@example.com>"
    folder(delivery("<else@example.com>"), delivery(forged, own="f"), complaint("<else@example.com>"))

    receiving.fetch()

    one.refresh_from_db()
    assert one.state == State.SENT
    assert not Suppressed.objects.exists()
    assert Returned.objects.filter(outgoing=None).count() == 3


def test_the_address_that_it_came_back_to_says_which(sent, folder, settings) -> None:
    """Where the report has nothing of the mail; in small letters, as servers write it; a forged one is none."""
    settings.REGULARS_BOUNCES_ADDRESS = "back+@example.com"
    one = sent()
    address = return_address(one.public_id, "usual@example.com")
    folder(delivery("", to=address.upper()), delivery("", own="f", to=f"back+{one.public_id}.{'0' * 16}@example.com"))

    done = receiving.fetch()

    one.refresh_from_db()
    assert (done.reports, one.state) == (2, State.BOUNCED)
    assert Returned.objects.filter(outgoing=one).count() == 1
    assert found_in([address]) == one.public_id
    settings.REGULARS_BOUNCES_ADDRESS = "back@example.com"
    assert return_address("x", "usual@example.com") == "back@example.com"


def test_returns_go_to_their_own_address(letter, box, send, settings) -> None:
    """As the envelope says it; the sender that people see stays."""
    settings.REGULARS_BOUNCES_ADDRESS = "back+@example.com"
    one = actions.queue(letter=letter())

    send()

    assert box.letters[0]["X-MailFrom"] == return_address(one.public_id, "")
    assert "back+" not in box.letters[0]["From"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("abuse", "complained"), ("fraud", "complained"), ("opt-out", "unsubscribed"), ("not-spam", "")],
)
def test_a_complaint_ends_it(sent, folder, kind, reason) -> None:
    """Also what waits; whoever says that it is no spam is believed."""
    one = sent()
    folder(complaint(one.message_id, kind))

    receiving.fetch()

    assert list(Suppressed.objects.values_list("reason", flat=True)) == [reason] * bool(reason)


def test_a_complaint_is_known_by_the_link_of_the_mail(sent, letter, folder) -> None:
    """When the provider took the name away, and when the message was erased here."""
    from regulars.language import Language
    from regulars.web.messages.addresses import hashed
    from regulars.web.messages.tokens import unsubscribe_path

    path = unsubscribe_path(hashed("mei@example.com"), Language.ENGLISH)
    folder(complaint("", more=f"List-Unsubscribe: <https://x.example{path}>"))

    receiving.fetch()

    assert Suppressed.objects.get().address_hash == hashed("mei@example.com")


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"])
def test_automatic_answers_are_left_alone(company, folder, header, mailoutbox) -> None:
    """Nothing follows and nothing is answered, so no loop begins here; nothing of it is kept."""
    folder(f"From: mei@example.com\nSubject: Away\n{header}\n\nI am away.".encode())

    done = receiving.fetch()

    assert (done.automatic, mailoutbox, list(Outgoing.objects.all())) == (1, [], [])
    assert Returned.objects.values_list("sort", "sender", "subject").get() == ("automatic", "", "")


def test_what_nobody_understands_stays_as_it_was(company, folder, people, client_of) -> None:
    """Unread in the mailbox; the page tells whom it is from, for a month."""
    box = folder("From: 梅 <mei@example.com>\nSubject: =?gb2312?B?ztLSqs22y98=?=\n\nPlease call me.".encode())

    receiving.fetch()
    receiving.fetch()
    page = client_of(people.analyst).get(reverse("messages:returned"), {"only": "other"}).content.decode()
    Returned.objects.update(at=timezone.now() - timedelta(days=31))
    receiving.fetch()

    assert [one.name for one in (box / "new").iterdir()] == ["0000.host"]
    assert "1 mail was not understood" in page
    assert "from mei@example.com" in page
    assert "我要投诉" in page
    assert Returned.objects.values_list("sender", "subject").get() == ("", "")


def test_a_crash_in_the_middle_acts_once(sent, folder, monkeypatch) -> None:
    """Before the end of the transaction nothing happened; after it, the lost mark changes nothing."""
    first, second = sent(), sent("wu@example.com")
    folder(delivery(first.message_id, own="a", status="4.2.2"), delivery(second.message_id, own="b", status="4.2.2"))

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_act", die)
        with pytest.raises(KeyboardInterrupt):
            receiving.fetch()
    nothing = Returned.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr("regulars.web.messages.mailboxes._Folder.mark", die)
        with pytest.raises(KeyboardInterrupt):
            receiving.fetch()
    done = receiving.fetch()

    assert (nothing, done.reports, Returned.objects.count()) == (0, 1, 2)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {State.BOUNCED}


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "deep": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000)),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 500,
    "many parts": b'Content-Type: multipart/report; boundary="x"\n\n' + b"--x\n\n" * 40_000,
    "charset": b"From: =?no-such?B?////?= <a@b.c>\nSubject: =?utf-8?Q?=FF=?=\n"
    b"Content-Type: text/plain; charset=klingon\n\nx",
    "long header": b"Subject: " + b"x" * 300_000 + b"\n\n",
    "many headers": b"X: y\n" * 50_000,
    "bomb": b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + b"UEsDBBQA" * 20_000,
    "broken report": b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
    b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n%%%%\n--b--",
    "date": b"Date: " + b"9" * 400 + b'\nFrom: "\\" <@@>\nMessage-ID: <' + b"\xff" * 50 + b">\n\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_harmless(company, folder, name) -> None:
    """It is something else, takes no time, and the next mail is read."""
    folder(HOSTILE[name], b"From: mei@example.com\nAuto-Submitted: auto-replied\n\n")

    done = receiving.fetch()

    assert (done.automatic, done.reports, done.complaints) == (1, 0, 0) or name == "broken report"
    assert not Suppressed.objects.exists()


def test_only_the_beginning_is_read(sent) -> None:
    """A report says everything at its beginning; what follows may be as big as it likes."""
    one = sent()
    found = read(delivery(one.message_id) + b"x" * LONGEST * 3)

    assert (found.sort, found.names) == (Sort.HARD, (one.message_id,))


def test_a_mailbox_on_a_server(sent, settings, tmp_path, monkeypatch) -> None:
    """Over TLS with a certificate that is checked; each mail is fetched once, and what was understood is marked."""
    one = sent()
    with imap.running(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        settings.REGULARS_BOUNCES_URL = server.address
        server.mails = {3: b"From: a@example.com\nSubject: Hello\n\n", 9: delivery(one.message_id)}
        first = receiving.fetch()
        assert not Mailbox.current().problem, Mailbox.current().problem
        server.mails[12] = b"From: a@example.com\nAuto-Submitted: auto-replied\n\n"
        second, third = receiving.fetch(), receiving.fetch()
        fetched, server.epoch = list(server.fetched), 8
        anew = receiving.fetch()
        monkeypatch.delenv("SSL_CERT_FILE")
        receiving.fetch()

    one.refresh_from_db()
    assert (first.reports, first.other, second.automatic, third) == (1, 1, 1, receiving.Fetched())
    assert (fetched, server.seen, one.state) == ([3, 9, 12], {9, 12}, State.BOUNCED)
    assert anew == receiving.Fetched()  # the server counts anew: known by their names
    assert Returned.objects.count() == 3
    assert "certificate" in str(Mailbox.current().problem_words).lower()


def test_a_mailbox_that_cannot_be_read_is_told(company, people, client_of, settings, tmp_path) -> None:
    """On the page, with the reason; never its password."""
    settings.REGULARS_BOUNCES_URL = f"maildir:{tmp_path}/nothing"
    receiving.fetch()
    page = client_of(people.analyst).get(reverse("messages:returned")).content.decode()

    assert "The mailbox could not be read: no Maildir" in page
