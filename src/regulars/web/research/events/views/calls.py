"""The list of those who are called after an event."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.pages.cards import cards_of
from regulars.web.paging import page_of
from regulars.web.research.events import calls as list_of
from regulars.web.research.events import queries
from regulars.web.research.events.forms import CallForm
from regulars.web.research.events.models import Call, Outcome
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.words import say

_LOADED = ("happening__kind", "happening__customer__score", "happening__asked__study__questionnaire", "unit", "by")


@needs(Permission.ENTER_RESPONSES)
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call now; with ``?show=all`` the others too."""
    now = timezone.now()
    own = Call.objects.visible_to(request.user, Permission.ENTER_RESPONSES)
    every = request.GET.get("show") == "all"
    rows = own.order_by("-created", "-pk") if every else own.now(now)
    page = page_of(request, rows.select_related(*_LOADED))
    lines = [
        (one, _link(one) if one.open else "", queries.details_of(one.happening), cards_of("call", request, one))
        for one in page
    ]
    context = {
        "page": page,
        "lines": lines,
        "every": every,
        "ever": own.exists(),
        "headline": queries.calls_headline(own.now(now).count(), own.open().count()),
        "form": CallForm(),
    }
    return render(request, "events/calls.html", context)


@require_POST
@needs(Permission.ENTER_RESPONSES)
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """How it went."""
    rows = Call.objects.visible_to(request.user, Permission.ENTER_RESPONSES)
    one = get_object_or_404(rows, public_id=public_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        messages.warning(request, say(message("Choose how the call went.")))
        return redirect("events:calls")
    try:
        list_of.note(call=one, outcome=Outcome(form.cleaned_data["outcome"]), by=request.user)
        messages.success(request, say(message("Noted.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("events:calls")


def _link(one: Call) -> str:
    asked = one.happening.asked
    return f"/s/to/{token_of(asked.public_id)}" if asked else ""
