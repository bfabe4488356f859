"""One check: the customers concerned, what the repair would be, and the repair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import message, plural
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.forms import PurposeForm
from regulars.web.people.quality import queries
from regulars.web.people.quality.actions import note_export
from regulars.web.people.quality.catalogue import Check, checks
from regulars.web.people.quality.repairing import repair_shown, start_repair
from regulars.web.tables import csv_answer
from regulars.web.words import say

KINDS = {"csv": "CSV"}


@needs(Permission.SEE_CUSTOMERS)
def check(request: HttpRequest, check: str) -> HttpResponse:
    """The list, with what a repair would make of each."""
    return _page(request, _known(check))


@needs(Permission.EXPORT)
@require_POST
def export(request: HttpRequest, check: str) -> HttpResponse:
    """The list as a file, for a purpose that stands in the trail first."""
    wanted, purpose = _known(check), PurposeForm(request.POST, kinds=KINDS)
    if not purpose.is_valid():
        return _page(request, wanted, purpose)
    rows = queries.found_by(wanted, request.scope, queries.order_of(request.POST.get("sort", "")))
    note_export(by=request.user, check=wanted.key, count=rows.count(), purpose=purpose.cleaned_data["purpose"])
    return csv_answer(_lines(wanted, rows), f"{wanted.key}-{timezone.localdate():%Y-%m-%d}.csv")


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def repair(request: HttpRequest, check: str) -> HttpResponse:
    """Those that were ticked, as they were shown; or all that the check found, by the worker."""
    wanted = _known(check)
    if not wanted.repair:
        raise Http404
    if request.POST.get("do") == "all":
        return redirect("jobs:progress", start_repair(check=wanted, by=request.user).public_id)
    shown = dict(one.split(":", 1) for one in request.POST.getlist("record") if ":" in one)
    if not shown:
        messages.warning(request, say(message("Choose the records that are to be repaired.")))
        return redirect("quality:check", check)
    lot = repair_shown(check=wanted, shown=shown, by=request.user)
    done = len(shown) - lot.passed_over
    if lot.passed_over:
        told = message(
            "{count} repaired; {left} left alone, because somebody changed them since they were shown.",
            count=done,
            left=lot.passed_over,
        )
        messages.warning(request, say(told))
    else:
        messages.success(request, say(plural("{count} record repaired.", "{count} records repaired.", done)))
    return redirect("quality:check", check)


def _known(key: str) -> Check:
    found = checks().get(key)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, wanted: Check, purpose: PurposeForm | None = None) -> HttpResponse:
    sort = queries.order_of(request.GET.get("sort", ""))
    page = page_of(request, queries.found_by(wanted, request.scope, sort))
    edits = may(request.user, Permission.EDIT_CUSTOMERS)
    lines = queries.lines(wanted, page)
    context = {
        "check": wanted,
        "line": queries.counted(wanted, request.scope),
        "page": page,
        "lines": lines,
        "sort": sort,
        "can": edits and any(one.change for one in lines),
        "purpose": (purpose or PurposeForm(kinds=KINDS)) if may(request.user, Permission.EXPORT) else None,
    }
    return render(request, "quality/check.html", context, status=400 if purpose else 200)


def _lines(wanted: Check, rows: Any) -> Iterator[list[Any]]:
    heads = (message("Number"), message("Name"), message("E-mail"), message("Telephone"), message("Found since"))
    yield [say(one) for one in (*heads, message("Would be"))]
    for some in queries.in_parts(rows):
        for one in queries.lines(wanted, some):
            customer = one.customer
            would = "; ".join(f"{say(change.label)}: {change.after}" for change in one.change)
            yield [customer.number, customer.name, customer.email, customer.phone, one.since.date(), would]
