"""Addresses that lead nowhere now: each says why, kindly, and with the right status."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from .conftest import Form, Phone

pytestmark = pytest.mark.django_db


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, Form(answer.content.decode()).words


def test_an_address_that_nobody_knows(company: Any) -> None:
    code, words = told(Client().get("/s/bcdfghjkmnpq"))

    assert code == 404
    assert "There is no survey at this address" in words
    assert "Juniper Hotels" in words


@pytest.mark.parametrize("path", ["x", "a b", "..%2f..%2fetc", "字", "bcdf/ghjk", "x" * 3000, "%00", "thanks"])
def test_a_broken_address(path: str, company: Any) -> None:
    code, _ = told(Client().get(f"/s/{path}"))

    assert code == 404


def test_unknown_addresses_speak_chinese_too(company: Any) -> None:
    _, words = told(Client().get("/s/bcdfghjkmnpq", headers={"accept-language": "zh-CN"}))

    assert "这个网址没有调查" in words


@pytest.mark.parametrize("mangled", ["{}.", "{})", "{}。", "{}%20", "{}/", "{}>,"])
def test_what_a_messenger_adds_is_mended(mangled: str, link: Any) -> None:
    answer = Client().get("/s/" + mangled.format(link.public_id))

    assert (answer.status_code, answer["Location"]) == (303, f"/s/{link.public_id}")


def test_capitals_are_mended(link: Any) -> None:
    assert Client().get(f"/s/{link.public_id.upper()}")["Location"] == f"/s/{link.public_id}"


def test_a_study_that_is_closed(phone: Any, study: Any) -> None:
    from regulars.web.research.actions import close_study

    close_study(study=study, by=None)

    code, words = told(phone().open())

    assert code == 410
    assert "This survey is closed" in words


def test_a_study_whose_time_is_over(phone: Any, study: Any) -> None:
    study.closes_at = timezone.now() - timedelta(minutes=1)
    study.save()

    assert told(phone().open())[0] == 410


def test_a_study_that_has_not_begun(phone: Any, study: Any) -> None:
    study.opens_at = timezone.now() + timedelta(days=1)
    study.save()

    code, words = told(phone(accept_language="zh").open())

    assert code == 403
    assert "本次调查尚未开始" in words


def test_a_draft_and_a_questionnaire_without_a_version(units: SimpleNamespace) -> None:
    from regulars.web.research.actions import create_links, create_questionnaire, create_study

    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    (one,) = create_links(study=create_study(questionnaire=made, by=None), units=[None], by=None)

    assert Phone(one.public_id).open().status_code == 403
    assert Phone(one.public_id).send({"effort": "5"}).status_code == 403
    assert Client().get(f"/s/{one.public_id}/thanks").status_code == 303


def test_a_quota_that_is_full(phone: Any, study: Any, responses: Any) -> None:
    study.quota = 1
    study.save()
    one, late = phone(), phone()
    form, other = one.form(), late.form()

    first = one.send({**form.fields, "recommend": "9"})
    code, words = told(phone().open())
    second = late.send({**other.fields, "recommend": "3"})

    assert first.status_code == 303
    assert code == 410
    assert "This survey has all the answers it needs" in words
    assert second.status_code == 303
    assert second["Location"].endswith("&late=1")
    assert [stored.late for stored in responses()] == [False, True]


def test_a_link_that_is_closed(phone: Any, link: Any) -> None:
    from regulars.web.research.actions import close_link

    close_link(link=link, by=None)

    assert told(phone().open())[0] == 410


def test_a_link_of_the_whole_company(study: Any) -> None:
    from regulars.web.research.actions import create_links

    (one,) = create_links(study=study, units=[None], by=None)

    assert "Juniper Hotels" in Phone(one.public_id).open().content.decode()


def test_a_company_that_is_not_set_up_yet(db: None) -> None:
    from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    one = Phone(create_links(study=study, units=[None], by=None)[0].public_id)

    assert one.send({**one.form().fields, "effort": "7"}).status_code == 303
