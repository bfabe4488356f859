"""What happens by the clock."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.company.views.guard import for_administrators
from regulars.web.jobs import actions
from regulars.web.jobs.models import Schedule
from regulars.web.jobs.queries import schedule_lines, schedule_sentence
from regulars.web.words import say


@for_administrators
def schedule(request: HttpRequest) -> HttpResponse:
    """Each kind of work with its rule, its last time and its next."""
    now = timezone.now()
    lines = schedule_lines()
    return render(request, "jobs/schedule.html", {"lines": lines, "sentence": schedule_sentence(lines, now)})


@require_POST
@for_administrators
def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not until somebody lets it go on."""
    actions.pause(schedule=_found(public_id), by=request.user)
    messages.success(request, say(message("Paused. It is not started by the clock until you let it go on.")))
    return redirect("jobs:schedule")


@require_POST
@for_administrators
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """From the next time on."""
    actions.resume(schedule=_found(public_id), by=request.user)
    messages.success(request, say(message("It goes on with its next time.")))
    return redirect("jobs:schedule")


@require_POST
@for_administrators
def run_now(request: HttpRequest, public_id: str) -> HttpResponse:
    """Once, now; its times stay."""
    return redirect("jobs:progress", actions.run_now(schedule=_found(public_id), by=request.user).public_id)


def _found(public_id: str) -> Schedule:
    return get_object_or_404(Schedule, public_id=public_id)
