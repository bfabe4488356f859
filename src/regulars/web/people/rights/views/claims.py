"""Requests: the list, and what staff ask for in somebody's name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.panels import address_of, back_to
from regulars.web.people.rights import actions
from regulars.web.people.rights.forms import AskForm
from regulars.web.people.rights.models import Claim, Origin, Policy, Sort
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say


@needs(Permission.ERASE)
def claims(request: HttpRequest) -> HttpResponse:
    """What is asked for, what waits first."""
    rows = Claim.objects.visible_to(request.user, Permission.ERASE).select_related("customer", "by", "certificate")
    which = request.GET.get("state", "")
    if which in ("waiting", "done", "back"):
        rows = rows.filter(state=which)
    waiting = Claim.objects.visible_to(request.user, Permission.ERASE).open()
    today = timezone.localdate()
    context = {
        "page": page_of(request, rows),
        "which": which,
        "waiting": waiting.count(),
        "late": waiting.filter(due__lt=today).count(),
        "today": today,
        "policy": Policy.current(),
        "ever": bool(which) or rows.exists(),
    }
    return render(request, "rights/claims.html", context)


@needs(Permission.ERASE)
def ask(request: HttpRequest, customer: str) -> HttpResponse:
    """A request that reached staff, with the number typed again."""
    found = customer_of(request, Permission.ERASE, customer)
    form = AskForm(request.POST if request.method == "POST" else None, customer=found)
    if request.method == "POST" and form.is_valid():
        wish, by = form.cleaned_data, request.user
        if wish["sort"] == Sort.EXPORT:
            actions.export(customer=found, origin=Origin.STAFF, reason=wish["reason"], by=by)
            messages.success(request, say(message("The files are ready.")))
        else:
            claim = actions.ask_erasure(customer=found, origin=Origin.STAFF, reason=wish["reason"], by=by)
            messages.success(request, say(message("Will be erased on {day}.", day=claim.act_at)))
        return back_to(found, "rights")
    context = {"customer": found, "form": form, "policy": Policy.current(), "back": address_of(found, "rights")}
    return render(request, "rights/ask.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def send_link(request: HttpRequest, customer: str) -> HttpResponse:
    """The customer asked for the link to their page."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    try:
        actions.send_link(customer=found, by=request.user)
        messages.success(request, say(message("A mail with the link is on its way to the customer.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return back_to(found, "rights")


@require_POST
@needs(Permission.ERASE)
def back(request: HttpRequest, public_id: str) -> HttpResponse:
    """They stay after all."""
    rows = Claim.objects.visible_to(request.user, Permission.ERASE).select_related("customer")
    claim = get_object_or_404(rows, public_id=public_id)
    if actions.take_back(claim=claim, by=request.user):
        messages.success(request, say(message("Taken back. Nothing is erased.")))
    else:
        messages.warning(request, say(message("This request is settled already.")))
    return back_to(claim.customer, "rights") if claim.customer else redirect("rights:claims")
