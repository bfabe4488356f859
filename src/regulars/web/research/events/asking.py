"""Every minute: decide about what came in, and ask about what is due.

Who is asked, the invitation and the state of the event are one transaction: whoever dies in between has done nothing,
and the next round does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.research.events.calls import put_on_list
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
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.inviting import invite
from regulars.web.research.events.keeping import keep
from regulars.web.research.events.models import Happening, State, Trigger, Way
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.models import Asked, Draw, Source

ROWS = 500
# The outbox sends every minute: what is due before its next round is handed over now, with its time.
SOON = timedelta(minutes=1)


def round_of(now: datetime | None = None) -> dict[str, int]:
    """One round; returns how many events came into each state."""
    found: Counter[str] = Counter()
    for step in (_decide, _ask_due):
        while some := step(now or timezone.now()):
            found += some
    return dict(found)


@transaction.atomic
def _decide(now: datetime) -> Counter[str]:
    """What came in, some hundred at a time."""
    rows = list(_locked(Happening.objects.filter(state=State.NEW).order_by("pk")))
    if not rows:
        return Counter()
    triggers = Triggers(Trigger.objects.working())
    excluded = Excluded(one.customer_id for one in rows if one.customer_id is not None)
    zone = home_zone()
    for one in rows:
        state, trigger, due = first_step(one, triggers, excluded, now, zone)
        one.state, one.trigger, one.due_at = state, trigger, due
        one.decided_at = None if state is State.WAITING else now
    keep(rows)
    return Counter(one.state.value for one in rows)


@transaction.atomic
def _ask_due(now: datetime) -> Counter[str]:
    """What is due, some hundred at a time."""
    rows = list(_locked(Happening.objects.due(now + SOON)))
    if not rows:
        return Counter()
    triggers = {one.trigger_id: one.trigger for one in rows if one.trigger is not None}
    standing = Standing.of(rows, triggers.values(), now)
    ledger = Ledger.of(rows, list(triggers.values()), standing, now)
    chosen: dict[int, list[Happening]] = {}
    for one in rows:
        one.decided_at = now
        if one.trigger is None or not one.trigger.on:
            one.state = State.STOPPED
            continue
        one.state = second_step(one, one.trigger, standing, ledger, now)
        if one.state is State.ASKED:
            chosen.setdefault(one.trigger_id, []).append(one)
    for trigger, some in chosen.items():
        _ask(triggers[trigger], some, standing, now)
    keep(rows)
    return Counter(one.state.value for one in rows)


def _locked(rows: Any) -> Iterable[Happening]:
    """The first of them, taken by this round alone. SQLite lets one writer in at a time anyway."""
    return rows.select_related(*LOADED).select_for_update(skip_locked=True, of=("self",))[:ROWS]


def _ask(trigger: Trigger, rows: Sequence[Happening], standing: Standing, now: datetime) -> None:
    """One ``Asked`` for each, with its invitation or its call; who cannot be asked after all says why."""
    people = [_person(one, trigger, standing.address(one, trigger.way)) for one in rows]
    ask(study=trigger.study, source=Source.EVENT, people=people, by=None, into=_draw_of_today(trigger, now))
    asked = Asked.objects.filter(study=trigger.study, occasion__in=[one.public_id for one in rows], test=False)
    by_occasion = {one.occasion: one for one in asked}
    for one in rows:
        one.asked = by_occasion.get(one.public_id)
        if one.asked is None:
            one.state = State.TOO_OFTEN
    done = [one for one in rows if one.asked is not None]
    if trigger.way == Way.PHONE:
        put_on_list(trigger.study, done)
    else:
        invite(trigger.study, done, now)


def _person(one: Happening, trigger: Trigger, to: str) -> Person:
    known = one.customer
    return Person(
        to=to,
        name=(known.name if known else "") or one.name,
        language=(known.language if known else "") or one.language,
        customer=one.customer_id,
        unit=one.unit_id,
        channel=trigger.way,
        weight=1 / trigger.rate if trigger.rate < 1 else None,
        occasion=one.public_id,
    )


def _draw_of_today(trigger: Trigger, now: datetime) -> Draw:
    """One for a study and a day; a draw a minute would fill every list."""
    zone = home_zone()
    begin = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    own = Draw.objects.filter(study=trigger.study, source=Source.EVENT, at__gte=begin, undone_at=None)
    return own.order_by("-at").first() or Draw.objects.create(study=trigger.study, source=Source.EVENT, at=now)


@transaction.atomic
def stop(*, happening: Happening, by: Any) -> None:
    """Do not ask about it, while it waits."""
    open_ = Happening.objects.filter(pk=happening.pk, state__in=[State.NEW, State.WAITING])
    if not open_.update(state=State.STOPPED, decided_at=timezone.now()):
        raise EventError(message("This event waits no more: it is decided about."))
    record(Event.EVENT_STOPPED, target=happening, by=by)
