"""The results of one survey."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.survey import ItemKind
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.touchpoints.queries import judges_touchpoints
from regulars.web.results.landmarks.views.places import address_to_note
from regulars.web.results.panels import page_of
from regulars.web.results.reading import as_of, asked
from regulars.web.words import current


@needs(Permission.SEE_RESULTS)
def report(request: HttpRequest, survey: str) -> HttpResponse:
    """The sentence, the reason, the tiles, the charts, all figures."""
    found = asked(survey, request.GET, request.scope, purpose="results page")
    query = found.form.query
    linked = may(request.user, Permission.SEE_RESPONSES)
    page = page_of(found.report(), current(), survey=survey, query=query, linked=linked)
    context = {
        "asked": found,
        "page": page,
        "report": page.report,
        "at": as_of(survey, page.report),
        "query": query,
        "scored": any(item.kind is not ItemKind.TEXT for item in found.survey.items),
        "may_export": may(request.user, Permission.EXPORT),
        "note_event": address_to_note(request, survey=survey, units=found.form.wish("unit") or ()),
        "along": not found.hides and judges_touchpoints(found.survey),
    }
    return render(request, "results/report.html", context)
