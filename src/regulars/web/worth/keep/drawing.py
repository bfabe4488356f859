"""Some of the lost are left alone, by lot: without them, what they would have done by themselves cannot be told."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from regulars.web.audit import Event, record
from regulars.web.cases.models import Case
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import today
from regulars.web.worth.keep.models import DAYS, Drawn

SHARES = (0, 10, 20, 30, 50)  # of a hundred
OFFERED = 20


def held_out_of(keys: Iterable[int], share: int, seed: int) -> set[int]:
    """So many of a hundred, rounded; the same keys, share and seed give the same."""
    known = sorted(set(keys))
    return set(Random(seed).sample(known, round(len(known) * share / 100)))  # noqa: S311


@transaction.atomic
def draw(customers: Collection[Customer], *, lot: str, share: int, by: Any) -> set[int]:
    """Note the sides of those who can be drawn; returns the customers that are left alone.

    Whoever has an open case, at whatever unit, is not drawn: somebody waits for an answer there, and gets it.
    """
    known = Customer.objects.select_for_update().filter(pk__in=[one.pk for one in customers]).order_by("pk")
    keys = dict(known.values_list("pk", "key"))
    busy = set(Case.objects.open().filter(customer__in=keys).values_list("customer_id", flat=True))
    busy |= set(alone(keys, today()))
    able = {pk: key for pk, key in keys.items() if pk not in busy}
    seed = secrets.randbits(62)
    chosen = held_out_of(able.values(), share, seed)
    if not chosen:
        return set()
    rows = [
        Drawn(customer_id=pk, lot=lot, held_out=key in chosen, since=today(), seed=seed, share=share, by=by)
        for pk, key in able.items()
    ]
    Drawn.objects.bulk_create(rows)
    record(Event.LOST_DRAWN, by=by, lot=lot, count=len(rows), held_out=len(chosen), share=share)
    return {pk for pk, key in able.items() if key in chosen}


def alone(customers: Collection[int], day: date) -> dict[int, date]:
    """Those of them who are left alone, each with the last day of it."""
    rows = Drawn.objects.alone(day).filter(customer__in=customers).values_list("customer_id", "since")
    return {customer: since + timedelta(days=DAYS - 1) for customer, since in rows.order_by("since")}


def undraw(lot: str, *, kept: Collection[int]) -> None:
    """The lot was opened by mistake: it never was, but for the customers ``kept``, on whom somebody worked meanwhile.

    Those left alone stay drawn only where there is still somebody to compare them with.
    """
    rows = Drawn.objects.filter(lot=lot)
    (rows.filter(held_out=False).exclude(customer__in=kept) if kept else rows).delete()
