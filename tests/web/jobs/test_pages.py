"""The pages of jobs and of the schedule."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from regulars.language import message
from regulars.web.audit.models import Entry
from regulars.web.jobs.models import Job, Pulse, Schedule, State
from regulars.web.words import stored

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def job(people: SimpleNamespace, works: Any) -> Job:
    return Job.objects.create(
        work="tests.ok",
        by=people.manager,
        state=State.RUNNING,
        attempts=1,
        step=stored(message("Reading rows")),
        done=1200,
        total=5000,
    )


def page(client: Any, name: str, *arguments: str, **headers: Any) -> str:
    answer = client.get(reverse(f"jobs:{name}", args=arguments), **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_progress_says_step_and_count_and_works_without_a_script(job: Job, people, client_of: Callable) -> None:
    Pulse.beat("worker")

    text = page(client_of(people.manager), "progress", job.public_id)

    assert "Reading rows" in text
    assert "1,200 of 5,000" in text
    assert 'hx-trigger="every 1s"' in text
    assert "Look again" in text
    assert "no sign of life" not in text


def test_a_silent_worker_is_told(job: Job, people, client_of: Callable) -> None:
    assert "gives no sign of life" in page(client_of(people.manager), "progress", job.public_id)


def test_the_part_stops_asking_when_the_job_is_over(job: Job, people, client_of: Callable) -> None:
    Job.objects.update(state=State.DONE, result={"url": "/imports/"}, started=timezone.now(), ended=timezone.now())

    text = page(client_of(people.manager), "progress", job.public_id, headers=HTMX)

    assert "hx-trigger" not in text
    assert "<html" not in text
    assert 'href="/imports/"' in text


def test_a_failed_job_says_why_with_a_number_to_quote(job: Job, people, client_of: Callable) -> None:
    Job.objects.update(state=State.FAILED, problem=stored(message("Row {n} has no customer.", n=7)))

    text = page(client_of(people.manager), "progress", job.public_id)

    assert "Row 7 has no customer." in text
    assert job.public_id in text


def test_everybody_sees_their_own_jobs_alone(job: Job, people, client_of: Callable) -> None:
    assert "A test" in page(client_of(people.manager), "own")
    assert "A test" not in page(client_of(people.colleague), "own")


def test_a_job_of_the_clock_is_seen_by_who_looks_after_the_company(works, people, client_of: Callable) -> None:
    job = Job.objects.create(work="tests.ok")

    assert "A test" in page(client_of(people.administrator), "progress", job.public_id)
    assert client_of(people.analyst).get(reverse("jobs:progress", args=[job.public_id])).status_code == 404


@pytest.fixture
def line(works: Any) -> Schedule:
    return Schedule.objects.create(work="jobs.tidy", rule="", due=timezone.now())


def test_the_schedule_says_in_a_sentence_whether_all_is_well(line: Schedule, people, client_of: Callable) -> None:
    client = client_of(people.administrator)

    dead = page(client, "schedule")
    Pulse.beat("clock")
    Pulse.beat("worker")
    well = page(client, "schedule")
    Job.objects.create(work="jobs.tidy", state=State.FAILED)
    failed = page(client, "schedule")

    assert "The clock gives no sign of life" in dead
    assert "Everything happens on time." in well
    assert "failed the last time" in failed


def test_pausing_and_letting_go_on_stand_in_the_trail(line: Schedule, people, client_of: Callable) -> None:
    client = client_of(people.administrator)

    for name in ("pause", "pause", "resume", "resume"):
        client.post(reverse(f"jobs:{name}", args=[line.public_id]))

    line.refresh_from_db()
    events = list(Entry.objects.filter(event__startswith="schedule-").order_by("pk").values_list("event", flat=True))
    assert (line.paused, events) == (False, ["schedule-paused", "schedule-resumed"])


def test_run_now_starts_a_job_of_the_one_who_pressed(
    line: Schedule, people, client_of: Callable, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(people.administrator).post(reverse("jobs:run-now", args=[line.public_id]))

    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:progress", args=[job.public_id])
    assert (job.by, job.state) == (people.administrator, State.DONE)


def test_the_list_asks_a_bounded_number_of_queries(
    line: Schedule, people, client_of: Callable, django_assert_max_num_queries
) -> None:
    client = client_of(people.administrator)
    for _ in range(30):
        Job.objects.create(work="jobs.tidy", by=people.administrator)

    with django_assert_max_num_queries(14):
        page(client, "own")
    with django_assert_max_num_queries(14):
        page(client, "schedule")
