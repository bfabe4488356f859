"""What the pages without an account have in common."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from regulars.language import Language
from regulars.web.pages.context import NAMES
from regulars.web.pages.middleware import language_of
from regulars.web.words import current


def private(answer: HttpResponse) -> HttpResponse:
    """Found by no search engine, kept by nobody on the way, told to no other page."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store, max-age=0"
    return answer


def language_for(request: HttpRequest, own: Language) -> Language:
    """The reader's, unless this browser has chosen one here."""
    return language_of(request) if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else own


def switch() -> dict[str, object]:
    """The language to switch to. A customer has no account here, so the usual frame is not theirs."""
    other = next(one for one in Language if one is not current())
    return {"other": other, "other_name": NAMES[other]}
