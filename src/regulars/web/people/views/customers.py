"""The list of customers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope, may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.actions.customers import note_export, score_now
from regulars.web.people.details.values import fields, in_a_file, name_of, values_of_many
from regulars.web.people.forms import ListForm, PurposeForm
from regulars.web.people.leaving import workbook
from regulars.web.people.models.score import ScoreQuerySet
from regulars.web.people.queries import HEADS, customer_list, plain_rows
from regulars.web.tables import csv_answer
from regulars.web.words import say

KINDS = {"csv": "CSV", "xlsx": "XLSX"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_WORKBOOK = 20_000
CHUNK = 2000


@needs(Permission.SEE_CUSTOMERS)
def customers(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort, leaf through."""
    return _page(request, ListForm(request.GET, user=request.user))


@needs(Permission.EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the filters leave, as a file, for a purpose that stands in the trail first."""
    asked = ListForm(QueryDict(request.POST.get("filters", "").lstrip("?")), user=request.user)
    purpose = PurposeForm(request.POST, kinds=KINDS)
    rows = asked.ordered().visible_to(request.user, Permission.EXPORT)
    scopes, count = (asked.scope, request.scope), rows.count()
    if purpose.is_valid() and purpose.cleaned_data["kind"] == "xlsx" and count > MOST_IN_A_WORKBOOK:
        purpose.add_error("kind", say(_too_many(count)))
    if not purpose.is_valid():
        return _page(request, asked, purpose)
    kind = purpose.cleaned_data["kind"]
    note_export(by=request.user, count=count, purpose=purpose.cleaned_data["purpose"], filters=asked.used, kind=kind)
    name = f"customers-{timezone.localdate():%Y-%m-%d}.{kind}"
    if kind == "csv":
        return csv_answer(_rows(rows, *scopes), name)
    return HttpResponse(
        workbook({"customers": _rows(rows, *scopes)}),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@needs(Permission.SCORE)
@require_POST
def score(request: HttpRequest) -> HttpResponse:
    """New scores now, of the whole company; the page of the work shows how far it has come."""
    if not request.scope.whole:
        raise PermissionDenied
    return redirect("jobs:progress", score_now(by=request.user).public_id)


def _page(request: HttpRequest, form: ListForm, purpose: PurposeForm | None = None) -> HttpResponse:
    context = {
        "form": form,
        "sort": form.order,
        "list": customer_list(form, request.GET.get("page")),
        "purpose": purpose or PurposeForm(kinds=KINDS),
        "query": form.data.urlencode() if hasattr(form.data, "urlencode") else "",
        "may_export": may(request.user, Permission.EXPORT),
        "may_score": scope_of(request.user, Permission.SCORE).whole,
        "may_import": may(request.user, Permission.IMPORT),
        "delight": _delight(request) if form.cleaned_data.get("slip") else (),
    }
    return render(request, "people/customers.html", context, status=400 if purpose else 200)


def _delight(request: HttpRequest) -> list[tuple[str, str]]:
    """Where proposals stand for customers who were loyal: address and words, as far as the reader may go there."""
    places = (
        ("playbooks:playbooks", message("Playbooks"), Permission.SEE_CASES),
        ("advice:gestures", message("Gestures"), Permission.MANAGE_CASES),
    )
    return [(reverse(name), say(words)) for name, words, permission in places if may(request.user, permission)]


def _rows(rows: ScoreQuerySet, *scopes: UnitScope) -> Iterator[list[Any]]:
    own = fields()
    yield [*(say(one) for one in HEADS), *map(name_of, own)]
    waiting = rows.iterator(CHUNK)
    while some := list(islice(waiting, CHUNK)):
        noted = values_of_many([row.customer_id for row in some], own) if own else {}
        for row, line in zip(some, plain_rows(some, *scopes), strict=True):
            yield [*line, *(in_a_file(one, noted.get((row.customer_id, one.pk))) for one in own)]


def _too_many(count: int) -> Message:
    return message(
        "These are {count} customers; a workbook takes {most}. Choose CSV, or filter.",
        count=count,
        most=MOST_IN_A_WORKBOOK,
    )
