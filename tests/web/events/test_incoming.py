"""Systems tell events over HTTP: a secret, a verdict for each row, and clear words for what cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from regulars.web.research.events import sources
from regulars.web.research.events.models import Happening, Source

pytestmark = pytest.mark.django_db
EVENT = {"key": "R-1", "kind": "stay", "at": "2026-11-22T10:00:00+01:00", "customer": "C1"}


@pytest.fixture
def secret(company: Any) -> str:
    """Of a source."""
    return sources.add(key="desk", name="Desk", kind=None, by=None)[1]


def _post(data: Any, secret: str, source: str = "desk", **headers: str) -> Any:
    body = data if isinstance(data, bytes | str) else json.dumps(data)
    return Client().post(
        f"/in/{source}", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}", **headers}
    )


def test_one_event_or_many_and_each_has_its_verdict(secret, customer) -> None:
    """Told again, it changes nothing."""
    customer("C1")

    one = _post(EVENT, secret).json()
    many = _post([EVENT, {**EVENT, "key": "R-2"}, {**EVENT, "key": "R-3", "at": "soon"}], secret).json()

    assert (one["taken"], one["rows"]) == (1, [{"row": 1, "key": "R-1", "verdict": "taken"}])
    assert (many["taken"], many["known"], many["refused"]) == (1, 1, 1)
    assert many["rows"][2]["field"] == "at"
    assert "2026-11-22" in many["rows"][2]["way_out"]
    assert Happening.objects.get(key="R-1").customer.number == "C1"
    assert Source.objects.get().heard is not None


def test_details_stand_beside_or_below(secret) -> None:
    """What the kind does not carry is left out and named."""
    answer = _post({**EVENT, "nights": 2, "details": {"purpose": "leisure"}, "room": 12}, secret).json()

    assert answer["rows"][0]["left_out"] == ["room"]
    assert Happening.objects.get().details == {"nights": 2, "purpose": "leisure"}


def test_without_the_secret_nothing_is_read(secret, settings) -> None:
    """A wrong source is not told from a wrong secret; a new secret ends the old one, a closed source any."""
    source = Source.objects.get()
    nobody = Client().post("/in/desk", "{}", content_type="application/json")
    wrong, elsewhere = _post(EVENT, "evt_wrong"), _post(EVENT, secret, source="other")
    fresh = sources.rotate(source=source, by=None)
    old, new = _post(EVENT, secret), _post(EVENT, fresh)
    sources.close(source=source, by=None)

    assert (nobody.status_code, wrong.status_code, elsewhere.status_code) == (401, 401, 401)
    assert wrong.json() == elsewhere.json()
    assert nobody.headers["WWW-Authenticate"] == "Bearer"
    assert (old.status_code, new.status_code, _post(EVENT, fresh).status_code) == (401, 200, 401)
    assert secret not in str(Source.objects.values_list("secret_hash", flat=True))


def test_secrets_are_not_tried_out(secret) -> None:
    """After ten wrong ones in a minute the answer is to wait."""
    answers = [_post(EVENT, f"evt_{n}").status_code for n in range(sources.WRONG + 1)]

    assert answers == [401] * sources.WRONG + [429]


def test_a_source_sends_no_more_than_it_may(secret, monkeypatch) -> None:
    """And hears how long to wait."""
    monkeypatch.setattr(sources, "REQUESTS", 1)
    first, second = _post(EVENT, secret), _post(EVENT, secret)

    assert (first.status_code, second.status_code, second.headers["Retry-After"]) == (200, 429, "60")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"[1]", 400),
        (b'"x"', 400),
        (b"\xff\xfe", 400),
        (b'{"key": NaN}', 400),
        (b"[" * 100_000, 400),
        (b"[" + b'{"key":"a"},' * 1000 + b'{"key":"a"}]', 413),
        (b" " * ((1 << 20) + 1), 413),
        (b'{"key": "a", "kind": "stay", "at": {"x": 1}}', 200),
        (b'{"key": ["a"], "kind": 1, "at": "2026-01-01"}', 200),
        (b'{"key": "a\\u0000", "kind": "stay", "at": "9999-12-31T23:59:59-23:59"}', 200),
        (b'{"key": "a", "kind": "stay", "at": "0001-01-01", "details": []}', 200),
        (b'{"key": "a", "kind": "stay", "at": "2026-11-01", "details": {"nights": 1e400}}', 200),
    ],
)
def test_whatever_is_sent_the_answer_is_in_words(secret, body: bytes, status: int) -> None:
    """Never a page that broke."""
    answer = _post(body, secret)

    assert answer.status_code == status
    assert "error" in answer.json() or answer.json()["refused"] == 1


def test_the_words_come_in_the_language_that_is_asked_for(secret) -> None:
    """Plain Chinese, not escaped."""
    answer = _post({**EVENT, "at": ""}, secret, **{"Accept-Language": "zh-CN"})

    assert answer.json()["rows"][0]["reason"] == "缺少时间"
