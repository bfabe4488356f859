"""A box that was ticked in a survey is a yes in the ledger, where it is known whose, and where it is new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regulars.survey import Questionnaire
from regulars.survey.blocks.consent import ConsentPurpose
from regulars.web.people import consents
from regulars.web.people.models import Consent, Customer, Purpose
from regulars.web.research.models import Response, Study

from .test_pages import linked
from .test_personal import invited, phone_of

pytestmark = pytest.mark.django_db

BLOCKS = [
    {"kind": "number", "key": "overall", "label": "Overall", "scale": {"low": 1, "high": 5}},
    {"kind": "consent", "key": "contact", "label": "Call me about this."},
    {"kind": "consent", "key": "again", "label": "Ask me again.", "purpose": "surveys"},
    {"kind": "consent", "key": "news", "label": "Write to me about offers.", "purpose": "marketing"},
]
ASKED = {"title": "Stay", "thanks": "Thanks", "languages": ["en"], "blocks": BLOCKS}
TICKED = {"overall": "4", "contact": "1", "again": "1"}


@pytest.fixture
def study(company: Any, units: Any, tmp_path: Path) -> Study:
    """Open, with three boxes."""
    return linked(tmp_path, units, ASKED).study


@pytest.fixture
def mei(company: Any) -> Customer:
    return Customer.objects.create(number="G-1", key=1, name="Mei", email="mei@example.com")


def rows() -> list[tuple[Any, ...]]:
    return list(Consent.objects.order_by("pk").values_list("customer__number", "purpose", "channel", "given", "source"))


def tick(study: Study, customer: Customer | None, **more: Any) -> None:
    phone = phone_of(invited(study, customer=customer, **more))
    form = phone.form()
    for _ in range(2):  # a form that is sent twice is one answer
        assert phone.send({**form.fields, **TICKED}).status_code == 303
    assert set(Response.objects.get().consents) == {"contact", "again"}


def test_a_tick_of_a_customer_is_a_yes_once(study: Study, mei: Customer) -> None:
    """Only what was ticked, only boxes with a purpose, at the moment of the answer."""
    tick(study, mei)

    assert rows() == [("G-1", "surveys", "", True, "survey")]
    assert Consent.objects.get().at == Response.objects.get().at
    assert consents.said([mei.pk], "surveys", "email") == {mei.pk: True}


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_where_nobody_is_to_be_known_nothing_is_written(study: Study, mei: Customer, privacy: str) -> None:
    tick(study, mei, privacy=privacy)

    assert rows() == []


def test_a_link_for_everybody_writes_nothing(study: Study) -> None:
    tick(study, None)

    assert rows() == []


def test_a_yes_that_holds_is_not_noted_again_and_a_no_is_answered(study: Study, mei: Customer) -> None:
    consents.give(customers=[mei.pk], purpose="surveys", source="phone")
    at = Consent.objects.get().at
    assert consents.tick(customer=mei.pk, purposes=["surveys", "surveys"], at=at) == 0

    consents.withdraw(customers=[mei.pk], purpose="surveys", channel="sms", source="phone")
    tick(study, mei)

    assert [row[3:] for row in rows()] == [(True, "phone"), (False, "phone"), (True, "survey")]
    assert consents.said([mei.pk], "surveys", "sms") == {mei.pk: True}


def test_the_purposes_of_a_box_are_those_of_the_ledger_and_survive_writing() -> None:
    assert {one.value for one in ConsentPurpose} == set(Purpose.values)
    read = Questionnaire.from_dict({"name": "stay", **ASKED})
    assert [block.to_dict().get("purpose") for block in read.blocks[1:]] == [None, "surveys", "marketing"]
