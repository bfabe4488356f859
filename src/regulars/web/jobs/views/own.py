"""What somebody has started."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import signed_in
from regulars.web.jobs.models import Job
from regulars.web.jobs.queries import shown_job
from regulars.web.paging import page_of


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own jobs, the latest first."""
    page = page_of(request, Job.objects.filter(by=request.user))
    return render(request, "jobs/own.html", {"page": page, "jobs": [shown_job(job) for job in page]})
