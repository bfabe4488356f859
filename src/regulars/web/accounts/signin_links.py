"""Making a sign-in link, and spending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.accounts.models import User
from regulars.web.accounts.models.signin_link import SignInLink, fingerprint, new_token
from regulars.web.audit import Event, record

LIFETIME = timedelta(hours=24)
KEPT = timedelta(days=30)  # so long an old link can say what became of it


@transaction.atomic
def make_link(*, user: User, lifetime: timedelta = LIFETIME, by: Any = None) -> str:
    """A new link's token, which is told once and kept nowhere. Older links stay as they are."""
    now = timezone.now()
    SignInLink.objects.filter(expires__lt=now - KEPT).delete()
    token = new_token()
    SignInLink.objects.create(user=user, token_hash=fingerprint(token), expires=now + lifetime)
    record(Event.LINK_MADE, target=user, by=by, hours=round(lifetime.total_seconds() / 3600, 1))
    return token


@transaction.atomic
def spend(token: str) -> User | None:
    """Whom the link signs in; None where it does no longer. Pressed twice at once, one of the two wins."""
    now = timezone.now()
    opened = SignInLink.objects.open_at(now).filter(token_hash=fingerprint(token), user__is_active=True)
    if not opened.update(spent=now):
        return None
    return SignInLink.find(token).user


@transaction.atomic
def close_links(user: User) -> None:
    """No link that was made until now signs this person in any more."""
    now = timezone.now()
    SignInLink.objects.open_at(now).filter(user=user).update(spent=now)
