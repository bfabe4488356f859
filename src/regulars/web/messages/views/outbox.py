"""The outbox: the list, one message, its preview."""

from __future__ import annotations

from collections.abc import Callable

from csp.decorators import csp_replace, csp_update
from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.messages import actions, queries
from regulars.web.messages.forms import ListForm
from regulars.web.messages.models import Gateway, Outgoing, Pause
from regulars.web.paging import page_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say

FRAMES = csp_update({"frame-src": ["'self'"]})
# Mail programs know no style sheets of ours: a message carries its styles in its marks. Its words are escaped when it
# is written, and here nothing in it can run, send or leave its frame.
LETTER = csp_replace(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "script-src": None,
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": [],
    }
)
_ACTS: dict[str, tuple[Callable[..., None], Message]] = {
    "cancel": (actions.cancel, message("It is cancelled.")),
    "again": (actions.send_again, message("It goes out with the next round, within a minute.")),
    "arrived": (actions.count_as_sent, message("It counts as sent.")),
}


@for_the_company
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, the latest first."""
    form, now = ListForm(request.GET), timezone.now()
    pause = Pause.current()
    context = {
        "form": form,
        "page": page_of(request, queries.found(**form.wanted)),
        "headline": queries.headline(now),
        "ever": Outgoing.objects.exists(),
        "pause": pause,
        "closed": Gateway.objects.filter(active=True, until__gt=now),
        "no_way": queries.no_way(),
        "settles": may(request.user, Permission.MANAGE_COMPANY),
        "resting": pause.until is not None and pause.until > now,
    }
    return render(request, "messages/outbox.html", context)


@FRAMES
@for_the_company
def outgoing(request: HttpRequest, public_id: str) -> HttpResponse:
    """One message, and what became of it."""
    rows = Outgoing.objects.select_related("customer", "by", "gateway")
    return render(request, "messages/message.html", {"one": get_object_or_404(rows, public_id=public_id)})


@LETTER
@xframe_options_sameorigin
@for_the_company
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """As its reader sees it."""
    return HttpResponse(get_object_or_404(Outgoing, public_id=public_id).html)


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel it, send it again, count it as sent."""
    one = get_object_or_404(Outgoing, public_id=public_id)
    action, words = _ACTS.get(request.POST.get("act", ""), (None, None))
    if action is not None and words is not None:
        try:
            action(outgoing=one, by=request.user)
            told.success(request, say(words))
        except RegularsError as error:
            told.error(request, say(error.message))
    return redirect("messages:message", public_id)


@require_POST
@for_the_company
def hold(request: HttpRequest) -> HttpResponse:
    """Let nothing go out, or everything again."""
    held = request.POST.get("held") == "1"
    actions.hold(held=held, by=request.user)
    words = message("Nothing goes out until you let it.") if held else message("Messages go out again within a minute.")
    told.success(request, say(words))
    return redirect("messages:messages")
