"""The language and the zone of whoever reads this page, and an address that any database can be asked about."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
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
        _without_nul(request)
        language = language_of(request)
        with translation.override(CODES[language]), timezone.override(_zone(request)):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language.tag)
        # A page is its reader's: nobody on the way keeps it, and the browser asks again.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """PostgreSQL cannot even be asked for a text with a NUL, so nothing has such an address."""
        if "\0" in request.path_info:
            raise Http404


def _without_nul(request: HttpRequest) -> None:
    """A NUL in what is asked for is passed over; one that appears once another is gone, too."""
    query = request.META.get("QUERY_STRING", "")
    if "%00" not in query and "\0" not in query:
        return
    while "%00" in (query := query.replace("\0", "")):
        query = query.replace("%00", "")
    request.META["QUERY_STRING"] = query
    request.__dict__.pop("GET", None)  # where somebody has read it already


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
