"""The Pareto, what lies below the log, and who may speak ill of us."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from regulars.charts import dot
from regulars.documents.xlsx import to_xlsx
from regulars.insights.report import Report
from regulars.language import plural
from regulars.language import render as in_words
from regulars.web.accounts.access import UnitScope, may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.knowledge import below
from regulars.web.cases.knowledge.filters import Filters, both, lengths
from regulars.web.cases.knowledge.mouth import MOST, risks
from regulars.web.cases.knowledge.reading import report
from regulars.web.cases.knowledge.signs import Signs, signs
from regulars.web.cases.knowledge.signs import report as report_of_signs
from regulars.web.cases.shown import who
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Company, Unit
from regulars.web.paging import page_of
from regulars.web.results.panels import Panel
from regulars.web.results.panels import page_of as laid_out
from regulars.web.results.today.keeping import kept as kept_while
from regulars.web.tables import csv_answer
from regulars.web.words import current, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINKED = ("pareto", "change")


@needs(Permission.SEE_CASES)
def causes_page(request: HttpRequest) -> HttpResponse:
    """The heaviest first, what grew, what recovery brings."""
    wanted = Filters.of(request.GET, request.user)
    found = report(wanted)
    page = laid_out(found, current(), survey="causes", query=wanted.query, linked=False)
    context = {
        **_shared(request, wanted),
        "laid": page,
        "panels": [_linked(one, found, wanted) for one in page.panels],
        "may_export": may(request.user, Permission.EXPORT),
        "manages": may(request.user, Permission.MANAGE_CASES),
        "ever": wanted.any or bool(found.source.rows) or wanted.cases.exists(),
    }
    return render(request, "knowledge/causes.html", context)


@require_POST
@needs(Permission.EXPORT)
def make_file(request: HttpRequest) -> HttpResponse:
    """The same figures, to take along."""
    wanted = Filters.of(request.POST, request.user, Permission.EXPORT)
    found, kind = report(wanted), "xlsx" if request.POST.get("kind_of_file") == "xlsx" else "csv"
    with transaction.atomic():
        record(Event.CAUSES_EXPORTED, by=request.user, kind=kind.upper(), rows=found.source.rows)
    if kind == "csv":
        return csv_answer(_plain(found), "causes.csv")
    return HttpResponse(
        to_xlsx(found, current(), company=Company.current().shown_name),
        content_type=XLSX,
        headers={
            "Content-Disposition": 'attachment; filename="causes.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )


@needs(Permission.SEE_CASES)
def hidden(request: HttpRequest) -> HttpResponse:
    """How many problems nobody tells us of; who is dissatisfied and silent."""
    wanted = Filters.of(request.GET, request.user)
    context: dict[str, Any] = _shared(request, wanted)
    if may(request.user, Permission.SEE_RESULTS):
        context |= _iceberg(request, wanted)
    if may(request.user, Permission.SEE_CUSTOMERS):
        scope = both(wanted.scope, scope_of(request.user, Permission.SEE_CUSTOMERS))
        signed = kept_while("signs", scope, signs)
        sign = request.GET.get("sign", "")
        if signed is not None and sign in signed.shown:
            rows = below.showing(scope, signed.shown[sign])
        else:
            sign, rows = "", below.dissatisfied(scope)
        context |= _signed(signed, scope, wanted, sign)
        page = page_of(request, below.people(rows, spoke=False), 20)
        context |= {
            "two": below.two_columns(scope),
            "page": page,
            "silent": [(one, below.sign(one) if not sign else "") for one in page],
            "spoke": [(one, below.sign(one) if not sign else "") for one in below.people(rows, spoke=True)[:20]],
            "may_open": may(request.user, Permission.WORK_CASES),
        }
    return render(request, "knowledge/hidden.html", context)


@needs(Permission.SEE_CASES)
def mouth(request: HttpRequest) -> HttpResponse:
    """Reach × anger, open matters only."""
    wanted = Filters.of(request.GET, request.user)
    found = risks(wanted.cases, timezone.now())
    names = scope_of(request.user, Permission.SEE_CUSTOMERS)
    opponents = sum(one.opponent for one in found)
    context = {
        **_shared(request, wanted),
        "lines": [(one, who(one.case, names)) for one in found[:100]],
        "opponents": opponents,
        "most": MOST,
        "headline": plural(
            "{count} customer is angry and about to tell others.",
            "{count} customers are angry and about to tell others.",
            opponents,
        ),
        "ever": bool(found) or wanted.any,
    }
    return render(request, "knowledge/mouth.html", context)


def _shared(request: HttpRequest, wanted: Filters) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "lengths": lengths(),
        "kinds": {one.key: one.name.in_language(current().tag) for one in workflows().values()},
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CASES).order_by("code"),
    }


def _iceberg(request: HttpRequest, wanted: Filters) -> dict[str, Any]:
    known = list(below.surveys())
    survey = request.GET.get("survey", "")
    if survey not in dict(known):
        survey = known[0][0] if known else ""
    questions = below.questions(survey) if survey else []
    asked = next((one for one in questions if one.key == request.GET.get("question")), None)
    asked = asked or next((one for one in questions if one.item.role == "overall"), questions[0] if questions else None)
    if asked is None:
        return {"surveys": known}
    scope = both(wanted.scope, scope_of(request.user, Permission.SEE_RESULTS))
    found = below.iceberg(wanted, asked, scope)
    query = f"{wanted.query}&{urlencode({'q': asked.key})}"
    page = laid_out(found, current(), survey="hidden-complaints", query=query, linked=False)
    return {"surveys": known, "survey": survey, "questions": questions, "asked": asked, "laid": page,
            "panels": [_keyed(one, found) for one in page.panels]}  # fmt: skip


def _signed(found: Signs | None, scope: UnitScope, wanted: Filters, sign: str) -> dict[str, Any]:
    """The counts by sign, each leading to who shows it."""
    if found is None:
        return {}
    laid = laid_out(report_of_signs(found, scope), current(), survey="silent", query=wanted.query, linked=False)
    panel, asked = laid.panels[0], {"unit": wanted.unit.public_id if wanted.unit else "", "days": wanted.days}
    lines = []
    table = found.section.table
    for line, row in zip(panel.lines, table.rows if table else (), strict=True):
        address = urlencode({**asked, "sign": row.key})
        lines.append(replace(line, url=f"{reverse('knowledge:hidden')}?{address}#people"))
    name = next((row.name for row in table.rows if row.key == sign), None) if table else None
    return {"signs": replace(panel, lines=tuple(lines)), "sign": sign, "sign_name": "" if name is None else say(name)}


def _linked(panel: Panel, found: Report, wanted: Filters) -> Panel:
    """Each cause leads to its cases."""
    panel = _keyed(panel, found)
    if panel.key not in LINKED:
        return panel
    table = found.section(panel.key).table
    assert table is not None  # noqa: S101  both have one
    lines = []
    for line, row in zip(panel.lines, table.rows, strict=True):
        asked = {"show": "all", "cause": row.key, "kind": wanted.kind}
        asked |= {"unit": wanted.unit.public_id} if wanted.unit else {}
        address = urlencode({name: value for name, value in asked.items() if value})
        lines.append(replace(line, url=f"{reverse('cases:cases')}?{address}"))
    return replace(panel, lines=tuple(lines))


def _keyed(panel: Panel, found: Report) -> Panel:
    """What the colours of its bars mean here."""
    table = found.section(panel.key).table
    if table is None or not table.mark_names:
        return panel
    used = {row.mark for row in table.rows}
    marks = [(mark_safe(dot(mark)), say(name)) for mark, name in table.mark_names.items() if mark in used]  # noqa: S308
    return replace(panel, marks=tuple(marks))


def _plain(found: Report) -> list[list[Any]]:
    """All tables below each other, as a reader sees them."""
    language, rows = current(), []
    for section in found.sections:
        if section.table is not None:
            rows.append([say(section.title)])
            rows.append([in_words(one.title, language) for one in section.table.columns])
            rows += [
                [in_words(row.name, language), *(in_words(one, language) for one in row.cells)]
                for row in section.table.rows
            ]
            rows.append([])
    return rows
