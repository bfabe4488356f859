"""The results as a file: made by the worker, which tells how far it has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.results.actions import take_along
from regulars.web.results.lenses import lens_of
from regulars.web.results.reading import asked
from regulars.web.words import current


@needs(Permission.EXPORT)
@require_POST
def make(request: HttpRequest, survey: str) -> HttpResponse:
    """Start it, and show how it goes."""
    filters = QueryDict(request.POST.get("filters", "")[:4000])
    found = asked(survey, filters, request.scope, purpose="file of results")
    ending = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    job = take_along(
        survey=found.survey,
        ending=ending,
        query=found.form.query,
        language=current(),
        by=request.user,
        chapters=bool(request.POST.get("chapters")),
        lens=lens_of(lens, found, request.scope).key if (lens := request.POST.get("lens", "")) else "",
    )
    return redirect("jobs:progress", public_id=job.public_id)
