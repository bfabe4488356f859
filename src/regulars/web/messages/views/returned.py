"""What came back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.messages import queries
from regulars.web.messages.models import Mailbox, Returned, Sort
from regulars.web.paging import page_of
from regulars.web.research.views.guard import for_the_company


@for_the_company
def returned(request: HttpRequest) -> HttpResponse:
    """Mails that came back, the latest first; those that nobody understood alone, when asked."""
    rows, other = Returned.objects.select_related("outgoing"), request.GET.get("only") == "other"
    context = {
        "page": page_of(request, rows.filter(sort=Sort.OTHER) if other else rows),
        "other": other,
        "ever": rows.exists(),
        "box": Mailbox.current(),
        "set_up": bool(settings.REGULARS_BOUNCES_URL),
        "headline": queries.returned_in_words(),
    }
    return render(request, "messages/returned.html", context)
