"""Every page on value and loyalty: the insight's numbers, within the reader's units, whatever the address says."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.results.test_report import HOSTILE, Words

from regulars.documents.view import view
from regulars.insights.scope import Scope
from regulars.insights.worth import PAGES, Wish, worth
from regulars.language import Language
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job
from regulars.web.people.models import Segment
from regulars.web.words import say

pytestmark = pytest.mark.django_db
MAP = "/worth/loyalty-map/"


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    """Open a page as somebody."""

    def open_(user: Any, address: str = MAP, status: int = 200) -> Words:
        answer = client_of(user).get(address)
        assert answer.status_code == status
        return Words(answer.content.decode())

    return open_


@pytest.mark.parametrize("key", PAGES)
def test_every_page_says_what_its_insight_says(people: SimpleNamespace, opened: Callable[..., Words], key: str) -> None:
    shown = opened(people.administrator, f"/worth/{key}/").text
    said = view(worth(facts(), key, Wish(Scope.whole(purpose="test"))), Language.ENGLISH)

    assert " ".join(said.conclusion.split()) in shown
    assert all(figure.exact_interval in shown for figure in said.exact)


def test_a_manager_gets_the_own_units_answers(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    own, all_ = opened(people.manager), opened(people.administrator)
    said = view(worth(facts(), "loyalty-map", Wish(Scope(frozenset({"lakeside"}), "test"))), Language.ENGLISH)

    conclusion = " ".join(said.conclusion.split())
    assert conclusion in own.text
    assert conclusion not in all_.text


@pytest.mark.parametrize("query", ["?unit=harbour", "?unit=nowhere", "?segment=nothing"])
def test_what_is_not_the_readers_is_as_unknown_as_nothing(
    people: SimpleNamespace, opened: Callable[..., Words], query: str
) -> None:
    opened(people.manager, MAP + query, 404)


def test_there_is_no_other_page(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    opened(people.administrator, "/worth/nothing/", 404)


@pytest.mark.parametrize("query", [*HOSTILE, "satisfied_from=x", "satisfied_from=99", "loyal_from=nan", "survey=no"])
def test_no_address_breaks_a_page(people: SimpleNamespace, client_of: Callable[[Any], Any], query: str) -> None:
    """What cannot be read is said beside its field, or left out."""
    assert client_of(people.administrator).get(f"{MAP}?{query}").status_code in (200, 404)


def test_a_wrong_option_is_said_and_the_page_stands(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    shown = opened(people.administrator, MAP + "?satisfied_from=99")
    assert "enter a number from 0 to 10" in shown.text
    assert "satisfied and loyal" in shown.text


def test_rows_open_the_customers_for_whom_may_see_them(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    assert "/customers/?type=loyalist" in opened(people.administrator).links
    assert not [link for link in opened(people.viewer).links if link.startswith("/customers/")]


def test_a_segment_is_a_choice_of_who_may_see_customers(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    chosen = Segment.objects.create(name="Nobody", condition="purchases >= 100000")
    shown = opened(people.administrator, f"{MAP}?segment={chosen.public_id}")

    assert "Segment Nobody" in shown.text
    assert "Too few customers answered both questions" in shown.text
    opened(people.viewer, f"{MAP}?segment={chosen.public_id}", 404)


def test_a_survey_that_promised_more_stays_out(
    people: SimpleNamespace, client_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no choice either, and its title is not told."""
    name = next(iter(facts().surveys()))
    choice = f'<option value="{name}">{say(facts().survey(name).title)}'
    assert choice in client_of(people.administrator).get(MAP).content.decode()

    monkeypatch.setattr("regulars.web.worth.company.promised", lambda _: "confidential")
    shown = client_of(people.administrator).get(f"{MAP}?survey={name}").content.decode()
    assert "Ask both in one identified study" in shown
    assert "Choose from the list." in shown
    assert choice not in shown


def test_the_file_is_the_page_on_paper(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """Made by the worker with the reader's rights; that it was taken stands in the trail."""
    answer = client_of(people.manager).post(MAP + "file/", {"kind": "xlsx", "filters": "satisfied_from=5"})
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()

    assert (answer.status_code, job.state) == (302, "done"), job.problem
    assert StoredFile.objects.get().name == "loyalty-map.xlsx"
    assert Entry.objects.filter(event="results-exported").count() == 1


def test_a_segment_by_what_nobody_should_be_chosen_by_is_warned_about(
    people: SimpleNamespace, opened: Callable[..., Words]
) -> None:
    named, plain = (
        Segment.objects.create(name=name, condition='value_tier = "premium"') for name in ("Women over 50", "The best")
    )

    assert "Look twice" in opened(people.administrator, f"/worth/profile/?segment={named.public_id}").text
    assert "Look twice" not in opened(people.administrator, f"/worth/profile/?segment={plain.public_id}").text


def test_a_segment_that_nobody_can_read_is_named(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    gone = Segment.objects.create(name="Gone", condition="nothing = 3")

    assert "“nothing”" in opened(people.administrator, f"/worth/profile/?segment={gone.public_id}").text
