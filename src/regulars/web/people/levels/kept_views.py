"""What was promised against what happened, as page and workbook; the cases, customers and talks behind a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.documents.xlsx import to_xlsx
from regulars.insights.programme.service_levels import CARE, TITLES, service_levels
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.knowledge.filters import Filters, lengths
from regulars.web.company.models import Company, Unit
from regulars.web.people.levels import behind as lists
from regulars.web.people.levels.counting import PROMISES, Asked, audit
from regulars.web.people.levels.matrix import LEVELS
from regulars.web.people.levels.models import Version
from regulars.web.results.panels import Panel
from regulars.web.results.panels import page_of as laid_out
from regulars.web.words import current, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE = 50
USUAL = "365"  # care is promised by the year


@needs(Permission.SEE_CUSTOMERS)
def kept(request: HttpRequest) -> HttpResponse:
    """By promise and level, with those behind each row."""
    filters, version = _filters(request.GET, request.user), Version.now()
    context: dict[str, Any] = {
        "wanted": filters,
        "lengths": lengths(),
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).order_by("code"),
        "narrowed": filters.unit is not None or str(filters.days) != USUAL,
        "writes": may(request.user, Permission.MANAGE_COMPANY),
    }
    if version is not None:
        found = service_levels(audit(Asked(filters, version)), scope=filters.scope.insight(purpose="service levels"))
        laid = laid_out(found, current(), survey="service-levels", query=_query(filters), linked=False)
        context |= {
            "laid": laid,
            "panels": [_linked(one, filters) for one in laid.panels],
            "may_export": may(request.user, Permission.EXPORT),
        }
    return render(request, "levels/kept.html", context)


@require_POST
@needs(Permission.EXPORT)
def make_file(request: HttpRequest) -> HttpResponse:
    """The same figures, to take along."""
    filters, version = _filters(request.POST, request.user, Permission.EXPORT), Version.now()
    if version is None:
        raise Http404
    found = service_levels(audit(Asked(filters, version)), scope=filters.scope.insight(purpose="service levels"))
    with transaction.atomic():
        record(Event.LEVELS_EXPORTED, by=request.user, kind="XLSX", rows=found.source.rows)
    name = "service-levels.xlsx"
    return HttpResponse(
        to_xlsx(found, current(), company=Company.current().shown_name),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@needs(Permission.SEE_CUSTOMERS)
def behind(request: HttpRequest, promise: str, level: str) -> HttpResponse:
    """What one row is made of, what was not kept first."""
    filters, version = _filters(request.GET, request.user), Version.now()
    if promise not in PROMISES or level not in LEVELS or version is None:
        raise Http404
    rows = lists.rows_of(Asked(filters, version), promise, level)
    page = _page(request, rows)
    context = {
        "page": page,
        "lines": lists.lines(page, promise),
        "title": TITLES[promise],
        "level": LEVELS[level],
        "customers": promise == CARE,
        "query": _query(filters),
        "wanted": filters,
        "length": lengths()[filters.days],
    }
    return render(request, "levels/behind.html", context)


def _page(request: HttpRequest, rows: Any) -> Page:
    """Counted as far as anybody leafs."""
    pages = Paginator(rows, SIZE)
    pages.__dict__["count"] = rows.order_by()[: lists.CUT].count()
    return pages.get_page(request.GET.get("page"))


def _filters(typed: Mapping[str, str], user: Any, *also: Permission) -> Filters:
    """Only where somebody sees both the cases and the customers."""
    asked = {name: str(typed.get(name, "")) for name in ("unit", "days")}
    return Filters.of({**asked, "days": asked["days"] or USUAL}, user, Permission.SEE_CUSTOMERS, *also)


def _query(filters: Filters) -> str:
    return urlencode({"unit": filters.unit.public_id if filters.unit else "", "days": filters.days})


def _linked(panel: Panel, filters: Filters) -> Panel:
    """Each row leads to what it is made of."""
    names = {say(words): key for key, words in LEVELS.items()}
    query = _query(filters)
    lines = tuple(
        replace(line, url=f"{reverse('levels:behind', args=[panel.key, names[line.name]])}?{query}")
        for line in panel.lines
    )
    return replace(panel, lines=lines)
