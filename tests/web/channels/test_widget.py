"""The question in a frame: where it may stand, one tap, words after it, and what others may not do with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def widget(link: Callable[[str], Any]) -> Any:
    """On one site."""
    from regulars.web.channels.widget.models import Widget

    found = link("widget")
    Widget.objects.create(link=found, sites=["https://www.example.com"])
    return found


def opened(widget: Any, query: str = "?lang=en") -> tuple[str, Any]:
    page = Client().get(f"/s/{widget.public_id}/widget{query}")
    found = re.search(r'name="form" value="([^"]+)"', page.content.decode())
    return found[1] if found else "", page


def send(widget: Any, **fields: str) -> Any:
    return Client().post(f"/s/{widget.public_id}/widget?lang=en", urlencode(fields), content_type=FORM)


def responses() -> list[Any]:
    from regulars.web.research.models import Response

    return list(Response.objects.order_by("pk"))


def test_only_its_sites_may_hold_it(widget: Any) -> None:
    """Every page of the frame says so; the survey itself stays out of every frame."""
    _, page = opened(widget)
    thanks = Client().get(f"/s/{widget.public_id}/widget?done=1")
    survey = Client().get(f"/s/{widget.public_id}")

    assert "frame-ancestors https://www.example.com" in page["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.com" in thanks["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in survey["Content-Security-Policy"]
    assert "script-src" not in page["Content-Security-Policy"]  # default-src 'none' holds
    assert "Set-Cookie" not in page


def test_without_sites_nobody_may(link: Callable[[str], Any]) -> None:
    """A widget that nobody has named a site for."""
    assert "frame-ancestors 'none'" in opened(link("widget"))[1]["Content-Security-Policy"]


@pytest.mark.parametrize("channel", ["link", "poster", "kiosk", "interviewer"])
def test_other_links_have_no_frame(link: Callable[[str], Any], channel: str) -> None:
    """Whoever knows an address cannot make a frame of it."""
    assert Client().get(f"/s/{link(channel).public_id}/widget").status_code == 404


def test_a_tap_and_words_are_one_response(widget: Any) -> None:
    """The same as everywhere, with its channel; sent twice it stays one."""
    token, page = opened(widget)
    assert page.content.count(b"<button") == 11

    asked = send(widget, form=token, recommend="9")
    assert (asked.status_code, responses()) == (200, [])
    assert b"main reason" in asked.content
    done = send(widget, form=token, _go="words", reason="Quick & kind")
    again = send(widget, form=token, _go="words", reason="Something else")

    assert (done.status_code, again.status_code) == (303, 303)
    (one,) = responses()
    assert (one.channel, one.answers, one.complete) == ("widget", {"recommend": 9, "reason": "Quick & kind"}, True)
    assert one.unit.code == "lakeside"


def test_a_tap_alone_counts_soon(widget: Any) -> None:
    """Nobody has to write words: minutes later the tap is a whole response."""
    from regulars.web.research.partials import settle

    token, _ = opened(widget)
    send(widget, form=token, recommend="3")

    settle(timezone.now() + timedelta(minutes=5))
    assert responses() == []
    settle(timezone.now() + timedelta(minutes=11))

    assert [(one.answers, one.complete, one.channel) for one in responses()] == [({"recommend": 3}, True, "widget")]


@pytest.mark.parametrize(
    "fields",
    [{}, {"recommend": "11"}, {"recommend": "-1"}, {"recommend": "nine"}, {"quality": "5"}, {"recommend": "<b>"}],
)
def test_what_is_no_answer_is_asked_again(widget: Any, fields: dict[str, str]) -> None:
    """With a sentence, and nothing stored."""
    page = send(widget, form=opened(widget)[0], **fields)

    assert (page.status_code, responses()) == (422, [])
    assert b"Please choose one of these." in page.content


def test_words_without_a_tap_ask_for_it(widget: Any) -> None:
    """Somebody skips the first page."""
    assert send(widget, form=opened(widget)[0], _go="words", reason="Words").status_code == 422


def test_a_form_of_another_address_is_taken_as_new(widget: Any, link: Callable[[str], Any]) -> None:
    """Its token tells nothing here; what was tapped is kept under a token of our own."""
    page = send(widget, form="forged", recommend="5")

    token = re.search(r'name="form" value="([^"]+)"', page.content.decode())
    assert (page.status_code, token is not None and token[1] != "forged") == (200, True)


def test_a_closed_study_says_so(widget: Any, study: Any) -> None:
    """In the frame, with the same words as outside."""
    from regulars.web.research.actions import close_study

    close_study(study=study, by=None)
    page = opened(widget)[1]

    assert page.status_code == 410
    assert b"This survey is closed" in page.content
    assert "frame-ancestors https://www.example.com" in page["Content-Security-Policy"]


def test_it_is_small(widget: Any) -> None:
    """What a site loads: the script under 3 kB, the page and its sheet under 3 kB each, before they are deflated."""
    script = Client().get("/s/widget.js")
    page = opened(widget)[1]
    sheet = Client().get(re.search(r"/s/widget-\w+\.css", page.content.decode())[0])

    assert len(script.content) < 3000
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(page.content) < 3000
    assert len(sheet.content) < 3000
    assert not re.search(rb"cookie|localStorage|fetch\(|XMLHttpRequest|innerHTML", script.content)


def test_sites_are_named_by_those_who_manage(widget: Any, people: Any, client_of: Any) -> None:
    """One a line, made into origins; what is none is told by name; the trail knows."""
    from regulars.web.audit.models import Entry

    client, address = client_of(people.administrator), f"/widgets/{widget.public_id}/"
    wrong = client.post(address, {"sites": "https://*.example.com"})
    client.post(address, {"sites": "shop.example.com/path\nhttp://localhost:8000\nshop.example.com"})

    widget.widget.refresh_from_db()
    assert wrong.status_code == 400
    assert "https://*.example.com" in wrong.content.decode()
    assert widget.widget.sites == ["https://shop.example.com", "http://localhost:8000"]
    assert Entry.objects.filter(event="widget-changed").count() == 1


def test_the_lines_can_be_copied_and_the_preview_stores_nothing(widget: Any, people: Any, client_of: Any) -> None:
    """In each language of the questionnaire; the preview is framed by ourselves alone."""
    client = client_of(people.administrator)
    page = client.get(f"/widgets/{widget.public_id}/").content.decode()
    preview = client.post(
        f"/widgets/{widget.public_id}/preview/?lang=zh", urlencode({"recommend": "9"}), content_type=FORM
    )

    for part in (
        "data-regulars",
        "/s/widget.js",
        f"/s/{widget.public_id}?lang=zh",
        f"/s/{widget.public_id}/widget?lang=en",
    ):
        assert part in page
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert responses() == []
