"""The language and the zone of whoever reads this page."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from regulars.language import Language
from regulars.web.words import CODES


class ReaderMiddleware:
    """Language: of the account, else of the cookie, else of the browser. Zone: of the account or the company."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set both for the time of the request."""
        language = language_of(request)
        with translation.override(CODES[language]), timezone.override(_zone(request)):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language.tag)
        # A page is its reader's: nobody on the way keeps it, and the browser asks again.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> Language:
    """The reader's language. A switch on the page holds for a signed-out reader until the account says otherwise."""
    wished = [getattr(request.user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    for text in wished:
        if language := Language.parse(text or ""):
            return language
    return Language.parse(translation.get_language_from_request(request)) or Language.ENGLISH


def _zone(request: HttpRequest) -> zoneinfo.ZoneInfo:
    from regulars.web.company.models import Company

    name = getattr(request.user, "zone", "") or Company.current().zone
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
