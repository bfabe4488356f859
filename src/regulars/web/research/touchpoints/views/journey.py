"""The journey: every touchpoint in its stage, with what customers say of it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.touchpoints.reading import asked, columns
from regulars.web.results.panels import page_of
from regulars.web.words import current


@needs(Permission.SEE_RESULTS)
def journey(request: HttpRequest) -> HttpResponse:
    """What nobody measures first; then the stages side by side."""
    found = asked(request.GET, request.scope)
    report = found.report()
    page = page_of(report, current(), survey="journey", query=found.form.query, linked=False)
    context = {
        "asked": found,
        "page": page,
        "report": report,
        "stages": columns(found.register, report),
        # The coordinates have a wide table: it is folded below the drawing.
        "panels": [
            replace(panel, open=panel.open and panel.key != "coordinates")
            for panel in page.panels
            if panel.key != "flow"
        ],
        "flow": next((panel for panel in page.panels if panel.key == "flow"), None),
        "may_change": may(request.user, Permission.MANAGE_STUDIES),
    }
    return render(request, "touchpoints/journey.html", context)
