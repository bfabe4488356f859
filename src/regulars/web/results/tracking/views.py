"""The page, and the same as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.results.actions import make_along
from regulars.web.results.landmarks.views.places import address_to_note
from regulars.web.results.panels import page_of
from regulars.web.results.tracking.reading import asked
from regulars.web.words import current


@needs(Permission.SEE_RESULTS)
def report(request: HttpRequest) -> HttpResponse:
    """The sentence, the reason, the tiles, four series, surveys beside books, the most effort."""
    found = asked(request.GET, request.scope, purpose="tracking page")
    form = found.form
    linked = may(request.user, Permission.SEE_RESPONSES)
    here = f"{reverse('tracking:report')}?{form.query}"
    page = page_of(found.report(), current(), survey=here, query=form.units_alone, linked=linked)
    context = {
        "asked": found,
        "page": page,
        "report": page.report,
        "query": form.query,
        "note_event": address_to_note(request, survey=form.wish("survey") or "", units=form.wish("unit") or ()),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "results/tracking.html", context)


@needs(Permission.EXPORT)
@require_POST
def make_file(request: HttpRequest) -> HttpResponse:
    """Start it, and show how it goes."""
    found = asked(QueryDict(request.POST.get("filters", "")[:4000]), request.scope, purpose="file of tracking")
    ending = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    job = make_along("results.tracking", ending=ending, query=found.form.query, language=current(), by=request.user)
    return redirect("jobs:progress", public_id=job.public_id)
