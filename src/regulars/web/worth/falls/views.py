"""Who was loyal and no longer is, and one press to a case for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import NO_CURRENCY, Day, Money, RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.panels import address_of
from regulars.web.company.models import Company
from regulars.web.people.grades import LOYALTY
from regulars.web.people.promises.models import today
from regulars.web.words import say
from regulars.web.worth.falls import actions
from regulars.web.worth.falls.models import DAYS, Fall
from regulars.web.worth.falls.queries import seen_by, waiting_for

SIZE = 50


@needs(Permission.WORK_CASES)
def falls(request: HttpRequest) -> HttpResponse:
    """Whom nobody has seen to, the most valuable first; below, what was set aside lately."""
    rows = waiting_for(request.user, today()).select_related("customer__score", "unit")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    put = seen_by(request.user).fresh(today()).filter(aside__isnull=False).select_related("customer", "by", "unit")
    context = {
        "page": page,
        "lines": [_line(one) for one in page],
        "headline": plural(
            "{count} customer was loyal and no longer is.",
            "{count} customers were loyal and no longer are.",
            page.paginator.count,
        ),
        "aside": [(one, Day(one.answered)) for one in put.order_by("-aside")[:SIZE]],
        "days": DAYS,
    }
    return render(request, "falls/falls.html", context)


def _line(one: Fall) -> dict[str, Any]:
    score = getattr(one.customer, "score", None)
    currency = Company.current().currency or NO_CURRENCY
    worth = None if score is None or score.value is None else Money(score.value, currency, 0)
    said = [
        message("answered {day}", day=Day(one.answered)),
        LOYALTY.get(score.loyalty_type) if score else None,
        None if worth is None else message("worth {amount}", amount=worth),
    ]
    return {"one": one, "said": " · ".join(say(words) for words in said if words), "unit": one.unit}


@require_POST
@needs(Permission.WORK_CASES)
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Straight to the case."""
    try:
        found, fresh = actions.open_for(fall=_seen(request, public_id), by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("falls:falls")
    messages.success(request, say(message("The case is open.") if fresh else message("It is open already.")))
    return redirect(address_of(found))


@require_POST
@needs(Permission.WORK_CASES)
def aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing is to be done, or there is after all."""
    fall = _seen(request, public_id)
    try:
        if request.POST.get("do") == "back":
            actions.put_back(fall=fall, by=request.user)
        else:
            actions.set_aside(fall=fall, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("falls:falls")


def _seen(request: HttpRequest, public_id: str) -> Fall:
    return get_object_or_404(seen_by(request.user).select_related("unit", "customer"), public_id=public_id)
