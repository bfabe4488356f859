"""The catalogue, the budgets, and what each role may give."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Money, RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.advice import actions
from regulars.web.cases.advice.content import ready
from regulars.web.cases.advice.forms import BudgetForm, GestureForm, LimitsForm
from regulars.web.cases.advice.limits import left_of
from regulars.web.cases.advice.models import Budget, Gesture, Stand, month_of
from regulars.web.cases.causes import groups
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Company
from regulars.web.words import current, say


@needs(Permission.MANAGE_CASES)
def gestures(request: HttpRequest) -> HttpResponse:
    """All, with how often each was chosen; proposals to take over."""
    rows = Gesture.objects.select_related("unit").annotate(
        chosen=Count("choices", filter=Q(choices__stand__in=[Stand.CHOSEN, Stand.GIVEN])),
        given=Count("choices", filter=Q(choices__stand=Stand.GIVEN)),
    )
    lines, currency = [_line(one) for one in rows], Company.current().currency
    taken, tag = {line["one"].ready for line in lines}, current().tag
    offered = [
        {
            "key": one.key,
            "name": one.name.in_language(tag),
            "sees": one.sees.in_language(tag),
            "cost": Money(one.cost[currency], currency),
            "worth": Money(one.worth[currency], currency),
        }
        for one in ready().values()
        if one.key not in taken and one.known_in(currency)
    ]
    return render(request, "advice/gestures.html", {"lines": lines, "ready": offered, "currency": currency})


def _line(one: Gesture) -> dict[str, Any]:
    tag, currency = current().tag, Company.current().currency
    kinds = [workflows()[key].name.in_language(tag) for key in one.kinds if key in workflows()]
    causes = [groups()[key].name.in_language(tag) for key in one.groups if key in groups()]
    return {
        "one": one,
        "cost": Money(one.cost, currency),
        "worth": Money(one.worth, currency),
        "sees": one.sees.in_language(tag),
        "only": [*kinds, *causes, *([one.unit.shown_name] if one.unit else [])],
    }


@needs(Permission.MANAGE_CASES)
def edit(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write one."""
    found = get_object_or_404(Gesture.objects.select_related("unit"), public_id=public_id) if public_id else None
    form = GestureForm(request.POST if request.method == "POST" else None, gesture=found)
    if request.method == "POST" and form.is_valid():
        actions.save(gesture=found or Gesture(), by=request.user, **form.fields_of())
        messages.success(request, say(message("Stored.")))
        return redirect("advice:gestures")
    return render(request, "advice/gesture.html", {"form": form, "gesture": found}, status=400 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_CASES)
def take(request: HttpRequest) -> HttpResponse:
    """A proposal becomes the company's own; or all of them."""
    wanted = request.POST.get("key", "")
    currency = Company.current().currency
    known = [one.key for one in ready().values() if one.known_in(currency)]
    keys = known if wanted == "all" else [wanted]
    taken = set(Gesture.objects.exclude(ready="").values_list("ready", flat=True))
    try:
        for key in keys:
            if key not in taken:
                actions.take_over(key=key, by=request.user)
        messages.success(request, say(message("Taken over. Change it as your house does it.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("advice:gestures")


@require_POST
@needs(Permission.MANAGE_CASES)
def switch(request: HttpRequest, public_id: str) -> HttpResponse:
    """On or off."""
    found = get_object_or_404(Gesture, public_id=public_id)
    actions.switch(gesture=found, on=request.POST.get("on") == "yes", by=request.user)
    return redirect("advice:gestures")


@needs(Permission.MANAGE_CASES)
def budgets(request: HttpRequest) -> HttpResponse:
    """What may be spent this month, and what is left of it; set it anew."""
    form = BudgetForm(request.POST if request.method == "POST" else None, prefix="budget")
    if request.method == "POST" and form.is_valid():
        actions.set_budget(by=request.user, **form.cleaned_data)
        messages.success(request, say(message("Stored.")))
        return redirect("advice:budgets")
    return _settings(request, budget_form=form)


@require_POST
@needs(Permission.MANAGE_CASES)
def limits(request: HttpRequest) -> HttpResponse:
    """What each role may give without asking."""
    form = LimitsForm(request.POST, prefix="limit")
    if not form.is_valid():
        return _settings(request, limits_form=form)
    actions.set_limits(wanted=form.wanted(), by=request.user)
    messages.success(request, say(message("Stored.")))
    return redirect("advice:budgets")


def _settings(request: HttpRequest, **forms: Any) -> HttpResponse:
    month, currency = month_of(timezone.localdate()), Company.current().currency
    in_force: dict[int | None, Budget] = {}
    for one in Budget.objects.filter(since__lte=month).order_by("since", "pk").select_related("unit"):
        in_force[one.unit_id] = one
    lines = [
        {
            "unit": found.budget.unit,
            **{name: Money(getattr(found, name), currency) for name in ("spent", "reserved", "left")},
            "amount": Money(found.budget.amount, currency),
            "over": found.left < 0,
        }
        for found in (left_of(one, month) for one in in_force.values())
    ]
    later = Budget.objects.filter(since__gt=month).select_related("unit").order_by("since")
    context = {
        "lines": lines,
        "later": [(one, Money(one.amount, currency)) for one in later],
        "month": month,
        "currency": currency,
        "budget_form": BudgetForm(prefix="budget"),
        "limits_form": LimitsForm(prefix="limit"),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "advice/budgets.html", context, status=400 if wrong else 200)
