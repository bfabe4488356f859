"""The answers of one survey through one lens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.touchpoints.queries import judges_touchpoints
from regulars.web.results.lenses import lens_of, seen, tabs
from regulars.web.results.panels import page_of
from regulars.web.results.reading import as_of, asked
from regulars.web.words import current


@needs(Permission.SEE_RESULTS)
def lenses(request: HttpRequest, survey: str) -> HttpResponse:
    """Layers, touchpoints, types of service, dimensions, blocks, the model, the pyramid: one of them."""
    found = asked(survey, request.GET, request.scope, purpose="results page")
    lens = lens_of(request.GET.get("lens", ""), found, request.scope)
    query = found.form.query
    linked = may(request.user, Permission.SEE_RESPONSES)
    report = seen(lens, found, request.scope)
    page = page_of(report, current(), survey=survey, query=query, linked=linked, part=report.key)
    context = {
        "asked": found,
        "lens": lens,
        "tabs": tabs(lens, found, request.scope),
        "page": page,
        "report": page.report,
        "at": as_of(survey, page.report),
        "query": query,
        "may_export": may(request.user, Permission.EXPORT),
        "along": lens.key == "journey" and not found.hides and judges_touchpoints(found.survey),
    }
    return render(request, "results/lenses.html", context)
