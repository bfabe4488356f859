"""Whom each customer knows: who answered most of their cases and keeps most of their promises.

Of two with as many contacts, the later one. Only cases and customers in the reader's sight count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.people.models.customer import known_at
from regulars.web.people.promises.models import Promise

DAYS = 730  # how far back a contact counts
SPAN = timedelta(days=DAYS)


@dataclass(frozen=True)
class Known:
    """Whom a customer knows best: ``contacts`` of the customer's ``of_all`` were with ``user`` (its key)."""

    user: int
    contacts: int
    of_all: int
    last: datetime

    @property
    def part(self) -> float:
        """Of the customer's contacts."""
        return self.contacts / self.of_all


def known_by(reader: Any, until: datetime) -> dict[int, Known]:
    """Customer -> whom they know best, by the contacts of the two years before."""
    sight = scope_of(reader, Permission.SEE_CUSTOMERS)
    # Of each contact the customer is asked for: in a list of all in sight a million would be looked at.
    seen = Q(customer__isnull=False) if sight.unit_ids is None else known_at(sight.unit_ids, "customer_id")
    cases = Case.objects.visible_to(reader, Permission.SEE_CASES).filter(
        seen, owner__isnull=False, opened__gt=until - SPAN, opened__lte=until
    )
    promises = Promise.objects.filter(
        seen,
        owner__isnull=False,
        made_on__gt=timezone.localdate(until - SPAN),
        made_on__lte=timezone.localdate(until),
    )
    counted = [
        (customer, user, contacts, last)
        for customer, user, contacts, last in cases.order_by()
        .values("customer_id", "owner_id")
        .annotate(contacts=Count("pk"), last=Max("opened"))
        .values_list("customer_id", "owner_id", "contacts", "last")
    ] + [
        (customer, user, contacts, timezone.make_aware(datetime.combine(last, time.min)))
        for customer, user, contacts, last in promises.order_by()
        .values("customer_id", "owner_id")
        .annotate(contacts=Count("pk"), last=Max("made_on"))
        .values_list("customer_id", "owner_id", "contacts", "last")
    ]
    return _best(counted)


def _best(counted: Iterable[tuple[int, int, int, datetime]]) -> dict[int, Known]:
    together: dict[int, dict[int, tuple[int, datetime]]] = {}
    for customer, user, contacts, last in counted:
        of_one = together.setdefault(customer, {})
        before = of_one.get(user)
        of_one[user] = (contacts, last) if before is None else (before[0] + contacts, max(before[1], last))
    return {customer: _most(of_one) for customer, of_one in together.items()}


def _most(of_one: Mapping[int, tuple[int, datetime]]) -> Known:
    user, (contacts, last) = max(of_one.items(), key=lambda one: (one[1], one[0]))
    return Known(user, contacts, sum(each for each, _ in of_one.values()), last)
