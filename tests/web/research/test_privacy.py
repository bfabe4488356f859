"""A promise of privacy holds on every page, whoever made it, and nobody takes it back after the first answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from regulars.facts.questionnaires import study as template
from regulars.web.facts import facts
from regulars.web.research import copying
from regulars.web.research.actions import change_study, create_questionnaire, create_study, publish
from regulars.web.research.errors import PrivacyError
from regulars.web.research.models import OutboxRow, Questionnaire, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(units: Any) -> Any:
    questionnaire = create_questionnaire(made_from="after-service-ces", name="repair", by=None)
    publish(questionnaire=questionnaire, by=None)
    return create_study(questionnaire=questionnaire, wave="spring", by=None)


def receive(study: Any, unit: Any, nonce: str = "one") -> None:
    with transaction.atomic():
        made = Response.objects.create(
            study=study, version=1, unit=unit, nonce=nonce, language="en", at=datetime(2026, 1, 5, 12, tzinfo=UTC),
            day=date(2026, 1, 5), answers={"effort": 2, "comment": "The tall porter was rude"},
        )  # fmt: skip
        OutboxRow.objects.create(response=made)


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_single_answers_of_a_confidential_study_are_nowhere(
    privacy: str, study: Any, units: Any, people: Any, client_of: Any
) -> None:
    """Its questionnaire promised less; what the study promised is what guests were told."""
    change_study(study=study, by=None, privacy=privacy)
    receive(study, units.lakeside)
    copying.copy_waiting()
    client = client_of(people.manager)

    assert facts().survey("repair").privacy == privacy
    assert client.get("/results/repair/answers/").status_code == 404
    assert "porter" not in client.get("/results/repair/").content.decode()
    assert "porter" not in client.get("/responses/").content.decode()


def test_a_promise_made_later_holds_for_all(
    study: Any, units: Any, people: Any, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    receive(study, units.lakeside)
    copying.copy_waiting()
    client = client_of(people.manager)
    assert client.get("/results/repair/answers/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        change_study(study=study, by=None, privacy="confidential")

    assert client.get("/results/repair/answers/").status_code == 404
    assert facts().survey("repair").privacy == "confidential"


def test_it_holds_before_the_facts_know(study: Any, units: Any, people: Any, client_of: Any) -> None:
    receive(study, units.lakeside)
    copying.copy_waiting()
    change_study(study=study, by=None, privacy="anonymous")

    assert facts().survey("repair").privacy == "identified"
    assert client_of(people.manager).get("/results/repair/answers/").status_code == 404


def test_a_promise_is_not_taken_back_after_the_first_answer(
    study: Any, units: Any, people: Any, client_of: Any
) -> None:
    change_study(study=study, by=None, privacy="anonymous")
    change_study(study=study, by=None, privacy="confidential")  # nobody has been promised anything yet
    receive(study, units.lakeside)

    with pytest.raises(PrivacyError, match="were promised more privacy"):
        change_study(study=study, by=None, privacy="identified")
    answer = client_of(people.administrator).post(
        f"/studies/{study.public_id}/change/", {"title_en": "X", "sample": "opt-in", "privacy": "identified"}
    )
    assert answer.status_code == 400
    assert "were promised more privacy" in answer.content.decode()
    study.refresh_from_db()
    assert study.privacy == "confidential"


def test_a_study_promises_what_its_questionnaire_does(units: Any) -> None:
    draft = {**template("after-service-ces").to_dict(), "name": "staff", "privacy": "anonymous"}
    asked = Questionnaire.objects.create(name="staff", title=template("after-service-ces").title, draft=draft)
    publish(questionnaire=asked, by=None)

    made = create_study(questionnaire=asked, by=None)

    assert made.privacy == "anonymous"
    with pytest.raises(PrivacyError):
        change_study(study=made, by=None, privacy="identified")
    with pytest.raises(PrivacyError):
        create_study(questionnaire=asked, by=None, privacy="confidential")
