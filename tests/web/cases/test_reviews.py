"""Public reviews come in once, low ones open a case; channels are counted; changes name their cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regulars.web.cases.answering import answer
from regulars.web.cases.erasure import strike
from regulars.web.cases.mail.answered import first_answer
from regulars.web.cases.models import Case, Channel, Pause, Why
from regulars.web.cases.reviews import actions, channels
from regulars.web.cases.reviews.addresses import is_web
from regulars.web.cases.reviews.channels import lines
from regulars.web.cases.reviews.errors import ReviewError
from regulars.web.cases.reviews.files import apply, plan
from regulars.web.cases.reviews.models import Change, Review
from regulars.web.cases.reviews.queries import months
from regulars.web.cases.reviews.reading import Row

Open = Callable[..., Any]
TODAY = timezone.localdate().isoformat()


def _row(number: int, **fields: str) -> Row:
    given = {"platform": "Tripsite", "rating": "2", "low": "1", "high": "5", "at": TODAY, "words": "Cold eggs."}
    return Row(number, **{**given, **fields})


def _unit(units: SimpleNamespace) -> str:
    code: str = units.lakeside.code
    return code


def test_low_ones_open_a_case_each_and_the_same_file_changes_nothing(
    people: SimpleNamespace, units: SimpleNamespace
) -> None:
    old = (timezone.localdate() - timedelta(days=200)).isoformat()
    unit = _unit(units)
    rows = [
        _row(1, author="May", unit=unit),
        _row(2, author="Ben", rating="3", unit=unit),
        _row(3, author="Eve", at=old, unit=unit),
        _row(4, url="https://trip.example/r/1", author="Ann", rating="1／10", unit=unit),
    ]

    done = apply(rows, by=people.agent)
    again = apply(rows, by=people.agent)

    assert (len(done.good), done.cases, done.old, done.same) == (4, 2, 1, 0)
    assert (len(again.good), again.same, again.bad) == (0, 4, ())
    assert list(Review.objects.order_by("pk").values_list("rating", flat=True)) == [25, 50, 25, 0]
    cases = Case.objects.order_by("severity")
    assert [(one.kind, one.channel, one.severity) for one in cases] == [
        ("review", "review", 2),
        ("review", "review", 3),
    ]
    assert {one.customer for one in cases} == {None}
    assert {one.unit for one in cases} == {units.lakeside}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"platform": ""}, "no platform"),
        ({"rating": "6"}, "not on the scale from 1 to 5"),
        ({"rating": "good"}, "no rating"),
        ({"rating": "٣"}, "no rating"),
        ({"low": "5", "high": "1"}, "no scale"),
        ({"at": "2999-01-01"}, "not a day"),
        ({"at": "31.31.2026"}, "no day"),
        ({"unit": "nowhere"}, "no such unit"),
        ({"unit": ""}, "no unit"),
        ({"url": "javascript:alert(1)"}, "no address"),
    ],
)
def test_what_cannot_be_read_is_named_beside_what_can(
    people: SimpleNamespace, units: SimpleNamespace, fields: dict[str, str], reason: str
) -> None:
    unit = _unit(units)

    found = plan([_row(1, **{"unit": unit, **fields}), _row(2, unit=unit)], by=people.agent)

    assert [one.row for one in found.good] == [2]
    assert [one.row for one in found.bad] == [1]
    assert reason in str(found.bad[0].reason)


def test_the_page_of_the_place_is_no_address_of_one_review(people: SimpleNamespace, units: SimpleNamespace) -> None:
    url, unit = "https://trip.example/lakeside", _unit(units)

    found = plan(
        [_row(1, url=url, author="May", unit=unit), _row(2, url=url, author="Ben", unit=unit)], by=people.agent
    )

    assert len(found.good) == 1
    assert "somebody else" in str(found.bad[0].reason)


def test_a_list_comes_in_by_the_page(people: SimpleNamespace, units: SimpleNamespace, client_of: Any) -> None:
    page, unit = client_of(people.agent), _unit(units)
    text = f"平台,作者,评分,日期,内容,门店\n点评网,<script>alert(1)</script>,2,{TODAY},早餐冷了,{unit}\n"
    text += f"点评网,甲,9,,好,{unit}\n"
    file = SimpleUploadedFile("reviews.csv", text.encode())

    shown = page.post("/reviews/send/", {"file": file, "low": "1", "high": "5"})
    assert not Review.objects.exists()
    html = shown.content.decode()
    assert "&lt;script&gt;alert" in html
    assert "<script>alert" not in html
    assert "not on the scale" in html
    kept = shown.context["kept"]
    page.post("/reviews/take/", {"rows": kept})
    page.post("/reviews/take/", {"rows": kept})

    assert Review.objects.count() == Case.objects.count() == 1
    assert "早餐冷了" in page.get("/reviews/?show=low").content.decode()
    assert "<script>alert" not in page.get("/reviews/").content.decode()
    assert "早餐冷了" not in client_of(people.colleague).get("/reviews/").content.decode()
    assert "No review fits" in page.get("/reviews/?platform=nowhere").content.decode()


def _one(people: SimpleNamespace, units: SimpleNamespace, **fields: str) -> Review:
    apply([_row(1, unit=_unit(units), author="May", **fields)], by=people.agent)
    return Review.objects.select_related("case").get()


def test_where_our_answer_stands_is_noted(people: SimpleNamespace, units: SimpleNamespace, client_of: Any) -> None:
    one = _one(people, units, url="https://trip.example/r/1")
    assert one.case is not None
    page, case = client_of(people.agent), f"/cases/{one.case.public_id}/"
    send = f"/reviews/of/{one.case.public_id}/answer/"

    assert 'href="https://trip.example/r/1" rel="nofollow noopener' in page.get(case).content.decode()
    wrong = page.post(send, {"answer-on": TODAY, "answer-url": "javascript:alert(1)"})
    assert wrong.status_code == 400
    page.post(send, {"answer-on": TODAY, "answer-url": "https://trip.example/r/1#ours"})
    page.post(send, {"answer-on": TODAY, "answer-url": "https://trip.example/r/1#ours"})

    one.refresh_from_db()
    assert (str(one.answered), one.answer_link) == (TODAY, "https://trip.example/r/1#ours")
    assert one.case.entries.filter(sort="review-answer").count() == 1
    assert "No review fits" in page.get("/reviews/?show=unanswered").content.decode()


def test_an_answer_given_on_the_review_page_counts(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, client_of: Any
) -> None:
    one, other = _one(people, units), opened()
    assert one.case is not None

    answer(case=one.case, words="Sorry, the eggs are warm again.", by=people.agent, way="review")

    one.refresh_from_db()
    assert str(one.answered) == TODAY
    assert 'id="review"' not in client_of(people.agent).get(f"/cases/{other.public_id}/").content.decode()


def test_who_is_forgotten_leaves_a_rating(people: SimpleNamespace, units: SimpleNamespace) -> None:
    one = _one(people, units)

    strike(Case.objects.all())

    one.refresh_from_db()
    assert (one.author, one.words, one.rating) == ("", "", 25)
    assert apply([_row(1, unit=_unit(units), author="May")], by=people.agent).same == 1


def test_the_share_of_low_ones_needs_twenty(people: SimpleNamespace, units: SimpleNamespace) -> None:
    unit = _unit(units)
    apply([_row(n, author=str(n), rating="2" if n < 5 else "5", unit=unit) for n in range(19)], by=people.agent)
    few = months(Review.objects.all(), timezone.localdate())[0].share
    assert str(few.reason) == "too few: 5 of 19"  # type: ignore[union-attr]

    apply([_row(20, author="20", rating="5", unit=unit)], by=people.agent)
    month = months(Review.objects.all(), timezone.localdate())[0]
    assert (month.n, month.low) == (20, 5)
    assert month.share.value == pytest.approx(0.25)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://a.example/1?x=2#y", True),
        ("HTTP://a.example", True),
        ("//a.example", False),
        ("data:text/html,x", False),
        ("https://bank.example@evil.example/", False),
        ("https://a.example/\n", False),
        ("https://[", False),
        ("https://a.example:x/", False),
        ("https:///path", False),
        ("https://a.example/" + "x" * 500, False),
    ],
)
def test_only_plain_addresses_are_links(text: str, good: bool) -> None:
    assert is_web(text) is good


def test_channels_count_what_came_and_how_soon_it_was_answered(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open
) -> None:
    _one(people, units)
    for n in range(10):
        case = opened(channel=Channel.MAIL, nonce=f"mail:{n}", words="" if n else "Cold.")
        if n < 9:
            answer(case=case, words="Sorry.", by=people.agent, way="phone")

    opened(channel=Channel.SURVEY)
    found = {str(one.name): one for one in lines(people.agent, timezone.now())}

    assert found["survey, answer not kept"].cases == 1
    assert (found["e-mail"].volume, found["e-mail"].n) == (10, 9)
    assert str(found["e-mail"].time) == "too few: 9"
    assert str(found["e-mail"].words.reason) == "too few: 1 of 10"  # type: ignore[union-attr]
    assert (found["public reviews"].volume, found["public reviews"].cases) == (1, 1)
    answer(case=case, words="Sorry.", by=people.agent, way="phone")
    assert "min" in str({str(one.name): one for one in lines(people.agent, timezone.now())}["e-mail"].time)
    assert next(iter(lines(people.colleague, timezone.now()))).volume == 0


def test_a_change_names_the_cases_that_led_to_it(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, client_of: Any
) -> None:
    case, page = opened(), client_of(people.agent)
    typed = {"what": "Breakfast <b>hot</b>", "day": "2026-10-01", "unit": units.lakeside.public_id}

    for wrong in ("999999", "abc", "1" * 30):
        assert page.post("/changes/new/", {**typed, "cases": wrong}).status_code == 400
    assert page.post("/changes/new/", {**typed, "cases": f"#{case.pk}"}).status_code == 302

    assert list(Change.objects.get().cases.all()) == [case]
    shown = page.get(f"/cases/{case.public_id}/").content.decode()
    assert "Led to a change: Breakfast &lt;b&gt;hot" in shown
    assert f"Case {case.pk}" in page.get("/changes/").content.decode()
    assert "Breakfast" not in client_of(people.colleague).get("/changes/").content.decode()


def test_an_edit_of_an_older_page_changes_nothing_and_foreign_cases_stay(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open
) -> None:
    mine, foreign = opened(), opened(unit=None)
    fields: dict[str, Any] = {"words": "", "day": date(2026, 10, 1), "unit": units.lakeside, "by": people.administrator}
    change = actions.note_change(change=None, what="Hot", cases=[mine, foreign], out_of=Case.objects.all(), **fields)

    sight = Case.objects.filter(pk=mine.pk)
    actions.note_change(change=change, what="Hotter", cases=[], out_of=sight, seen=1, **fields)
    with pytest.raises(ReviewError, match="just now"):
        actions.note_change(change=change, what="Cold", cases=[], out_of=sight, seen=1, **fields)

    change.refresh_from_db()
    assert (change.what, list(change.cases.all())) == ("Hotter", [foreign])


def test_the_wait_for_an_answer_is_the_same_on_every_page(opened: Open, people: SimpleNamespace) -> None:
    case = opened()
    at = timezone.now() - timedelta(days=10)
    Case.objects.filter(pk=case.pk).update(opened=at, since=at)
    Pause.objects.create(case=case, why=Why.PART, back=timezone.localdate(), since=at, until=at + timedelta(days=8))
    case.refresh_from_db()
    answer(case=case, words="Sorry.", by=people.agent, way="phone")

    waits = channels.first_answers(Case.objects.all())

    assert waits == {Channel.PHONE: [first_answer(case)]}
