"""``regulars user`` and ``regulars signin-link``: one line on standard output, words beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from regulars.cli.main import main
from regulars.web.accounts.models import Grant, User
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def regulars(home: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("REGULARS_HOME", str(home))
    monkeypatch.setenv("REGULARS_LANGUAGE", "en")

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return int(code), captured.out, captured.err

    return run


def signs_in(link: str) -> bool:
    client = Client()
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    return "_auth_user_id" in client.session


def test_an_account_is_added_with_its_role_and_signs_in_by_the_link(regulars, units) -> None:
    code, out, err = regulars(
        "user", "add", "Mei@Example.com", "--name", "Mei", "--role", "manager", "--unit", "lakeside"
    )

    user = User.objects.get()
    grant = Grant.objects.get()
    assert (code, out.count("\n"), user.email, user.has_usable_password()) == (0, 1, "mei@example.com", False)
    assert (grant.role, grant.unit) == ("manager", units.lakeside)
    assert "Added mei@example.com" in err
    assert set(Entry.objects.values_list("event", flat=True)) >= {"user-added", "role-given", "link-made"}
    assert signs_in(out.strip())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("user", "add", "ada@example.com"), "has an account already"),
        (("user", "add", "not an address"), "is not a mail address"),
        (("user", "add", "x@example.com", "--role", "boss"), "Choose one of: administrator"),
        (("user", "add", "x@example.com", "--unit", "lakesid"), "Near it: lakeside"),
        (("user", "reset", "nobody@example.com"), "Nobody here has the address"),
        (("signin-link", "nobody@example.com"), "Nobody here has the address"),
        (("signin-link", "cai@example.com"), "is closed"),
        (("signin-link",), "There are several administrators. Name one: ada@example.com"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(arguments, words, regulars, people, person) -> None:
    person("bea", "administrator")
    people.colleague.is_active = False
    people.colleague.save()
    before = User.objects.count()

    code, out, err = regulars(*arguments)

    assert (code, out, User.objects.count()) == (1, "", before)
    assert words in err


@pytest.mark.parametrize("hours", ["0", "-1", "nan", "inf", "1000", "soon"])
def test_a_length_that_makes_no_sense_is_refused(hours: str, regulars, people) -> None:
    code, out, err = regulars("signin-link", "ada@example.com", "--hours", hours)

    assert (code, out) == (2, "")
    assert "--hours" in err


def test_without_an_address_the_link_is_the_only_administrators(regulars, people) -> None:
    code, out, _ = regulars("signin-link", "--json", "--hours", "2")

    found = json.loads(out)
    assert (code, found["email"], found["hours"]) == (0, "ada@example.com", 2.0)
    assert signs_in(found["link"])


def test_a_reset_takes_password_sessions_and_links_away(regulars, people, client_of) -> None:
    _, old, _ = regulars("signin-link", "mei@example.com")
    browser = client_of(people.manager)
    Authenticator.objects.create(user=people.manager, type=Authenticator.Type.TOTP, data={})

    code, _, err = regulars("user", "reset", "mei@example.com")

    people.manager.refresh_from_db()
    assert (code, people.manager.has_usable_password()) == (0, False)
    assert "no longer works" in err
    assert browser.get("/accounts/profile/").status_code == 302
    assert not signs_in(old.strip())
    assert Authenticator.objects.count() == 1  # the second step stays, and is asked for


def test_the_second_step_goes_when_asked_to(regulars, people) -> None:
    Authenticator.objects.create(user=people.manager, type=Authenticator.Type.TOTP, data={})

    code, out, _ = regulars("user", "reset", "mei@example.com", "--second-step")

    assert (code, Authenticator.objects.count()) == (0, 0)
    assert signs_in(out.strip())


def test_a_second_step_is_asked_for_behind_the_link(people) -> None:
    from regulars.web.accounts.signin_links import make_link

    Authenticator.objects.create(user=people.manager, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()

    answer = client.post(f"/accounts/link/{make_link(user=people.manager)}/")

    assert "2fa" in answer["Location"]
    assert "_auth_user_id" not in client.session
