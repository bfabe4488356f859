"""How long somebody stays signed in: while they work, and two weeks at the longest."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout, user_logged_in
from django.http import HttpRequest, HttpResponse

IDLE = 12 * 3600
LONGEST = 14 * 24 * 3600
_NOTED = 600  # how exactly the last sign of life is kept: a write of the session for every page would cost
_STARTED, _SEEN = "signed_in_at", "seen_at"


class SessionLimits:
    """Signs out whoever has been silent for half a day, or signed in for two weeks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session of whoever is signed in."""
        if request.user.is_authenticated:
            _look(request, time.time())
        return self._get_response(request)


def _look(request: HttpRequest, now: float) -> None:
    started, seen = request.session.setdefault(_STARTED, now), request.session.setdefault(_SEEN, now)
    if now - seen > IDLE or now - started > LONGEST:
        logout(request)
    elif now - seen > _NOTED:
        request.session[_SEEN] = now


def _begin(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[_STARTED] = request.session[_SEEN] = time.time()


def connect() -> None:
    """Note when a session begins."""
    user_logged_in.connect(_begin, dispatch_uid="accounts_session_begins")
