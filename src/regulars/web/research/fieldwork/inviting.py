"""Inviting those who were drawn and reminding those who were invited: each once, whatever dies in between.

People are marked first, then their letters go into the outbox under names that are one however often they are put in,
then the letters are noted with the people. Whatever is found half done is done again, and nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from regulars.web.absolute import absolute
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.actions import queue_all
from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.messages.sending import PER_ROUND
from regulars.web.messages.writing import Letter
from regulars.web.research.fieldwork.models import Asked, Draw, Fieldwork, Source, State
from regulars.web.research.fieldwork.sweeping import spent_of
from regulars.web.research.fieldwork.tokens import token_of
from regulars.web.research.fieldwork.wording import INVITATION, REMINDER, Writer
from regulars.web.research.models import Study

# The outbox sends so many in an hour; what it could not send by then stays drawn, and may still be taken back.
AHEAD = 60 * PER_ROUND
BATCH = 2000
# Whoever was invited late is not reminded the next morning.
REST = timedelta(days=2)
_FIELDS = ("pk", "public_id", "to", "name", "language", "channel", "customer", "customer__public_id", "reminded")


def room() -> int:
    """How many letters more the outbox can send in the next hour."""
    return max(0, AHEAD - Outgoing.objects.filter(state=Sent.WAITING).count())


def invite(study: Study, fieldwork: Fieldwork | None, *, most: int, test: bool = False, cells: Any = None) -> int:
    """Put the invitations of those who are drawn into the outbox; how many. ``cells``: only of these, if given."""
    done, writer = _finish(study, fieldwork, test), Writer(study, fieldwork)
    while done < most:
        rows = Asked.objects.filter(study=study, test=test, state=State.DRAWN)
        if cells is not None:
            rows = rows.filter(Q(cell=None) | Q(cell__in=cells))
        some = list(rows.order_by("pk").values_list("pk", flat=True)[: min(BATCH, most - done)])
        # One statement: of two workers each gets its own people.
        if not some or not Asked.objects.filter(pk__in=some, state=State.DRAWN).update(state=State.QUEUED):
            break
        _queue(writer, Asked.objects.filter(pk__in=some, state=State.QUEUED, invitation=None))
        done += len(some)
    return done


def _finish(study: Study, fieldwork: Fieldwork | None, test: bool) -> int:
    """What broke off between the mark and the letter."""
    left = Asked.objects.filter(study=study, test=test, state=State.QUEUED, invitation=None)
    if not left.exists():
        return 0
    writer, count = Writer(study, fieldwork), 0
    while some := list(left.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done = _queue(writer, Asked.objects.filter(pk__in=some))
        count += len(some)
        if not done:  # their letters cannot be found again: they were deleted by hand
            break
    return count


def _queue(writer: Writer, people: QuerySet[Asked]) -> int:
    queue_all(letters=_letters(writer, INVITATION, people, "invite:{public_id}"))
    letter = Outgoing.objects.filter(
        nonce=Concat(Value("invite:"), OuterRef("public_id"), output_field=CharField())
    ).values("pk")[:1]
    return people.update(invitation=Subquery(letter))


def remind(study: Study, fieldwork: Fieldwork, now: datetime, *, most: int, cells: Any = None) -> int:
    """The reminder whose day it is, to those who were invited and have not answered; a missed one is not made up."""
    days = sorted(fieldwork.reminders)
    if not days:
        return 0
    rows = Asked.objects.filter(study=study, test=False, state__in=(State.SENT, State.BEGUN))
    # Who answered without a name is only written down as such a while later.
    rows = rows.exclude(token_hash__in=spent_of(study))
    if cells is not None:
        rows = rows.filter(Q(cell=None) | Q(cell__in=cells))
    done, number = 0, come(study, fieldwork, now)
    if number:
        rested = rows.filter(invited_at__lte=now - min(REST, timedelta(days=days[0])))
        done += _remind(study, fieldwork, rested.exclude(draw__source=Source.EVENT), number, most)
    # Whoever is asked after an event has days of their own.
    if Draw.objects.filter(study=study, source=Source.EVENT).exists():
        own = rows.filter(draw__source=Source.EVENT)
        for number in range(len(days), 0, -1):
            due = own.filter(invited_at__lte=now - timedelta(days=days[number - 1]))
            done += _remind(study, fieldwork, due, number, most - done)
    return done


def come(study: Study, fieldwork: Fieldwork, now: datetime) -> int:
    """How many of the days of reminding have come, counted by the calendar where the company is."""
    if study.opens_at is None:
        return 0
    zone = company_zone()
    first, today = study.opens_at.astimezone(zone).date(), now.astimezone(zone).date()
    return sum(first + timedelta(days=day) <= today for day in fieldwork.reminders)


def _remind(study: Study, fieldwork: Fieldwork, rows: QuerySet[Asked], number: int, most: int) -> int:
    """Letters first, the mark after: cut off between, the same letters are put in again and stay one."""
    rows, writer, done = rows.filter(reminded__lt=number), Writer(study, fieldwork), 0
    while done < most:
        some = list(rows.order_by("pk").values_list("pk", flat=True)[: min(BATCH, most - done)])
        if not some:
            break
        people = Asked.objects.filter(pk__in=some)
        queue_all(letters=_letters(writer, REMINDER, people, f"remind:{{public_id}}:{number}"))
        people.update(reminded=number)
        done += len(some)
    return done


@dataclass(frozen=True, slots=True)
class _Customer:
    """The outbox wants to know who it is, and no more; a hundred thousand whole ones take as long as their letters."""

    pk: int
    public_id: str


def _letters(writer: Writer, kind: str, people: QuerySet[Asked], nonce: str) -> Iterator[Letter]:
    base = absolute("/s/to/")
    for one in people.values(*_FIELDS):
        known = one["customer"] is not None
        row = {**one, "customer": _Customer(one["customer"], one["customer__public_id"]) if known else None}
        public_id = one["public_id"]
        yield writer.letter(kind, row, nonce=nonce.format(public_id=public_id), link=base + token_of(public_id))
