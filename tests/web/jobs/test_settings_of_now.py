"""A worker lives for weeks: each job goes by the settings of now."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.language import message
from regulars.web.company.models import Company
from regulars.web.jobs.models import Job
from regulars.web.jobs.registry import WORKS, Work
from regulars.web.jobs.starting import run_job

pytestmark = pytest.mark.django_db


def test_a_job_asks_for_the_company_anew(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process has changed how small a group may be."""

    def look(progress: Any) -> dict[str, int]:
        return {"k": Company.current().privacy_k}

    monkeypatch.setitem(WORKS, "tests.look", Work("tests.look", message("Look"), look))
    assert Company.current().privacy_k == 10
    Company.objects.update(privacy_k=25)
    job = Job.objects.create(work="tests.look")

    run_job.func(job.pk)

    job.refresh_from_db()
    assert job.result == {"k": 25}
