"""Promises: the list with the overdue ones first, giving one, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.back import own_page
from regulars.web.days import day_of
from regulars.web.paging import page_of
from regulars.web.people.panels import address_of, back_to
from regulars.web.people.promises import actions, queries
from regulars.web.people.promises.forms import PromiseForm
from regulars.web.people.promises.models import Outcome, Promise, today
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say


@needs(Permission.SEE_CUSTOMERS)
def promises(request: HttpRequest) -> HttpResponse:
    """Those that must be kept, the most urgent first; the share that was kept in time."""
    rows, day = Promise.objects.visible_to(request.user, Permission.SEE_CUSTOMERS), today()
    which = request.GET.get("state", "open")
    which = which if which in queries.SHOWN else "open"
    mine = request.GET.get("whose") == "mine"
    wanted = queries.found(rows, which=which, owner=request.user if mine else None, today=day)
    page = page_of(request, wanted)
    context = {
        "page": page,
        "lines": [queries.Line(one, day) for one in page],
        "headline": queries.headline(rows, day),
        "rate": queries.kept_in_time(rows, day),
        "n": queries.decided(rows, day),
        "which": which,
        "mine": mine,
        "shown": queries.SHOWN,
        "ever": rows.exists(),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
    }
    return render(request, "promises/promises.html", context)


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Kept, broken, no longer wanted; or open again."""
    rows = Promise.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    found, do = get_object_or_404(rows.select_related("customer"), public_id=public_id), request.POST.get("do")
    try:
        if do == "reopen":
            actions.reopen(promise=found, by=request.user)
        elif do in (Outcome.KEPT, Outcome.BROKEN, Outcome.WITHDRAWN):
            actions.settle(
                promise=found,
                outcome=Outcome(do),
                by=request.user,
                on=day_of(request.POST.get("on", "")),
                note=request.POST.get("note", "")[:400],
            )
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(own_page(request.POST.get("next", "")) or address_of(found.customer, "promises"))


@needs(Permission.EDIT_CUSTOMERS)
def give(request: HttpRequest, customer: str) -> HttpResponse:
    """Give a customer one's word."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    form = PromiseForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.promise(customer=found, by=request.user, **form.cleaned_data)
            messages.success(request, say(message("The promise stands.")))
            return back_to(found, "promises")
        except RegularsError as error:
            form.add_error(None, say(error.message))
    context = {"customer": found, "form": form, "back": address_of(found, "promises")}
    return render(request, "promises/give.html", context, status=400 if form.errors else 200)
