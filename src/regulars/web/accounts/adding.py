"""Accounts as the command line makes and resets them: for the first administrator, and for whoever is locked out."""

from __future__ import annotations

import difflib
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from regulars.language import RegularsError, message
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Role
from regulars.web.accounts.signin_links import close_links
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit


class AccountError(RegularsError):
    """An account that cannot be made as asked."""


@transaction.atomic
def add_account(
    *, email: str, role: str, name: str = "", unit_code: str | None = None, language: str = "", by: Any = None
) -> User:
    """A new account with one role. It has no password: its first sign-in is by a link."""
    email = _address(email)
    if User.objects.filter(email__iexact=email).exists():
        raise AccountError(
            message(
                "{email} has an account already. For a new link: regulars signin-link {email}",
                email=email,
            )
        )
    unit = _unit(unit_code)
    user = User.objects.create_user(email, name=name.strip()[:120], language=language)
    grant = Grant.objects.create(user=user, role=_role(role), unit=unit)
    record(Event.USER_ADDED, target=user, by=by)
    record(Event.ROLE_GIVEN, target=user, by=by, role=grant.role, unit=unit.code if unit else "")
    return user


@transaction.atomic
def reset_account(*, user: User, second_step: bool = False, by: Any = None) -> None:
    """No password, no open link; the sessions end with the password. Role and history stay as they are."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    close_links(user)
    if second_step:
        Authenticator.objects.filter(user=user).delete()
    record(Event.USER_RESET, target=user, by=by, second_step=second_step)


def _address(text: str) -> str:
    text = text.strip()
    try:
        validate_email(text)
    except ValidationError:
        raise AccountError(
            message("“{value}” is not a mail address. Write it like mei.lin@example.com", value=text)
        ) from None
    return text


def _role(text: str) -> Role:
    if text not in Role.__members__.values():
        raise AccountError(
            message("There is no role “{value}”. Choose one of: {known}.", value=text, known=tuple(map(str, Role)))
        )
    return Role(text)


def _unit(code: str | None) -> Unit | None:
    if code is None:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        codes = list(Unit.objects.values_list("code", flat=True))
        near = difflib.get_close_matches(code, codes, n=3) or codes[:5]
        if not near:
            raise AccountError(message("There are no units yet. Leave --unit out: the role holds everywhere."))
        raise AccountError(
            message("There is no unit with the code “{value}”. Near it: {near}.", value=code, near=tuple(near))
        )
    return found
