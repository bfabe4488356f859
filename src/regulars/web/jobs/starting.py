"""Handing work to the worker, and doing it there."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from regulars.language import Message, RegularsError, message
from regulars.web.company.models.company import forget
from regulars.web.jobs.models import Job, State
from regulars.web.jobs.registry import WORKS
from regulars.web.words import stored

log = logging.getLogger(__name__)
SOON = "soon"  # a lane of its own: what comes every minute does not wait behind an import of an hour
NOW = "now"  # and one for what somebody unhappy waits for: short jobs only
BROKEN = message("The work stopped because of an error in Regulars. It is written in the log of the server.")


def start(name: str, *, by: Any = None, queue: str | None = None, **params: Any) -> Job:
    """Queue a kind of work; the worker gets it when the transaction around this is committed."""
    job = Job.objects.create(work=WORKS[name].name, by=by, params=params)
    transaction.on_commit(lambda: enqueue(job.pk, queue))
    return job


def enqueue(pk: int, queue: str | None = None) -> None:
    """Put a job into its lane."""
    (run_job.using(queue_name=queue) if queue else run_job).enqueue(pk)


@task()
def run_job(pk: int) -> None:
    """Do one job. Done twice, it is done once: a job that is over stays as it is."""
    forget()  # the worker lives for weeks; settings may have changed since its last job
    now = timezone.now()
    if not Job.objects.filter(pk=pk, state__in=[State.WAITING, State.RUNNING]).update(
        state=State.RUNNING, started=now, seen=now, attempts=F("attempts") + 1
    ):
        return
    job = Job.objects.get(pk=pk)
    try:
        result = WORKS[job.work].function(Teller(job.pk), **job.params)
    except RegularsError as error:
        _end(job, State.FAILED, problem=stored(error.message))
    except Exception:
        log.exception("job %s (%s)", job.public_id, job.work)
        _end(job, State.FAILED, problem=stored(BROKEN))
    else:
        _end(job, State.DONE, result=result or {})


class Teller:
    """Writes progress into the job's row, at most twice a second."""

    def __init__(self, pk: int) -> None:
        self._pk = pk
        self._told = None

    def __call__(self, step: Message, done: int = 0, total: int | None = None) -> None:
        """Say a step."""
        now = timezone.now()
        if self._told is not None and (now - self._told).total_seconds() < 0.5 and done != total:
            return
        self._told = now
        Job.objects.filter(pk=self._pk).update(step=stored(step), done=done, total=total, seen=now)


def _end(job: Job, state: State, **fields: Any) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, ended=timezone.now(), **fields)
