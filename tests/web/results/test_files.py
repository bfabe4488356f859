"""The results as a file: made outside the page, with the rights of whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader
from tests.web.ending import end

from regulars.web.audit.models import Entry
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(client_of: Callable[[Any], Any]) -> Callable[..., Job]:
    """Ask for a file and let the worker make it."""

    def ask(user: Any, kind: str = "pdf", filters: str = "", survey: str = "guests") -> Job:
        answer = client_of(user).post(f"/results/{survey}/file/", {"kind": kind, "filters": filters})
        assert answer.status_code == 302, answer.status_code
        job = Job.objects.get()
        assert answer["Location"] == f"/jobs/{job.public_id}/"
        run_job.func(job.pk)
        job.refresh_from_db()
        return job

    return ask


def test_the_pdf_is_the_page_on_paper(people: SimpleNamespace, take: Callable[..., Job], client_of: Any) -> None:
    """The same sentence, with the filters of the page, behind a link for the one who asked."""
    job = take(people.administrator, filters="unit=harbour")

    assert job.state == "done", job.problem
    answer = client_of(people.administrator).get(job.result["url"])
    end(answer)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(StoredFile.objects.get().path).pages)
    assert "Guest satisfaction" in text
    assert "500" in text
    assert "Station" not in text
    assert client_of(people.analyst).get(job.result["url"]).status_code == 404


def test_the_workbook_too(people: SimpleNamespace, take: Callable[..., Job]) -> None:
    """One sheet for each section."""
    job = take(people.analyst, "xlsx")

    assert job.state == "done", job.problem
    assert StoredFile.objects.get().name == "guests.xlsx"


def test_a_manager_takes_the_own_unit_along(people: SimpleNamespace, take: Callable[..., Job]) -> None:
    """The worker narrows as the page does."""
    job = take(people.manager)

    text = " ".join(page.extract_text() for page in PdfReader(StoredFile.objects.get().path).pages)
    assert job.state == "done"
    assert "500" in text
    assert "1,500" not in text
    assert "Harbour" not in text


def test_rights_that_are_gone_when_the_worker_comes_count(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    """Between asking and making somebody took the role away: nothing is made."""
    client_of(people.manager).post("/results/guests/file/", {"kind": "pdf", "filters": ""})
    people.manager.grants.all().delete()
    job = Job.objects.get()

    run_job.func(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "no longer allow" in job.problem["template"]
    assert not StoredFile.objects.exists()


def test_taking_along_stands_in_the_trail(people: SimpleNamespace, take: Callable[..., Job]) -> None:
    """Who, what survey, what kind."""
    take(people.manager)

    entry = Entry.objects.get(event="results-exported")
    assert (entry.by, entry.details["survey"], entry.details["kind"]) == (people.manager, "guests", "PDF")


@pytest.mark.parametrize("filters", ["unit=harbour", "unit=nowhere"])
def test_somebody_elses_unit_is_not_found(
    people: SimpleNamespace, client_of: Callable[[Any], Any], filters: str
) -> None:
    """No job, no entry."""
    answer = client_of(people.manager).post("/results/guests/file/", {"kind": "pdf", "filters": filters})

    assert answer.status_code == 404
    assert not Job.objects.exists()
