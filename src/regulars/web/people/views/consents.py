"""What customers agreed to: noted on their page, and taken from a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports.lists import packed, read_sent, unpacked
from regulars.web.imports.views.guard import whole
from regulars.web.people.actions.notes import note_consent
from regulars.web.people.consent_files import Row, apply, plan, read_rows
from regulars.web.people.noting import ConsentFileForm, ConsentForm
from regulars.web.people.panels import back_to, sent_back
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say

_SALT = "people.consents"


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A customer said yes or no."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    form = ConsentForm(request.POST, prefix="consent")
    if not form.is_valid():
        return sent_back(request, found, "consent", consent_form=form)
    note_consent(customer=found, **form.fields_of(), by=request.user)
    messages.success(request, say(message("It stands in the record and holds from now on.")))
    return back_to(found, "consent")


@needs(Permission.IMPORT)
def send(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing changes yet."""
    whole(request)
    form = ConsentFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sent(form.cleaned_data["file"], read_rows)
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            context = {"plan": plan(rows), "kept": packed(rows, _SALT)}
            return render(request, "people/consents_preview.html", context)
    return render(request, "people/consents_import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@needs(Permission.IMPORT)
def take(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    whole(request)
    rows = unpacked(request.POST.get("rows", ""), Row, _SALT)
    if rows is None:
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("people:consents_import")
    done = apply(rows, by=request.user)
    words = plural("{count} row stands in the ledger.", "{count} rows stand in the ledger.", len(done.good))
    messages.success(request, say(words))
    return redirect("people:customers")
