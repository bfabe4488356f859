"""Feedback: what has come in, by kind, and where it is given."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count as Counting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, message, plural
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.channels.feedback import actions, queries
from regulars.web.channels.feedback.forms import UnitsForm
from regulars.web.company.models import Unit
from regulars.web.research.codes import address_of
from regulars.web.research.models import State, Study, counted
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@needs(Permission.SEE_RESPONSES)
def feedback(request: HttpRequest) -> HttpResponse:
    """The counts, the addresses; before the first, the button that opens it."""
    return _page(request)


@require_POST
@for_the_company
def begin(request: HttpRequest) -> HttpResponse:
    """Open it, or give it the addresses that are missing."""
    form = UnitsForm(request.POST, units=_units(request))
    if not form.is_valid():
        if not may(request.user, Permission.SEE_RESPONSES):
            raise PermissionDenied
        return _page(request, form)
    _, made = actions.begin(units=form.chosen(), by=request.user)
    told = (
        plural("It is open; {count} address was made.", "It is open; {count} addresses were made.", len(made))
        if made
        else message("It is open, and each of these has its address.")
    )
    messages.success(request, say(told))
    return redirect("feedback:feedback")


def _page(request: HttpRequest, form: UnitsForm | None = None) -> HttpResponse:
    found, scope = actions.study(), scope_of(request.user, Permission.SEE_RESPONSES)
    manages = scope_of(request.user, Permission.MANAGE_STUDIES)
    lines = queries.lines(scope) if found else []
    rows = found.links.open().within(scope).filter(test=False).select_related("unit") if found else []
    rows = (
        rows.annotate(answers=Counting("responses", filter=counted("responses__"))).order_by(
            "unit__code", "label", "pk"
        )
        if found
        else []
    )
    context = {
        "study": found,
        "open": found is not None and found.state == State.OPEN,
        "lines": lines,
        "headline": _headline(found, lines),
        "links": [(one, address_of(one, request)) for one in rows],
        "manages": manages.whole,
        "looks": not manages.empty,
        "form": form or (UnitsForm(units=_units(request)) if manages.whole else None),
    }
    return render(request, "feedback/feedback.html", context, status=400 if form else 200)


def _units(request: HttpRequest) -> list[Unit]:
    return list(Unit.objects.visible_to(request.user, Permission.MANAGE_STUDIES).filter(closed=None))


def _headline(found: Study | None, lines: list[queries.Line]) -> Message:
    if found is None:
        return message("No feedback form is open yet.")
    unseen, recent = sum(one.unseen for one in lines), sum(one.recent for one in lines)
    if unseen:
        return plural("{count} message has not been seen.", "{count} messages have not been seen.", unseen)
    if recent:
        return plural(
            "{count} message in the last 30 days, and all were seen.",
            "{count} messages in the last 30 days, and all were seen.",
            recent,
        )
    return message("No message in the last 30 days.")
