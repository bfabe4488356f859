"""The jobs' own work by the clock: old rows go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regulars.language import message
from regulars.web.jobs.models import Job, State
from regulars.web.jobs.registry import Progress, daily, work

BY_CLOCK = timedelta(days=2)
BY_PEOPLE = timedelta(days=60)


@work("jobs.tidy", message("Forget old jobs"))
def tidy(progress: Progress) -> dict[str, Any]:
    """What ran by the clock is kept for two days, what somebody started for two months."""
    now = timezone.now()
    over = Job.objects.filter(state__in=[State.DONE, State.FAILED])
    gone, _ = over.filter(by=None, ended__lt=now - BY_CLOCK).delete()
    old, _ = over.filter(ended__lt=now - BY_PEOPLE).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - BY_CLOCK).delete()
    return {"jobs": gone + old}


daily("jobs.tidy", at="04:10")
