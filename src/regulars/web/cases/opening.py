"""Opening a case: the same thing opens one, whoever tells of it twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.cases.assigning import choose
from regulars.web.cases.clocks import Calendars, set_clocks
from regulars.web.cases.history import write
from regulars.web.cases.hooks import OPENED, told
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.stake import stake_of
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer

TITLE = 200


@dataclass(frozen=True)
class Wish:
    """What is to be opened. ``nonce``: what it comes from, such as ``response:`` and an id; the same opens one."""

    kind: str
    title: str
    channel: Channel
    nonce: str
    words: str = ""
    language: str = ""
    customer: Customer | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    response: Any = None
    unit: Unit | None = None
    severity: int = 2
    rule: str = ""
    owner: User | None = None
    odd: bool = False
    at: datetime | None = None


def open_case(wish: Wish, *, by: Any = None) -> tuple[Case, bool]:
    """The case, and whether it is new. Raises ``KeyError`` for a kind that there is not."""
    if known := Case.objects.filter(nonce=wish.nonce).first():
        return known, False
    try:
        with transaction.atomic():
            return _open(wish, by), True
    except IntegrityError:
        known = Case.objects.filter(nonce=wish.nonce).first()
        if known is None:
            raise
        return known, False


def _open(wish: Wish, by: Any) -> Case:
    workflows()[wish.kind]  # a kind that there is not opens nothing
    stake, worth = stake_of(wish.customer)
    unit = wish.unit or (wish.customer.unit if wish.customer else None)
    owner = wish.owner or choose(unit)
    at = wish.at or timezone.now()
    case = Case(
        kind=wish.kind,
        title=" ".join(wish.title.split())[:TITLE],
        words=wish.words,
        language=wish.language,
        channel=wish.channel,
        customer=wish.customer,
        name=wish.name[:200],
        email=wish.email,
        phone=wish.phone[:40],
        response=wish.response,
        unit=unit,
        nonce=wish.nonce,
        rule=wish.rule,
        severity=wish.severity,
        stake=stake,
        priority=wish.severity * stake,
        worth=worth,
        owner=owner,
        odd=wish.odd,
        by=by,
        opened=at,
        since=at,
    )
    set_clocks(case, Calendars())
    case.save(force_insert=True)
    write(case, "opened", by=by, at=at, channel=wish.channel, rule=wish.rule)
    if owner is None:
        write(case, "nobody", at=at)
    elif owner != by:
        write(case, "handed", at=at, name=owner.shown_name, to=owner.pk)
    record(Event.CASE_OPENED, target=case, by=by, kind=wish.kind)
    told(OPENED, case, by)
    return case
