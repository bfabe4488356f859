"""The page of the four indicators: the insight's numbers, within the reader's units, whatever the address says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader
from tests.web.results.samples import add, rows, survey
from tests.web.results.test_report import HOSTILE, Words

from regulars.documents.view import view
from regulars.insights.filters import Filters
from regulars.insights.scope import Scope
from regulars.insights.tracking import tracking
from regulars.language import Language
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    """Open the page as somebody."""

    def open_(user: Any, query: str = "", status: int = 200) -> Words:
        answer = client_of(user).get(f"/tracking/{query}")
        assert answer.status_code == status
        return Words(answer.content.decode())

    return open_


def test_the_page_shows_the_numbers_of_the_insight(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """One definition for each number; the survey that promised privacy is named and not counted."""
    shown = opened(people.administrator, "?length=month&until=2026-10-31").text
    filters = Filters.of(None, None, date(2026, 10, 31))
    said = view(
        tracking(facts(), scope=Scope.whole(purpose="test"), length="month", filters=filters, until="2026-11-30"),
        Language.ENGLISH,
    )

    assert " ".join(said.conclusion.split()) in shown
    assert [figure.key for figure in said.exact] == ["satisfaction", "recommendation"]
    assert all(figure.exact_interval in shown for figure in said.exact)
    assert "promised that nobody can be told apart" in shown


def test_a_point_opens_the_answers_of_its_survey(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Of that period, with the units of the page; only for those who may read answers."""
    found = opened(people.administrator, "?survey=guests&unit=lakeside&length=month")

    links = [link for link in found.links if "/answers/?" in link]
    assert any(
        link.startswith("/results/guests/answers/?unit=lakeside&b_item=overall&b_first=2026-10-01") for link in links
    )
    assert not any("b_survey" in link or "length" in link for link in links)
    assert not [link for link in opened(people.viewer, "?survey=guests").links if "/answers/?" in link]


def test_a_manager_sees_the_own_unit_alone(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """The same page as the administrator's with that unit chosen; nothing tells of the others."""
    own, all_ = opened(people.manager, "?length=month"), opened(people.administrator, "?length=month&unit=lakeside")
    answers = sum(
        row.cells[1].value  # type: ignore[union-attr]
        for row in tracking(facts(), scope=Scope(frozenset({"lakeside"}), "t"), length="month")
        .section("satisfaction")
        .table.rows  # type: ignore[union-attr]
    )

    assert answers == 502  # 500 of one survey, 2 of the one that hardly anybody answered
    for word in ("harbour", "Harbour", "station", "Station"):
        assert word not in own.text
    assert own.text.partition("All figures")[2] == all_.text.partition("All figures")[2]


@pytest.mark.parametrize("query", ["?unit=harbour", "?unit=nowhere", "?survey=staff", "?survey=nowhere"])
def test_what_is_not_the_readers_is_as_unknown_as_nothing(
    people: SimpleNamespace, opened: Callable[..., Words], query: str
) -> None:
    """Somebody else's unit, a survey that may not be shown here: 404, as for one that does not exist."""
    opened(people.manager, query, 404)


@pytest.mark.parametrize("query", [*HOSTILE, "within=0", "within=x", "length=day", "within=99999999999999999999"])
def test_no_address_breaks_the_page(people: SimpleNamespace, client_of: Callable[[Any], Any], query: str) -> None:
    """What cannot be read is said beside its field, or left out."""
    assert client_of(people.administrator).get(f"/tracking/?{query}").status_code in (200, 404)


def test_filters_stand_in_words_with_a_way_out(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    found = opened(people.administrator, "?unit=lakeside&unit=station&length=week&within=30&survey=guests")

    for words in ("Periods Weeks", "Bought again within 30 days", "Survey Guest satisfaction"):
        assert words in found.text
    assert "?unit=station&survey=guests&length=week&within=30" in found.links
    assert "?unit=lakeside&unit=station&survey=guests&length=week" in found.links
    assert "No filter: all units that you may see" not in found.text
    assert "No filter: all units that you may see" in opened(people.administrator).text


def test_a_promise_of_privacy_holds_from_the_first_answer(
    people: SimpleNamespace, opened: Callable[..., Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a study promised counts, whatever its survey says."""
    monkeypatch.setattr("regulars.web.results.tracking.reading.promised", lambda _: "confidential")

    found = opened(people.administrator)

    assert "Nothing can be tracked here" in found.text
    opened(people.administrator, "?survey=guests", 404)


def test_a_new_answer_is_there_at_once(people: SimpleNamespace, opened: Callable[..., Words], home: Any) -> None:
    """Nothing is kept beyond the facts it was made from."""
    before = opened(people.administrator, "?length=quarter").text
    add(home / "facts", survey(), rows(300, seed=9))

    assert opened(people.administrator, "?length=quarter").text != before


def test_the_file_is_the_page_on_paper(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """Made by the worker with the reader's rights; that it was taken stands in the trail."""
    answer = client_of(people.manager).post("/tracking/file/", {"kind": "pdf", "filters": "length=month"})
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()

    assert (answer.status_code, job.state) == (302, "done"), job.problem
    text = " ".join(page.extract_text() for page in PdfReader(StoredFile.objects.get().path).pages)
    assert "Tracking" in text
    assert "2026-10" in text
    assert Entry.objects.filter(event="results-exported").count() == 1


def test_rights_that_are_gone_when_the_worker_comes_count(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    client_of(people.manager).post("/tracking/file/", {"kind": "xlsx", "filters": ""})
    people.manager.grants.all().delete()
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()

    assert job.state == "failed"
    assert not StoredFile.objects.exists()
