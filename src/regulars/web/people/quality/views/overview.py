"""The checks, weakest first; the trend; what was repaired."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.quality import report
from regulars.web.people.quality.catalogue import DIMENSIONS
from regulars.web.people.quality.queries import lots_of
from regulars.web.people.quality.repairing import start_measuring

LOTS = 10


@needs(Permission.SEE_CUSTOMERS)
def quality(request: HttpRequest) -> HttpResponse:
    """How good are the records, and where are they weakest?"""
    found = report.quality(request.scope)
    context = {
        "found": found,
        "trend": report.trend_of(found),
        "dimensions": list(DIMENSIONS.values()),
        "page": page_of(request, lots_of(request.user), LOTS),
        "may_measure": scope_of(request.user, Permission.IMPORT).whole,
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
    }
    return render(request, "quality/quality.html", context)


@needs(Permission.IMPORT)
@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """Look through all records now."""
    if not request.scope.whole:
        raise PermissionDenied
    return redirect("jobs:progress", start_measuring(by=request.user).public_id)
