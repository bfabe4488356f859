"""What is done on the cards of details."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event
from regulars.web.people import meanwhile
from regulars.web.people.details.actions import addresses, fields, notes
from regulars.web.people.details.forms import AddressForm, FileForm, NoteForm, ValuesForm
from regulars.web.people.details.models import Attachment, Identifier, Note
from regulars.web.people.details.owners import canonical_here, unreadable
from regulars.web.people.details.values import fields as own_fields
from regulars.web.people.details.values import values_of
from regulars.web.people.models import Customer
from regulars.web.people.panels import back_to, sent_back
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say

EDIT = Permission.EDIT_CUSTOMERS


@require_POST
@needs(EDIT)
def add_address(request: HttpRequest, customer: str) -> HttpResponse:
    """A further address; one that cannot be read is kept as written, and said so."""
    found = customer_of(request, EDIT, customer)
    form = AddressForm(request.POST, prefix="address")
    if form.is_valid():
        try:
            made = addresses.add_address(customer=found, by=request.user, **form.cleaned_data)
        except RegularsError as error:
            form.add_error("value", say(error.message))
        else:
            _told(request, made)
            return back_to(found, "addresses")
    return sent_back(request, found, "addresses", address_form=form)


@require_POST
@needs(EDIT)
def change_address(request: HttpRequest, customer: str, address: str) -> HttpResponse:
    """Seen to be right, put first, removed."""
    found = customer_of(request, EDIT, customer)
    rows = Identifier.objects.select_related("customer")
    one = get_object_or_404(rows, public_id=address, customer=found)
    act = {
        "check": addresses.check_address,
        "prefer": addresses.prefer_address,
        "remove": addresses.remove_address,
    }.get(request.POST.get("do", ""))
    try:
        if act is not None:
            act(address=one, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return back_to(found, "addresses")


@require_POST
@needs(EDIT)
def write_note(request: HttpRequest, customer: str) -> HttpResponse:
    """Write something down."""
    found = customer_of(request, EDIT, customer)
    form = NoteForm(request.POST, prefix="note")
    if form.is_valid():
        try:
            notes.write_note(customer=found, by=request.user, **form.cleaned_data)
            return back_to(found, "customer-notes")
        except RegularsError as error:
            form.add_error("words", say(error.message))
    return sent_back(request, found, "customer-notes", note_form=form)


@require_POST
@needs(EDIT)
def change_note(request: HttpRequest, customer: str, note: str) -> HttpResponse:
    """Write it otherwise, pin it, remove it, bring it back."""
    found = customer_of(request, EDIT, customer)
    one = get_object_or_404(Note.objects.select_related("customer"), public_id=note, customer=found)
    do = request.POST.get("do", "")
    try:
        if do == "save":
            notes.change_note(note=one, words=request.POST.get("words", ""), by=request.user)
        elif do in ("pin", "unpin"):
            notes.change_note(note=one, pinned=do == "pin", by=request.user)
        else:
            _away(request, one, do, message("The note was removed. It can be brought back for 30 days."))
    except RegularsError as error:
        if one.by_id != request.user.pk:
            messages.warning(request, say(error.message))
            return back_to(found, "customer-notes")
        # What was typed comes back: nobody loses a long text to a limit.
        edited = {"public_id": note, "words": request.POST.get("words", ""), "error": error.message}
        return sent_back(request, found, "customer-notes", edited=edited)
    return back_to(found, "customer-notes")


@require_POST
@needs(EDIT)
def attach(request: HttpRequest, customer: str) -> HttpResponse:
    """Put a file to the customer."""
    found = customer_of(request, EDIT, customer)
    form = FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        wish = form.cleaned_data
        try:
            notes.attach(customer=found, sent=wish["file"], words=wish["words"], by=request.user)
            return back_to(found, "files")
        except RegularsError as error:
            form.add_error("file", say(error.message))
    return sent_back(request, found, "files", file_form=form)


@require_POST
@needs(EDIT)
def change_file(request: HttpRequest, customer: str, attachment: str) -> HttpResponse:
    """Remove it, bring it back."""
    found = customer_of(request, EDIT, customer)
    one = get_object_or_404(Attachment.objects.select_related("customer"), public_id=attachment, customer=found)
    _away(
        request, one, request.POST.get("do", ""), message("The file was removed. It can be brought back for 30 days.")
    )
    return back_to(found, "files")


@require_POST
@needs(EDIT)
def values(request: HttpRequest, customer: str) -> HttpResponse:
    """The company's own fields; what somebody else wrote meanwhile is shown, not lost."""
    found = customer_of(request, EDIT, customer)
    asked = own_fields()
    form = ValuesForm(request.POST, fields=asked, values={})
    if not form.is_valid():
        was = meanwhile.shown({one.key: values_of(found).get(one.pk) for one in asked}, request.POST)
        return sent_back(request, found, "details", own_form=form, was=was)
    keys = {one.key: one for one in asked}
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=found.pk)
        stood = values_of(found)
        now = {one.key: stood.get(one.pk) for one in asked}
        merged = meanwhile.merged(form, request.POST, form.wanted(), now)
        if not merged.clashes:
            wanted = {keys[key]: value for key, value in merged.fields.items()}
            changed = fields.note_values(customer=found, values=wanted, by=request.user)
    if merged.clashes:
        clashes = meanwhile.who_changed(merged.clashes, found, Event.DETAILS_CHANGED)
        was = meanwhile.shown(now, request.POST, clashes)
        return sent_back(request, found, "details", own_form=form, clashes=clashes, was=was)
    messages.success(request, say(message("Stored.") if changed else message("Nothing was changed.")))
    return back_to(found, "details")


def _away(request: HttpRequest, one: Note | Attachment, do: str, told: Message) -> None:
    if do == "remove" and notes.put_away(what=one, by=request.user):
        messages.success(request, say(told))
    elif do == "restore" and notes.put_back(what=one, by=request.user):
        messages.success(request, say(message("It is back.")))


def _told(request: HttpRequest, made: Any) -> None:
    """That it is kept as written, where nobody can read it."""
    if made.kind in ("email", "phone") and not canonical_here(made.kind, made.value):
        messages.warning(request, say(unreadable(made.kind, made.value)))
