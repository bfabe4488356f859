"""Nothing is sold to whoever is trying something, until that is confirmed as a good experience."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from regulars.language import Day, Message, message
from regulars.web.people import consents
from regulars.web.people.trials.models import State, Trial
from regulars.web.people.trials.models.trial import OPEN


def holds(customers: Collection[int]) -> Mapping[int, Message]:
    """Why nothing is sold to these: one sentence each, which says what is tried and not how it was.

    A trial that was not good holds until a later one was good, or somebody let offers go again.
    """
    rows = Trial.objects.filter(customer__in=customers).filter(
        Q(state__in=[*OPEN, State.GOOD]) | Q(state=State.NOT_GOOD, released=None)
    )
    found: dict[int, Message] = {}
    confirmed: dict[int, date] = {}
    for one in rows.filter(state=State.GOOD).order_by("told_on").only("customer_id", "told_on"):
        confirmed[one.customer_id] = one.told_on
    for one in rows.exclude(state=State.GOOD).order_by("until", "pk"):
        if one.state in OPEN or confirmed.get(one.customer_id, date.min) < one.told_on:
            found[one.customer_id] = message(
                "Trying “{what}” ({first} to {until}). Nothing is sold before that is confirmed as a good experience.",
                what=one.what, first=Day(one.first), until=Day(one.until),
            )  # fmt: skip
    return found


consents.hold_back(holds)
