"""The register as a file, and from one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.audit import Event, record
from regulars.web.imports.lists import packed, read_sent, unpacked
from regulars.web.research.touchpoints.files import Row, apply, plan, read_rows, rows_out, workbook
from regulars.web.research.touchpoints.forms import RegisterFileForm
from regulars.web.research.touchpoints.models import Stage
from regulars.web.research.views.guard import for_the_company
from regulars.web.tables import csv_answer
from regulars.web.words import say

_SALT = "touchpoints.register"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_the_company
def send(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing changes yet."""
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sent(form.cleaned_data["file"], read_rows)
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            context = {"plan": plan(rows), "kept": packed(rows, _SALT)}
            return render(request, "touchpoints/preview.html", context)
    context = {"form": form, "stages": Stage.objects.all()}
    return render(request, "touchpoints/import.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def take(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    rows = unpacked(request.POST.get("rows", ""), Row, _SALT)
    if rows is None:
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("touchpoints:import")
    done = apply(rows, by=request.user)
    words = message(
        "{new} touchpoints were added, {changed} were changed.", new=len(done.new), changed=len(done.changed)
    )
    messages.success(request, say(words))
    return redirect("touchpoints:register")


@require_POST
@for_the_company
def export(request: HttpRequest) -> HttpResponse:
    """The whole register, as the import takes it."""
    rows = list(rows_out())
    with transaction.atomic():
        record(Event.TOUCHPOINTS_EXPORTED, by=request.user, count=len(rows) - 1)
    if request.POST.get("kind") == "xlsx":
        return HttpResponse(
            workbook(rows),
            content_type=_XLSX,
            headers={
                "Content-Disposition": 'attachment; filename="touchpoints.xlsx"',
                "Cache-Control": "private, no-store",
            },
        )
    return csv_answer(rows, "touchpoints.csv")
