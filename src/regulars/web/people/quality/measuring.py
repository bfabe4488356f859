"""Look at every record and keep what was found: only what differs from last time is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Customer
from regulars.web.people.quality.catalogue import Check, checks
from regulars.web.people.quality.mechanisms import found_in
from regulars.web.people.quality.models import Finding, Measurement
from regulars.web.people.quality.reading import Record, World, records, records_of, world

FILLED = ("name", "email", "phone", "language")
ROWS = 500
COMMON = "shared"  # the mechanism that looks at all records at once
KEPT = 400  # measurements: a year of nights and some by hand


def measure(progress: Progress) -> Measurement:
    """All checks on all customers."""
    wanted = checks()
    progress(message("Looking for what many have in common"))
    known, total = world(wanted), Customer.objects.count()
    found, of, flawed, done = Counter[str](), Counter[str](), 0, 0
    for some in records():
        hits = {one.pk: hits_of(one, wanted, known) for one in some}
        _keep(hits, wanted, {"customer__gte": some[0].pk, "customer__lte": some[-1].pk})
        for one in some:
            found.update(hits[one.pk])
            flawed += any(wanted[key].fault for key in hits[one.pk])
            of.update(name for name in FILLED if getattr(one, name))
        done += len(some)
        progress(message("Checking records"), done, total)
    _forget_old_checks(wanted)
    counts = {key: [found[key], of[one.of] if one.of else done] for key, one in wanted.items()}
    made = Measurement.objects.create(customers=done, flawed=flawed, counts=counts)
    Measurement.objects.filter(pk__in=Measurement.objects.order_by("-at").values_list("pk")[KEPT:]).delete()
    return made


def look_again(customers: Sequence[int]) -> None:
    """These records were changed: what is found in them now. What many have in common is left to the night."""
    wanted = {key: one for key, one in checks().items() if one.mechanism != COMMON}
    known = world(wanted)
    for start in range(0, len(customers), ROWS):
        hits = {pk: hits_of(one, wanted, known) for pk, one in records_of(customers[start : start + ROWS]).items()}
        _keep(hits, wanted, {"customer__in": list(hits)})


def hits_of(record: Record, wanted: Mapping[str, Check], known: World) -> list[str]:
    """The checks that found something in one record."""
    return [key for key, one in wanted.items() if found_in(one, record, known)]


def _keep(hits: Mapping[int, list[str]], wanted_checks: Mapping[str, Check], which: dict[str, Any]) -> None:
    """Findings of these customers as they are now; those that stood before keep the day they were first seen."""
    rows = Finding.objects.filter(**which).values_list("pk", "customer", "about")
    standing = {(customer, check): pk for pk, customer, check in rows if check in wanted_checks}
    wanted = {(customer, check) for customer, many in hits.items() for check in many}
    gone = [pk for pair, pk in standing.items() if pair not in wanted]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    fresh = [(customer, check, now) for customer, check in sorted(wanted - standing.keys())]
    with transaction.atomic():
        for start in range(0, len(gone), 500):
            Finding.objects.filter(pk__in=gone[start : start + 500]).delete()
        if fresh:
            write_rows(Finding, ("customer_id", "about", "since"), fresh, "on conflict do nothing")


def _forget_old_checks(wanted: Mapping[str, Check]) -> None:
    Finding.objects.exclude(about__in=list(wanted)).delete()
