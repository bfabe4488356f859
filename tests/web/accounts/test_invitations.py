"""Invitations: a link that is kept nowhere, opens once, and makes one account with one role."""

from __future__ import annotations

import re
import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from regulars.web.accounts.models import Grant, Invitation, User
from regulars.web.accounts.work import tidy
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(people, client_of):
    """The administrator's browser."""
    return client_of(people.administrator)


def form(**fields):
    """What the page of invitations sends."""
    return {"email": "new@example.com", "name": "Nia", "language": "en", "role": "viewer", **fields}


def link_of(sent) -> str:
    """The address in a mail."""
    return re.search(r"http://\S+/accounts/welcome/\S+", sent.body).group().removeprefix("http://localhost")


@pytest.fixture
def invite(ada, django_capture_on_commit_callbacks):
    """Send the form, and let the worker work."""

    def send(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return ada.post(reverse("accounts:invite"), form(**fields))

    return send


def test_an_invitation_becomes_an_account(invite, client, units, people) -> None:
    """Mail, page, password, signed in, with the role and its days; the trail names no address."""
    answer = invite(role="manager", unit=units.lakeside.public_id, until="2099-12-31")
    link = link_of(mail.outbox[0])
    page = client.get(link)
    signed = client.post(link, {"name": "Nia", "language": "zh", "password": "a fine new staple"})

    user = User.objects.get(email="new@example.com")
    assert answer.status_code == 302
    assert mail.outbox[0].to == ["new@example.com"]
    assert "Ada invites you" in mail.outbox[0].body
    assert "Your role: Manager, for Lakeside." in mail.outbox[0].body
    assert "your role Manager for Lakeside" in page.content.decode()
    assert signed.status_code == 302
    assert (user.name, user.language, user.check_password("a fine new staple")) == ("Nia", "zh", True)
    assert [(g.role, g.unit, g.until) for g in user.grants.all()] == [("manager", units.lakeside, date(2099, 12, 31))]
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == [
        "invited",
        "user-added",
        "invitation-accepted",
        "signed-in",
    ]
    assert "new@example.com" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_the_link_is_kept_nowhere_and_opens_once(invite, client) -> None:
    """Its hash alone lies in the table; looking at it spends nothing."""
    invite()
    link = link_of(mail.outbox[0])
    token = link.rstrip("/").rpartition("/")[2]
    answer = {"name": "Nia", "language": "en", "password": "a fine new staple"}

    looks = [client.get(link).status_code for _ in range(2)]
    client.post(link, answer)
    again = client.__class__().post(link, answer)

    row = Invitation.objects.get()
    assert looks == [200, 200]
    assert token not in str(row.__dict__)
    assert again.status_code == 410
    assert User.objects.filter(email="new@example.com").count() == 1


def test_a_weak_password_keeps_the_link(invite, client) -> None:
    """What was typed stays, the link stays open."""
    invite()
    link = link_of(mail.outbox[0])

    answer = client.post(link, {"name": "Nia", "language": "en", "password": "short"})

    assert answer.status_code == 422
    assert 'value="Nia"' in answer.content.decode()
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("how", ["withdrawn", "too old", "sent again"])
def test_links_that_no_longer_open(invite, ada, client, how, django_capture_on_commit_callbacks) -> None:
    """Each says so, and what to do."""
    invite()
    invitation = Invitation.objects.get()
    link = link_of(mail.outbox[0])
    if how == "withdrawn":
        ada.post(reverse("accounts:withdraw", args=[invitation.public_id]))
    elif how == "too old":
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    else:
        with django_capture_on_commit_callbacks(execute=True):
            ada.post(reverse("accounts:invite-again", args=[invitation.public_id]))

    answer = client.get(link)

    assert answer.status_code == 410
    assert "Ask for a new invitation" in answer.content.decode()
    if how == "sent again":
        assert client.get(link_of(mail.outbox[1])).status_code == 200


def test_a_link_to_hand_over_where_no_mail_goes_out(invite, ada, client) -> None:
    """Shown once; the one in the mail stops opening."""
    invite()
    invitation = Invitation.objects.get()

    page = ada.post(reverse("accounts:invitation-link", args=[invitation.public_id]))

    link = re.search(r"/accounts/welcome/[\w-]+/", page.content.decode()).group()
    assert page["Cache-Control"] == "no-store"
    assert client.get(link).status_code == 200
    assert client.get(link_of(mail.outbox[0])).status_code == 410


def test_a_mail_server_that_refuses_is_told(invite, ada, monkeypatch) -> None:
    """The invitation stays, with the reason."""

    def refuse(self):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    invite()

    assert Invitation.objects.get().problem == "Connection unexpectedly closed"
    assert b"Connection unexpectedly closed" in ada.get(reverse("accounts:people")).content


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"email": "mei@example.com"}, "__all__", "There is an account for mei@example.com already."),
        ({"email": "nobody"}, "email", "Write one such as mei@example.com."),
        ({"since": "2027-02-01", "until": "2027-01-01"}, "__all__", "The role would end before it begins."),
        ({"since": "soon"}, "since", "Write the day like 2026-10-31."),
        ({"role": "king"}, "role", "Choose from the list."),
    ],
)
def test_what_cannot_be_invited_says_why(ada, fields, field, words) -> None:
    """And keeps what was typed."""
    answer = ada.post(reverse("accounts:invite"), form(**fields))

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not Invitation.objects.exists()


def test_one_open_invitation_for_an_address(invite) -> None:
    """The second says so, whatever its capitals."""
    invite()

    assert invite(email="NEW@example.com").status_code == 422
    assert Invitation.objects.count() == 1


def test_an_administrator_of_a_region_stays_there(people, units, client_of, person) -> None:
    """Neither the whole company nor another region can be given away."""
    south = person("sol", "administrator", units.south)
    client = client_of(south)
    give = reverse("accounts:person", args=[people.agent.public_id])

    assert client.post(reverse("accounts:invite"), form()).status_code == 422
    assert client.post(reverse("accounts:invite"), form(unit=units.station.public_id)).status_code == 422
    assert client.post(give, {"role": "manager", "unit": units.harbour.public_id}).status_code == 302
    assert client.get(reverse("accounts:person", args=[people.colleague.public_id])).status_code == 404
    assert client.get(reverse("accounts:person", args=[people.analyst.public_id])).status_code == 404
    seen = {row[0].name for row in client.get(reverse("accounts:people")).context["rows"]}
    assert seen == {"Mei", "Reg", "Wu", "Ines", "Vic", "Dan", "Sol"}
    assert Grant.objects.filter(user=people.agent).count() == 2


def test_old_invitations_are_forgotten(people) -> None:
    """A quarter after their end; open ones stay."""
    now, old = timezone.now(), timezone.now() - timedelta(days=91)
    Invitation.objects.create(email="a@example.com", role="viewer", accepted=old)
    Invitation.objects.create(email="b@example.com", role="viewer", withdrawn=old)
    Invitation.objects.create(email="c@example.com", role="viewer", expires=old)
    Invitation.objects.create(email="d@example.com", role="viewer", withdrawn=now)
    Invitation.objects.create(email="e@example.com", role="viewer")

    tidy(lambda *words: None)

    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["d@example.com", "e@example.com"]
