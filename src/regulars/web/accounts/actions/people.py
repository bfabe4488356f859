"""Closing and opening accounts, and ending sessions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from regulars.language import Language, message
from regulars.web.accounts.actions.grants import keep_an_administrator, lock_administrators, reach
from regulars.web.accounts.errors import OutOfReachError
from regulars.web.accounts.models import User
from regulars.web.accounts.signin_links import close_links
from regulars.web.audit import Event, record
from regulars.web.ids import new_id


@transaction.atomic
def deactivate(*, user: User, by: Any) -> None:
    """Close an account: it signs in nowhere and every session ends. What it did stays."""
    check_whole(user, by)
    lock_administrators()
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, stamp=new_id()):
        keep_an_administrator()
        close_links(user)
        record(Event.USER_DEACTIVATED, target=user, by=by)


@transaction.atomic
def reactivate(*, user: User, by: Any) -> None:
    """Open it again, with the roles that it had."""
    check_whole(user, by)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record(Event.USER_REACTIVATED, target=user, by=by)


@transaction.atomic
def end_sessions(*, user: User, by: Any) -> None:
    """Sign out everywhere. The session of the one who asks is renewed by the page."""
    user.stamp = new_id()
    user.save(update_fields=["stamp"])
    record(Event.SESSIONS_ENDED, target=user, by=by)


@transaction.atomic
def change_profile(*, user: User, name: str, language: str, zone: str, by: Any) -> None:
    """What somebody says about themselves."""
    wanted = {"name": name, "language": language, "zone": zone}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if changed:
        for field in changed:
            setattr(user, field, wanted[field])
        user.save(update_fields=changed)
        record(Event.USER_CHANGED, target=user, by=by, fields=changed)


def send_reset(*, user: User, by: Any, request: HttpRequest) -> None:
    """Mail a link to set a new password; the password of now works until it is used."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    from regulars.web.absolute import absolute
    from regulars.web.accounts.mail import send

    check_whole(user, by)
    key = default_token_generator.make_token(user)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    with transaction.atomic():
        record(Event.USER_RESET, target=user, by=by)
    language = Language.parse(user.language) or Language.ENGLISH
    send(
        to=user.email,
        template="account/email/password_reset_key",
        language=language,
        password_reset_url=absolute(link, request),
    )


def check_whole(user: User, by: Any) -> None:
    """An account as a whole is in the hands of whoever looks after every unit where it has a role."""
    scope = reach(by)
    held = set(user.grants.values_list("unit_id", flat=True))
    if scope.unit_ids is not None and (None in held or not held or not held <= scope.unit_ids):
        raise OutOfReachError(
            message(
                "{name} also works outside of your units. Ask an administrator of the company.", name=user.shown_name
            )
        )
