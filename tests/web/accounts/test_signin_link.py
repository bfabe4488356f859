"""A sign-in link: looked at as often as one likes, spent once."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regulars.web.accounts.models import SignInLink
from regulars.web.accounts.signin_links import close_links, make_link, spend
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db


def address(token: str) -> str:
    return reverse("accounts:signin-link", args=[token])


@pytest.fixture
def token(people: SimpleNamespace) -> str:
    return make_link(user=people.manager)


def test_looking_spends_nothing(token: str) -> None:
    client = Client()

    pages = [client.get(address(token)) for _ in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Mei" in pages[0].content.decode()
    assert "_auth_user_id" not in client.session


def test_pressing_the_button_signs_in(token: str, people: SimpleNamespace) -> None:
    client = Client()

    answer = client.post(address(token))

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(people.manager.pk)


def test_the_second_press_says_that_it_was_used(token: str) -> None:
    Client().post(address(token))
    client = Client()

    answer = client.post(address(token))

    assert answer.status_code == 410
    assert "used already" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_old_link_says_so(people: SimpleNamespace) -> None:
    token = make_link(user=people.manager, lifetime=timedelta(seconds=-1))

    looked, pressed = Client().get(address(token)), Client().post(address(token))

    assert (looked.status_code, pressed.status_code) == (410, 410)
    assert "too old" in pressed.content.decode()


@pytest.mark.parametrize("wrong", ["x", "0" * 43, "../../etc/passwd", "%00", "令牌"])
def test_an_unknown_link_says_so(db: None, wrong: str) -> None:
    answer = Client().get(f"/accounts/link/{wrong}/")

    assert answer.status_code == 404


def test_a_closed_account_is_not_signed_in(token: str, people: SimpleNamespace) -> None:
    people.manager.is_active = False
    people.manager.save()

    answer = Client().post(address(token))

    assert answer.status_code == 410
    assert "closed" in answer.content.decode()
    assert SignInLink.objects.get().spent is None


def test_the_database_does_not_hold_the_token(token: str) -> None:
    stored = SignInLink.objects.values().get()

    assert token not in str(stored)


def test_making_one_stands_in_the_trail(people: SimpleNamespace) -> None:
    make_link(user=people.manager, by=people.administrator)

    entry = Entry.objects.get(event="link-made")
    assert (entry.by, entry.target_id) == (people.administrator, people.manager.public_id)


def test_links_of_before_a_reset_sign_nobody_in(token: str, people: SimpleNamespace) -> None:
    close_links(people.manager)

    assert spend(token) is None


def test_the_page_is_kept_by_no_cache_and_speaks_chinese(token: str) -> None:
    answer = Client().get(address(token), headers={"Accept-Language": "zh-CN"})

    assert "no-store" in answer["Cache-Control"]
    assert "登录" in answer.content.decode()


def test_a_link_for_tomorrow_is_open_until_then(people: SimpleNamespace) -> None:
    make_link(user=people.manager, lifetime=timedelta(hours=2))

    now = timezone.now()
    assert SignInLink.objects.open_at(now + timedelta(hours=1)).exists()
    assert not SignInLink.objects.open_at(now + timedelta(hours=3)).exists()
