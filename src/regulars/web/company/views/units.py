"""The tree of units, and one unit."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.company import organising, queries
from regulars.web.company.forms.units import MoveForm, NewUnitForm, UnitForm
from regulars.web.company.models import Unit, UnitMembership
from regulars.web.company.views.guard import for_administrators
from regulars.web.days import day_of
from regulars.web.words import say


@for_administrators
def units(request: HttpRequest) -> HttpResponse:
    """The tree of today, or of the day in the address."""
    day = day_of(request.GET.get("day", ""))
    nodes = queries.tree(day)
    open_ = sum(node.unit.closed is None or node.unit.closed > (day or timezone.localdate()) for node in nodes)
    context = {
        "nodes": nodes,
        "day": day or timezone.localdate(),
        "headline": plural("The company has {count} open unit.", "The company has {count} open units.", open_),
        "unknown": queries.unknown_units(),
    }
    return render(request, "company/units.html", context)


@for_administrators
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    initial = {"code": request.GET.get("code", "")[:80]}
    form = NewUnitForm(request.POST) if request.method == "POST" else NewUnitForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            unit = organising.add_unit(code=data["code"], name=form.name(), parent=data["parent"], by=request.user)
        except RegularsError as error:
            form.add_error("code", say(error.message))
        else:
            messages.success(request, say(message("{unit} was added.", unit=unit.shown_name)))
            return redirect("company:units")
    return render(request, "company/unit_add.html", {"form": form}, status=400 if form.errors else 200)


@for_administrators
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a unit is, and where it stood when."""
    found = get_object_or_404(Unit, public_id=public_id)
    form = UnitForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organising.change_unit(unit=found, fields=form.values(), by=request.user)
        messages.success(request, say(message("Saved.")))
        return redirect("company:units")
    return _page(request, found, form, MoveForm(unit=found))


@require_POST
@for_administrators
def unit_move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it below another unit, from a day on."""
    found = get_object_or_404(Unit, public_id=public_id)
    form = MoveForm(request.POST, unit=found)
    if form.is_valid():
        try:
            organising.move_unit(unit=found, **form.cleaned_data, by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("{unit} was moved.", unit=found.shown_name)))
            return redirect("company:unit", public_id)
    return _page(request, found, UnitForm.of(found), form)


@require_POST
@for_administrators
def unit_move_back(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Take its last move back."""
    membership = get_object_or_404(UnitMembership.objects.select_related("unit"), pk=pk, unit__public_id=public_id)
    try:
        organising.take_move_back(membership=membership, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("company:unit", public_id)


def _page(request: HttpRequest, found: Unit, form: UnitForm, move: MoveForm) -> HttpResponse:
    memberships = list(found.memberships.select_related("parent"))
    memberships.sort(key=lambda one: one.since or date.min, reverse=True)
    context = {"unit": found, "form": form, "move": move, "memberships": memberships}
    return render(request, "company/unit.html", context, status=400 if form.errors or move.errors else 200)
