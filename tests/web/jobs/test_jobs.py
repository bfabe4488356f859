"""Jobs: done once, told in words, taken up again when their worker was killed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regulars.web.jobs.models import Job, State
from regulars.web.jobs.recovery import MOST, find_lost, take_up_again
from regulars.web.jobs.starting import run_job, start
from regulars.web.jobs.work import tidy
from regulars.web.server.worker import Lane
from regulars.web.words import restored

pytestmark = pytest.mark.django_db


@pytest.fixture
def lane() -> Lane:
    from threading import Event

    return Lane("default", Event())


def work_off(lane: Lane) -> int:
    """What the worker's loop does, until nothing is left."""
    done = 0
    while (task := lane._take()) is not None:
        lane.run_task(task)
        done += 1
    return done


def started(name: str, capture: Any, **fields: Any) -> Job:
    with capture(execute=True):
        return start(name, **fields)


def test_a_job_is_done_and_says_its_result(queue, works, lane, django_capture_on_commit_callbacks) -> None:
    job = started("tests.ok", django_capture_on_commit_callbacks, wave="2026-11")
    assert Job.objects.get().state == State.WAITING

    assert work_off(lane) == 1

    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {"url": "/somewhere/", "wave": "2026-11"})
    assert (job.done, job.total, str(restored(job.step))) == (3, 10, "Reading rows")


@pytest.mark.parametrize(
    ("name", "words"), [("tests.refused", "Row 7 has no customer."), ("tests.broken", "an error in Regulars")]
)
def test_a_job_that_fails_says_why(name, words, queue, works, lane, django_capture_on_commit_callbacks) -> None:
    job = started(name, django_capture_on_commit_callbacks)

    work_off(lane)

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert words in str(restored(job.problem))


def test_done_twice_it_is_done_once(queue, works, lane, django_capture_on_commit_callbacks) -> None:
    job = started("tests.ok", django_capture_on_commit_callbacks)
    work_off(lane)

    run_job.call(job.pk)

    assert works["ok"] == 1


def test_a_job_whose_worker_was_killed_is_taken_up_again(
    queue, works, lane, django_capture_on_commit_callbacks
) -> None:
    job = started("tests.ok", django_capture_on_commit_callbacks)
    lane._take()  # claimed, and then the worker dies
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=1)

    assert take_up_again() == 1
    assert work_off(lane) == 1

    job.refresh_from_db()
    assert (job.state, job.attempts, works["ok"]) == (State.DONE, 2, 1)


def test_a_job_that_kills_its_worker_each_time_is_given_up_in_a_sentence(
    queue, works, lane, django_capture_on_commit_callbacks
) -> None:
    job = started("tests.ok", django_capture_on_commit_callbacks)
    for attempt in range(1, MOST + 1):
        assert lane._take() is not None
        Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=attempt)
        take_up_again()

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "was begun 3 times" in str(restored(job.problem))
    assert lane._take() is None


def test_a_job_that_never_reached_the_queue_is_found(queue, works, lane) -> None:
    """The process was killed between the commit and the handing over."""
    job = Job.objects.create(work="tests.ok")
    assert find_lost() == 0  # it may be on its way

    assert find_lost(timezone.now() + timedelta(minutes=5)) == 1
    assert work_off(lane) == 1
    assert find_lost(timezone.now() + timedelta(minutes=5)) == 0

    job.refresh_from_db()
    assert job.state == State.DONE


def test_two_workers_do_not_take_the_same_job(queue, works, lane, django_capture_on_commit_callbacks) -> None:
    started("tests.ok", django_capture_on_commit_callbacks)

    assert (lane._take() is not None, lane._take()) == (True, None)


def test_old_jobs_are_forgotten(queue, works, people: SimpleNamespace) -> None:
    now = timezone.now()
    ages = {"clock": (None, 3), "fresh": (None, 1), "own": (people.manager, 30), "old": (people.manager, 70)}
    jobs = {
        name: Job.objects.create(work="tests.ok", by=by, state=State.DONE, ended=now - timedelta(days=days))
        for name, (by, days) in ages.items()
    }

    assert tidy(lambda *_: None) == {"jobs": 2}

    assert set(Job.objects.all()) == {jobs["fresh"], jobs["own"]}
    assert DBTaskResult.objects.count() == 0
