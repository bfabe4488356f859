"""Leaving the list: for the whole world, by the address in a message. Looking changes nothing, pressing does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.language import Language
from regulars.web.accounts.access import public
from regulars.web.messages import actions
from regulars.web.messages.models import Channel, Outgoing, Reason, Suppressed
from regulars.web.messages.tokens import opened
from regulars.web.pages.context import NAMES
from regulars.web.pages.middleware import language_of
from regulars.web.words import CODES, current


# Mail programs press the button themselves (RFC 8058), without a page or a cookie before; the signed address is the
# proof, and there is no session here that somebody could misuse.
@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button; after it was pressed, the way back."""
    return _leave(request, opened(token))


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same from a short message, by its own name: a signed address would be longer than the message."""
    one = Outgoing.objects.filter(public_id=public_id, channel=Channel.SMS).only("to_hash", "language").first()
    return _leave(request, (one.to_hash, Language.parse(one.language) or Language.ENGLISH) if one else None)


def _leave(request: HttpRequest, found: tuple[str, Language] | None) -> HttpResponse:
    if found is None:
        return render(request, "messages/unknown.html", _other(), status=404)
    address_hash, language = found
    if request.method == "POST":
        _do(address_hash, back=request.POST.get("back") == "1")
    gone = Suppressed.objects.filter(address_hash=address_hash, reason=Reason.UNSUBSCRIBED).exists()
    # The language of the message, unless this browser has chosen one here.
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        language = language_of(request)
    with translation.override(CODES[language]):
        context = {"gone": gone, "was": request.method == "POST", **_other()}
        answer = render(request, "messages/leave.html", context)
    answer.headers["Content-Language"] = language.tag
    return answer


def _other() -> dict[str, Any]:
    """The language to switch to. A reader of a message has no account here, so the usual frame is not theirs."""
    other = next(one for one in Language if one is not current())
    return {"other": other, "other_name": NAMES[other]}


def _do(address_hash: str, *, back: bool) -> None:
    if not back:
        actions.suppress(reason=Reason.UNSUBSCRIBED, source="letter", address_hash=address_hash)
        return
    for one in Suppressed.objects.filter(address_hash=address_hash, reason=Reason.UNSUBSCRIBED):
        actions.unsuppress(suppressed=one)
