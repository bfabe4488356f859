"""The fields that a company makes for its customers: among its settings."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from regulars.language import RegularsError, message
from regulars.web.company.views.guard import for_administrators
from regulars.web.people.details.actions.fields import move_field, retire_field, save_field
from regulars.web.people.details.forms import OwnFieldForm
from regulars.web.people.details.models import FieldKind, OwnField
from regulars.web.people.details.values import name_of
from regulars.web.words import say


@for_administrators
def own_fields(request: HttpRequest) -> HttpResponse:
    """All of them, in their order."""
    rows = OwnField.objects.annotate(count=Count("values")).order_by("retired", "position", "pk")
    lines = [(one, name_of(one), FieldKind(one.kind).said) for one in rows]
    return render(request, "details/own_fields.html", {"lines": lines})


@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _edited(request, None)


@for_administrators
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one, move it, let it rest."""
    found = get_object_or_404(OwnField, public_id=public_id)
    do = request.POST.get("do", "save")
    if request.method == "POST" and do != "save":
        if do in ("up", "down"):
            move_field(field=found, up=do == "up", by=request.user)
        elif do in ("retire", "ask"):
            retire_field(field=found, retired=do == "retire", by=request.user)
        return redirect("details:fields")
    return _edited(request, found)


def _edited(request: HttpRequest, found: OwnField | None) -> HttpResponse:
    form = OwnFieldForm(request.POST if request.method == "POST" else None, field=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_field(field=form.filled(), by=request.user)
        except RegularsError as error:
            form.add_error("key", say(error.message))
        else:
            messages.success(request, say(message("Stored.")))
            return redirect("details:fields")
    context = {"form": form, "field": found, "name": name_of(found) if found else ""}
    return render(request, "details/own_field.html", context, status=400 if form.errors else 200)
