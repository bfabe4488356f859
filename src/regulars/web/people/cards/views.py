"""Who arrives today, the card of one guest, and how it went."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Day, RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.days import day_of
from regulars.web.pages.cards import cards_of
from regulars.web.paging import page_of
from regulars.web.people.actions.customers import note_seen
from regulars.web.people.cards import actions, queries
from regulars.web.people.cards.forms import ArrivalForm
from regulars.web.people.cards.models import Arrival, ArrivalQuerySet, Outcome
from regulars.web.people.models import Customer
from regulars.web.people.offers.finding import suggested_to
from regulars.web.people.promises import queries as promises
from regulars.web.people.promises.expected import expected_by
from regulars.web.people.promises.models import today
from regulars.web.words import say

FAR = timedelta(days=3660)


@needs(Permission.SEE_CUSTOMERS)
def arriving(request: HttpRequest) -> HttpResponse:
    """Today, or another day, by the hour."""
    now = today()
    day = _day(request.GET.get("day", "")) or now
    rows = _seen(request).filter(on=day)
    page = page_of(request, rows)
    context = {
        "page": page,
        "cards": queries.cards(rows.filter(pk__in=[one.pk for one in page]), request.scope, now),
        "headline": queries.headline(rows.count(), day, now),
        "day": Day(day),
        "days": [(day + timedelta(days=step)) for step in (-1, 1)],
        "is_today": day == now,
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
    }
    return render(request, "cards/arriving.html", context)


@needs(Permission.SEE_CUSTOMERS)
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """One guest before or at the desk. That somebody looked stands in the trail."""
    found = get_object_or_404(_seen(request), public_id=public_id)
    note_seen(customer=found.customer, by=request.user)
    context = {
        "card": queries.cards(Arrival.objects.filter(pk=found.pk), request.scope, today())[0],
        "customer": found.customer,
        "promised": promises.promised_to(found.customer, today()),
        "expected": expected_by(found.customer),
        "suggested": suggested_to(found.customer, request.scope),
        "more": cards_of("arrival", request, found),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
    }
    return render(request, "cards/card.html", context)


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def tell(request: HttpRequest, public_id: str) -> HttpResponse:
    """How it went: one of three buttons, and words."""
    found, outcome = _own(request, public_id), request.POST.get("outcome", "")
    if outcome in Outcome.values:
        style = queries.cards(Arrival.objects.filter(pk=found.pk), request.scope, today())[0].style
        words = request.POST.get("words", "")
        actions.tell(arrival=found, outcome=Outcome(outcome), style=style.key, by=request.user, words=words)
        messages.success(request, say(message("Noted. Thank you.")))
    return redirect("cards:card", public_id)


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """They do not come."""
    found = _own(request, public_id)
    try:
        actions.remove(arrival=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("cards:card", public_id)
    return redirect("cards:arriving")


@needs(Permission.EDIT_CUSTOMERS)
def new(request: HttpRequest) -> HttpResponse:
    """Add an arrival by the guest's number."""
    return _form(request, None)


@needs(Permission.EDIT_CUSTOMERS)
def add(request: HttpRequest, customer: str) -> HttpResponse:
    """Add an arrival from the guest's page."""
    people = Customer.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    return _form(request, get_object_or_404(people, public_id=customer))


@needs(Permission.SEE_CUSTOMERS)
def outcomes(request: HttpRequest) -> HttpResponse:
    """What became of the recommendations: style by style, and the last ones."""
    rows = _seen(request)
    page = page_of(request, rows.exclude(outcome="").order_by("-told_at", "-pk"))
    told = rows.filter(pk__in=[one.pk for one in page]).order_by("-told_at", "-pk")
    context = {
        "page": page,
        "rows": queries.outcomes(rows),
        "cards": queries.told(told),
    }
    return render(request, "cards/outcomes.html", context)


def _seen(request: HttpRequest) -> ArrivalQuerySet:
    return Arrival.objects.visible_to(request.user, Permission.SEE_CUSTOMERS)


def _own(request: HttpRequest, public_id: str) -> Arrival:
    rows = Arrival.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    return get_object_or_404(rows.select_related("customer"), public_id=public_id)


def _form(request: HttpRequest, customer: Customer | None) -> HttpResponse:
    form = ArrivalForm(request.POST if request.method == "POST" else None, user=request.user, customer=customer)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "number"}
        try:
            made = actions.arrive(customer=form.customer, by=request.user, **fields)
            return redirect("cards:card", made.public_id)
        except RegularsError as error:
            form.add_error(None, say(error.message))
    return render(request, "cards/new.html", {"form": form, "customer": customer}, status=400 if form.errors else 200)


def _day(text: str) -> date | None:
    found = day_of(text)
    return found if found and abs(found - today()) < FAR else None
