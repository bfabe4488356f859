"""The page of a customer's timeline."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.people.actions.customers import note_seen
from regulars.web.people.panels import Tab
from regulars.web.people.timeline.forms import PeriodForm
from regulars.web.people.timeline.reading import Place, Wanted, timeline
from regulars.web.people.timeline.sources import Reader, kinds
from regulars.web.people.views.customer import customer_of


@needs(Permission.SEE_CUSTOMERS)
def whole(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that happened, the latest first; that somebody looked stands in the trail."""
    found = customer_of(request, Permission.SEE_CUSTOMERS, public_id)
    note_seen(customer=found, by=request.user)
    form = PeriodForm(request.GET)
    period: dict[str, date | None] = form.cleaned_data if form.is_valid() else {}
    kind, later = request.GET.get("kind", ""), "after" in request.GET
    wanted = Wanted(
        kinds=frozenset({kind} & kinds().keys()),
        since=period.get("since"),
        until=period.get("until"),
        place=Place.read(request.GET.get("after" if later else "before", "")),
        later=later,
    )
    context = {
        "customer": found,
        "tab": Tab.TIMELINE,
        "tabs": list(Tab),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
        "page": timeline(Reader.of(request.user, found), wanted),
        "form": form,
        "kind": kind if wanted.kinds else "",
        "bounded": bool(period.get("since") or period.get("until")),
    }
    return render(request, "timeline/timeline.html", context)
