"""Signing in, out, and a new password by mail: without telling who has an account."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from regulars.web.accounts import sessions
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN = "/account/login/"


def events() -> list[tuple[str, str]]:
    """The trail, oldest first: what, about whom."""
    return [(one.event, one.by.name if one.by else "") for one in Entry.objects.order_by("pk")]


def test_signing_in_leads_back_and_rotates_the_session(client, people) -> None:
    """The session of before is worth nothing afterwards; both ends stand in the trail."""
    client.get(LOGIN)
    client.session["x"] = 1
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["regulars_session"] = before

    answer = client.post(f"{LOGIN}?next=/accounts/roles/", {"login": "MEI@example.com", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/roles/")
    assert client.session.session_key != before
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session
    assert events() == [("signed-in", "Mei"), ("signed-out", "Mei")]


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(client, people, to) -> None:
    """An address of somebody else as the next page is passed over."""
    answer = client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD, "next": to})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("login", "noted"), [("mei@example.com", [("sign-in-failed", "")]), ("nobody@example.com", [])]
)
def test_a_wrong_password_and_a_wrong_address_say_the_same(client, people, login, noted) -> None:
    """And what a stranger typed is not kept."""
    answer = client.post(LOGIN, {"login": login, "password": "wrong"})

    assert answer.context["form"].non_field_errors() == [
        "The address and the password do not belong together. Try once more."
    ]
    assert answer.templates[0].origin.name.endswith("accounts/templates/account/login.html")
    assert events() == noted


def test_a_closed_account_does_not_open(client, people) -> None:
    """It says the same as a wrong password."""
    people.manager.is_active = False
    people.manager.save()

    answer = client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 302)


def test_guessing_is_stopped(client, people) -> None:
    """Five wrong tries for one account, and the right one waits as well."""
    for _ in range(6):
        client.post(LOGIN, {"login": "mei@example.com", "password": "wrong"})

    answer = client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert b"Too many tries" in answer.content


def test_many_requests_get_a_page_of_ours(client, people) -> None:
    """429 in our words."""
    codes = [client.post(LOGIN, {}).status_code for _ in range(31)]

    assert codes[-1] == 429


def test_in_chinese(client, people) -> None:
    """Labels and errors in the language of the switch."""
    client.cookies["regulars_language"] = "zh"

    answer = client.post(LOGIN, {"login": "", "password": ""})

    words = answer.content.decode()
    assert "请填写此项。" in words
    assert all(one in words for one in ("邮箱", "密码", "登录"))
    assert "placeholder" not in words


def test_nobody_signs_up(client, people) -> None:
    """The page says how one gets an account; a form is not taken."""
    assert b"by invitation" in client.get("/account/signup/").content
    assert client.post("/account/signup/", {"email": "x@example.com"}).status_code == 200
    assert client.get("/account/email/").status_code in (302, 404)


def test_a_new_password_by_mail(client, people) -> None:
    """The link opens once; every session of before ends; the account hears of it."""
    old = client.__class__()
    old.force_login(people.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert old.get(reverse("accounts:profile")).status_code == 200
    client.post("/account/password/reset/", {"email": "mei@example.com"})
    (sent,) = mail.outbox
    link = re.search(r"http://\S+", sent.body).group().removeprefix("http://testserver")

    form = client.get(link, follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": "another fine staple", "password2": "another fine staple"}, follow=True
    )

    assert sent.subject == "Set a new password"
    assert b"Your password is changed" in answer.content
    assert old.get(reverse("accounts:profile")).status_code == 302
    assert b"spent or too old" in client.__class__().get(link, follow=True).content
    assert [one.subject for one in mail.outbox[1:]] == ["Your password was set anew"]
    assert ("password-reset", "Mei") in events()
    people.manager.refresh_from_db()
    assert people.manager.check_password("another fine staple")


def test_the_mail_speaks_the_language_of_the_account(client, people) -> None:
    """Whatever the page speaks."""
    people.manager.language = "zh"
    people.manager.save()

    client.post("/account/password/reset/", {"email": "mei@example.com"})

    assert mail.outbox[0].subject == "设置新密码"


def test_the_link_stands_under_the_configured_address(client, people, company, settings) -> None:
    """Not under the name that a request brings along."""
    company.public_address = "https://ask.example.com"
    company.save()

    client.post("/account/password/reset/", {"email": "mei@example.com"}, headers={"host": "localhost"})

    assert "https://ask.example.com/account/password/reset/key/" in mail.outbox[0].body


def test_asking_for_a_password_tells_nothing(client, people) -> None:
    """The same page for an address without an account, and a mail that says so to that address alone."""
    known = client.post("/account/password/reset/", {"email": "mei@example.com"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [one.to for one in mail.outbox] == [["mei@example.com"], ["nobody@example.com"]]
    assert mail.outbox[1].subject == "There is no account for this address"
    assert not EmailAddress.objects.filter(email="nobody@example.com").exists()


@pytest.mark.parametrize(("quiet", "stays"), [(sessions.IDLE - 60, True), (sessions.IDLE + 60, False)])
def test_silence_signs_out(client, people, monkeypatch, quiet, stays) -> None:
    """Half a day without a page."""
    client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD})
    then = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: then + quiet)

    assert (client.get(reverse("accounts:profile")).status_code == 200) is stays


def test_two_weeks_sign_out_whoever_works_on(client, people, monkeypatch) -> None:
    """A session has an end even for the busy."""
    client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD})
    session = client.session
    session["signed_in_at"] -= sessions.LONGEST + 1
    session.save()

    assert client.get(reverse("accounts:profile")).status_code == 302


def test_signing_out_everywhere_else(client, people, client_of) -> None:
    """The other device is out, this one stays."""
    here, there = client_of(people.manager), client_of(people.manager)

    answer = here.post(reverse("accounts:end-sessions"))

    assert answer.status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert there.get(reverse("accounts:profile")).status_code == 302
    assert Entry.objects.filter(event="sessions-ended", by=people.manager).count() == 1


def test_the_profile_keeps_what_was_typed(people, client_of) -> None:
    """Name, language, zone; the trail names the fields, not their values."""
    client = client_of(people.manager)

    bad = client.post(reverse("accounts:profile"), {"name": "", "language": "zh", "zone": "Mars/Base"})
    good = client.post(reverse("accounts:profile"), {"name": "梅", "language": "zh", "zone": "Asia/Shanghai"})

    people.manager.refresh_from_db()
    assert bad.status_code == 422
    assert set(bad.context["form"].errors) == {"name", "zone"}
    assert good.status_code == 302
    assert (people.manager.name, people.manager.language, people.manager.zone) == ("梅", "zh", "Asia/Shanghai")
    assert Entry.objects.get(event="user-changed").details == {"fields": ["name", "language", "zone"]}
    assert "我的账号" in client.get(reverse("accounts:profile")).content.decode()


def test_changing_the_password_keeps_this_session_alone(people, client_of) -> None:
    """And tells the account by mail."""
    here, there = client_of(people.manager), client_of(people.manager)

    here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "another fine staple", "password2": "another fine staple"},
    )

    assert here.get(reverse("accounts:profile")).status_code == 200
    assert there.get(reverse("accounts:profile")).status_code == 302
    assert [one.subject for one in mail.outbox] == ["Your password was changed"]
    assert Entry.objects.filter(event="password-changed").count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", "mei@example.com1"])
def test_weak_passwords_are_refused(people, client_of, password) -> None:
    """Too short, too well known, too like the address."""
    answer = client_of(people.manager).post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
