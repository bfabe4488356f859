"""How far a piece of work has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from regulars.web.accounts.access import signed_in
from regulars.web.jobs.models import Job
from regulars.web.jobs.registry import WORKS
from regulars.web.jobs.starting import restored


@signed_in
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The job of the one who started it; asked again by the page until it is over."""
    job = get_object_or_404(Job, public_id=public_id, by=request.user)
    context = {
        "job": job,
        "title": WORKS[job.work].title,
        "step": restored(job.step),
        "problem": restored(job.problem),
    }
    return render(request, "jobs/part.html" if request.htmx else "jobs/progress.html", context)
