"""Segments: the list, one, making and changing it with a count that follows, taking it along, removing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from regulars.language import RegularsError, message
from regulars.survey.conditions import ConditionError
from regulars.web.accounts.access import UnitScope, may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.paging import page_of
from regulars.web.people import segments as finding
from regulars.web.people.actions.customers import note_export
from regulars.web.people.actions.segments import SegmentError, remove_segment, save_segment, uses_of
from regulars.web.people.forms import PurposeForm
from regulars.web.people.models import CustomerScore, Segment
from regulars.web.people.queries import HEADS, plain_rows
from regulars.web.people.segments.form import SegmentForm
from regulars.web.people.segments.showing import Shown, shown_people, shown_segment
from regulars.web.tables import csv_answer
from regulars.web.words import say

CHUNK = 2000
KINDS = {"csv": "CSV"}


@needs(Permission.SEE_CUSTOMERS)
def segments(request: HttpRequest) -> HttpResponse:
    """All of them, with how many customers each has now among those that this person sees."""
    page = page_of(request, Segment.objects.select_related("by"), 20)
    context = {
        "page": page,
        "rows": [shown_segment(one, request.scope) for one in page],
        "may_make": may(request.user, Permission.EXPORT),
        "whole": request.scope.whole,
    }
    return render(request, "people/segments.html", context)


@needs(Permission.SEE_CUSTOMERS)
def segment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One: its words, what to think of, its customers."""
    return _page(request, get_object_or_404(Segment.objects.select_related("by"), public_id=public_id))


@needs(Permission.EXPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Make one."""
    return _edit(request, Segment())


@needs(Permission.EXPORT)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one."""
    return _edit(request, _own(request, public_id))


@needs(Permission.EXPORT)
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asked first; there is no way back."""
    found = _own(request, public_id)
    if request.method == "POST":
        try:
            remove_segment(segment=found, by=request.user)
        except SegmentError as error:
            messages.error(request, say(error.message))
            return redirect("segments:segment", public_id)
        messages.success(request, say(message("“{name}” is removed.", name=found.name)))
        return redirect("segments:segments")
    context = {"segment": found, "shown": shown_segment(found, request.scope), "uses": uses_of(found)}
    return render(request, "people/segment_remove.html", context)


@needs(Permission.EXPORT)
@require_POST
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its customers as a file, for a purpose that stands in the trail first."""
    found = get_object_or_404(Segment.objects.select_related("by"), public_id=public_id)
    purpose = PurposeForm(request.POST, kinds=KINDS)
    scopes = (scope_of(request.user, Permission.SEE_CUSTOMERS), request.scope)
    if not purpose.is_valid():
        return _page(request, found, purpose)
    try:
        chosen = finding.matching(found.condition, scope=request.scope)
    except ConditionError as error:
        messages.error(request, say(error.message))
        return redirect("segments:segment", public_id)
    rows = CustomerScore.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).filter(
        customer__in=chosen.order_by().values("pk")
    )
    rows = rows.select_related("customer").order_by("customer__number")
    wish, filters = purpose.cleaned_data, [f"segment {found.public_id}"]
    note_export(by=request.user, count=rows.count(), purpose=wish["purpose"], filters=filters, kind=wish["kind"])
    return csv_answer(_lines(rows, *scopes), f"segment-{found.public_id}-{timezone.localdate():%Y-%m-%d}.csv")


def _lines(rows: Any, *scopes: UnitScope) -> Iterator[list[Any]]:
    yield [say(one) for one in HEADS]
    yield from plain_rows(rows.iterator(CHUNK), *scopes)


def _page(request: HttpRequest, found: Segment, purpose: PurposeForm | None = None) -> HttpResponse:
    scope = scope_of(request.user, Permission.SEE_CUSTOMERS)
    shown: Shown = shown_segment(found, scope)
    exports = may(request.user, Permission.EXPORT)
    context = {
        "segment": found,
        "shown": shown,
        "people": shown_people(found, scope, shown.count, request.GET.get("page")),
        "uses": uses_of(found),
        "may_change": _may_change(request, found),
        "purpose": (purpose or PurposeForm(kinds=KINDS)) if exports else None,
    }
    return render(request, "people/segment.html", context, status=400 if purpose else 200)


def _edit(request: HttpRequest, found: Segment) -> HttpResponse:
    scope = scope_of(request.user, Permission.SEE_CUSTOMERS)
    form = SegmentForm.sent(request.POST.dict(), scope) if request.method == "POST" else SegmentForm.of(found, scope)
    if form.valid:
        try:
            changed = save_segment(segment=found, name=form.name, condition=form.condition, by=request.user)
        except RegularsError as error:
            form.problems["name"] = error.message
        else:
            messages.success(request, say(message("Stored.") if changed else message("Nothing was changed.")))
            url = reverse("segments:segment", args=[found.public_id])
            return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    # The name as it is stored: what is typed stands in the field.
    title = Segment.objects.filter(pk=found.pk).values_list("name", flat=True).first() if found.pk else None
    context = {
        "segment": found if found.pk else None,
        "title": title,
        "form": form.shown(),
        "whole": scope.whole,
        "least": Company.current().privacy_k,
    }
    wrong = form.problems and form.asked and not request.htmx
    return render(request, "people/segment_edit.html", context, status=400 if wrong else 200)


def _own(request: HttpRequest, public_id: str) -> Segment:
    found = get_object_or_404(Segment, public_id=public_id)
    if not _may_change(request, found):
        raise PermissionDenied
    return found


def _may_change(request: HttpRequest, found: Segment) -> bool:
    """Who made it, and who manages studies of the whole company: studies are carried out with segments."""
    if found.by_id == request.user.pk and may(request.user, Permission.EXPORT):
        return True
    return scope_of(request.user, Permission.MANAGE_STUDIES).whole
