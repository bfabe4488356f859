"""The gateways: the list, adding one, trying it out, switching and removing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as told
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message
from regulars.web.company.views.guard import for_administrators
from regulars.web.messages.gateways import actions
from regulars.web.messages.gateways.forms import SmsForm, TeamForm, TryForm
from regulars.web.messages.models import Channel, Gateway, State
from regulars.web.messages.queries import way_out
from regulars.web.words import say

_FORMS: dict[str, tuple[type[SmsForm] | type[TeamForm], Callable[..., Gateway], Message]] = {
    "sms": (SmsForm, actions.add_sms, message("Add a way for short messages")),
    "team": (TeamForm, actions.add_team, message("Add a team’s messenger")),
}


@for_administrators
def gateways(request: HttpRequest) -> HttpResponse:
    """All of them, with what waits."""
    waiting = Count("messages", filter=Q(messages__state=State.WAITING))
    rows = Gateway.objects.filter(removed=None).annotate(waiting=waiting)
    context = {"gateways": rows, "headline": way_out(), "now": timezone.now(), "form": TryForm()}
    return render(request, "messages/gateways.html", context)


@sensitive_post_parameters("address", "headers")
@for_administrators
def add(request: HttpRequest, channel: str) -> HttpResponse:
    """A form for each sort."""
    if channel not in _FORMS:
        raise Http404
    kind, action, title = _FORMS[channel]
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = action(**form.cleaned_data, by=request.user)
        told.success(request, say(message("{name} is added. Try it out.", name=made.name)))
        return redirect("messages:gateways")
    return render(
        request, "messages/gateway_add.html", {"form": form, "title": title}, status=400 if form.errors else 200
    )


@require_POST
@for_administrators
def try_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send one message now and say what came of it."""
    gateway = _one(public_id)
    try:
        why = actions.try_out(gateway=gateway, to=request.POST.get("to", "")[:40], by=request.user)
    except RegularsError as error:
        why = error.message
    if why is None:
        told.success(request, say(message("{name} took the message. Look whether it arrives.", name=gateway.name)))
    else:
        told.error(request, say(why))
    return redirect("messages:gateways")


@require_POST
@for_administrators
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Switch it, ask it at once, remove it."""
    gateway, by = _one(public_id), request.user
    acts: dict[str, tuple[Callable[[], Any], Message]] = {
        "on": (
            lambda: actions.switch(gateway=gateway, active=True, by=by),
            message("Messages go by {name} again.", name=gateway.name),
        ),
        "off": (
            lambda: actions.switch(gateway=gateway, active=False, by=by),
            message("No message goes by {name} until you switch it on.", name=gateway.name),
        ),
        "ask": (
            lambda: actions.ask_now(gateway=gateway, by=by),
            message("{name} is asked again within a minute.", name=gateway.name),
        ),
        "remove": (
            lambda: actions.remove(gateway=gateway, by=by),
            message("{name} is removed, and its address is forgotten.", name=gateway.name),
        ),
    }
    if found := acts.get(request.POST.get("act", "")):
        found[0]()
        told.success(request, say(found[1]))
    return redirect("messages:gateways")


def _one(public_id: str) -> Gateway:
    return get_object_or_404(Gateway, public_id=public_id, removed=None, channel__in=[Channel.SMS, Channel.TEAM])
