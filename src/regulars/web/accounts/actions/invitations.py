"""Inviting people: a row now, the mail by the worker, an account when the link is used."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.language import Language, message
from regulars.web.absolute import absolute
from regulars.web.accounts.actions.grants import check_dates, check_reach
from regulars.web.accounts.errors import InvitationError, KnownAddressError
from regulars.web.accounts.mail import send
from regulars.web.accounts.models import Grant, Invitation, User
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.audit import Event, record
from regulars.web.jobs.starting import start

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """Whom to invite as what."""

    email: str
    name: str
    language: str
    role: Role
    unit: Any = None
    since: date | None = None
    until: date | None = None


@transaction.atomic
def invite(*, wish: Wish, by: Any) -> Invitation:
    """Invite one person; the mail follows."""
    invitation = _invite(wish, by)
    start("accounts.invitations", by=by, public_ids=[invitation.public_id])
    return invitation


@transaction.atomic
def invite_all(*, wishes: Iterable[Wish], by: Any) -> int:
    """Invite everybody of a file; those who got an account or an invitation meanwhile are passed over."""
    made = []
    for wish in wishes:
        try:
            made.append(_invite(wish, by).public_id)
        except KnownAddressError:
            continue
    record(Event.USERS_IMPORTED, by=by, count=len(made))
    if made:
        start("accounts.invitations", by=by, public_ids=made)
    return len(made)


@transaction.atomic
def invite_again(*, invitation: Invitation, by: Any) -> None:
    """Send a fresh link; the one before stops opening."""
    check_reach(invitation.unit, by)
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(sent=None, token_hash="", problem=""):
        record(Event.INVITED, target=invitation, by=by, role=invitation.role)
        start("accounts.invitations", by=by, public_ids=[invitation.public_id])


@transaction.atomic
def link_to_hand_over(*, invitation: Invitation, by: Any) -> str:
    """A fresh link for where no mail goes out: shown once, kept nowhere."""
    check_reach(invitation.unit, by)
    token = invitation.new_token()
    if (
        not Invitation.objects.waiting()
        .filter(pk=invitation.pk)
        .update(token_hash=invitation.token_hash, expires=invitation.expires, sent=timezone.now(), problem="")
    ):
        raise InvitationError(message("This invitation is accepted or withdrawn. Invite anew."))
    record(Event.INVITED, target=invitation, by=by, role=invitation.role, method="link")
    return token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Any) -> None:
    """Take it back; its link stops opening."""
    check_reach(invitation.unit, by)
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn=timezone.now()):
        record(Event.INVITATION_WITHDRAWN, target=invitation, by=by)


@transaction.atomic
def accept(*, token: str, name: str, password: str, language: str) -> User:
    """The account, with its role. The link is spent; pressed twice, it makes one account."""
    invitation = Invitation.objects.opened_by(token).select_related("unit").first()
    now = timezone.now()
    if invitation is None or not Invitation.objects.opened_by(token).update(accepted=now, token_hash=""):
        raise InvitationError(message("This link is spent, withdrawn or older than a week. Ask for a new invitation."))
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise KnownAddressError(message("There is an account for this address already. Sign in with it."))
    user = User.objects.create_user(invitation.email, password, name=name, language=language)
    Grant.objects.create(
        user=user,
        role=invitation.role,
        unit=invitation.unit,
        since=invitation.since,
        until=invitation.until,
    )
    record(Event.USER_ADDED, target=user, by=invitation.by, role=invitation.role)
    record(Event.INVITATION_ACCEPTED, target=invitation, by=user)
    return user


def send_invitation(invitation: Invitation) -> bool:
    """Make the link, keep its hash, mail it; whether the mail server took it."""
    token = invitation.new_token()
    invitation.save(update_fields=["token_hash", "expires"])
    language = Language.parse(invitation.language) or Language.ENGLISH
    try:
        send(
            to=invitation.email,
            template="accounts/mail/invitation",
            language=language,
            link=absolute(reverse("accounts:welcome", args=[token])),
            role=NAMES[Role(invitation.role)],
            unit=invitation.unit,
            by=invitation.by,
            expires=invitation.expires,
        )
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server did not take invitation %s: %s", invitation.public_id, error)
        Invitation.objects.filter(pk=invitation.pk).update(problem=str(error)[:200] or type(error).__name__)
        return False
    Invitation.objects.filter(pk=invitation.pk).update(sent=timezone.now(), problem="")
    return True


def _invite(wish: Wish, by: Any) -> Invitation:
    check_reach(wish.unit, by)
    check_dates(wish.since, wish.until)
    email = wish.email.lower()
    if User.objects.filter(email__iexact=email).exists():
        raise KnownAddressError(
            message("There is an account for {email} already. Open it and give it the role.", email=email)
        )
    if Invitation.objects.waiting().filter(email=email).exists():
        raise KnownAddressError(
            message("{email} has an open invitation. Send that one again, or withdraw it first.", email=email)
        )
    invitation = Invitation.objects.create(
        email=email,
        name=wish.name,
        language=wish.language,
        role=wish.role.value,
        unit=wish.unit,
        since=wish.since,
        until=wish.until,
        by=by,
    )
    record(Event.INVITED, target=invitation, by=by, role=wish.role.value, unit=wish.unit.code if wish.unit else "")
    return invitation
