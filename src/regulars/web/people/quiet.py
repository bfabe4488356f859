"""Who has not heard from the company for longer than their tier should wait.

A message that went out, an answer, a talk that was noted and a purchase all count: who was there yesterday is not
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone

from regulars.language import Day, Message, message
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Cadence, Contact, Customer, CustomerScore
from regulars.web.people.models.customer import among_known_at

MOST = 10_000
WROTE, ANSWERED = message("we wrote"), message("they answered")
SPOKE, BOUGHT = message("we spoke"), message("they bought")


@dataclass(frozen=True)
class Last:
    """The last contact: what it was, and when."""

    what: Message
    day: date

    @property
    def shown_day(self) -> Day:
        """For the page."""
        return Day(self.day)


@dataclass(frozen=True)
class Overdue:
    """One customer who should have heard. ``late``: so many days more than the tier should wait."""

    customer: Customer
    tier: Message
    last: Last | None
    late: int | None


def overdue(scope: UnitScope, today: date, tier: str = "") -> Any:
    """Their scores, who is worth most first; None of a tier that need not hear."""
    cadences = {one.tier: one.days for one in Cadence.objects.all() if tier in ("", one.tier)}
    if not cadences:
        return CustomerScore.objects.none()
    mine, since = OuterRef("customer_id"), OuterRef("since")
    starts = (When(segment=name, then=Value(today - timedelta(days=days))) for name, days in cadences.items())
    # The day as an expression: who is worth most is then read in order, and the first page soon full.
    rows = CustomerScore.objects.alias(since=Case(*starts, output_field=DateField())).filter(
        Q(last_day=None) | Q(last_day__lt=F("since")),
        ~Exists(Contact.objects.filter(customer=mine, day__gte=since)),
        ~Exists(_sent().filter(customer=mine, ended__date__gte=since)),
        ~Exists(_answers().filter(customer=mine, day__gte=since)),
        since__isnull=False,
    )
    if scope.unit_ids is not None:
        rows = rows.filter(among_known_at(scope.unit_ids, "customer_id"))
    return rows.select_related("customer").order_by(F("value").desc(nulls_last=True), "customer_id")


def counted(rows: Any) -> int:
    """How many, up to ``MOST`` and one."""
    return int(rows.order_by()[: MOST + 1].count())


def lines(rows: Iterable[CustomerScore], today: date) -> list[Overdue]:
    """A page of them, with their last contacts."""
    listed = list(rows)
    lasts = last_contacts([row.customer_id for row in listed])
    days = dict(Cadence.objects.values_list("tier", "days"))
    found = []
    for row in listed:
        last = _latest([lasts.get(row.customer_id), bought(row)])
        late = None if last is None or row.segment not in days else (today - last.day).days - days[row.segment]
        found.append(Overdue(row.customer, TITLES[Segment(row.segment)], last, late))
    return found


def last_contacts(customers: list[int]) -> dict[int, Last]:
    """The last message, answer or talk of each, where there was one."""
    found: dict[int, list[Last | None]] = {}
    zone = timezone.get_current_timezone()
    for customer, at in _sent().filter(customer__in=customers).values_list("customer").annotate(Max("ended")):
        found.setdefault(customer, []).append(Last(WROTE, at.astimezone(zone).date()))
    for customer, day in _answers().filter(customer__in=customers).values_list("customer").annotate(Max("day")):
        found.setdefault(customer, []).append(Last(ANSWERED, day))
    talks = Contact.objects.filter(customer__in=customers).order_by()
    for customer, day in talks.values_list("customer").annotate(Max("day")):
        found.setdefault(customer, []).append(Last(SPOKE, day))
    return {customer: last for customer, many in found.items() if (last := _latest(many))}


def reached(customers: list[int]) -> dict[int, Last]:
    """When the company itself last wrote to or spoke with each; what they answered or bought is not asked."""
    found: dict[int, list[Last | None]] = {}
    zone = timezone.get_current_timezone()
    for customer, at in _sent().filter(customer__in=customers).values_list("customer").annotate(Max("ended")):
        found.setdefault(customer, []).append(Last(WROTE, at.astimezone(zone).date()))
    talks = Contact.objects.filter(customer__in=customers).order_by()
    for customer, day in talks.values_list("customer").annotate(Max("day")):
        found.setdefault(customer, []).append(Last(SPOKE, day))
    return {customer: last for customer, many in found.items() if (last := _latest(many))}


def bought(row: CustomerScore | None) -> Last | None:
    """The last purchase as a contact."""
    return Last(BOUGHT, row.last_day) if row and row.last_day else None


def last_of(customer: Customer, score: CustomerScore | None, talk: date | None) -> Last | None:
    """Of one customer, whose score and last talk are known already."""
    wrote = _sent().filter(customer=customer).aggregate(at=Max("ended"))["at"]
    answered = _answers().filter(customer=customer).aggregate(day=Max("day"))["day"]
    days = ((WROTE, wrote and timezone.localdate(wrote)), (ANSWERED, answered), (SPOKE, talk))
    return _latest([bought(score), *(Last(what, day) for what, day in days if day)])


def cadence_of(score: CustomerScore | None) -> int | None:
    """After how many days they should hear again; None where they need not."""
    if score is None or not score.segment:
        return None
    return Cadence.objects.filter(tier=score.segment).values_list("days", flat=True).first()


def _sent() -> Any:
    from regulars.web.messages.models import Outgoing, State

    return Outgoing.objects.filter(state__in=[State.SENT, State.UNSURE], ended__isnull=False).order_by()


def _answers() -> Any:
    from regulars.web.research.models import Response

    return Response.objects.counted().order_by()


def _latest(many: Iterable[Last | None]) -> Last | None:
    return max((one for one in many if one), key=lambda one: one.day, default=None)
