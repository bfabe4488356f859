"""``Idempotency-Key``: whoever got no answer sends the same once more, and it counts once.

The key is taken in a transaction of its own, so that a second request sees that the first is under way. What fits into
one transaction is written together with its answer: killed in between, nothing was done and the key comes free. What
does not (many rows, purchases) is such that doing it again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.language import message
from regulars.web.api.models import KeptAnswer, Token
from regulars.web.api.problems import Fault, ProblemError, Trouble

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=10)  # a request that has not ended by then was killed
PATTERN = r"^[!-~]{1,100}$"
_KEY = re.compile(r"[!-~]{1,100}")
_HEADERS = ("ETag", "Location")


def once(
    request: HttpRequest, token: Token, raw: bytes, act: Callable[[], HttpResponse], *, whole: bool
) -> HttpResponse:
    """Act, or answer as the first time. ``whole``: the act is one transaction, and its answer is kept within it."""
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    if not _KEY.fullmatch(key):
        raise ProblemError(
            Trouble.SHAPE,
            message("The key of the request is of no use."),
            [
                Fault(
                    f"header:{HEADER}",
                    message("is no key"),
                    message("Write 1 to 100 signs without spaces, such as a UUID."),
                    key,
                )
            ],
        )
    digest = sha256(f"{request.method}\n{request.get_full_path()}\n{request.content_type}\n".encode() + raw)
    taken = _take(token, key, digest.hexdigest())
    if taken.status is not None:
        return _again(taken)
    try:
        with transaction.atomic() if whole else nullcontext():
            answer = act()
            if 200 <= answer.status_code < 300:
                _keep(taken, answer)
    except BaseException:
        KeptAnswer.objects.filter(pk=taken.pk, status=None).delete()
        raise
    if not 200 <= answer.status_code < 300:  # nothing was done: mended, it may be sent under the same key
        KeptAnswer.objects.filter(pk=taken.pk, status=None).delete()
    return answer


def _take(token: Token, key: str, digest: str) -> KeptAnswer:
    """The row of this key: a new one to work under, or a finished one. Anything else is a problem."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(token=token, key=key, digest=digest, at=now)
    except IntegrityError:
        found = KeptAnswer.objects.filter(token=token, key=key).first()
    if found is None:  # it came free in this moment
        raise _under_way()
    old = found.at < now - KEPT or (found.status is None and found.at < now - LEASE)
    if old:
        fresh = {"digest": digest, "status": None, "body": "", "headers": {}, "at": now}
        if not KeptAnswer.objects.filter(pk=found.pk, at=found.at, status=found.status).update(**fresh):
            raise _under_way()
        found.status = None
        return found
    if found.digest != digest:
        raise ProblemError(
            Trouble.UNFIT,
            message("This key came with another request before. Take a new key for a new request."),
            [Fault(f"header:{HEADER}", message("is in use"), value=key)],
        )
    if found.status is None:
        raise _under_way()
    return found


def _under_way() -> ProblemError:
    return ProblemError(
        Trouble.CONFLICT,
        message("The same request is being worked on. Ask again in a moment."),
        headers={"Retry-After": "2"},
    )


def _keep(taken: KeptAnswer, answer: HttpResponse) -> None:
    headers = {name: answer[name] for name in _HEADERS if name in answer}
    KeptAnswer.objects.filter(pk=taken.pk).update(
        status=answer.status_code, headers=headers, body=answer.content.decode(), at=timezone.now()
    )


def _again(taken: KeptAnswer) -> HttpResponse:
    return HttpResponse(
        taken.body,
        status=taken.status,
        content_type="application/json; charset=utf-8",
        headers={**taken.headers, "Idempotent-Replay": "true"},
    )
