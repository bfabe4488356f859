"""``/healthz``: is the application well? For whoever watches it: no session, no account, no name of anybody.

200 while the database answers, 503 otherwise. A worker that is silent makes it "degraded" and no more: answers of
guests are kept all the same, and are copied once it is back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from regulars.web.jobs.models import Pulse
from regulars.web.jobs.models.pulse import SILENT

PATH = "/healthz"
PROCESSES = ("worker", "clock")
OLD = 300  # seconds: answers are copied within one minute, so five are a sign of trouble


class HealthMiddleware:
    """The first of all, so that nothing else can stand in the way of the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or hand on."""
        if request.path != PATH:
            return self._get_response(request)
        found = health(timezone.now())
        answer = JsonResponse(found, status=200 if found["database"] == "ok" else 503)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def health(now: datetime) -> dict[str, Any]:
    """What stands where."""
    try:
        seen = {pulse.name: round(pulse.age(now), 1) for pulse in Pulse.objects.all()}
        oldest, late = oldest_answer(now), feeds_late(now)
    except DatabaseError:
        return {"status": "down", "database": "no answer"}
    processes = {name: seen.get(name) for name in PROCESSES}
    well = all(age is not None and age <= SILENT for age in processes.values()) and (oldest or 0) <= OLD and not late
    return {
        "status": "ok" if well else "degraded",
        "database": "ok",
        "outbox_seconds": oldest,
        "feeds_late": late,
        **{f"{name}_seconds": age for name, age in processes.items()},
    }


def feeds_late(now: datetime) -> int:
    """How many scheduled imports had no good run for longer than they may."""
    if not apps.is_installed("regulars.web.imports.feeds"):
        return 0
    watched = apps.get_model("feeds", "Feed").objects.filter(alarm_hours__isnull=False, paused=False)
    return sum(one.late(now) for one in watched)


def oldest_answer(now: datetime) -> float | None:
    """For how many seconds the oldest answer has waited to be copied into the facts; None when none waits."""
    if not apps.is_installed("regulars.web.research"):
        return None
    oldest = apps.get_model("research", "OutboxRow").objects.aggregate(at=Min("response__at"))["at"]
    return None if oldest is None else round(max((now - oldest).total_seconds(), 0.0), 1)
