"""Perhaps the same: the list, two side by side, what was put together, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.starting import start
from regulars.web.paging import page_of
from regulars.web.people.duplicates import deciding, queries
from regulars.web.people.duplicates.known_as import numbered
from regulars.web.people.duplicates.merging import FIELDS, merge, merge_all
from regulars.web.people.duplicates.models import Opinion, Pair
from regulars.web.people.duplicates.undoing import undo as undo_merge
from regulars.web.people.duplicates.work import FIND
from regulars.web.people.models import Customer
from regulars.web.people.panels import back_to
from regulars.web.people.views.customer import customer_of
from regulars.web.words import say

EDIT = Permission.EDIT_CUSTOMERS
MANY = 200  # groups at once: while they are put together nobody else writes to the database


def _pairs(request: HttpRequest) -> Any:
    return Pair.objects.visible_to(request.user, EDIT).select_related("first", "second")


@needs(EDIT)
def pairs(request: HttpRequest) -> HttpResponse:
    """Who is perhaps the same, the most probable first."""
    rows = _pairs(request)
    which = request.GET.get("state", "open")
    which = which if which in queries.SHOWN else "open"
    page = page_of(request, queries.found(rows, which))
    context = {
        "page": page,
        "lines": [queries.Line(one) for one in page],
        "headline": queries.headline(rows),
        "which": which,
        "shown": queries.SHOWN,
        "certain": rows.filter(opinion=Opinion.OPEN, certain=True).count(),
        "ever": rows.exists(),
    }
    return render(request, "duplicates/pairs.html", context)


@needs(EDIT)
def pair(request: HttpRequest, public_id: str) -> HttpResponse:
    """Side by side: put together, value by value, or note that they are not the same."""
    found = get_object_or_404(_pairs(request), public_id=public_id)
    people = queries.members(found, Customer.objects.visible_to(request.user, EDIT))
    if request.method == "POST":
        try:
            return _decide(request, found, people)
        except RegularsError as error:
            messages.warning(request, say(error.message))
            return redirect("duplicates:pair", public_id)
    context = {
        "pair": found,
        "line": queries.Line(found),
        "people": people,
        "two": len(people) == 2,
        "fields": queries.side_by_side(people),
        "held": queries.held(people),
        "decided": found.opinion == Opinion.DIFFERENT,
    }
    return render(request, "duplicates/pair.html", context)


def _decide(request: HttpRequest, found: Pair, people: list[Customer]) -> HttpResponse:
    known = {one.public_id: one for one in people}
    if request.POST.get("do") == "different":
        deciding.different(pair=found, by=request.user)
        messages.success(request, say(message("Noted: they are not the same.")))
        return _next(request, found)
    if request.POST.get("do") == "open":
        deciding.open_again(pair=found, by=request.user)
        return redirect("duplicates:pair", found.public_id)
    chosen = [known[one] for one in request.POST.getlist("who") if one in known] if len(people) > 2 else people
    survivor = known.get(request.POST.get("survivor", ""), people[0])
    fields = {name: known[value] for name in FIELDS if (value := request.POST.get(name, "")) in known}
    fields = {name: one for name, one in fields.items() if one in (survivor, *chosen)}
    others = [one for one in chosen if one != survivor]
    merge(survivor=survivor, others=others, fields=fields, by=request.user)
    messages.success(
        request,
        say(message("Put together as {name}. It can be taken back there, under “Consent and data”.",
            name=survivor.shown_name)),
    )  # fmt: skip
    return _next(request, found)


def _next(request: HttpRequest, found: Pair) -> HttpResponse:
    """The next one to decide, or the list when there is none."""
    rows = _pairs(request).filter(opinion=Opinion.OPEN).exclude(pk=found.pk)
    after = rows.filter(chance__lte=found.chance).first() or rows.first()
    return redirect("duplicates:pair", after.public_id) if after else redirect("duplicates:pairs")


@require_POST
@needs(EDIT)
def look(request: HttpRequest) -> HttpResponse:
    """Let the finder look now."""
    with transaction.atomic():
        job = start(FIND, by=request.user)
    return redirect("jobs:progress", job.public_id)


@needs(EDIT)
def bulk(request: HttpRequest) -> HttpResponse:
    """All that are almost certain, after they were shown and confirmed; taken back as one."""
    rows = _pairs(request).filter(opinion=Opinion.OPEN, certain=True)
    groups = queries.groups(rows.order_by("pk")[: 5 * MANY])[:MANY]
    count = sum(len(one) - 1 for one in groups)
    problem = ""
    if request.method == "POST" and groups:
        if request.POST.get("sure") != "yes":
            problem = say(message("Tick the box first: many customers become one at a time."))
        elif request.POST.get("count") != str(count):
            problem = say(message("The list has changed since you saw it. Look at it again, then confirm."))
        else:
            merge_all(groups=[(one[0], one[1:], {}) for one in groups], by=request.user)
            messages.success(
                request,
                say(plural("{count} customer went into another one.", "{count} customers went into others.", count)),
            )
            return redirect("duplicates:merges")
    context = {"groups": groups, "full": len(groups) == MANY, "count": count, "problem": problem}
    return render(request, "duplicates/bulk.html", context, status=400 if problem else 200)


@needs(EDIT)
def merges(request: HttpRequest) -> HttpResponse:
    """What was put together, by whom and when; the last first."""
    page = page_of(request, queries.merges(scope_of(request.user, EDIT)))
    lines = [queries.MergeLine(one, list(one.parts.all())) for one in page]
    return render(request, "duplicates/merges.html", {"page": page, "lines": lines})


@require_POST
@needs(EDIT)
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a merge back, as a whole."""
    found = get_object_or_404(queries.merges(scope_of(request.user, EDIT)), public_id=public_id)
    try:
        undo_merge(merge=found, by=request.user)
        messages.success(
            request,
            say(message("Everybody is who they were. What came since, and does not say whose it is, stayed.")),
        )
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("duplicates:merges")


@require_POST
@needs(EDIT)
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two customers whom somebody names."""
    customer = customer_of(request, EDIT, public_id)
    number = request.POST.get("number", "").strip()
    other = numbered(Customer.objects.visible_to(request.user, EDIT), number).first() if number else None
    if other is None or other == customer:
        messages.warning(
            request,
            say(message("No other customer that you see has the number “{number}”.", number=number))
            if number
            else say(message("Enter the number of the other customer.")),
        )
        return back_to(customer, "merged")
    try:
        found = deciding.named(first=customer, second=other, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return back_to(customer, "merged")
    return redirect("duplicates:pair", found.public_id)
