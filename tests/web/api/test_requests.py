"""Tokens, limits, keys, bodies: what every request goes through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from regulars.web.api import tokens
from regulars.web.api.models import KeptAnswer, Token
from regulars.web.api.scopes import Scope
from regulars.web.people.models import Customer

pytestmark = pytest.mark.django_db


def test_a_secret_is_shown_once_and_stored_as_a_fingerprint(client_of: Any, people: Any) -> None:
    page = client_of(people.manager).post("/tokens/", {"name": "Shop", "scopes": ["customers:read"], "days": "365"})
    secret = page.context["secret"]

    assert secret in page.content.decode()
    assert secret not in client_of(people.manager).get("/tokens/").content.decode()
    assert secret not in str(list(Token.objects.values()))


def test_nobody_gives_a_token_more_than_they_may_and_others_are_out_of_sight(client_of: Any, people: Any) -> None:
    own = client_of(people.agent)
    page = own.post("/tokens/", {"name": "Shop", "scopes": ["purchases:write"], "days": "9999"})
    theirs, _ = tokens.issue(name="x", scopes=[Scope.CUSTOMERS_READ], days=1, owner=people.manager)

    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"scopes", "days"}
    assert own.post(f"/tokens/{theirs.public_id}/revoke/").status_code == 404
    assert client_of(people.administrator).post(f"/tokens/{theirs.public_id}/revoke/").status_code == 302
    assert not Token.objects.get().open


@pytest.mark.parametrize("how", ["none", "wrong", "ended", "expired", "owner gone"])
def test_without_an_open_token_there_is_nothing(caller: Any, people: Any, mei: Any, how: str) -> None:
    program = caller(people.manager)
    if how in ("none", "wrong"):
        program.secret = "" if how == "none" else "rgl_x"
    elif how == "ended":
        tokens.revoke(token=Token.objects.get(), by=None)
    elif how == "expired":
        Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    else:
        people.manager.is_active = False
        people.manager.save()

    answer = program.get("/customers/0042")

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Regulars"')


def test_a_token_can_do_what_its_scopes_say_and_its_owner_still_may(caller: Any, people: Any, mei: Any) -> None:
    program = caller(people.manager, Scope.CUSTOMERS_READ, Scope.PURCHASES_WRITE)
    assert program.get("/customers/0042").status_code == 200

    people.manager.grants.all().delete()

    assert program.get("/customers/0042").status_code == 403
    assert program.post("/purchases", {"purchases": [{}]}).status_code == 403
    assert program.patch("/customers/0042", {}).status_code == 403


def test_who_asks_too_often_waits(caller: Any, people: Any, monkeypatch: Any, settings: Any) -> None:
    settings.API_REQUESTS = 2
    monkeypatch.setattr(tokens, "WRONG", 1)
    program, stranger = caller(people.administrator), caller(people.administrator)
    stranger.secret = "rgl_wrong"

    told = [program.get("/segments") for _ in range(3)]
    refused = [stranger.get("/segments").status_code for _ in range(3)]

    assert [one.status_code for one in told] == [200, 200, 429]
    assert 1 <= int(told[2]["Retry-After"]) <= 60
    assert refused == [401, 401, 429]


def test_the_same_key_and_body_counts_once(caller: Any, people: Any) -> None:
    program = caller(people.administrator)

    first = program.post("/customers", {"number": "K1"}, Idempotency_Key="a")
    again = program.post("/customers", {"number": "K1"}, Idempotency_Key="a")
    other = program.post("/customers", {"number": "K2"}, Idempotency_Key="a")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert (again.content, again["ETag"], again["Idempotent-Replay"]) == (first.content, first["ETag"], "true")
    assert Customer.objects.count() == 1


def test_a_request_under_way_is_told_apart_and_one_that_died_is_done_again(caller: Any, people: Any) -> None:
    program = caller(people.administrator)
    program.post("/customers", {"number": "K1"}, Idempotency_Key="a")
    Customer.objects.all().delete()
    KeptAnswer.objects.all().delete()
    digest = _digest_of(program)
    row = KeptAnswer.objects.create(token=Token.objects.get(), key="a", digest=digest)

    under_way = program.post("/customers", {"number": "K1"}, Idempotency_Key="a")
    KeptAnswer.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(hours=1))
    taken_over = program.post("/customers", {"number": "K1"}, Idempotency_Key="a")

    assert (under_way.status_code, taken_over.status_code) == (409, 201)


def _digest_of(program: Any) -> str:
    program.post("/customers", {"number": "K1"}, Idempotency_Key="b")
    digest = KeptAnswer.objects.get().digest
    Customer.objects.all().delete()
    KeptAnswer.objects.all().delete()
    return digest


def test_what_was_refused_may_be_mended_under_its_key(caller: Any, people: Any) -> None:
    program = caller(people.administrator)

    refused = program.post("/customers", {"number": "K1", "unit": "nowhere"}, Idempotency_Key="a")
    mended = program.post("/customers", {"number": "K1"}, Idempotency_Key="a")

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_with_a_customer_who_goes_kept_answers_go(caller: Any, people: Any, mei: Any) -> None:
    caller(people.administrator).post("/customers/0042/contacts", {"words": "secret"}, Idempotency_Key="a")
    assert KeptAnswer.objects.count() == 1

    mei.delete()

    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"{", 400, ""),
        (b'{"number": NaN}', 400, ""),
        (b'{"number": "a\\u0000b"}', 400, "/number"),
        (b'{"number": "\\ud800"}', 400, "/number"),
        (b'{"number": ' + b"[" * 50 + b"]" * 50 + b"}", 400, "/number/0/0/0/0/0/0/0"),
        (b"[" * 100_000, 400, ""),
        (b'{"number": "x", "name": "' + b"y" * 300_000 + b'"}', 413, None),
        (b"\xff\xfe", 400, ""),
        (b"", 400, ""),
        (b"[]", 400, ""),
        (b'{"number": 42}', 400, "/number"),
        (b'{"number": "  "}', 422, "/number"),
        (b'{"number": "1", "colour": 1}', 400, "/colour"),
        (b'{"number": "1", "kind": "dog"}', 400, "/kind"),
    ],
)
def test_a_bad_body_gets_a_sentence_with_its_place(
    caller: Any, people: Any, body: bytes, status: int, pointer: str | None
) -> None:
    answer = caller(people.administrator)("POST", "/customers", body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert pointer is None or answer.json()["errors"][0]["pointer"] == pointer
    assert answer.json()["detail"]


def test_problems_speak_chinese(caller: Any, people: Any) -> None:
    told = caller(people.administrator).get("/customers?limit=x&colour=red", Accept_Language="zh-CN").json()

    assert told["title"] == "内容与说明的格式不符"
    assert {error["pointer"] for error in told["errors"]} == {"query:colour"}


def test_other_methods_contents_and_addresses_are_told(caller: Any, people: Any) -> None:
    program = caller(people.administrator)

    wrong = program("DELETE", "/customers/0042")
    form = program("POST", "/customers", b"number=1", **{"Content-Type": "text/plain"})

    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, PATCH")
    assert form.status_code == 415
    assert program.get("/nothing/here").status_code == 404
    assert program.get("/customers?cursor=xyz").status_code == 422
