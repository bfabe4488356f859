"""Pages without a script: back and forth, kept on the way, gone on with later, counted when nobody comes back."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from regulars.web.channels.link.forms import FORM
from regulars.web.research.models import Partial, Response

from .conftest import Form, Phone

pytestmark = pytest.mark.django_db
SCALE = {"low": 1, "high": 5, "labels": {1: "bad", 5: {"en": "good", "zh": "好"}}}
BLOCKS: list[dict[str, Any]] = [
    {"kind": "number", "key": "overall", "label": "Overall", "scale": SCALE},
    {"kind": "choices", "key": "used", "label": "Used", "options": {"pool": "Pool", "spa": "Spa"}, "none": "None"},
    {
        "kind": "choice",
        "key": "reason",
        "label": "Reason",
        "text": "It was {overall|so-so}: what is the reason?",
        "options": {"noise": "Noise", "staff": "Staff"},
        "page": True,
        "when": "overall <= 2",
    },
    {"kind": "comment", "key": "loud", "label": "How loud?", "when": "reason = noise and used has spa"},
    {"kind": "number", "key": "spa", "label": "Spa", "scale": SCALE, "page": True, "when": "used has spa"},
    {"kind": "comment", "key": "more", "label": "More", "text": "Anything else about “{loud|us}”?", "page": True},
    {"kind": "consent", "key": "contact", "label": "Call me", "page": False},
]
ASKED = {"title": "Stay", "thanks": "Thanks", "languages": ["en", "zh"], "blocks": BLOCKS}


@pytest.fixture
def link(company: Any, units: Any, tmp_path: Path) -> Any:
    """An open link to four pages."""
    return linked(tmp_path, units, ASKED)


def linked(folder: Path, units: Any, asked: dict[str, Any]) -> Any:
    from regulars.web.research.actions import create_from_file, create_links, create_study, open_study, publish

    file = folder / "stay.yaml"
    file.write_text(json.dumps({"name": "paged", **asked}), "utf-8")  # JSON is YAML too
    made = create_from_file(file=file, name="paged", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return create_links(study=study, units=[units.lakeside], by=None)[0]


def page(answer: Any) -> Form:
    return Form(answer.content.decode())


def walk(phone: Phone, *pages: dict[str, Any]) -> Any:
    """Send one page after the other; the answer to the last."""
    form = phone.form()
    for typed in pages:
        answer = phone.send({**form.fields, **typed})
        form = page(answer)
    return answer


def test_pages_follow_one_another_and_end_in_one_response(phone: Any, responses: Any) -> None:
    one = phone()
    first = one.form()

    second = one.send({**first.fields, "overall": "1", "used": ["pool", "spa"]})
    third = one.send({**page(second).fields, "reason": "noise", "loud": "Very <b>"})
    fourth = one.send({**page(third).fields, "spa": "5"})
    sent = one.send({**page(fourth).fields, "more": "No", "contact": "1"})

    assert "Page 1 of 4" in first.words
    assert "Page 2 of 4" in page(second).words
    assert "It was bad: what is the reason?" in page(second).words
    assert "Page 3 of 4" in page(third).words
    assert "Anything else about “\u2068Very &lt;b&gt;\u2069”?" in fourth.content.decode()
    assert "Send my answers" in page(fourth).words
    assert "Send my answers" not in page(third).words
    assert sent.status_code == 303
    (stored,) = responses()
    assert stored.answers == {
        "overall": 1, "used-pool": 1, "used-spa": 1, "reason": "noise", "loud": "Very <b>", "spa": 5, "more": "No",
    }  # fmt: skip
    assert (stored.consents, stored.complete, stored.version) == (["contact"], True, 1)
    assert not Partial.objects.exists()


def test_a_page_on_which_nothing_is_asked_is_passed_over_in_both_directions(phone: Any) -> None:
    one = phone()

    last = one.send({**one.form().fields, "overall": "5", "used": "pool"})
    back = one.send({**page(last).fields, "_go": "back"})

    assert "Page 4 of 4" in page(last).words
    assert "Anything else about “us”?" in page(last).words
    assert "Page 1 of 4" in page(back).words
    assert page(back).fields["overall"] == "5"


def test_going_back_keeps_what_was_typed_even_where_it_is_wrong(phone: Any) -> None:
    one = phone()
    second = walk(one, {"overall": "1", "used": "spa"})

    back = one.send({**page(second).fields, "reason": "other", "loud": "x" * 2001, "_go": "back"})
    again = one.send({**page(back).fields})
    told = one.send({**page(again).fields, "reason": "other"})

    assert back.status_code == again.status_code == 200
    assert page(again).fields["loud"] == "x" * 2001
    assert told.status_code == 422
    assert "“other” is not one of the answers here" in page(told).words
    assert "Page 2 of 4" in page(told).words


def test_the_style_sheet_sees_what_was_pressed_on_earlier_pages(phone: Any) -> None:
    """“reason = noise and used has spa”: the second half was answered a page before."""
    html = walk(phone(), {"overall": "1", "used": "spa"}).content.decode()

    assert 'id="_when-4"' in html
    assert '<input type="checkbox" hidden disabled checked name="used" value="spa">' in html
    assert 'id="_when-3"' not in html  # that is decided
    without = walk(phone(), {"overall": "1", "used": "pool"}).content.decode()
    assert 'name="loud"' not in without


def test_another_language_costs_no_answer(phone: Any) -> None:
    one = phone()
    second = walk(one, {"overall": "1"})

    chinese = one.send({**page(second).fields, "reason": "staff", "_go": "here"}, "?lang=zh")

    assert '<html lang="zh-Hans">' in chinese.content.decode()
    assert page(chinese).fields["reason"] == "staff"
    assert "第2页，共4页" in page(chinese).words


def test_the_first_page_is_the_same_bytes_for_everybody(phone: Any, django_assert_num_queries: Any) -> None:
    one = phone()
    one.open()

    with django_assert_num_queries(1):
        answer = one.open()

    assert answer["Cache-Control"] == "private, no-cache"  # the way back by the browser keeps the form


def test_the_last_page_twice_is_one_response(phone: Any, responses: Any) -> None:
    one = phone()
    last = page(walk(one, {"overall": "5"})).fields

    answers = [one.send({**last, "more": "A"}), one.send({**last, "more": "B"})]
    earlier = one.send({**last, "_page": "1", "overall": "1"})

    assert [answer.status_code for answer in [*answers, earlier]] == [303, 303, 303]
    assert [stored.answers for stored in responses()] == [{"overall": 5, "more": "A"}]
    assert not Partial.objects.exists()


def test_closing_meanwhile_keeps_the_answers_and_a_new_version_changes_nothing(phone: Any, responses: Any) -> None:
    from regulars.web.research.actions import change_draft, close_study, publish
    from regulars.web.research.models import Study

    one = phone()
    last = page(walk(one, {"overall": "5"})).fields
    study = Study.objects.get()
    draft = {**study.questionnaire.draft, "blocks": study.questionnaire.draft["blocks"][:1]}
    change_draft(questionnaire=study.questionnaire, draft=draft, by=None)
    publish(questionnaire=study.questionnaire, by=None)
    close_study(study=study, by=None)

    one.send({**last, "more": "Late"})

    (stored,) = responses()
    assert (stored.late, stored.version, stored.answers) == (True, 1, {"overall": 5, "more": "Late"})


def test_somebody_goes_on_later_on_another_device(phone: Any, responses: Any) -> None:
    one, other = phone(), phone()
    second = page(walk(one, {"overall": "1", "used": "spa"})).fields

    later = one.send({**second, "reason": "noise", "_go": "later"})
    address = re.search(r"http://[^/]+(/s/\w+/on/\w+)", later.content.decode())[1]
    resumed = other.client.get(address)

    assert "It works until" in page(later).words
    assert page(resumed).fields["reason"] == "noise"
    assert f'action="/s/{one.address}?lang=en"' in resumed.content.decode()
    assert Partial.objects.get().key not in address  # the address itself is stored nowhere
    third = other.send(page(resumed).fields)
    last = other.send({**page(third).fields, "spa": "4"})
    assert other.send({**page(last).fields, "more": "Bye"}).status_code == 303
    assert len(responses()) == 1
    assert other.client.get(address).status_code == 404


def test_an_address_to_go_on_at_opens_nothing_else(phone: Any, units: Any) -> None:
    from regulars.web.research.actions import close_study, create_links

    one = phone()
    later = one.send({**one.form().fields, "overall": "1", "_go": "later"})
    key = re.search(r"/on/(\w+)", later.content.decode())[1]
    paged = Partial.objects.get().study
    elsewhere = create_links(study=paged, units=[units.harbour], by=None)[0]

    assert one.client.get(f"/s/{elsewhere.public_id}/on/{key}").status_code == 404
    assert one.client.get(f"/s/{one.address}/on/{key[::-1]}").status_code == 404
    assert one.client.post(f"/s/{one.address}/on/{key}").status_code == 405
    assert one.client.get(f"/s/{one.address}/on/{key}").status_code == 200
    close_study(study=paged, by=None)
    assert one.client.get(f"/s/{one.address}/on/{key}").status_code == 410


def test_nothing_is_kept_of_nothing(phone: Any) -> None:
    one = phone()

    second = one.send(one.form().fields)
    later = one.send({**one.form().fields, "_go": "later"})

    assert second.status_code == 200
    assert later.status_code == 422
    assert not Partial.objects.exists()


def test_who_leaves_is_counted_after_a_week_and_marked(phone: Any, responses: Any) -> None:
    from regulars.web.research.partials import settle

    walk(phone(), {"overall": "1", "used": "spa"}, {"reason": "noise", "loud": "y" * 2001, "_go": "back"})
    empty = phone()
    empty.send({**empty.form().fields, "used": "other"})
    now = timezone.now()

    assert settle(now + timedelta(days=6)) == {"responses": 0, "empty": 0}
    assert settle(now + timedelta(days=8)) == {"responses": 1, "empty": 1}

    (stored,) = responses()
    assert (stored.complete, stored.answers["reason"], stored.consents) == (False, "noise", [])
    assert stored.put_aside == {"loud": "y" * 2001}
    assert abs(stored.at - now) < timedelta(minutes=1)
    assert not Partial.objects.exists()


def test_after_the_study_has_closed_a_day_is_enough_and_then_it_is_too_late(phone: Any, responses: Any) -> None:
    from regulars.web.research.actions import close_study
    from regulars.web.research.partials import settle

    one = phone()
    second = page(walk(one, {"overall": "1"})).fields
    close_study(study=Partial.objects.get().study, by=None)

    assert settle(timezone.now() + timedelta(hours=23)) == {"responses": 0, "empty": 0}
    assert settle(timezone.now() + timedelta(hours=25)) == {"responses": 1, "empty": 0}

    answer = one.send({**second, "reason": "noise"})
    assert answer.status_code == 404
    assert "the time to go on has passed: then what was answered has been counted" in page(answer).words
    assert [stored.answers for stored in responses()] == [{"overall": 1}]


def test_an_answer_to_what_is_not_asked_is_put_aside_and_kept(phone: Any, responses: Any) -> None:
    one = phone()
    back = page(one.send({**page(walk(one, {"overall": "1"})).fields, "reason": "staff", "_go": "back"}))

    last = one.send({**back.fields, "overall": "5"})
    one.send({**page(last).fields, "more": "Fine"})

    (stored,) = responses()
    assert stored.answers == {"overall": 5, "more": "Fine"}
    assert stored.put_aside == {"reason": "staff"}


def test_a_form_from_long_ago_is_shown_again_and_its_time_is_unknown(
    phone: Any, responses: Any, monkeypatch: Any
) -> None:
    one = phone()
    form = one.form()
    monkeypatch.setattr("regulars.web.channels.link.tokens.OLDEST", timedelta(seconds=-1))
    again = page(one.send({**form.fields, "overall": "5"}))
    monkeypatch.undo()

    last = one.send(again.fields)
    one.send({**page(last).fields, "more": "x"})

    assert again.fields["overall"] == "5"
    assert responses()[0].answers == {"overall": 5, "more": "x"}


def test_random_order_is_the_same_each_time_a_form_is_shown(company: Any, units: Any, tmp_path: Path) -> None:
    options = {name: name.upper() for name in "abcdefgh"}
    block = {"kind": "choice", "key": "pick", "label": "Pick", "options": options, "shuffle": True, "last": ["b"]}
    comment = {"kind": "comment", "key": "more", "label": "More"}
    address = linked(tmp_path, units, {**ASKED, "blocks": [block, comment]}).public_id

    def order(answer: Any) -> list[str]:
        return re.findall(r'name="pick" value="(\w)"', answer.content.decode())

    one = Phone(address)
    opened = one.open()
    again = one.send({**page(opened).fields, "more": "x" * 2001})
    orders = {tuple(order(one.open())) for _ in range(12)}

    assert order(opened) == order(again)
    assert len(orders) > 4
    assert all(found[-1] == "b" for found in orders)


def test_haste_and_one_answer_straight_down_are_marked_and_counted(
    company: Any, units: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    from regulars.web.channels.link import views

    items = {f"r{n}": {"label": f"R{n}"} for n in range(5)}
    rows = {"kind": "ratings", "heading": "How?", "scale": SCALE, "items": items, "not_used": "Not used"}
    one = Phone(linked(tmp_path, units, {**ASKED, "blocks": [rows]}).public_id)
    same = dict.fromkeys(items, "4")

    one.send({**one.form().fields, **same})
    slow = one.form().fields
    monkeypatch.setattr(views, "now", lambda: timezone.now() + timedelta(seconds=20))
    one.send({**slow, **same, "r0": "unused", "r1": "3"})

    hasty, calm = Response.objects.order_by("pk")
    assert (hasty.hurried, hasty.straight, hasty.seconds <= 2) == (True, True, True)
    assert (calm.hurried, calm.straight, calm.seconds >= 19) == (False, False, True)


def test_arabic_runs_from_right_to_left(company: Any, units: Any, tmp_path: Path) -> None:
    asked = {
        "title": {"ar": "إقامة", "en": "Stay"},
        "thanks": {"ar": "شكرا", "en": "Thanks"},
        "languages": ["ar", "en"],
        "blocks": [
            {"kind": "comment", "key": "dish", "label": {"ar": "ما الطبق؟", "en": "Which dish?"}},
            {"kind": "comment", "key": "why", "label": {"ar": "لماذا «{dish}»؟", "en": "Why “{dish}”?"}},
        ],
    }
    one = Phone(linked(tmp_path, units, asked).public_id)

    second = one.send({**one.form("?lang=ar").fields, "dish": "Fish & chips"}, "?lang=ar").content.decode()

    assert '<html lang="ar" dir="rtl">' in second
    assert "لماذا «\u2068Fish &amp; chips\u2069»؟" in second


def test_colleagues_try_all_pages_of_a_draft_and_nothing_is_stored(link: Any, client_of: Any, people: Any) -> None:
    from django.urls import reverse

    address = reverse("research:questionnaire-preview", args=[link.study.questionnaire.public_id])
    client, used = client_of(people.administrator), ["pool", "spa"]

    def sent(form: dict[str, str], **typed: Any) -> Any:
        return client.post(address, urlencode({**form, "used": used, **typed}, doseq=True), content_type=FORM)

    second = sent({"_page": "1"}, overall="1")
    third = sent(page(second).fields, reason="noise")
    back = sent(page(third).fields, _go="back")

    assert "It was bad: what is the reason?" in page(second).words
    assert "Page 3 of 4" in page(third).words
    assert "Page 2 of 4" in page(back).words
    assert page(back).fields["reason"] == "noise"
    assert not Partial.objects.exists()


def test_markup_and_very_long_labels_are_words(company: Any, units: Any, tmp_path: Path) -> None:
    label = {"en": "<b>Tea</b> & <script>alert(1)</script>", "zh": "茶" * 60}
    row = {"kind": "number", "key": "tea", "label": label, "scale": SCALE}
    one = Phone(linked(tmp_path, units, {**ASKED, "blocks": [row]}).public_id)

    assert "&lt;b&gt;Tea&lt;/b&gt; &amp; &lt;script&gt;" in one.open().content.decode()
    assert "茶" * 60 in one.form("?lang=zh").words


def test_a_page_that_cannot_be_kept_is_told_and_can_be_sent_again(phone: Any, monkeypatch: Any, caplog: Any) -> None:
    from django.db import OperationalError

    from regulars.web.channels.link import partials

    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    one = phone()
    second = page(walk(one, {"overall": "1", "used": "spa"})).fields
    monkeypatch.setattr(partials, "save", locked)
    told = one.send({**second, "reason": "noise", "loud": "Very"})
    monkeypatch.undo()

    assert (told.status_code, told["Retry-After"]) == (503, "60")
    assert (page(told).fields["reason"], page(told).fields["loud"]) == ("noise", "Very")
    assert "Page 3 of 4" in page(one.send(page(told).fields)).words
