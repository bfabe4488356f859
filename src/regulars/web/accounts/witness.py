"""What the account library does goes into the trail too; it tells by signals."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth
from django.db import transaction

from regulars.web.accounts.models import User
from regulars.web.audit import Event, record


def note(event: Event, user: Any, by: Any = None, **details: Any) -> None:
    """One entry about an account."""
    if isinstance(user, User):
        with transaction.atomic():
            record(event, target=user, by=by, **details)


def _signed_in(request: Any, user: Any, **_: Any) -> None:
    ways = request.session.get("account_authentication_methods", []) if hasattr(request, "session") else []
    note(Event.SIGNED_IN, user, user, method=[way.get("type") or way.get("method") for way in ways])


def _signed_out(user: Any, **_: Any) -> None:
    note(Event.SIGNED_OUT, user, user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """Only for accounts that exist: what a stranger typed is not ours to keep."""
    user = User.objects.filter(email__iexact=str(credentials.get("email") or "")).first()
    note(Event.SIGN_IN_FAILED, user, None, method="password")


def _code_failed(user: Any, **_: Any) -> None:
    note(Event.SIGN_IN_FAILED, user, None, method="mfa")


def _password_changed(user: Any, **_: Any) -> None:
    note(Event.PASSWORD_CHANGED, user, user)


def _password_reset(user: Any, **_: Any) -> None:
    note(Event.PASSWORD_RESET, user, user)


def _factor_added(user: Any, authenticator: Any, **_: Any) -> None:
    note(Event.FACTOR_ADDED, user, user, method=authenticator.type)


def _factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    note(Event.FACTOR_REMOVED, user, user, method=authenticator.type)


def _codes_made(user: Any, **_: Any) -> None:
    note(Event.CODES_MADE, user, user)


def connect() -> None:
    """Listen."""
    for signal, hear in [
        (account.user_logged_in, _signed_in),
        (auth.user_logged_out, _signed_out),
        (auth.user_login_failed, _failed),
        (account.password_changed, _password_changed),
        (account.password_set, _password_changed),
        (account.password_reset, _password_reset),
        (factor.authenticator_added, _factor_added),
        (factor.authenticator_removed, _factor_removed),
        (factor.authenticator_reset, _codes_made),
        (factor.authentication_failed, _code_failed),
    ]:
        signal.connect(hear, dispatch_uid=f"accounts_witness_{hear.__name__}")
