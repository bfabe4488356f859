"""The list of cases, and opening one by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.forms import NewCaseForm
from regulars.web.cases.listing import Listed, opening, parts
from regulars.web.cases.models import Case, Channel, Severity
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.panels import address_of
from regulars.web.cases.queries import ORDERS, SHOWN, WHOSE, Filters, counts, filled, found
from regulars.web.cases.shown import Line, headline
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.ids import new_id
from regulars.web.paging import page_of
from regulars.web.people.models import Customer
from regulars.web.words import current, say


@needs(Permission.SEE_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    """The most urgent first."""
    if not request.GET and (query := opening(request.user)):
        return redirect(f"{request.path}?{query}")
    rows, now = Case.objects.visible_to(request.user, Permission.SEE_CASES), timezone.now()
    wanted = Filters.of(request.GET)
    names = scope_of(request.user, Permission.SEE_CUSTOMERS)
    page = filled(page_of(request, found(rows, wanted, request.user, now).values_list("pk", flat=True)))
    context = {
        "wanted": wanted,
        "page": page,
        "lines": [Line(one, now, names) for one in page],
        "headline": headline(*counts(rows, now)),
        "shown": SHOWN,
        "whose": WHOSE,
        "orders": ORDERS,
        "kinds": {one.key: one.name.in_language(current().tag) for one in workflows().values()},
        "severities": list(Severity),
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CASES).order_by("code"),
        "may_work": may(request.user, Permission.WORK_CASES),
        "parts": parts(Listed(request, wanted, page)),
        "ever": bool(page.paginator.count) or rows.exists(),
    }
    return render(request, "cases/cases.html", context)


@needs(Permission.WORK_CASES)
def new(request: HttpRequest) -> HttpResponse:
    """Open one by hand; of a customer where the address names one."""
    customer = _customer(request)
    form = NewCaseForm(request.POST if request.method == "POST" else None, user=request.user, customer=customer)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        case, fresh = open_case(
            Wish(
                kind=wish["kind"],
                title=wish["title"],
                channel=Channel(wish["channel"]),
                nonce=f"hand:{request.user.pk}:{request.POST.get('nonce', '')[:40] or new_id()}",
                words=wish["words"],
                customer=customer,
                name=wish.get("name", ""),
                email=wish.get("email", ""),
                phone=wish.get("phone", ""),
                unit=wish["unit"],
                severity=wish["severity"],
            ),
            by=request.user,
        )
        messages.success(request, say(message("The case is open.") if fresh else message("It is open already.")))
        if Case.objects.visible_to(request.user, Permission.SEE_CASES).filter(pk=case.pk).exists():
            return redirect(address_of(case))
        return redirect("cases:cases")  # it belongs to a unit that is out of sight
    context = {"form": form, "customer": customer, "nonce": request.POST.get("nonce") or new_id()}
    return render(request, "cases/new.html", context, status=400 if form.errors else 200)


def _customer(request: HttpRequest) -> Customer | None:
    named = request.POST.get("customer") or request.GET.get("customer")
    if not named:
        return None
    return Customer.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).filter(public_id=named).first()
