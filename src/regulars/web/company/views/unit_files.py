"""Units from a file: what it would change, then changing it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.company.forms.units import UnitFileForm
from regulars.web.company.sent_lists import unpacked
from regulars.web.company.unit_files import Row, apply, plan, read_rows
from regulars.web.company.views.guard import for_administrators
from regulars.web.words import say

_SALT = "company.units"
_HOUR = 3600


@for_administrators
def units_import(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing changes yet."""
    form = UnitFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = _rows(form.cleaned_data["file"])
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            # What was shown is what is done: the rows travel with the page, signed.
            kept = signing.dumps([list(asdict(row).values()) for row in rows], salt=_SALT, compress=True)
            context = {"plan": plan(rows), "kept": kept, "since": form.cleaned_data["since"]}
            return render(request, "company/units_preview.html", context)
    return render(request, "company/units_import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@for_administrators
def units_apply(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    try:
        rows = [Row(*values) for values in signing.loads(request.POST.get("rows", ""), salt=_SALT, max_age=_HOUR)]
        since = request.POST.get("since", "")
        done = apply(rows, since=date.fromisoformat(since) if since else None, by=request.user)
    except (signing.BadSignature, ValueError):
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("company:units-import")
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("company:units-import")
    words = message("{new} units were added, {changed} were changed.", new=len(done.new), changed=len(done.changed))
    messages.success(request, say(words))
    return redirect("company:units")


def _rows(sent: UploadedFile) -> list[Row]:
    with unpacked(sent, "units") as file:
        return read_rows(file)
