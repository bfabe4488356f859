"""Tokens: made, shown once, known again, ended; and how often one may ask."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.api.models import Token
from regulars.web.api.scopes import Scope
from regulars.web.audit import Event, record

PREFIX = "rgl_"  # so that a scanner for lost secrets knows one
YEAR = 365
MOST_DAYS = 2 * YEAR
WRONG = 30  # from one place only one for so many requests of a token: secrets are not tried out
USED = timedelta(minutes=1)


@transaction.atomic
def issue(*, name: str, scopes: Iterable[Scope], days: int, owner: Any) -> tuple[Token, str]:
    """A token and its secret, which is shown now and never again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        name=name,
        owner=owner,
        scopes=sorted(one.value for one in scopes),
        secret_hash=hash_of(secret),
        expires=timezone.now() + timedelta(days=min(days, MOST_DAYS)),
    )
    record(Event.TOKEN_ISSUED, target=made, by=owner, scopes=made.scopes, days=min(days, MOST_DAYS))
    return made, secret


@transaction.atomic
def revoke(*, token: Token, by: Any) -> bool:
    """It opens nothing from now on. Pressed twice, it ends once."""
    ended = Token.objects.filter(pk=token.pk, ended=None).update(ended=timezone.now())
    if ended:
        record(Event.TOKEN_REVOKED, target=token, by=by)
    return bool(ended)


def hash_of(secret: str) -> str:
    """As it is stored. It is random and long: there is nothing to guess, so no slow hash is needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def known(secret: str) -> Token | None:
    """The open token whose secret this is."""
    found = Token.objects.select_related("owner").filter(secret_hash=hash_of(secret)).first()
    return found if found is not None and found.open else None


def note_use(token: Token) -> None:
    """When it was last used; written once a minute at most."""
    now = timezone.now()
    if token.used is None or now - token.used > USED:
        Token.objects.filter(pk=token.pk).update(used=now)


def sight(token: Token, scope: Scope) -> UnitScope:
    """Where the token may do this: where its owner may, today, and sees the customers."""
    return both(scope_of(token.owner, Permission.SEE_CUSTOMERS), scope_of(token.owner, scope.permission))


def both(one: UnitScope, other: UnitScope) -> UnitScope:
    """The units of both."""
    if one.unit_ids is None:
        return other
    if other.unit_ids is None:
        return one
    return UnitScope(one.unit_ids & other.unit_ids, (one.codes or frozenset()) & (other.codes or frozenset()))


def may_be_given(user: Any) -> list[Scope]:
    """The scopes that this person can give to a token: what they may do themselves."""
    return [one for one in Scope if not scope_of(user, one.permission).empty]


def seconds_to_wait(name: str, most: int) -> int:
    """0 while this is no more than so many in this minute, else when the next one begins. Workers count together."""
    now = timezone.now().timestamp()
    key = f"api:{sha256(name.encode()).hexdigest()[:24]}:{int(now // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        count = cache.incr(key)
    except ValueError:  # it was cleared away in between
        return 0
    return 60 - int(now % 60) if count > most else 0
