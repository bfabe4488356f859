"""What the columns of a file are: guessed, shown, corrected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.language import NO_CURRENCY, RegularsError
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.imports import actions, queries
from regulars.web.imports.forms.customers import CustomersForm
from regulars.web.imports.forms.purchases import PurchaseForm
from regulars.web.imports.forms.reading import ReadingForm
from regulars.web.imports.forms.responses import ResponseForm
from regulars.web.imports.models import Kind, Upload
from regulars.web.imports.views.guard import upload_of
from regulars.web.words import say


@needs(Permission.IMPORT)
def columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """The mapping as a form; sent, the file is looked through with it."""
    upload = upload_of(request, public_id)
    if not upload.open:
        return redirect("imports:detail", public_id)
    form = _form(upload, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(upload=upload, mapping=form.mapping, by=request.user)
            job = actions.check(upload=upload, by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            return redirect("jobs:progress", job.public_id) if job else redirect("imports:detail", public_id)
    return _page(request, upload, form, ReadingForm.of(upload.mapping))


@require_POST
@needs(Permission.IMPORT)
def reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the file again, told how it is written."""
    upload = upload_of(request, public_id)
    form = ReadingForm(request.POST)
    if upload.open and form.is_valid():
        try:
            actions.read_again(upload=upload, reading=form.reading(), by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            return redirect(f"{reverse('imports:columns', args=[public_id])}#reading")
    if not upload.open:
        return redirect("imports:detail", public_id)
    return _page(request, upload, _form(upload, None), form)


def _form(upload: Upload, data: Any) -> PurchaseForm | ResponseForm | CustomersForm:
    mapped = {name for name in upload.mapping if name not in actions.READING}
    base = upload.mapping if mapped else {**upload.guess, **upload.mapping}
    if upload.kind == Kind.RESPONSES:
        return ResponseForm(data, columns=upload.columns, base=base, facts=facts())
    if upload.kind == Kind.CUSTOMERS:
        return CustomersForm(data, columns=upload.columns, base=base)
    return PurchaseForm(data, columns=upload.columns, base={"currency": _currency(), **base})


def _currency() -> str:
    """The company's, else that of the facts; amounts that were kept without one name none."""
    found = Company.current().currency or facts().currency
    return "" if found in (None, NO_CURRENCY) else found


def _page(request: HttpRequest, upload: Upload, form: Any, read: ReadingForm) -> HttpResponse:
    return render(
        request,
        f"imports/columns_{upload.kind}.html",
        {
            "upload": upload,
            "form": form,
            "reading": read,
            "same": queries.same_file(upload),
            "n": len(upload.columns),
        },
        status=400 if form.errors or read.errors else 200,
    )
