"""Whom to think of this week, who has not heard from the company for too long, and how often they should."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.people.actions.notes import set_cadence
from regulars.web.people.models import Cadence
from regulars.web.people.noting import CadenceForm
from regulars.web.people.offers.care import week
from regulars.web.people.quiet import MOST, counted, lines, overdue
from regulars.web.words import say

SIZE = 50


@needs(Permission.SEE_CUSTOMERS)
def quiet(request: HttpRequest) -> HttpResponse:
    """The list, who is worth most first."""
    today = timezone.localdate()
    cadences = list(Cadence.objects.all())
    tiers = {one.tier for one in cadences}
    tier = request.GET.get("tier", "") if request.GET.get("tier", "") in tiers else ""
    rows = overdue(request.scope, today, tier)
    count = counted(rows)
    pages = Paginator(rows, SIZE)
    pages.__dict__["count"] = min(count, MOST)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(page, today),
        "headline": _headline(count),
        "cadences": [(one, TITLES[Segment(one.tier)]) for one in cadences],
        "tier": tier,
        "care": week(request.scope, today),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
        "may_set": may(request.user, Permission.MANAGE_COMPANY),
    }
    return render(request, "people/quiet.html", context)


@needs(Permission.MANAGE_COMPANY)
def cadence(request: HttpRequest) -> HttpResponse:
    """After how many days each tier should have heard."""
    stored = dict(Cadence.objects.values_list("tier", "days"))
    form = CadenceForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST" and form.is_valid():
        changed = set_cadence(days=form.cleaned_data, by=request.user)
        messages.success(request, say(message("Stored.") if changed else message("Nothing was changed.")))
        return redirect("people:quiet")
    return render(request, "people/cadence.html", {"form": form}, status=400 if form.errors else 200)


def _headline(count: int) -> Message:
    if not count:
        return message("Everybody heard from us in time.")
    if count > MOST:
        return message("More than {count} customers have not heard from us for too long.", count=MOST)
    return plural(
        "{count} customer has not heard from us for too long.",
        "{count} customers have not heard from us for too long.",
        count,
    )
