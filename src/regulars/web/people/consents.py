"""What customers agreed to: asked before anybody is written to, and written down when they say so.

A ledger: yes and no are rows with a day and a source, and the latest one holds. A word about every way and a word
about one way are words about that way, so the later of the two decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.audit import Event, record
from regulars.web.company.models import Company
from regulars.web.people.models import Consent, Customer, Purpose, Source, Way

ROWS = 500
NO_NEWS = message("This customer said no to offers and news, so nothing is suggested.")
Hold = Callable[[Collection[int]], Mapping[int, Message]]
_HOLDS: list[Hold] = []


@dataclass(frozen=True)
class State:
    """What holds about one purpose and way. ``row`` is None where nothing was ever said."""

    purpose: Purpose
    channel: Way
    row: Consent | None

    @property
    def given(self) -> bool | None:
        """Yes, no, or never asked."""
        return None if self.row is None else self.row.given


def refused(customers: Iterable[int], purpose: str, channel: str) -> set[int]:
    """Those of them who must not be written to: they said no, or never yes where the company waits for a yes."""
    wanted = set(customers)
    found = said(wanted, purpose, channel)
    if Company.current().consent_needed:
        return {one for one in wanted if not found.get(one, False)}
    return {one for one, given in found.items() if not given}


def hold_back(hold: Hold) -> None:
    """Another reason to sell nothing to somebody for now; called by an app's ``ready``."""
    _HOLDS.append(hold)


def unsold(customers: Iterable[int]) -> dict[int, Message]:
    """Those of them to whom nothing may be offered for sale, each with the reason: they said no, or it is too soon.

    Whatever sells asks here. Care and surveys do not: they sell nothing.
    """
    wanted = set(customers)
    no = {one: NO_NEWS for one, given in said(wanted, Purpose.MARKETING, Way.ALL).items() if not given}
    return held_back(wanted) | no


def held_back(customers: Iterable[int]) -> dict[int, Message]:
    """Those of them to whom it is too soon to sell anything, whatever they agreed to, each with the reason."""
    found: dict[int, Message] = {}
    for some in _batches(sorted(set(customers))):
        for hold in _HOLDS:
            found |= hold(some)
    return found


def said(customers: Iterable[int], purpose: str, channel: str) -> dict[int, bool]:
    """What those of them who said anything said last."""
    latest: dict[int, bool] = {}
    for some in _batches(sorted(set(customers))):
        rows = _about(purpose, channel).filter(customer__in=some).order_by("at", "pk")
        latest |= dict(rows.values_list("customer_id", "given"))
    return latest


def last_source(customer: int, purpose: str, channel: str) -> str:
    """How the company learned of what holds; empty where nothing was said."""
    row = _about(purpose, channel).filter(customer=customer).order_by("-at", "-pk").first()
    return row.source if row else ""


def _about(purpose: str, channel: str) -> Any:
    return Consent.objects.filter(purpose=purpose, channel__in={Way.ALL, channel})


def state_of(customer: Customer) -> list[State]:
    """What holds for a customer, purpose by purpose and way by way; a way that nothing was said about follows "all"."""
    return all_of(customer)[0]


def all_of(customer: Customer) -> tuple[list[State], list[Consent]]:
    """The same, and the rows behind it, the latest first."""
    rows = list(Consent.objects.filter(customer=customer).order_by("at", "pk").select_related("by"))
    found = []
    for purpose in Purpose:
        for way in Way:
            said = [row for row in rows if row.purpose == purpose and row.channel in (Way.ALL, way)]
            found.append(State(purpose, way, said[-1] if said else None))
    return found, rows[::-1]


def moment(day: date, *, given: bool) -> datetime:
    """A day as the moment from which it holds: on one and the same day the no comes last. Never in the future."""
    start = timezone.make_aware(datetime.combine(day, time()))
    return start if given else min(start + timedelta(days=1, seconds=-1), timezone.now())


def give(
    *, customers: Iterable[int], purpose: str, source: str, channel: str = Way.ALL, words: str = "",
    at: datetime | None = None, by: Any = None,
) -> int:  # fmt: skip
    """Note that they said yes."""
    return _note(True, customers, purpose, source, channel, words, at, by)


def withdraw(
    *, customers: Iterable[int], purpose: str, source: str, channel: str = Way.ALL, words: str = "",
    at: datetime | None = None, by: Any = None,
) -> int:  # fmt: skip
    """Note that they said no."""
    return _note(False, customers, purpose, source, channel, words, at, by)


def tick(*, customer: int, purposes: Iterable[str], at: datetime) -> int:
    """Note the boxes that a customer ticked in a survey. A yes that holds already, by every way, is nothing new."""
    count = 0
    for purpose in dict.fromkeys(purposes):
        if not all(said([customer], purpose, way).get(customer, False) for way in Way):
            count += give(customers=[customer], purpose=purpose, source=Source.SURVEY, at=at)
    return count


@transaction.atomic
def _note(
    given: bool,
    customers: Iterable[int],
    purpose: str,
    source: str,
    channel: str,
    words: str,
    at: datetime | None,
    by: Any,
) -> int:
    now = timezone.now()
    wanted = sorted(set(customers))
    for some in _batches(wanted):
        Consent.objects.bulk_create(
            Consent(
                customer_id=one,
                purpose=Purpose(purpose),
                channel=Way(channel),
                given=given,
                source=Source(source),
                words=words.strip()[:400],
                at=at or now,
                noted=now,
                by=by,
            )
            for one in some
        )
    if wanted:
        target = Customer.objects.filter(pk=wanted[0]).first() if len(wanted) == 1 else None
        event = Event.CONSENT_GIVEN if given else Event.CONSENT_WITHDRAWN
        record(event, target=target, by=by, count=len(wanted), purpose=str(purpose), channel=str(channel))
    return len(wanted)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + ROWS] for start in range(0, len(ids), ROWS))
