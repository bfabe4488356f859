"""One look at the schedule: what is due is handed to the worker, once, however many clocks look."""

from __future__ import annotations

import logging
import zoneinfo
from datetime import datetime, tzinfo

from django.db import transaction

from regulars.web.company.models import Company
from regulars.web.company.models.company import forget
from regulars.web.jobs.models import Job, Schedule, State
from regulars.web.jobs.registry import DUES
from regulars.web.jobs.starting import SOON, start
from regulars.web.jobs.timing import next_due, rule_of, to_be_done

log = logging.getLogger(__name__)


def company_zone() -> tzinfo:
    """The zone of the company as it is now: the clock runs for months, and has no requests that would forget."""
    forget()
    try:
        return zoneinfo.ZoneInfo(Company.current().zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def seed(now: datetime) -> None:
    """One row for each registered time; rows of work that no longer exists go."""
    zone = company_zone()
    rows = {row.work: row for row in Schedule.objects.all()}
    for name, due in DUES.items():
        rule = rule_of(due, zone)
        row = rows.pop(name, None)
        if row is None:
            Schedule.objects.get_or_create(work=name, defaults={"rule": rule, "due": next_due(due, now, zone)})
        elif row.rule != rule:
            Schedule.objects.filter(pk=row.pk, rule=row.rule).update(rule=rule, due=next_due(due, now, zone))
    if rows:
        Schedule.objects.filter(work__in=rows).delete()


def tick(now: datetime) -> list[str]:
    """Start what is due; the names of what was started."""
    waiting = [row for row in Schedule.objects.filter(due__lte=now, paused=False) if row.work in DUES]
    if not waiting:
        return []
    zone = company_zone()
    return [row.work for row in waiting if _start(row, now, zone)]


@transaction.atomic
def _start(row: Schedule, now: datetime, zone: tzinfo) -> bool:
    """One clock moves the time on, and only that one starts the work; both or neither are written."""
    due = DUES[row.work]
    wanted = to_be_done(due, row.due, now) and not _still_at_it(row.work)
    fields = {"due": next_due(due, now, zone), **({"last": now} if wanted else {})}
    won = Schedule.objects.filter(pk=row.pk, due=row.due, paused=False).update(**fields)
    if not won or not wanted:
        return False
    start(row.work, queue=SOON if due.every is not None else None)
    return True


def _still_at_it(work: str) -> bool:
    """The last one by the clock is not over: another behind it would only make the queue longer."""
    return Job.objects.filter(work=work, by=None, state__in=[State.WAITING, State.RUNNING]).exists()
