"""Systems that tell us over HTTP what happened: their secrets, and how much they may send."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.models import EventKind, Source
from regulars.web.research.events.taking import RESERVED

KEY = re.compile(r"\A[a-z][a-z0-9-]{0,39}\Z")
PREFIX = "evt_"  # so that a scanner for lost secrets knows one
REQUESTS = 120  # a minute, for one source
WRONG = 10  # a minute, from one place: secrets are not tried out
HEARD = timedelta(minutes=1)
_NOTHING = "0" * 64


def add(*, key: str, name: str, kind: EventKind | None, by: Any) -> tuple[Source, str]:
    """A source and its secret, which is shown now and never again."""
    if not KEY.fullmatch(key) or key in RESERVED:
        raise EventError(
            message(
                "“{key}” cannot be the short name of a source. Use a to z, digits and hyphens, such as booking-system; "
                "{reserved} are taken.",
                key=key,
                reserved=RESERVED,
            )
        )
    secret = _new()
    try:
        with transaction.atomic():
            made = Source.objects.create(key=key, name=name, kind=kind, secret_hash=hash_of(secret), by=by)
            record(Event.SOURCE_ADDED, target=made, by=by, code=key)
    except IntegrityError:
        raise EventError(message("There is already a source “{key}”. Choose another name.", key=key)) from None
    return made, secret


@transaction.atomic
def rotate(*, source: Source, by: Any) -> str:
    """A new secret; the old one holds no more from now on. A closed source is open again."""
    secret = _new()
    Source.objects.filter(pk=source.pk).update(secret_hash=hash_of(secret), rotated=timezone.now(), closed_at=None)
    record(Event.SOURCE_ROTATED, target=source, by=by)
    return secret


@transaction.atomic
def close(*, source: Source, by: Any) -> None:
    """Take nothing from it any more."""
    if Source.objects.filter(pk=source.pk, closed_at=None).update(closed_at=timezone.now()):
        record(Event.SOURCE_CLOSED, target=source, by=by)


def hash_of(secret: str) -> str:
    """As it is stored. It is random and long: there is nothing to guess, so no slow hash is needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def known(key: str, secret: str) -> Source | None:
    """The open source whose secret this is. It takes as long for a source that is none."""
    found = Source.objects.select_related("kind").filter(key=key, closed_at=None).first()
    fits = constant_time_compare(found.secret_hash if found else _NOTHING, hash_of(secret))
    return found if found is not None and fits else None


def heard(source: Source) -> None:
    """It is alive; written once a minute at most."""
    now = timezone.now()
    if source.heard is None or now - source.heard > HEARD:
        Source.objects.filter(pk=source.pk).update(heard=now)


def too_many(name: str, most: int) -> bool:
    """Whether this is more than so many in this minute. Several processes count together, roughly."""
    minute = int(timezone.now().timestamp() // 60)
    key = f"events:{sha256(name.encode()).hexdigest()[:24]}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > most
    except ValueError:  # it was cleared away in between
        return False


def _new() -> str:
    return PREFIX + secrets.token_urlsafe(32)
