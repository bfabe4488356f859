"""The four chapters as a page and a file; the question that fills an empty one goes into the draft."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.documents.view import view
from regulars.insights.chapters import chapters
from regulars.insights.scope import Scope
from regulars.language import Language
from regulars.survey.tags import COMPETITOR
from regulars.web.facts import facts
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job
from regulars.web.research import actions
from regulars.web.research.models import Questionnaire

pytestmark = pytest.mark.django_db
URL = "/results/guests/chapters/"


@pytest.fixture
def questionnaire() -> Questionnaire:
    return actions.create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)


def test_the_page_has_the_figures_of_the_insight(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    page = client_of(people.administrator).get(URL).content.decode()
    said = view(chapters(facts(), "guests", scope=Scope.whole(purpose="test")), Language.ENGLISH)

    assert "Report in four chapters" in page
    for figure in said.exact:
        assert figure.exact_value in page, figure.key
    for number in range(1, 6):
        assert f"Chapter {number}" in page
    assert "Add it to the next wave" not in page  # imported: there is no questionnaire
    assert f'href="{URL}"' in client_of(people.administrator).get("/results/guests/").content.decode()


def test_one_click_adds_the_question_to_the_draft(
    people: SimpleNamespace, client_of: Callable[[Any], Any], questionnaire: Questionnaire
) -> None:
    client = client_of(people.analyst)
    assert 'value="price"' in client.get(URL).content.decode()

    answer = client.post(f"{URL}add/", {"blank": "price"})
    questionnaire.refresh_from_db()

    assert answer["Location"].endswith(f"/questionnaires/{questionnaire.public_id}/")
    assert "prices" in [block["kind"] for block in questionnaire.draft["blocks"]]
    assert questionnaire.revisions.count()
    before = len(questionnaire.draft["blocks"])
    client.post(f"{URL}add/", {"blank": "price"})
    questionnaire.refresh_from_db()
    assert len(questionnaire.draft["blocks"]) == before


def test_competitors_are_rated_by_our_own_attributes(
    people: SimpleNamespace, client_of: Callable[[Any], Any], questionnaire: Questionnaire
) -> None:
    client_of(people.administrator).post(f"{URL}add/", {"blank": "competitors"})
    questionnaire.refresh_from_db()
    items = {item.key: item for item in questionnaire.definition().items}

    assert f"{COMPETITOR}breakfast" in items["breakfast-other"].tags
    assert items["breakfast-other"].label.words["zh"] == "早餐（另一家公司）"
    assert items["breakfast-other"].scale is not None
    assert items["breakfast"].scale is not None
    assert items["breakfast-other"].scale.high == items["breakfast"].scale.high


def test_who_may_not_manage_studies_adds_nothing(
    people: SimpleNamespace, client_of: Callable[[Any], Any], questionnaire: Questionnaire
) -> None:
    assert "Add it to the next wave" not in client_of(people.viewer).get(URL).content.decode()
    assert client_of(people.viewer).post(f"{URL}add/", {"blank": "price"}).status_code == 403
    assert client_of(people.analyst).post(f"{URL}add/", {"blank": "../x"}).status_code == 404
    assert client_of(people.analyst).get(f"{URL}add/").status_code == 405


def test_the_chapters_as_a_pdf(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    client_of(people.administrator).post("/results/guests/file/", {"kind": "pdf", "chapters": "1"})
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()

    assert job.state == "done", job.problem
