"""How far a piece of work has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from regulars.web.accounts.access import signed_in
from regulars.web.jobs.models import Job
from regulars.web.jobs.queries import shown_job, silent


@signed_in
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """One job; asked again by the page until it is over."""
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    context = {"one": shown_job(job), "silent": not job.over and silent("worker", timezone.now())}
    return render(request, "jobs/part.html" if request.htmx else "jobs/progress.html", context)
