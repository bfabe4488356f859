"""Trials: the list with its figures, offering one, how it was and whether it was bought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.back import own_page
from regulars.web.company.models import Unit
from regulars.web.days import day_of
from regulars.web.paging import page_of
from regulars.web.people.actions.customers import note_export
from regulars.web.people.forms import PurposeForm
from regulars.web.people.leaving import workbook
from regulars.web.people.offers.finding import categories
from regulars.web.people.panels import address_of, back_to
from regulars.web.people.promises.models import today
from regulars.web.people.trials import actions, queries
from regulars.web.people.trials.forms import ListForm, TrialForm
from regulars.web.people.trials.models import Bought, Trial
from regulars.web.people.views.customer import customer_of
from regulars.web.people.views.customers import KINDS, XLSX
from regulars.web.tables import csv_answer
from regulars.web.words import say

MOST_EXPORTED = 50_000
HEADS = (
    message("Number"), message("Name"), message("What they try"), message("Where"), message("Offered"),
    message("From"), message("Until"), message("Who sees to it"), message("State"), message("Rating"), message("Sale"),
    message("Bought on"), message("Note"),
)  # fmt: skip


@needs(Permission.SEE_CUSTOMERS)
def trials(request: HttpRequest) -> HttpResponse:
    """From offered to bought, by product and unit, and the customers behind it."""
    return _page(request, ListForm(request.GET, user=request.user))


def _page(request: HttpRequest, form: ListForm, purpose: PurposeForm | None = None) -> HttpResponse:
    day, rows = today(), form.counted
    page = page_of(request, form.rows)
    units = {one.pk: one for one in Unit.objects.visible_to(request.user, Permission.SEE_CUSTOMERS)}
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page, day),
        "headline": queries.headline(rows, day),
        "steps": queries.funnel(rows, day),
        "products": queries.by_product(rows, day),
        "units": queries.by_unit(rows, day, units),
        "shown": queries.SHOWN,
        "waiting": rows.waiting(day).count(),
        "ever": form.every.exists(),
        "least": queries.LEAST,
        "days": queries.WITHIN.days,
        "query": form.data.urlencode(),
        "purpose": purpose or PurposeForm(kinds=KINDS),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "trials/trials.html", context, status=400 if purpose else 200)


@needs(Permission.EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file, for a purpose that stands in the trail first."""
    filters = QueryDict(request.POST.get("filters", "")[:2000].lstrip("?"))
    asked = ListForm(filters, user=request.user, permission=Permission.EXPORT)
    purpose = PurposeForm(request.POST, kinds=KINDS)
    if not purpose.is_valid() or not may(request.user, Permission.SEE_CUSTOMERS):
        return _page(request, ListForm(filters, user=request.user), purpose)
    rows, kind = asked.rows[:MOST_EXPORTED], purpose.cleaned_data["kind"]
    used = [*asked.used, f"trials {asked.which}".strip()]
    note_export(by=request.user, count=rows.count(), purpose=purpose.cleaned_data["purpose"], filters=used, kind=kind)
    name = f"trials-{today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        return csv_answer(_rows(rows), name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(workbook({"trials": _rows(rows)}), content_type=XLSX, headers=headers)


def _rows(rows: Any) -> Iterator[list[Any]]:
    yield [say(one) for one in HEADS]
    day = today()
    for line in queries.lines(rows, day):
        one = line.one
        yield [
            one.customer.number, one.customer.name, one.what, one.unit.shown_name if one.unit else "", one.offered,
            one.first, one.until, one.owner.shown_name if one.owner else "", say(line.state), one.rating,
            say(line.sale) if line.sale else "", one.bought_on, one.note,
        ]  # fmt: skip


@needs(Permission.EDIT_CUSTOMERS)
def offer(request: HttpRequest, customer: str) -> HttpResponse:
    """Let a customer try something."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    form = TrialForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer(customer=found, by=request.user, **form.cleaned_data)
            messages.success(request, say(message("Noted. Nothing is sold to them before it is confirmed as good.")))
            return back_to(found, "trials")
        except RegularsError as error:
            form.add_error(None, say(error.message))
    context = {
        "customer": found,
        "form": form,
        "whats": list(dict.fromkeys([*_tried_so_far(request), *categories()]))[:200],
        "back": address_of(found, "trials"),
    }
    return render(request, "trials/offer.html", context, status=400 if form.errors else 200)


def _tried_so_far(request: HttpRequest) -> list[str]:
    rows = Trial.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).order_by("what")
    return list(rows.values_list("what", flat=True).distinct()[:100])


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """How it was, whether it was bought, that it was not taken up; or open again."""
    rows = Trial.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS)
    found = get_object_or_404(rows.select_related("customer"), public_id=public_id)
    do, words = request.POST.get("do", ""), request.POST.get("note", "")[:400].strip()
    try:
        _do(found, do, words, request)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(own_page(request.POST.get("next", "")) or address_of(found.customer, "trials"))


def _do(trial: Trial, do: str, words: str, request: HttpRequest) -> None:
    by: Any = request.user
    if do in ("good", "not-good"):
        actions.tell(trial=trial, good=do == "good", by=by, note=words)
    elif do in Bought.values:
        actions.settle(trial=trial, bought=Bought(do), by=by, on=day_of(request.POST.get("on", "")))
    elif do == "off":
        actions.call_off(trial=trial, by=by)
    elif do == "reopen":
        actions.reopen(trial=trial, by=by)
    elif do == "release":
        actions.release(trial=trial, why=words, by=by)
