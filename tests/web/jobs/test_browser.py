"""The page of a job in a browser: it follows the work by itself, and without scripts by a link."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from regulars.language import message
from regulars.web.jobs.models import Job, State
from regulars.web.words import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(people: SimpleNamespace, works: Any) -> Job:
    step = stored(message("Reading rows"))
    return Job.objects.create(work="tests.ok", by=people.manager, state=State.RUNNING, attempts=1, step=step)


def open_page(chromium: Any, live_server: Any, client_of: Callable[[Any], Any], job: Job, **options: Any) -> Any:
    context = chromium.new_context(locale="en-GB", **options)
    cookie = client_of(job.by).cookies["regulars_session"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("jobs:progress", args=[job.public_id]))
    return page


def finish(job: Job) -> None:
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=State.DONE, started=now, ended=now, result={"url": "/imports/"})


def test_the_page_follows_the_work_by_itself(chromium, live_server, client_of, job: Job) -> None:
    page = open_page(chromium, live_server, client_of, job)
    assert "Reading rows" in page.inner_text("#job")

    finish(job)

    page.get_by_text("Done.").wait_for()
    assert page.get_by_role("link", name="Go on").get_attribute("href") == "/imports/"
    page.context.close()


def test_without_scripts_a_link_looks_again(chromium, live_server, client_of, job: Job) -> None:
    page = open_page(chromium, live_server, client_of, job, java_script_enabled=False)
    finish(job)

    page.get_by_role("link", name="Look again").click()

    assert "Done." in page.inner_text("#job")
    page.context.close()
