"""What happened to events, what waits, and the triggers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regulars.web.research.events import queries
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import Happening
from regulars.web.research.models import Study
from regulars.web.research.views.guard import for_the_company

SHOWN = 8


@for_the_company
def overview(request: HttpRequest) -> HttpResponse:
    """The last thirty days, in counts that add up."""
    now = timezone.now()
    account = queries.account(now)
    waiting = queries.waiting()
    context = {
        "account": account,
        "headline": queries.headline(account),
        "because": queries.because(account),
        "groups": queries.triggers(now),
        "waiting": list(waiting[:SHOWN]),
        "more": max(waiting.count() - SHOWN, 0),
        "kinds": kinds().values(),
        "ever": Happening.objects.exists(),
        "studies": Study.objects.exclude(state="closed").exists(),
        "days": queries.DAYS,
    }
    return render(request, "events/overview.html", context)
