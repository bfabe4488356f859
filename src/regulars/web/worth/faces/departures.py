"""What customers did when somebody they knew had left: the company's own departures, and what happens anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from regulars.web.accounts.models import User
from regulars.web.audit.events import Event
from regulars.web.audit.models import Entry
from regulars.web.people.models import CustomerScore
from regulars.web.worth.faces.counting import known_by

FRESH = timedelta(days=365)  # who bought within it before the day was still a customer on it
OLDEST = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Departures:
    """(did not buy again, of so many): ``followed`` of the customers of those who left, ``otherwise`` of the others.

    ``people``: how many members of staff left long enough ago.
    """

    followed: tuple[int, int]
    otherwise: tuple[int, int]
    people: int


def departures(reader: Any, as_of: date, silent_days: int) -> Departures:
    """Of accounts closed at least ``silent_days`` before the day of the scores."""
    left = [(user, at) for user, at in _closed() if as_of - OLDEST <= at.date() <= as_of - timedelta(days=silent_days)]
    gone, others = [0, 0], [0, 0]
    for user, at in left:
        known = known_by(reader, at)
        bought = CustomerScore.objects.filter(customer_id__in=list(known), first_day__lte=at.date())
        for customer, last in bought.values_list("customer_id", "last_day"):
            if last is None or last < at.date() - FRESH:
                continue
            side = gone if known[customer].user == user else others
            side[0] += last <= at.date()
            side[1] += 1
    return Departures((gone[0], gone[1]), (others[0], others[1]), len(left))


def _closed() -> list[tuple[int, datetime]]:
    """Accounts that are closed, and since when."""
    users = dict(User.objects.filter(is_active=False).values_list("public_id", "pk"))
    closed = (
        Entry.objects.filter(event=Event.USER_DEACTIVATED, target_id__in=list(users))
        .order_by()
        .values("target_id")
        .annotate(last=Max("at"))
    )
    return [(users[one["target_id"]], timezone.localtime(one["last"])) for one in closed]
