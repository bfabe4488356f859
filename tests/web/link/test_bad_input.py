"""Whatever arrives: it is said kindly, nothing typed is lost, nothing is stored twice or in halves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from regulars.web.channels.link.tokens import Token

from .conftest import Form

pytestmark = pytest.mark.django_db
FULL = {
    "breakfast": "2",
    "why-breakfast": "Cold <eggs> & tea",
    "wifi": "unused",
    "comment": "Warm\nplates",
    "contact": "1",
}


def shown(answer: Any) -> Form:
    return Form(answer.content.decode())


def test_an_answer_off_the_scale_shows_the_page_again_with_everything_in_it(phone: Any, responses: Any) -> None:
    one = phone()
    form = one.form()

    answer = one.send({**form.fields, **FULL, "recommend": "11"})

    assert answer.status_code == 422
    again = shown(answer)
    assert {name: again.fields[name] for name in FULL} == FULL
    assert again.fields["form"] == form.fields["form"]
    assert "“11” is not on the scale. Choose a number from 0 to 10." in again.words
    assert 'href="#recommend"' in answer.content.decode()
    assert responses() == []


def test_the_page_shown_again_can_be_sent(phone: Any, responses: Any) -> None:
    one = phone()
    answer = one.send({**one.form().fields, **FULL, "recommend": "11"})

    sent = one.send({**shown(answer).fields, "recommend": "10"})

    assert sent.status_code == 303
    (stored,) = responses()
    assert stored.answers["why-breakfast"] == "Cold <eggs> & tea"
    assert stored.answers["recommend"] == 10


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "x~y~z", "\x00", "字" * 100, "abc.1.nonce~1abcDE~" + "A" * 43, "x" * 5000]
)
def test_a_tampered_token_shows_the_page_again_with_everything_in_it(token: str, phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.send({**FULL, "recommend": "9", "form": token})

    assert answer.status_code == 422
    again = shown(answer)
    assert {name: again.fields[name] for name in FULL} == FULL
    assert again.fields["recommend"] == "9"
    assert again.fields["form"] not in ("", token)
    assert responses() == []
    assert one.send(again.fields).status_code == 303


def test_a_token_of_another_address_is_not_taken(phone: Any, responses: Any, link: Any) -> None:
    answer = phone().send({"recommend": "9", "form": Token("otheraddress", 1, "nonce").sealed()})

    assert answer.status_code == 422
    assert responses() == []


def test_a_page_that_was_open_for_months_is_sent_once_more(phone: Any, responses: Any, monkeypatch: Any) -> None:
    one = phone()
    form = one.form()
    monkeypatch.setattr("regulars.web.channels.link.tokens.OLDEST", timedelta(seconds=-1))

    answer = one.send({**form.fields, **FULL})

    assert answer.status_code == 422
    assert "This page has been open for very long." in shown(answer).words
    assert responses() == []


def test_a_field_that_the_survey_does_not_have_is_told(phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.send({**one.form().fields, "recommend": "9", "<b>": "1"})

    assert answer.status_code == 422
    assert "“<b>”" in shown(answer).words
    assert "<b>”" not in answer.content.decode()
    assert responses() == []


def test_an_empty_form_is_told_and_not_stored(phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.send({**one.form().fields, "contact": "1"})

    assert answer.status_code == 422
    assert "Nothing is answered yet." in shown(answer).words
    assert responses() == []


def test_a_comment_that_is_too_long_is_kept_and_told(phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.send({**one.form().fields, "comment": "字" * 2001})

    assert answer.status_code == 422
    assert shown(answer).fields["comment"] == "字" * 2001
    assert "This is 1 character longer than the 2,000 that fit here." in shown(answer).words


@pytest.mark.parametrize("size", [300_000, 1_048_576, 3_000_000])
def test_a_megabyte_is_refused_kindly(size: int, phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.send({**one.form().fields, "comment": "x" * size})

    assert answer.status_code == 413
    assert "Go back with your browser: your answers are still there." in answer.content.decode()
    assert responses() == []


def test_ten_thousand_fields_are_refused_kindly(phone: Any) -> None:
    answer = phone().send({f"f{n}": "1" for n in range(10_000)})

    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_another_kind_of_body_is_an_empty_form(kind: str, phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.client.post(f"/s/{one.address}", b'{"recommend": 9}', content_type=kind)

    assert answer.status_code == 422
    assert responses() == []


@pytest.mark.parametrize("body", [b"\xff\xfe=%zz&%%%&=&&&;", b"recommend=%00%ff", b"form=%F0%9F%98%80"])
def test_bytes_that_are_no_text_do_no_harm(body: bytes, phone: Any, responses: Any) -> None:
    one = phone()

    answer = one.client.post(f"/s/{one.address}", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert responses() == []


def test_what_nobody_can_see_is_taken_out_before_it_is_stored(phone: Any, responses: Any) -> None:
    one = phone()

    one.send({**one.form().fields, "comment": "a\x00b"})

    assert responses()[0].answers == {"comment": "ab"}


def test_the_same_form_twice_is_one_response(phone: Any, responses: Any) -> None:
    """A double tap, a reload, two tabs of one page: the first answers stand, and both are thanked."""
    one = phone()
    fields = {**one.form().fields, "recommend": "9"}

    answers = [one.send(fields), one.send({**fields, "recommend": "1"}), one.send(fields)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert [stored.answers for stored in responses()] == [{"recommend": 9}]


def test_two_pages_are_two_responses(phone: Any, responses: Any) -> None:
    one, other = phone(), phone()
    forms = [one.form().fields, other.form().fields]

    for guest, form in zip((one, other), forms, strict=True):
        guest.send({**form, "recommend": "9"})

    assert len(responses()) == 2


def test_a_form_of_an_old_version_is_read_by_its_own_version(phone: Any, responses: Any, study: Any) -> None:
    """What was asked is what was answered, though the page has changed in between."""
    from regulars.web.research.actions import change_draft, publish

    one = phone()
    form = one.form()
    draft = study.questionnaire.draft
    changed = {**draft, "blocks": [block for block in draft["blocks"] if block.get("key") != "again"]}
    changed.pop("version", None)
    change_draft(questionnaire=study.questionnaire, draft=changed, by=None)
    publish(questionnaire=study.questionnaire, by=None)

    sent = one.send({**form.fields, "again": "5"})
    now = one.form()

    assert sent.status_code == 303
    (stored,) = responses()
    assert (stored.version, stored.answers) == (1, {"again": 5})
    assert "again" not in now.offered
    answer = one.send({**now.fields, "again": "5"})
    assert answer.status_code == 422


def test_a_survey_that_closed_in_between_keeps_the_answers_and_tells(phone: Any, responses: Any, study: Any) -> None:
    from regulars.web.research.actions import close_study

    one = phone()
    form = one.form()
    close_study(study=study, by=None)

    sent = one.send({**form.fields, "recommend": "9"})
    thanks = one.client.get(sent["Location"])

    assert sent.status_code == 303
    told = "The survey closed or became full while you were answering. Your answers were kept all the same."
    assert told in thanks.content.decode()
    assert [stored.late for stored in responses()] == [True]
    assert one.open().status_code == 410


def test_a_forged_form_does_not_get_into_a_closed_survey(phone: Any, responses: Any, study: Any) -> None:
    from regulars.web.research.actions import close_study

    close_study(study=study, by=None)

    answer = phone().send({"recommend": "9", "form": "x"})

    assert answer.status_code == 410
    assert responses() == []


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OSError(28, "No space left on device")])
def test_what_cannot_be_stored_is_told_and_can_be_sent_again(
    error: Exception, phone: Any, responses: Any, monkeypatch: Any, caplog: Any
) -> None:
    from regulars.web.channels.link import storing

    one = phone()
    fields = {**one.form().fields, **FULL, "recommend": "9"}
    real = storing.insert

    def broken(model: Any, values: Any) -> int:
        if model.__name__ == "OutboxRow":
            raise error
        return real(model, values)

    monkeypatch.setattr(storing, "insert", broken)
    answer = one.send(fields)
    monkeypatch.undo()

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Your answers could not be stored just now." in shown(answer).words
    assert shown(answer).fields == fields | {name: "" for name in shown(answer).fields if name not in fields}
    assert responses() == []  # nothing half-written
    assert one.send(shown(answer).fields).status_code == 303
    assert len(responses()) == 1


def test_whatever_breaks_is_said_in_both_languages(phone: Any, monkeypatch: Any, caplog: Any) -> None:
    from regulars.web.channels.link import views

    one = phone()
    monkeypatch.setattr(views, "door", lambda address: 1 / 0)

    answer = one.open()

    assert answer.status_code == 500
    assert "your answers are still there" in answer.content.decode()
    assert "您填写的内容仍在" in answer.content.decode()


def test_a_response_that_breaks_a_rule_is_not_taken_for_sent_twice(phone: Any, responses: Any, link: Any) -> None:
    """Only the nonce makes a response the same; any other clash is told."""
    from regulars.web.channels.link import storing

    one = phone()
    fields = {**one.form().fields, "recommend": "9"}
    link_pk = link.pk
    type(link).objects.filter(pk=link_pk).update(created=timezone.now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "new_id", lambda: None)
        answer = one.send(fields)

    assert answer.status_code == 503
    assert responses() == []
