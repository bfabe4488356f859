"""What customers need, and talks with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from regulars.language import message, plural
from regulars.web.accounts.access import needs as needs_permission
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.actions.notes import end_need, note_contact, note_need
from regulars.web.people.models import Need
from regulars.web.people.notes import LATELY, changed_lately, with_before
from regulars.web.people.noting import ContactForm, NeedForm
from regulars.web.people.panels import back_to, sent_back
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say


@needs_permission(Permission.SEE_CUSTOMERS)
def needs(request: HttpRequest) -> HttpResponse:
    """What changed lately, over all customers that this person sees."""
    page = page_of(request, changed_lately(request.scope))
    context = {
        "page": page,
        "lines": with_before(list(page)),
        "headline": plural(
            "{count} need was noted, changed or ended in the last {days} days.",
            "{count} needs were noted, changed or ended in the last {days} days.",
            page.paginator.count,
            days=LATELY.days,
        ),
    }
    return render(request, "people/needs.html", context)


@needs_permission(Permission.EDIT_CUSTOMERS)
@require_POST
def add_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """A customer needs something; the same topic again is a change."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    form = NeedForm(request.POST, prefix="need")
    if not form.is_valid():
        return sent_back(request, found, "needs", need_form=form)
    made = note_need(customer=found, **form.cleaned_data, by=request.user)
    messages.success(request, say(message("Stored.") if made else message("Nothing was changed.")))
    return back_to(found, "needs")


@needs_permission(Permission.EDIT_CUSTOMERS)
@require_POST
def finish_need(request: HttpRequest, public_id: str, need: str) -> HttpResponse:
    """It is over."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    end_need(need=get_object_or_404(Need, public_id=need, customer=found), by=request.user)
    return back_to(found, "needs")


@needs_permission(Permission.EDIT_CUSTOMERS)
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
