"""Rates of other currencies: what there is, what is lacking, and bringing more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.facts import Rate
from regulars.facts.imports.rates import read_rates
from regulars.language import Count, RegularsError, message
from regulars.web.company import actions
from regulars.web.company.forms.rates import RateFileForm, RateForm
from regulars.web.company.models import Company
from regulars.web.company.sent_lists import unpacked
from regulars.web.company.views.guard import for_administrators
from regulars.web.days import day_of
from regulars.web.facts import facts
from regulars.web.words import say

PAGE = 50
NEXT = message("Pages count by it at once; scores with the next scoring.")


@for_administrators
def rates(request: HttpRequest) -> HttpResponse:
    """All of them, the latest of each currency first."""
    return _rates(request)


@require_POST
@for_administrators
def rate_add(request: HttpRequest) -> HttpResponse:
    """A rate from a day on, in the place of that of the same day."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            actions.add_rates(rates=[Rate(**form.cleaned_data)], by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Saved. {next}", next=NEXT)))
            return redirect("company:rates")
    return _rates(request, form=form)


@require_POST
@for_administrators
def rates_import(request: HttpRequest) -> HttpResponse:
    """Those of a file; all of them, or none where a row is no rate."""
    form, bad = RateFileForm(request.POST, request.FILES), []
    if form.is_valid():
        try:
            with unpacked(form.cleaned_data["file"], "rates") as file:
                found, bad = read_rates(file, Company.current().currency)
            if not bad:
                done = actions.add_rates(rates=found, by=request.user)
                said = message("{new} rates are new, {changed} have changed, {same} were here already. {next}",
                               new=Count(done.new), changed=Count(done.changed), same=Count(done.same),
                               next=NEXT)  # fmt: skip
                messages.success(request, say(said))
                return redirect("company:rates")
        except RegularsError as error:
            form.add_error("file", say(error.message))
    return _rates(request, file_form=form, bad=bad)


@require_POST
@for_administrators
def rate_remove(request: HttpRequest) -> HttpResponse:
    """Take a rate away."""
    day = day_of(request.POST.get("day", ""))
    if day is not None:
        try:
            actions.remove_rate(currency=request.POST.get("currency", ""), day=day, by=request.user)
        except RegularsError as error:
            messages.warning(request, say(error.message))
    return redirect("company:rates")


def _rates(
    request: HttpRequest, form: RateForm | None = None, file_form: RateFileForm | None = None, bad: Any = ()
) -> HttpResponse:
    store, own = facts(), Company.current().currency
    kept = sorted(store.rates(), key=lambda one: (one.currency, -one.day.toordinal()))
    currencies = sorted({one.currency for one in kept})
    chosen = request.GET.get("currency", "")
    shown = [one for one in kept if one.currency == chosen] if chosen in currencies else kept
    context = {
        "own": own,
        "count": len(kept),
        "currencies": currencies,
        "chosen": chosen if chosen in currencies else "",
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "unrated": store.unrated() if own else [],
        "form": form or RateForm(),
        "file_form": file_form or RateFileForm(),
        "bad": bad,
    }
    wrong = bool(bad or (form and form.errors) or (file_form and file_form.errors))
    return render(request, "company/rates.html", context, status=400 if wrong else 200)
