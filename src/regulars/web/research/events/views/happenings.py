"""The list of events, one of them, stopping it, and leaving its customer alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.paging import page_of
from regulars.web.research.events import actions, queries
from regulars.web.research.events.asking import stop
from regulars.web.research.events.forms import EventFilter
from regulars.web.research.events.models import Exclusion, Happening
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def happenings(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    form = EventFilter(request.GET)
    context = {"form": form, "page": page_of(request, queries.found(**form.wanted))}
    return render(request, "events/happenings.html", context)


@for_the_company
def happening(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened, and what became of it."""
    rows = Happening.objects.select_related(
        "kind", "customer", "unit", "trigger__study__questionnaire", "asked__invitation"
    )
    one = get_object_or_404(rows, public_id=public_id)
    left_alone = Exclusion.objects.filter(customer=one.customer).select_related("kind", "by") if one.customer else ()
    held = {row.kind_id for row in left_alone}
    context = {
        "one": one,
        "details": queries.details_of(one),
        "left_alone": left_alone,
        "may_leave": one.customer is not None and not held & {None, one.kind_id},
        "when": queries.when_of(one.trigger) if one.trigger else None,
    }
    return render(request, "events/happening.html", context)


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop it; or never ask this customer about such events, or about any."""
    one = get_object_or_404(Happening.objects.select_related("kind", "customer"), public_id=public_id)
    do = request.POST.get("do")
    try:
        if do == "stop":
            stop(happening=one, by=request.user)
            messages.success(request, say(message("It is stopped; nobody is asked about it.")))
        elif do in ("leave-kind", "leave-all") and one.customer is not None:
            kind = one.kind if do == "leave-kind" else None
            actions.leave_alone(customer=one.customer, kind=kind, by=request.user)
            messages.success(request, say(message("{name} is left alone from now on.", name=one.customer.shown_name)))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("events:happening", public_id)


@require_POST
@for_the_company
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a customer again from now on."""
    row = get_object_or_404(Exclusion.objects.select_related("customer", "kind"), public_id=public_id)
    name = row.customer.shown_name
    actions.ask_again(exclusion=row, by=request.user)
    messages.success(request, say(message("{name} may be asked again.", name=name)))
    back = Happening.objects.filter(public_id=request.POST.get("back", "")).first()
    return redirect("events:happening", back.public_id) if back else redirect("events:events")
