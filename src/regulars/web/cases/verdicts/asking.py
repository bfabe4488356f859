"""Asking the customer: after the answer, and again when some time has passed. What must not be asked is not."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.language import message
from regulars.web.cases.clocks import Calendars
from regulars.web.cases.models import Case
from regulars.web.cases.states import OPEN, Outcome, State
from regulars.web.cases.verdicts.models import TO_CALL, Ask, Skipped, Sort
from regulars.web.cases.verdicts.telling import question, tell
from regulars.web.company.business import business_time
from regulars.web.company.errors import CalendarError
from regulars.web.messages.actions import queue
from regulars.web.messages.addresses import hashed
from regulars.web.messages.blocking import blocks
from regulars.web.messages.models import Channel, Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.people import consents
from regulars.web.people.models import Purpose

TOO_LATE = timedelta(days=14)  # nobody asks in summer about what was due in spring


def hash_of(token: str) -> str:
    """As the database knows a link."""
    return sha256(token.encode()).hexdigest()


def ask_of(case: Case) -> Ask:
    """The question after the latest answer of the company."""
    return Ask.objects.get_or_create(case=case, sort=Sort.VERDICT, day=0, round=case.reopened)[0]


def ask_verdict(case: Case) -> Ask:
    """Once for each answer; not at once, so that the answer itself is read first."""
    ask = ask_of(case)
    ask.case = case
    send(ask, timezone.now(), not_before=after_a_while(case))
    return ask


def after_a_while(case: Case) -> datetime:
    """So many business hours from now."""
    hours, now = settings.REGULARS_CASES_ASK_AFTER, timezone.now()
    try:
        return business_time(Calendars().of(case.unit), now, hours)
    except CalendarError:
        return now + timedelta(hours=hours)


def plan_rechecks(case: Case) -> None:
    """The days on which the customer will be asked whether all is still well."""
    if case.outcome in (Outcome.INVALID, Outcome.DUPLICATE) or case.closed is None:
        return
    for day in case.workflow.rechecks:
        due = case.closed + timedelta(days=day)
        Ask.objects.get_or_create(
            case=case, sort=Sort.RECHECK, day=day, round=case.reopened, defaults={"due": due}
        )  # fmt: skip


@transaction.atomic
def send(ask: Ask, now: datetime, *, not_before: datetime | None = None) -> bool:
    """Put the question into the outbox, or note why not; says whether somebody was asked."""
    ask.not_before = not_before or now
    if why := _reason(ask, now):
        return _skip(ask, why)
    token = secrets.token_urlsafe(24)
    fresh = Ask.objects.filter(pk=ask.pk, asked_at=None, skipped="", answer=None)
    if not fresh.update(token_hash=hash_of(token), asked_at=now, not_before=ask.not_before):
        return False
    if queue(letter=question(ask, token)).state != Sent.WAITING:
        return _skip(ask, Skipped.BLOCKED)
    return True


def ask_due(now: datetime) -> int:
    """The questions whose day has come."""
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    rows = Ask.objects.filter(due__lt=tomorrow, asked_at=None, skipped="", answer=None, sort=Sort.RECHECK)
    rows = rows.select_related("case__customer", "case__unit", "case__owner")
    asked = 0
    for ask in list(rows):
        if send(ask, now):
            asked += 1
        elif ask.skipped in TO_CALL:
            tell(
                ask.case, [ask.case.owner],
                message("Case {number}: ask by telephone whether all is well", number=str(ask.case_id)),
                message("No mail reaches this customer. Call them, and note on the case what they say."),
                f"recheck-call:{ask.public_id}",
            )  # fmt: skip
    return asked


def take_back(asks: QuerySet[Ask], why: Skipped) -> int:
    """Whoever was not asked yet is not asked any more; letters that wait are taken back."""
    open_ = asks.filter(answer=None, skipped="")
    nonces = {f"ask:{public_id}": pk for pk, public_id in open_.exclude(asked_at=None).values_list("pk", "public_id")}
    waiting = Outgoing.objects.filter(nonce__in=nonces, state=Sent.WAITING)
    held = [nonces[one] for one in waiting.values_list("nonce", flat=True)]
    waiting.update(state=Sent.CANCELLED, ended=timezone.now())
    planned = list(open_.filter(asked_at=None).values_list("pk", flat=True))
    return Ask.objects.filter(pk__in=[*held, *planned], answer=None).update(skipped=why)


def _skip(ask: Ask, why: Skipped) -> bool:
    Ask.objects.filter(pk=ask.pk, answer=None, skipped="").update(skipped=why, not_before=ask.not_before)
    ask.skipped = why
    return False


def _reason(ask: Ask, now: datetime) -> Skipped | None:
    case = ask.case
    if ask.sort == Sort.RECHECK and (why := _no_recheck(ask, now)):
        return why
    return None if case.mail_address else Skipped.NO_ADDRESS


def _no_recheck(ask: Ask, now: datetime) -> Skipped | None:
    """A question of our own is no answer to theirs: whoever wants no questions gets none."""
    case = ask.case
    if case.state != State.CLOSED or case.reopened != ask.round:
        return Skipped.REOPENED
    if now > ask.due + TOO_LATE:
        return Skipped.LATE
    if _others(case).filter(state__in=OPEN).exists():
        return Skipped.OTHER_CASE
    if case.customer_id and consents.refused([case.customer_id], Purpose.SURVEYS, Channel.EMAIL):
        return Skipped.REFUSED
    key = hashed(case.mail_address) if case.mail_address else ""
    reasons = {one.value for one in blocks([key]).get(key, [])} if key else set()
    if "unsubscribed" in reasons:
        return Skipped.REFUSED
    return Skipped.BLOCKED if reasons else None


def _others(case: Case) -> Any:
    rows = Case.objects.exclude(pk=case.pk)
    if case.customer_id:
        return rows.filter(customer=case.customer_id)
    return rows.filter(email__iexact=case.email) if case.email else rows.none()
