"""What administrators do with the schedule."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.jobs.clock import company_zone
from regulars.web.jobs.models import Job, Schedule
from regulars.web.jobs.registry import DUES
from regulars.web.jobs.starting import start
from regulars.web.jobs.timing import next_due


@transaction.atomic
def pause(*, schedule: Schedule, by: User) -> None:
    """Pressed twice, it is written once."""
    if Schedule.objects.filter(pk=schedule.pk, paused=False).update(paused=True):
        record(Event.SCHEDULE_PAUSED, by=by, work=schedule.work)


@transaction.atomic
def resume(*, schedule: Schedule, by: User) -> None:
    """What would have been started meanwhile is not made up for: somebody did not want it."""
    due = DUES.get(schedule.work)
    fields = {"due": next_due(due, timezone.now(), company_zone())} if due else {}
    if Schedule.objects.filter(pk=schedule.pk, paused=True).update(paused=False, **fields):
        record(Event.SCHEDULE_RESUMED, by=by, work=schedule.work)


@transaction.atomic
def run_now(*, schedule: Schedule, by: User) -> Job:
    """A job of whoever pressed the button; a paused one as well."""
    record(Event.WORK_STARTED, by=by, work=schedule.work)
    return start(schedule.work, by=by)
