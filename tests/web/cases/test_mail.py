"""Mail of cases: what opens one, what is added to one, what opens nothing; once, and harmless whatever it holds."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.messages import imap

from regulars.web.cases import actions
from regulars.web.cases.mail import receiving, threads
from regulars.web.cases.mail.letters import write_to
from regulars.web.cases.mail.models import Mail, Rules, Seen, Sort, UnitAddress
from regulars.web.cases.models import Case, Pause, Why
from regulars.web.cases.states import State, Step, Verdict
from regulars.web.files.models import StoredFile
from regulars.web.messages.models import Outgoing

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any, people: SimpleNamespace) -> Callable[..., int]:
    """``mailbox(mail, …)`` puts mails into a Maildir and reads it; says how many were taken in."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    settings.REGULARS_CASES_URL = f"maildir:{tmp_path}/box"
    settings.REGULARS_CASES_ADDRESS = "help+@hotel.example"
    count = iter(range(1000))

    def put(*mails: Any) -> int:
        for mail in mails:
            raw = mail if isinstance(mail, bytes) else mail.as_bytes()
            (tmp_path / "box" / "new" / f"{next(count):04}.host").write_bytes(raw)
        return receiving.fetch()

    return put


def mail(text: str = "The eggs were cold.", **headers: str) -> EmailMessage:
    """From Anna, to the hotel."""
    made = EmailMessage()
    given = {"From": "Anna Wu <anna@example.com>", "To": "help@hotel.example", "Subject": "Cold eggs"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    for name, value in given.items():
        made[name] = value
    made.set_content(text)
    return made


def answered(case: Case, people: SimpleNamespace, words: str = "Sorry.") -> Outgoing:
    """The agent answered by mail; the letter."""
    from regulars.web.cases.answering import answer

    answer(case=case, words=words, by=people.agent, way="mail")
    return Outgoing.objects.filter(about=threads.about(case), nonce__startswith="case-answer:").latest("pk")


def test_a_mail_opens_a_case_of_the_customer_once(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    """With who wrote it, at their unit, in their words; a copy of the same mail changes nothing."""
    one = mail(Message_ID="<m1@example.com>")

    first, again = mailbox(one), mailbox(one)

    case = Case.objects.get()
    assert (first, again, Seen.objects.count()) == (1, 0, 2)
    assert (case.customer, case.unit, case.channel, case.title) == (guest, guest.unit, "mail", "Cold eggs")
    assert (case.words, case.email, case.language, case.owner) == (
        "The eggs were cold.", "anna@example.com", "en", people.agent,
    )  # fmt: skip
    assert Mail.objects.get().case == case


def test_who_shares_an_address_is_nobody_in_particular(mailbox: Any, guest: Any) -> None:
    """A family mailbox: the case is opened without a customer."""
    from regulars.web.people.models import Customer

    Customer.objects.create(key=2, number="ben", name="Ben Wu", email="Anna@example.com", words="ben")

    mailbox(mail())

    assert Case.objects.get().customer is None


@pytest.mark.parametrize("to", ["lake@hotel.example", "help+LAKESIDE@hotel.example"])
def test_the_address_says_the_unit(mailbox: Any, units: SimpleNamespace, to: str) -> None:
    UnitAddress.objects.create(unit=units.lakeside, address="lake@hotel.example")
    to = to.replace("LAKESIDE", units.lakeside.code.upper())

    mailbox(mail(To=f"Desk <{to}>"))

    assert Case.objects.get().unit == units.lakeside


@pytest.mark.parametrize("tie", ["address", "reference", "subject"])
def test_an_answer_comes_to_its_case_and_opens_it_again(
    mailbox: Any, guest: Any, people: SimpleNamespace, tie: str
) -> None:
    """By our signed address, our message's name, or the tag in the subject; the owner hears."""
    mailbox(mail())
    case = Case.objects.get()
    letter = answered(case, people)
    headers = {
        "address": {"To": threads.headers(letter).get("Reply-To", "")},
        "reference": {"In_Reply_To": letter.message_id},
        "subject": {"Subject": f"AW: {letter.subject}"},
    }[tie]

    mailbox(mail("Still cold.\n\nOn Monday, the hotel wrote:\n> Sorry.", **headers))

    case.refresh_from_db()
    added = Mail.objects.latest("pk")
    assert (Case.objects.count(), case.state, case.reopened) == (1, State.INVESTIGATING, 1)
    assert (added.case, added.text, added.quoted) == (case, "Still cold.", "On Monday, the hotel wrote:\n> Sorry.")
    assert Outgoing.objects.filter(to=people.agent.email, nonce=f"case-mail:{added.public_id}").exists()


def test_a_forged_thread_and_a_stranger_with_a_true_one_open_their_own(
    mailbox: Any, guest: Any, people: SimpleNamespace
) -> None:
    """Nothing of a stranger ever comes to stand in somebody else's case; the true token is noted."""
    mailbox(mail())
    case = Case.objects.get()
    letter = answered(case, people)
    forged = f"help+{case.public_id}.{'0' * 16}@hotel.example"

    mailbox(
        mail("a", To=forged, From="eve@example.com", Subject=f"Re: x [{case.pk}-0123456789]"),
        mail("b", From="eve2@example.com", In_Reply_To=letter.message_id),
    )

    case.refresh_from_db()
    assert (Case.objects.count(), case.state, case.mails.count()) == (3, State.RESPONDED, 1)
    assert not Case.objects.get(words="a").entries.filter(sort="mail-foreign").exists()
    assert Case.objects.get(words="b").entries.filter(sort="mail-foreign").exists()


def test_an_automatic_answer_stands_in_the_case_and_moves_nothing(
    mailbox: Any, guest: Any, people: SimpleNamespace
) -> None:
    mailbox(mail())
    case = Case.objects.get()
    letter = answered(case, people)
    notices = Outgoing.objects.count()

    mailbox(mail("I am away.", In_Reply_To=letter.message_id, Auto_Submitted="auto-replied"))

    case.refresh_from_db()
    assert (case.state, case.mails.count(), Outgoing.objects.count()) == (State.RESPONDED, 2, notices)


@pytest.mark.parametrize(
    ("headers", "sort"),
    [
        ({"Auto_Submitted": "auto-replied"}, Sort.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Sort.AUTOMATIC),
        ({"Precedence": "auto_reply"}, Sort.AUTOMATIC),
        ({"Subject": "自动回复: 你好"}, Sort.AUTOMATIC),
        ({"Subject": "Out of office: hello"}, Sort.AUTOMATIC),
        ({"Precedence": "bulk"}, Sort.LIST),
        ({"List_Id": "<news.example.com>"}, Sort.LIST),
        ({"Return_Path": "<>"}, Sort.RETURNED),
        ({"From": "MAILER-DAEMON@mx.example.com"}, Sort.RETURNED),
        ({"From": "help+x@hotel.example"}, Sort.OWN),
        ({"From": ""}, Sort.UNREADABLE),
    ],
)
def test_what_no_person_wrote_opens_nothing(mailbox: Any, headers: dict[str, str], sort: Sort) -> None:
    """It stands on a list with the reason, and a person may open a case of it."""
    mailbox(mail(**headers))

    one = Mail.objects.get()
    assert (one.sort, one.case, bool(one.why_words)) == (sort, None, True)
    assert not Case.objects.exists()
    assert not Outgoing.objects.exists()


def test_staff_who_answer_a_notice_complain_of_nothing(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    """A forwarded mail is something else: it opens a case."""
    mailbox(mail())
    letter = answered(Case.objects.get(), people)
    mailbox(mail("No.", In_Reply_To=letter.message_id))
    notice = Outgoing.objects.get(nonce__startswith="case-mail:")

    mailbox(
        mail("Thanks.", From=people.agent.email, In_Reply_To=notice.message_id),
        mail("A guest wrote this.", From=people.agent.email),
    )

    assert Mail.objects.get(text="Thanks.").sort == Sort.OWN
    assert Case.objects.filter(words="A guest wrote this.").count() == 1


def test_a_case_can_be_opened_by_hand_once(mailbox: Any, people: SimpleNamespace, units: SimpleNamespace) -> None:
    UnitAddress.objects.create(unit=units.lakeside, address="lake@hotel.example")
    mailbox(mail(To="lake@hotel.example", Precedence="bulk"))
    client, one = Client(), Mail.objects.get()
    client.force_login(people.agent)

    page = client.get(reverse("casemail:mails"))
    for _ in range(2):
        response = client.post(reverse("casemail:open", args=[one.public_id]))

    assert "Cold eggs" in page.content.decode()
    assert response["Location"] == reverse("cases:case", args=[Case.objects.get().public_id])


def test_two_machines_that_answer_each_other_come_to_an_end(mailbox: Any) -> None:
    """More than ten within an hour from one address open nothing more, and get one receipt."""
    mailbox(*(mail(f"Hello {number}", From="bot@example.com", Subject=f"s{number}") for number in range(13)))

    assert Case.objects.count() == 10
    assert Mail.objects.filter(sort=Sort.LOOP).count() == 3
    assert Outgoing.objects.filter(to="bot@example.com").count() == 1


def test_the_receipt_is_in_their_language_and_can_be_switched_off(mailbox: Any) -> None:
    mailbox(mail("房间很冷，没有人来修。", Subject="房间很冷", From="li@example.com"))
    Rules.objects.filter(pk=1).update(receipts=[])
    mailbox(mail(From="tom@example.com"))

    letter = Outgoing.objects.get()
    case = Case.objects.get(language="zh")
    assert (letter.to, letter.language) == ("li@example.com", "zh")
    assert str(case.pk) in letter.text
    assert letter.subject == f"Re: 房间很冷 {threads.tag(case)}"


def test_it_rests_no_more_when_the_customer_tells_what_was_asked(
    mailbox: Any, guest: Any, people: SimpleNamespace
) -> None:
    mailbox(mail())
    case = Case.objects.get()
    actions.step(case=case, step=Step.ACKNOWLEDGE, by=people.agent)
    Pause.objects.create(case=case, why=Why.CUSTOMER, back=timezone.localdate())
    Case.objects.filter(pk=case.pk).update(resting=True)
    letter = Outgoing.objects.get(to="anna@example.com")

    mailbox(mail("Room 302.", In_Reply_To=letter.message_id))

    case.refresh_from_db()
    assert (case.resting, case.state) == (False, State.ACKNOWLEDGED)


def test_thanks_after_a_good_verdict_opens_nothing_again(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    mailbox(mail())
    case = Case.objects.get()
    letter = answered(case, people)
    Case.objects.filter(pk=case.pk).update(verdict=Verdict.YES)

    mailbox(mail("Thanks!", In_Reply_To=letter.message_id))

    case.refresh_from_db()
    assert (case.state, case.mails.count()) == (State.RESPONDED, 2)


@pytest.mark.parametrize(
    ("charset", "said", "words"),
    [
        ("gb2312", "gbk", "房间的热水器坏了，没有人来修理。"),
        ("big5", "big5", "房間的熱水器壞了，沒有人來修理。"),
        ("iso-8859-1", "utf-8", "房间的热水器坏了。"),
        ("gb2312", "utf-8", "房间的热水器坏了。"),
        ("x-nonsense", "utf-8", "Café très froid"),
        ("", "gbk", "房间很冷。"),
        ("iso-8859-1", "latin-1", "Très froid"),
    ],
)
def test_words_come_through_whatever_the_header_says(mailbox: Any, charset: str, said: str, words: str) -> None:
    """Bytes of one encoding that say they are another; the same in the subject, bare and encoded."""
    kind = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    coded = base64.b64encode(words.encode(said)).decode()
    subject = (
        words.encode(said) if charset != "iso-8859-1" else f"=?utf-8?B?{base64.b64encode(words.encode()).decode()}?="
    )
    raw = b"From: a@example.com\nSubject: " + (subject if isinstance(subject, bytes) else subject.encode())
    raw += f"\nMIME-Version: 1.0\n{kind}Content-Transfer-Encoding: base64\n\n{coded}\n".encode()

    mailbox(raw)

    case = Case.objects.get()
    assert (case.words, case.title) == (words, words)


def test_html_is_read_as_words_and_nothing_of_it_runs(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    made = mail("x")
    made.set_content(
        "<html><head><title>t</title><style>p{}</style></head><body><p>The eggs&nbsp;were <b>cold</b>.</p>"
        "<script>alert(1)</script><p onclick=x>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
        "<blockquote>What you wrote before</blockquote></body></html>",
        subtype="html",
    )

    mailbox(made)

    case, client = Case.objects.get(), Client()
    client.force_login(people.agent)
    page = client.get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert case.words == "The eggs were cold.\n\n<script>alert(2)</script>"
    assert Mail.objects.get().quoted == "What you wrote before"
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in page


def test_what_is_attached_is_kept_by_its_content_and_the_rest_says_why(mailbox: Any, guest: Any) -> None:
    """A photo without its notes, hostile names made plain; a page, a bomb, an endless file and a mail are refused."""
    from regulars.web.cases.mail import attaching

    note = b"tEXt" + b"GPS\0here"
    photo = PNG[:33] + len(note[4:]).to_bytes(4, "big") + note + zlib.crc32(note).to_bytes(4, "big") + PNG[33:]
    made = mail()
    made.add_attachment(photo, maintype="text", subtype="html", filename="../../etc/pass\u202ewd<b>.exe")
    made.add_attachment(b"<svg><script>x</script></svg>", maintype="image", subtype="png", filename="a.png")
    made.add_attachment(
        b"PK\x03\x04" + zlib.compress(b"0" * 10_000_000), maintype="application", subtype="zip", filename="b.zip"
    )
    made.add_attachment(b"%PDF-" + b"0" * attaching.LARGEST, maintype="application", subtype="pdf", filename="c.pdf")
    made.add_attachment(mail("inner"))

    mailbox(made)

    one = Mail.objects.get()
    kept = StoredFile.objects.get()
    assert (kept.kind, kept.name.endswith(".png"), kept.name) == ("image/png", True, "pass wdb.png")
    assert b"GPS" not in kept.path.read_bytes()
    assert [name for name, _ in one.refused_words] == ["a.png", "b.zip", "c.pdf", "mail.eml"]
    assert one.text == "The eggs were cold."


def test_a_mail_longer_than_what_is_read_keeps_its_words(mailbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty megabytes: the words and what was read whole stay, what was cut is said to be missing."""
    monkeypatch.setattr("regulars.web.cases.mail.reading.LONGEST", 40_000)
    monkeypatch.setattr("regulars.web.cases.mail.receiving.LONGEST", 40_000)
    made = mail()
    made.add_attachment(PNG, maintype="image", subtype="png", filename="a.png")
    made.add_attachment(b"%PDF-" + b"0" * 100_000, maintype="application", subtype="pdf", filename="b.pdf")

    mailbox(made)

    one = Mail.objects.get()
    assert (one.text, one.files.count(), [name for name, _ in one.refused_words]) == (
        "The eggs were cold.", 1, ["b.pdf"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"From: anna@example.com\n" + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 30,
        b"From: =?x?q?=ff?= <a@b\nSubject: =?utf-8?B?////?=\n\n\xff\xfe",
        b"From: a@example.com\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a@example.com\nContent-Type: text/plain; charset*=''x\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Subject: " + b"a" * 100_000 + b"\nFrom: a@example.com\n\nx",
    ],
)
def test_whatever_comes_is_seen_once_and_stops_nothing_behind_it(mailbox: Any, raw: bytes) -> None:
    mailbox(raw, mail(From="tom@example.com"))

    assert Seen.objects.count() == 2
    assert Case.objects.filter(email="tom@example.com").count() == 1


def test_of_a_forgotten_customer_no_thread_comes_back(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    """Their mails and what was attached go; what they write again opens a case of its own, tied to nothing."""
    made = mail()
    made.add_attachment(PNG, maintype="image", subtype="png", filename="a.png")
    mailbox(made)
    old = Case.objects.get()
    letter = answered(old, people)
    to = threads.headers(letter)["Reply-To"]
    guest.delete()

    mailbox(made, mail("Again.", To=to, In_Reply_To=letter.message_id, Subject=letter.subject))

    fresh = Case.objects.exclude(pk=old.pk).get()
    assert (fresh.words, fresh.mails.count(), old.mails.count()) == ("Again.", 1, 0)
    assert not fresh.entries.filter(sort="mail-foreign").exists()
    assert not StoredFile.objects.exists()


def test_a_file_is_read_by_who_sees_the_case(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    made = mail()
    made.add_attachment(PNG, maintype="image", subtype="png", filename="a.png")
    mailbox(made)
    codes = {}
    for name in ("agent", "colleague"):
        client = Client()
        client.force_login(getattr(people, name))
        response = client.get(reverse("files:download", args=[StoredFile.objects.get().public_id]))
        codes[name] = response.status_code
        b"".join(response)  # read to its end, a file closes itself

    assert codes == {"agent": 200, "colleague": 404}


@pytest.mark.parametrize("moment", ["open", "mark"])
def test_a_death_in_the_middle_acts_once(mailbox: Any, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Before the commit nothing is there; after it the mail is known, though nobody marked it."""

    class DeathError(BaseException):
        """As sudden."""

    with monkeypatch.context() as patched:

        def die(*args: Any) -> None:
            raise DeathError

        where = {"mark": "regulars.web.messages.mailboxes._Folder.mark", "open": "regulars.web.cases.opening.told"}
        patched.setattr(where[moment], die)
        with pytest.raises(DeathError):
            mailbox(mail())
    before = Case.objects.count(), Seen.objects.count()

    receiving.fetch()

    assert before == ((0, 0) if moment == "open" else (1, 1))
    assert (Case.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_mailbox_on_a_server_is_read_over_tls(
    mailbox: Any, guest: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real IMAP: each mail once, also when the server counts anew."""
    folder = tmp_path / "server"
    folder.mkdir()
    with imap.running(folder) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        settings.REGULARS_CASES_URL = server.address
        server.mails = {4: mail(Message_ID="<a@b>").as_bytes(), 9: mail("x", Precedence="bulk").as_bytes()}
        first, second = receiving.fetch(), receiving.fetch()
        server.epoch = 8
        third = receiving.fetch()

    assert (first, second, third, Case.objects.count(), server.seen) == (2, 0, 0, 1, {4, 9})


def test_a_mailbox_that_is_not_there_says_so_on_the_page(mailbox: Any, settings: Any, people: SimpleNamespace) -> None:
    settings.REGULARS_CASES_URL = "maildir:/nowhere/at/all"

    receiving.fetch()

    client = Client()
    client.force_login(people.administrator)
    assert "could not be read" in client.get(reverse("casemail:mails")).content.decode()


def test_a_letter_by_a_double_click_is_one(mailbox: Any, guest: Any, people: SimpleNamespace) -> None:
    mailbox(mail())
    case = Case.objects.get()
    before = case.state

    for _ in range(2):
        write_to(case=case, words="We called you.", token="abcdefgh", by=people.agent)

    case.refresh_from_db()
    assert (Outgoing.objects.filter(nonce__startswith="case-letter:").count(), case.state) == (1, before)
    assert case.entries.filter(sort="letter").count() == 1
