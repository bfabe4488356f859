"""Talks with customers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.people.actions.notes import note_contact
from regulars.web.people.noting import ContactForm
from regulars.web.people.panels import back_to, sent_back
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def add_contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody spoke with them."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    form = ContactForm(request.POST, prefix="contact")
    if not form.is_valid():
        return sent_back(request, found, "contact", contact_form=form)
    note_contact(customer=found, **form.cleaned_data, by=request.user)
    messages.success(request, say(message("Stored.")))
    return back_to(found, "contact")
