"""The frame: languages, menu, errors in words, and the headers that keep strangers out."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(people, client_of):
    """The administrator's browser."""
    return client_of(people.administrator)


def test_headers_of_every_page(client, ada) -> None:
    """No script or style but ours, no frame around us, no guessing of types, nothing told to other sites."""
    for browser, address in ((client, "/account/login/"), (ada, "/accounts/people/"), (client, "/nothing-here/")):
        headers = browser.get(address).headers
        policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == policy["style-src"] == ["'self'"]
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_of_somebody_is_kept_by_a_shared_cache(ada) -> None:
    """What one person sees is not the next one's."""
    answer = ada.get("/accounts/people/")

    assert "Cookie" in answer["Vary"]
    assert "Accept-Language" in answer["Vary"]


def test_flags_of_cookies(client, people) -> None:
    """No script reads them, no other site sends them."""
    client.get("/account/login/")
    client.post("/account/login/", {"login": "mei@example.com", "password": "correct horse battery"})
    client.post("/language/", {"language": "zh"})

    for name in ("regulars_session", "csrftoken", "regulars_language"):
        cookie = client.cookies[name]
        assert (name, cookie["httponly"], cookie["samesite"]) == (name, True, "Lax")


def test_cookies_are_secure_where_the_address_is(settings, client, people) -> None:
    """Behind HTTPS they travel by HTTPS alone."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    client.get("/account/login/", secure=True)
    client.post("/account/login/", {"login": "mei@example.com", "password": "correct horse battery"}, secure=True)
    client.post("/language/", {"language": "zh"}, secure=True)

    assert all(client.cookies[name]["secure"] for name in ("regulars_session", "csrftoken", "regulars_language"))


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/accounts/roles/?a=1", "/accounts/roles/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_switch_of_language_stays_in_the_house(client, back, to) -> None:
    """Back to where one was, nowhere else."""
    answer = client.post("/language/", {"language": "zh", "next": back})

    assert (answer.status_code, answer["Location"]) == (302, to)


def test_the_language_stays_with_the_account(ada, people) -> None:
    """In this browser and in the next."""
    ada.post("/language/", {"language": "zh"})

    people.administrator.refresh_from_db()
    page = ada.get("/accounts/people/")
    assert people.administrator.language == "zh"
    assert page["Content-Language"] == "zh-Hans"
    assert '<html lang="zh-Hans">' in page.content.decode()


def test_the_browser_decides_for_strangers(client) -> None:
    """Until they switch."""
    page = client.get("/account/login/", headers={"accept-language": "zh-CN,zh;q=0.9"})

    assert '<html lang="zh-Hans">' in page.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "localhost:80@evil.example"])
def test_other_names_are_not_answered(client, host, settings) -> None:
    """A link that we write never carries a name that a visitor chose."""
    answer = client.get("/account/password/reset/", headers={"host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_form_from_elsewhere_changes_nothing(people) -> None:
    """Our page says so, in the language of the reader."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.administrator, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.post(reverse("accounts:profile"), {"name": "X"}, headers={"accept-language": "zh"})

    assert answer.status_code == 403
    assert "没有任何改动" in answer.content.decode()
    people.administrator.refresh_from_db()
    assert people.administrator.name == "Ada"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("who", "address", "code"), [("manager", "/accounts/people/", 403), ("nobody", "/none/", 404)])
def test_errors_say_what_to_do(people, client_of, who, address, code, language) -> None:
    """With a way back, in both languages."""
    browser = client_of(getattr(people, who, None))
    browser.cookies["regulars_language"] = language

    answer = browser.get(address)

    words = answer.content.decode()
    assert answer.status_code == code
    assert ("回到首页" if language == "zh" else "To the start") in words


def test_a_broken_page_gives_a_number_that_the_log_knows(ada, monkeypatch, caplog) -> None:
    """Nothing of the error itself is shown."""
    ada.raise_request_exception = False

    def fail(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("regulars.web.accounts.views.people.page_of", fail)

    with caplog.at_level(logging.ERROR, logger="regulars"):
        answer = ada.get("/accounts/people/")

    words = answer.content.decode()
    number = next(one.args[1] for one in caplog.records if one.name.startswith("regulars.web.pages"))
    assert answer.status_code == 500
    assert number in words
    assert "secret detail" not in words


def test_the_menu_holds_what_one_may(ada, people, client_of) -> None:
    """Settings for those who may; sign-out for everybody, as a form."""
    mine = client_of(people.viewer).get("/accounts/profile/").content.decode()
    hers = ada.get("/accounts/profile/").content.decode()

    assert "/accounts/people/" in hers
    assert "/audit/" in hers
    assert "/accounts/people/" not in mine
    assert "/audit/" not in mine
    assert 'action="/account/logout/"' in mine


def test_the_first_page_is_one_that_opens(people, client_of) -> None:
    """Somebody without a role is told so; others are sent on."""
    assert "Nothing is open to you yet" in client_of(people.stranger).get("/").content.decode()
    assert client_of(people.administrator).get("/").status_code == 302
