"""How well the standards are kept: all checklists, and one with its sites, areas and people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.results.panels import page_of
from regulars.web.service import queries
from regulars.web.service.forms import StandardsFilter
from regulars.web.service.models import Finding, Visit
from regulars.web.service.views.guard import checklist_of, sees_people
from regulars.web.words import current


@needs(Permission.SEE_RESULTS)
def standards(request: HttpRequest) -> HttpResponse:
    """The list, each with its score."""
    lines = [
        (line, queries.report(line.one, line.version.definition, request.scope, {}, named=False))
        for line in queries.checklists(request.scope)
        if line.version is not None and line.version.definition.subject is not None
    ]
    context = {"lines": lines, "may_visit": may(request.user, Permission.VISIT)}
    return render(request, "service/standards.html", context)


@needs(Permission.SEE_RESULTS)
def standard(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sentence, sites, people, areas, what falls short, visit after visit."""
    checklist, version = checklist_of(public_id)
    named = sees_people(request)
    form = StandardsFilter(request.GET, checklist=checklist, scope=request.scope, named=named)
    report = queries.report(checklist, version.definition, request.scope, form.wanted, named=named)
    rows = queries.narrowed(Visit.objects.within(request.scope).standing().filter(questionnaire=checklist), form.wanted)
    open_ = Finding.objects.filter(visit__in=rows.values("pk")).open().count()
    context = {
        "checklist": checklist,
        "page": page_of(
            report, current(), survey=f"standards/{public_id}", query=request.GET.urlencode(), linked=False
        ),
        "report": report,
        "form": form,
        "open": open_,
        "recent": rows.select_related("unit", "team", "by", "person")[:10] if named else [],
        "named": named,
        "may_visit": may(request.user, Permission.VISIT),
    }
    return render(request, "service/standard.html", context)
