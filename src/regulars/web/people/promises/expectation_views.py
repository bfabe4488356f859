"""What customers want: what changed lately, and noting, adjusting and ending it for one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.models import Customer
from regulars.web.people.panels import address_of, back_to
from regulars.web.people.promises import expected, expecting
from regulars.web.people.promises.actions import promise
from regulars.web.people.promises.guides import guides
from regulars.web.people.promises.models import Expectation
from regulars.web.people.promises.wanting import NONE, AdjustForm, ExpectationForm, GuideForm
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say

SHOWN: dict[str, Message] = {
    "": message("All"),
    "now": message("At once: promised something, or coming soon"),
    "mine": message("Mine: my promises, or noted by me"),
}


@needs(Permission.SEE_CUSTOMERS)
def changed(request: HttpRequest) -> HttpResponse:
    """What changed lately, over all customers that this person sees; what somebody works against first."""
    rows = expected.changed_lately(request.scope)
    urgent = expected.urgent(rows).count()
    which = request.GET.get("show", "")
    which = which if which in SHOWN else ""
    if which == "now":
        shown = expected.urgent(rows)
    elif which == "mine":
        shown = rows.filter(Q(customer__promises__owner=request.user) | Q(by=request.user)).distinct()
    else:
        shown = rows
    page = page_of(request, shown)
    context = {
        "page": page,
        "lines": expected.with_before(list(page)),
        "headline": _headline(rows.count(), urgent),
        "urgent": urgent,
        "which": which,
        "shown": SHOWN,
        "ever": rows.exists(),
    }
    return render(request, "promises/changed.html", context)


@needs(Permission.EDIT_CUSTOMERS)
def note(request: HttpRequest, customer: str) -> HttpResponse:
    """Note what a customer wants: by itself, or by the questions of a guide."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    guide = guides().get(request.GET.get("guide", ""))
    sent = request.POST if request.method == "POST" else None
    form: Any = ExpectationForm(sent) if guide is None else GuideForm(sent, guide=guide, user=request.user)
    if sent is not None and form.is_valid():
        try:
            card = _noted(found, form, request.user)
            messages.success(request, say(message("Noted.")))
            return back_to(found, card)
        except RegularsError as error:
            form.add_error(None, say(error.message))
    context = {
        "customer": found,
        "form": form,
        "guide": guide,
        "guides": guides().values(),
        "topics": expected.topics(),
        "back": address_of(found, "expectations"),
    }
    return render(request, "promises/note.html", context, status=400 if form.errors else 200)


@needs(Permission.EDIT_CUSTOMERS)
def adjust(request: HttpRequest, public_id: str) -> HttpResponse:
    """More is wanted than can be done: ways out with facts, and which of them was taken."""
    found = _own(request, public_id)
    form = AdjustForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _adjusted(found, form.cleaned_data, request.user)
            told = message("Noted, with the facts.") if taken else message("Noted: they took none of these.")
            messages.success(request, say(told))
            return back_to(found.customer, "expectations")
        except RegularsError as error:
            form.add_error(None, say(error.message))
    context = {
        "customer": found.customer,
        "form": form,
        "wish": expected.Wish(found),
        "back": address_of(found.customer, "expectations"),
    }
    return render(request, "promises/adjust.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """An expectation holds no more."""
    found = _own(request, public_id)
    expecting.end(expectation=found, by=request.user)
    return back_to(found.customer, "expectations")


def _own(request: HttpRequest, public_id: str) -> Expectation:
    rows = Expectation.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    return get_object_or_404(rows.select_related("customer"), public_id=public_id)


def _noted(customer: Customer, form: Any, by: Any) -> str:
    """Store what the form says; the card on which it then stands."""
    wish = form.cleaned_data
    if isinstance(form, ExpectationForm):
        expecting.expect(customer=customer, by=by, **wish)
        return "expectations"
    told = say(message("guided questions"))
    if wish["becomes"] == "promise":
        promise(customer=customer, what=wish["level"], due=wish["due"], owner=wish["owner"], by=by)
        return "promises"
    expecting.expect(
        customer=customer,
        by=by,
        topic=say(form.guide.topic)[:80],
        level=wish["level"],
        latitude=wish["latitude"],
        importance=wish["importance"],
        stated=True,
        source=told,
    )
    return "expectations"


@transaction.atomic
def _adjusted(found: Expectation, wish: dict[str, Any], by: Any) -> bool:
    numbers = [one["number"] for one in wish["options"]]
    chosen = None if wish["chosen"] == NONE else numbers.index(wish["chosen"])
    expecting.adjust(expectation=found, options=wish["options"], chosen=chosen, by=by)
    if chosen is not None and wish["due"]:
        words = wish["options"][chosen]["words"]
        promise(customer=found.customer, what=words, due=wish["due"], owner=by, by=by)
    return chosen is not None


def _headline(count: int, urgent: int) -> Message:
    if urgent:
        return plural(
            "{count} change touches an open promise or somebody who comes soon.",
            "{count} changes touch an open promise or somebody who comes soon.",
            urgent,
        )
    return plural(
        "{count} expectation was noted, changed or ended in the last {days} days.",
        "{count} expectations were noted, changed or ended in the last {days} days.",
        count,
        days=expected.LATELY.days,
    )
