"""An act of care: done, skipped, or taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from regulars.language import RegularsError
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.days import day_of
from regulars.web.people.models import Way
from regulars.web.people.offers import care
from regulars.web.people.offers.content import occasions
from regulars.web.people.offers.models import CareDone, Done
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def tend(request: HttpRequest, customer: str) -> HttpResponse:
    """From the page of care."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    kind, due, do = request.POST.get("kind", ""), day_of(request.POST.get("due", "")), request.POST.get("do", "")
    if kind not in occasions() or due is None:
        raise Http404
    if do == "undo":
        care.undo(done=get_object_or_404(CareDone, customer=found, kind=kind, due=due), by=request.user)
    elif do in Done.values:
        way, words = request.POST.get("way", ""), request.POST.get("words", "")[:400]
        try:
            care.settle(
                customer=found,
                kind=kind,
                due=due,
                outcome=Done(do),
                way=way if way in Way.values else "",
                words=words,
                by=request.user,
            )
        except RegularsError as error:
            messages.warning(request, say(error.message))
    return redirect("people:quiet")
