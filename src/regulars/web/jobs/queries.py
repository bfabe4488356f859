"""What the pages of jobs show, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.web.jobs.models import Job, Pulse, Schedule, State
from regulars.web.jobs.models.pulse import SILENT
from regulars.web.jobs.registry import DUES, WORKS, Due
from regulars.web.words import restored

STATES: dict[str, Message] = {
    State.WAITING: message("waiting"),
    State.RUNNING: message("running"),
    State.DONE: message("done"),
    State.FAILED: message("failed"),
}
GONE = message("Work of an earlier version")


@dataclass(frozen=True)
class ShownJob:
    """A job with its words. ``took`` None: it is not over; ``running``: for how long so far."""

    job: Job
    title: Message
    state: Message
    step: Message | None
    problem: Message | None
    took: Message | None
    running: Message | None


@dataclass(frozen=True)
class ScheduleLine:
    """A kind of work by the clock, with its last job."""

    row: Schedule
    title: Message
    rule: Message
    last: ShownJob | None


def shown_job(job: Job) -> ShownJob:
    """The job in words."""
    took = duration(job.ended - job.started) if job.started and job.ended else None
    running = duration(timezone.now() - job.started) if job.started and not job.over else None
    return ShownJob(job, _title(job.work), STATES[job.state], restored(job.step), restored(job.problem), took, running)


def schedule_lines() -> list[ScheduleLine]:
    """One for each row of the schedule, the next due first; two queries."""
    rows = [row for row in Schedule.objects.order_by("due") if row.work in DUES]
    newest: dict[str, Job] = {}
    for job in Job.objects.filter(work__in=[row.work for row in rows]).order_by("work", "-pk").iterator(200):
        newest.setdefault(job.work, job)
    return [
        ScheduleLine(
            row, _title(row.work), rule(DUES[row.work]), shown_job(job) if (job := newest.get(row.work)) else None
        )
        for row in rows
    ]


def schedule_sentence(lines: Sequence[ScheduleLine], now: datetime) -> Message:
    """The one sentence of the page: what is wrong, the worst first, or that nothing is."""
    for name, words in SILENCE.items():
        if silent(name, now):
            return words
    failed = [line for line in lines if line.last and line.last.job.state == State.FAILED]
    if failed:
        return message("“{work}” failed the last time.", work=failed[0].title)
    paused = sum(line.row.paused for line in lines)
    if paused:
        return plural(
            "{count} piece of work is paused; the rest is on time.", "{count} are paused; the rest is on time.", paused
        )
    return message("Everything happens on time.")


SILENCE = {
    "clock": message("The clock gives no sign of life: nothing is started by itself. Is “regulars up” running?"),
    "worker": message("The worker gives no sign of life: what is started waits. Is “regulars up” running?"),
}


def silent(name: str, now: datetime) -> bool:
    """Whether a process that should run gives no sign of life."""
    pulse = Pulse.objects.filter(name=name).first()
    return pulse is None or pulse.age(now) > SILENT


def rule(due: Due) -> Message:
    """When, in words."""
    if due.every is None:
        return message("Every day at {time}, by the company's clock", time=f"{due.at:%H:%M}")
    seconds = round(due.every.total_seconds())
    if seconds % 60:
        return plural("Every {count} second", "Every {count} seconds", seconds)
    return plural("Every {count} minute", "Every {count} minutes", seconds // 60)


def duration(length: timedelta) -> Message:
    """How long something took, in words."""
    seconds = length.total_seconds()
    if seconds < 1:
        return message("under a second")
    if seconds < 120:
        return plural("{count} second", "{count} seconds", round(seconds))
    return plural("{count} minute", "{count} minutes", round(seconds / 60))


def _title(work: str) -> Message:
    return WORKS[work].title if work in WORKS else GONE
