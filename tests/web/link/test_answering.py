"""A guest answers: what is shown, what is stored, and what the phone is asked to carry."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.language import Text

pytestmark = pytest.mark.django_db
ANSWERS = {
    "breakfast": "2",
    "why-breakfast": "Cold eggs. 鸡蛋是凉的。",
    "wifi": "unused",
    "recommend": "9",
    "contact": "1",
}


def test_a_guest_answers_and_is_thanked(phone: Any, responses: Any, link: Any, study: Any, units: Any) -> None:
    one = phone()
    form = one.form()

    sent = one.send({**form.fields, **ANSWERS, "comment": "Warm plates.\r\nPlease."})
    thanks = one.client.get(sent["Location"])

    assert (sent.status_code, sent["Location"]) == (303, f"/s/{link.public_id}/thanks?lang=en")
    assert "Thank you" in thanks.content.decode()
    assert "the hotel reads every one of them" in thanks.content.decode()
    (stored,) = responses()
    assert stored.answers == {
        "breakfast": 2,
        "why-breakfast": "Cold eggs. 鸡蛋是凉的。",
        "wifi": None,
        "recommend": 9,
        "comment": "Warm plates.\nPlease.",
    }
    assert stored.consents == ["contact"]
    assert (stored.study, stored.link, stored.unit, stored.version) == (study, link, units.lakeside, 1)
    assert (stored.language, stored.channel, stored.late, stored.customer) == ("en", "link", False, None)


def test_the_day_is_that_of_the_unit(phone: Any, responses: Any, units: Any, monkeypatch: Any) -> None:
    """Half past five in the evening in London is tomorrow in Shanghai."""
    from regulars.web.channels.link import views

    monkeypatch.setattr(views, "now", lambda: datetime(2026, 11, 22, 17, 30, tzinfo=UTC))
    one = phone()

    one.send({**one.form().fields, "recommend": "9"})

    (stored,) = responses()
    assert (stored.at, str(stored.day)) == (datetime(2026, 11, 22, 17, 30, tzinfo=UTC), "2026-11-23")


def test_the_unit_s_own_zone_comes_first(phone: Any, responses: Any, units: Any, monkeypatch: Any) -> None:
    from regulars.web.channels.link import views

    units.lakeside.zone = "America/Los_Angeles"
    units.lakeside.save()
    monkeypatch.setattr(views, "now", lambda: datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
    one = phone()

    one.send({**one.form().fields, "recommend": "9"})

    assert str(responses()[0].day) == "2026-11-21"


def test_nothing_is_required_and_nothing_is_checked_beforehand(phone: Any) -> None:
    form = phone().form()

    assert {name for name, value in form.fields.items() if value} == {"form"}
    assert form.offered["recommend"] == set(map(str, range(11)))
    assert form.offered["breakfast"] == {"1", "2", "3", "4", "5", "unused"}


def test_the_page_asks_a_phone_to_carry_little(phone: Any) -> None:
    """At most 30 KB in at most four requests; no script, no cookie, nothing from elsewhere."""
    one = phone(accept_encoding="gzip")

    page = one.open()
    html = gzip.decompress(page.content).decode()
    sheet = one.client.get(re.search(r'href="(/s/style-[^"]+)"', html)[1])

    assert len(page.content) + len(sheet.content) < 8_000
    assert re.findall(r'(?:src|href)="([^"]+)"', html) == ["data:,", sheet.request["PATH_INFO"], "?lang=zh"]
    assert not re.search(r"<script|<style|style=|onclick|http://|https://", html)
    assert not page.cookies
    assert not one.client.cookies
    assert page["Cache-Control"] == "no-store"
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert page["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert int(page["Content-Length"]) == len(page.content)
    assert "accept-language" in page["Vary"].lower()


def test_a_phone_that_cannot_inflate_gets_it_plain(phone: Any) -> None:
    page = phone().open()

    assert "Content-Encoding" not in page
    assert page.content.startswith(b"<!doctype html>")


def test_head_and_other_methods(phone: Any) -> None:
    one = phone()

    head, put = one.client.head(f"/s/{one.address}"), one.client.put(f"/s/{one.address}")

    assert (head.status_code, head.content) == (200, b"")
    assert (put.status_code, put["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("query", "header", "tag"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "de-DE,de;q=0.9,zh;q=0.5", "zh-Hans"),
        ("", "de,fr", "en"),
        ("?lang=zh", "en", "zh-Hans"),
        ("?lang=xx", "zh", "zh-Hans"),
        ("?lang=" + "x" * 500, "", "en"),
        ("", "*;;,,=", "en"),
    ],
)
def test_the_language_is_the_guest_s(query: str, header: str, tag: str, phone: Any) -> None:
    page = phone(accept_language=header).open(query).content.decode()

    assert f'<html lang="{tag}">' in page


def test_a_chinese_guest_reads_chinese_throughout(phone: Any, responses: Any) -> None:
    one = phone(accept_language="zh-CN")
    form = one.form()

    sent = one.send({**form.fields, "recommend": "10"})
    thanks = one.client.get(sent["Location"], headers=one.headers).content.decode()

    for words in (
        "杜松酒店",
        "约1分钟。任何一题都可以跳过。",
        "您对以下各项满意吗？",
        "未使用",
        "提交回答",
        "题已答，共14题",
    ):
        assert words in form.words
    assert "您的回答只由我们保管。" in form.words
    assert "谢谢您" in thanks
    assert responses()[0].language == "zh"


def test_the_company_stands_on_the_page(phone: Any, company: Any) -> None:
    """Name, colour and privacy text; a change is seen at once, though the page is kept."""
    one = phone()
    before = one.open().content.decode()

    company.name, company.colour = Text({"en": "Maple Inns"}), "#aa2200"
    company.privacy_text = Text({"en": "We forget after a year."})
    company.save()
    after = one.open().content.decode()
    sheet = gzip.decompress(one.client.get(re.search(r'href="(/s/style-[^"]+)"', after)[1]).content).decode()

    assert "Juniper Hotels · Lakeside" in before
    assert "Your answers stay with us." in before
    assert "Maple Inns · Lakeside" in after
    assert "We forget after a year." in after
    assert "--accent:#aa2200;--on:#ffffff" in sheet


def test_a_renamed_unit_is_seen_at_once(phone: Any, units: SimpleNamespace) -> None:
    one = phone()
    one.open()

    units.lakeside.name = Text({"en": "Seaside"})
    units.lakeside.save()

    assert "Juniper Hotels · Seaside" in one.open().content.decode()


def test_an_earlier_style_sheet_is_today_s_and_is_not_kept(phone: Any) -> None:
    sheet = phone().client.get("/s/style-0000000000.css")

    assert (sheet.status_code, sheet["Cache-Control"]) == (200, "no-cache")


def test_a_page_is_one_query(phone: Any, django_assert_num_queries: Callable[..., Any]) -> None:
    one = phone()
    one.open()

    with django_assert_num_queries(1):
        one.open()


def test_the_page_passes_by_sessions_and_accounts(phone: Any, client_of: Any, people: Any) -> None:
    """A signed-in colleague gets the same page as everybody, and no cookie comes back."""
    one = phone()
    one.client = client_of(people.administrator)

    page = one.open()

    assert page.status_code == 200
    assert not page.cookies
    assert "regulars_session" not in page.get("Set-Cookie", "")
