"""Rules of suggestions with what they moved; one rule; what a customer said; that they want none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message, plural
from regulars.methods.comparison.difference import Verdict
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.starting import start
from regulars.web.people.models import Customer
from regulars.web.people.offers import actions, form
from regulars.web.people.offers.content import ready_rules
from regulars.web.people.offers.effect import VERDICTS, Line, lines
from regulars.web.people.offers.finding import Hint, categories
from regulars.web.people.offers.models import Answer, OfferRule, Sequence, Suggestion
from regulars.web.people.panels import back_to
from regulars.web.people.promises.expected import topics
from regulars.web.people.views.customer import customer_of
from regulars.web.words import current, say


@needs(Permission.SEE_CUSTOMERS)
def offers(request: HttpRequest) -> HttpResponse:
    """All rules with what became of them, what is bought next, and rules to begin with."""
    rules = lines(OfferRule.objects.all(), request.scope)
    taken = {one.rule.name for one in rules}
    context = {
        "rules": rules,
        "headline": _headline(rules),
        "hints": [Hint(one) for one in Sequence.objects.all()[:10]],
        "ready": [one for one in ready_rules().values() if say(one.name) not in taken],
        "may_manage": may(request.user, Permission.MANAGE_STUDIES),
    }
    return render(request, "offers/offers.html", context)


@needs(Permission.MANAGE_STUDIES)
def new(request: HttpRequest) -> HttpResponse:
    """Make a rule: from nothing, from a ready-made one, from what is bought next."""
    return _edit(request, OfferRule(), _begun(request))


@needs(Permission.MANAGE_STUDIES)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a rule."""
    found = get_object_or_404(OfferRule, public_id=public_id)
    return _edit(request, found, form.initial_of(found, current().tag))


@needs(Permission.MANAGE_STUDIES)
@require_POST
def switch(request: HttpRequest, public_id: str) -> HttpResponse:
    """On or off; on, who fits is looked for at once."""
    found, on = get_object_or_404(OfferRule, public_id=public_id), request.POST.get("on") == "yes"
    actions.switch(rule=found, on=on, by=request.user)
    if on:
        start("offers.find", by=request.user)
        messages.success(request, say(message("It is on. Who fits is looked for now, and every night.")))
    return redirect("offers:offers")


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """What they said to a suggestion."""
    rows = Suggestion.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    found = get_object_or_404(rows.select_related("customer"), public_id=public_id)
    said = request.POST.get("said", "")
    try:
        actions.answer(suggestion=found, said=Answer(said) if said in Answer.values else None, by=request.user)
        messages.success(request, say(message("Noted. Thank you.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return _back(request, found.customer)


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def refuse(request: HttpRequest, customer: str) -> HttpResponse:
    """They want no suggestions, or want them again."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    actions.refuse(customer=found, no=request.POST.get("no") == "yes", by=request.user)
    return _back(request, found)


def _back(request: HttpRequest, customer: Customer) -> HttpResponse:
    """To the card that was pressed: on the customer's page, or on the card of an arrival."""
    arrival = request.POST.get("arrival", "")
    if arrival.isalnum():
        return redirect("cards:card", arrival)
    return back_to(customer, "suggestions")


def _begun(request: HttpRequest) -> dict[str, Any]:
    if key := request.GET.get("ready"):
        if key not in ready_rules():
            raise Http404
        return form.initial_of_ready(ready_rules()[key], current().tag)
    if (number := request.GET.get("sequence", "")).isdecimal() and len(number) < 10:
        return form.initial_of_sequence(get_object_or_404(Sequence, pk=int(number)))
    return form.EMPTY


def _edit(request: HttpRequest, rule: OfferRule, begun: dict[str, Any]) -> HttpResponse:
    shown = form.RuleForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and shown.is_valid():
        try:
            actions.save_rule(rule=rule, by=request.user, **shown.fields_of(rule, current().tag))
            messages.success(request, say(message("Stored.")))
            return redirect("offers:offers")
        except RegularsError as error:
            shown.add_error(None, say(error.message))
    context = {"form": shown, "rule": rule if rule.pk else None, "categories": categories(), "topics": topics()}
    return render(request, "offers/rule.html", context, status=400 if shown.errors else 200)


def _headline(rules: list[Line]) -> Message:
    clear = [one for one in rules if one.verdict == VERDICTS[Verdict.HIGHER]]
    if clear:
        return plural(
            "{count} suggestion clearly makes more customers buy.",
            "{count} suggestions clearly make more customers buy.",
            len(clear),
        )
    if any(one.verdict for one in rules):
        return message("No suggestion clearly makes more customers buy.")
    return message("What suggesting moves cannot be told yet.")
