"""Who has how much to do, and how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regulars.language import message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.desk.forms import colleagues
from regulars.web.cases.desk.loads import DAYS, LEAST, loads
from regulars.web.cases.models import Case


@needs(Permission.APPROVE)
def load(request: HttpRequest) -> HttpResponse:
    """The agents of the units that the reader leads."""
    rows = Case.objects.visible_to(request.user, Permission.APPROVE)
    found = loads(rows, timezone.now(), list(colleagues(request.user, Permission.APPROVE)))
    late = [one for one in found if one.late]
    if late:
        most = max(late, key=lambda one: one.late)
        words = plural(
            "{name} has {count} late case.", "{name} has {count} late cases.", most.late,
            name=most.user.shown_name if most.user else message("nobody"),
        )  # fmt: skip
    else:
        words = message("Nobody has a late case.")
    context = {
        "lines": found,
        "headline": words,
        "people": [one.user for one in found if one.user is not None and one.user.is_active],
        "owners": [one for one in found if one.user is not None and one.open],
        "least": LEAST,
        "days": DAYS,
    }
    return render(request, "desk/load.html", context)
