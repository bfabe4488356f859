"""What would have been asked in the last days, had the triggers been as they are now: the same steps, nothing written.

Earlier invitations count as they went. Those of the days that are tried out are worked out anew, and every study is
taken for open, so that a trigger can be tried before it is switched on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from regulars.web.company.models import Unit
from regulars.web.people.models import Customer
from regulars.web.research.events.deciding import (
    LOADED,
    Excluded,
    Ledger,
    Standing,
    Triggers,
    first_step,
    home_zone,
    second_step,
)
from regulars.web.research.events.kinds import PURCHASE
from regulars.web.research.events.models import Happening, State, Trigger
from regulars.web.research.events.purchases import SOURCE, recent
from regulars.web.research.events.queries import DAYS, Account

MOST = 20_000
EXAMPLES = 8


@dataclass(frozen=True)
class Tried:
    """``account``: of all events of the kind; ``own``: those that this trigger decides; ``examples``: asked first.

    ``cut``: there were more events than are tried.
    """

    account: Account
    own: Account
    examples: tuple[Happening, ...]
    cut: bool


def try_out(trigger: Trigger, *, now: datetime | None = None, days: int = DAYS) -> Tried:
    """With this trigger on, at its place among those of its kind that are on."""
    moment = now or timezone.now()
    since = moment - timedelta(days=days)
    rows, cut = _rows(trigger, since)
    others = Trigger.objects.working().filter(kind=trigger.kind_id).exclude(pk=trigger.pk)
    trigger.on = True
    order = sorted([*others, trigger], key=lambda one: (one.place, one.pk or 0))
    states = _decide(rows, order, since)
    own = [one for one in rows if one.trigger is trigger]
    asked = sorted((one for one in own if one.state is State.ASKED), key=lambda one: one.at, reverse=True)
    return Tried(
        Account.of(dict(states)), Account.of(dict(Counter(one.state for one in own))), tuple(asked[:EXAMPLES]), cut
    )


def _decide(rows: list[Happening], order: list[Trigger], since: datetime) -> Counter[State]:
    zone, triggers = home_zone(), Triggers(order)
    excluded = Excluded(one.customer_id for one in rows if one.customer_id is not None)
    standing = Standing.of(rows, order, since, trial=True)
    ledger = Ledger.of(rows, order, standing, since, trial=True)
    for one in rows:
        heard = max(one.received, one.at)
        one.state, one.trigger, one.due_at = first_step(one, triggers, excluded, heard, zone)
    due = [one for one in rows if one.state is State.WAITING and one.trigger and one.due_at]
    for one in sorted(due, key=lambda one: (max(one.due_at, one.received), one.due_at, one.pk or 0)):
        one.state = second_step(one, one.trigger, standing, ledger, max(one.due_at, one.received))
    return Counter(one.state for one in rows)


def _rows(trigger: Trigger, since: datetime) -> tuple[list[Happening], bool]:
    known = Happening.objects.filter(kind=trigger.kind_id, received__gt=since).order_by("-received", "-pk")
    rows = list(known.select_related(*LOADED)[: MOST + 1])
    if trigger.kind.key == PURCHASE and trigger.kind.taken_since is None:
        rows += _purchases(trigger, since)
    for one in rows:
        one.state = State.NEW
    return rows[:MOST], len(rows) > MOST


def _purchases(trigger: Trigger, since: datetime) -> list[Happening]:
    """As they would be events, where nobody takes them for such yet."""
    told = recent(trigger.kind, since, MOST + 1)
    numbers = {one.number for one in told}
    people = {one.number: one for one in _people(numbers)}
    units = Unit.objects.in_bulk()
    return [
        Happening(
            kind=trigger.kind,
            source=SOURCE,
            key=one.key,
            customer=people.get(one.number),
            number=one.number,
            unit=units.get(one.unit) if one.unit else None,
            at=one.at,
            details=dict(one.details),
            received=one.at,
        )
        for one in told
    ]


def _people(numbers: Iterable[str]) -> Iterable[Any]:
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):
        yield from Customer.objects.filter(number__in=wanted[start : start + 500]).select_related("score")
