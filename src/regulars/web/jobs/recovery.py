"""Work whose worker was killed: taken up again, or given up in a sentence. None waits for ever.

The worker calls ``take_up_again`` when it starts: it holds the lock of its home folder, so whatever is marked as
running runs nowhere. The clock calls it for what was lost between the row of a job and its place in the queue.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regulars.language import message
from regulars.web.jobs.models import Job, State
from regulars.web.jobs.starting import enqueue, run_job
from regulars.web.words import stored

log = logging.getLogger(__name__)
MOST = 3
LOST = timedelta(minutes=2)
GIVEN_UP = message(
    "The work was begun {n} times and broke off each time before its end: the process that did it was ended from "
    "outside, or ran out of memory. Nothing is half-written. Try a smaller piece, or start it again.",
    n=MOST,
)


def take_up_again() -> int:
    """What ran when the worker was killed goes back into the queue; the number of jobs."""
    broken = list(DBTaskResult.objects.running().filter(task_path=run_job.module_path))
    for task in broken:
        _again(_job_of(task), task)
    return len(broken)


def find_lost(now: datetime | None = None) -> int:
    """Jobs that are not over and stand in no queue; the number of jobs."""
    before = (now or timezone.now()) - LOST
    live = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], task_path=run_job.module_path)
    queued = {_job_of(task) for task in live.only("args_kwargs")}
    lost = [
        pk
        for pk in Job.objects.filter(state__in=[State.WAITING, State.RUNNING], created__lt=before).values_list(
            "pk", flat=True
        )
        if pk not in queued
    ]
    for pk in lost:
        _again(pk)
    return len(lost)


@transaction.atomic
def _again(pk: int, task: DBTaskResult | None = None) -> None:
    job = Job.objects.filter(pk=pk, state__in=[State.WAITING, State.RUNNING]).first()
    if task is not None:
        DBTaskResult.objects.filter(pk=task.pk).delete()
    if job is None:
        return
    if job.attempts >= MOST:
        log.error("job %s (%s) given up", job.public_id, job.work)
        Job.objects.filter(pk=pk).update(state=State.FAILED, problem=stored(GIVEN_UP), ended=timezone.now())
        return
    log.warning("job %s (%s) is taken up again", job.public_id, job.work)
    Job.objects.filter(pk=pk).update(state=State.WAITING)
    enqueue(pk, task.queue_name if task is not None else None)


def _job_of(task: DBTaskResult) -> int:
    return task.args_kwargs["args"][0]
