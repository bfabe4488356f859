"""The page of verdicts: whether answers are good, and whether they hold."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.verdicts.figures import left_out, rechecked, verdicts

SPANS: dict[str, tuple[Message, int]] = {
    "90": (message("90 days"), 90),
    "365": (message("a year"), 365),
    "": (message("all"), 0),
}


@needs(Permission.SEE_CASES)
def figures(request: HttpRequest) -> HttpResponse:
    """Of the cases in sight."""
    chosen = request.GET.get("days", "365")
    chosen = chosen if chosen in SPANS else "365"
    now = timezone.now()
    since = now - timedelta(days=SPANS[chosen][1]) if chosen else None
    rows = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    context = {
        "verdicts": verdicts(rows, since),
        "rechecked": rechecked(rows, since, now),
        "left_out": left_out(rows, since),
        "spans": [(key, words, key == chosen) for key, (words, _) in SPANS.items()],
    }
    return render(request, "verdicts/figures.html", context)
