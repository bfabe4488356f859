"""``POST /in/<source>``: a system tells what happened. Plain JSON in, a verdict for each row out.

Told again, it changes nothing: whoever got no answer sends the same once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from regulars.language import Message, message
from regulars.web.accounts.access import public
from regulars.web.research.events import sources
from regulars.web.research.events.reading import Reader
from regulars.web.research.events.taking import Result, Verdict, take
from regulars.web.words import say

MOST_ROWS = 1_000
MOST_BYTES = 1 << 20
DEEPEST = 4


class _RefusedError(Exception):
    def __init__(self, status: int, words: Message, **headers: str) -> None:
        super().__init__(status)
        self.status, self.words, self.headers = status, words, headers


# A machine has no cookie that somebody else's page could use: what it may is in its secret.
@csrf_exempt
@public
def incoming(request: HttpRequest, source: str) -> HttpResponse:
    """Take one event, or a list of them."""
    try:
        return _answer(_take(request, source))
    except _RefusedError as error:
        return JsonResponse(
            {"error": say(error.words)}, status=error.status, headers=error.headers, json_dumps_params=_WORDS
        )


def _take(request: HttpRequest, name: str) -> list[Result]:
    if request.method != "POST":
        raise _RefusedError(405, message("Send events by POST."), Allow="POST")
    found = _source(request, name)
    rows = _rows(request)
    reader = Reader(now=timezone.now(), kind=found.kind)
    done = take(rows, source=found.key, reader=reader)
    sources.heard(found)
    return done


def _source(request: HttpRequest, name: str) -> Any:
    # Nothing is read before somebody has shown a secret, and a wrong one is not told from a wrong source.
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    place = f"wrong:{request.META.get('REMOTE_ADDR', '')}:{name}"
    if scheme.casefold() != "bearer" or not secret.strip() or len(secret) > 200:
        raise _RefusedError(
            401,
            message("Send the secret of this source as “Authorization: Bearer …”."),
            **{"WWW-Authenticate": "Bearer"},
        )
    found = sources.known(name[:40], secret.strip())
    if found is None:
        if sources.too_many(place, sources.WRONG):
            raise _too_many()
        raise _RefusedError(
            401,
            message("The secret does not fit this source. A new one can be made on the page of the sources."),
            **{"WWW-Authenticate": "Bearer"},
        )
    if sources.too_many(f"source:{found.key}", sources.REQUESTS):
        raise _too_many()
    return found


def _too_many() -> _RefusedError:
    return _RefusedError(
        429,
        message("That is too often. Wait a minute; a request may hold {most} events.", most=MOST_ROWS),
        **{"Retry-After": "60"},
    )


def _rows(request: HttpRequest) -> list[Mapping[str, Any]]:
    large = _RefusedError(
        413,
        message(
            "Send at most {most} events and {size} KB at once; split the rest.", most=MOST_ROWS, size=MOST_BYTES >> 10
        ),
    )
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise large
    try:
        body = request.body
    except RequestDataTooBig:
        raise large from None
    except UnreadablePostError:
        raise _RefusedError(400, message("The request broke off. Send it again; nothing counts twice.")) from None
    if len(body) > MOST_BYTES:
        raise large
    try:
        data = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise _RefusedError(400, message("This is no JSON in UTF-8.")) from None
    if isinstance(data, Mapping) and isinstance(data.get("events"), list):
        data = data["events"]
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise _RefusedError(
            400,
            message(
                'Send one event such as {{"key": "R-1", "kind": "stay", "at": "2026-11-22T10:00:00Z"}}, or a list.'
            ),
        )
    if len(rows) > MOST_ROWS:
        raise large
    return rows


def _no_number(text: str) -> None:
    raise ValueError(text)


_WORDS = {"ensure_ascii": False}


def _answer(done: list[Result]) -> HttpResponse:
    counts = {verdict.value: sum(one.verdict is verdict for one in done) for verdict in Verdict}
    return JsonResponse({**counts, "rows": [_row(one) for one in done]}, json_dumps_params=_WORDS)


def _row(one: Result) -> dict[str, Any]:
    row: dict[str, Any] = {"row": one.row, "key": one.key, "verdict": one.verdict.value}
    if one.reason is not None:
        row |= {"field": one.column, "value": one.value, "reason": say(one.reason), "way_out": say(one.way_out)}
    if one.left_out:
        row["left_out"] = list(one.left_out)
    return row
