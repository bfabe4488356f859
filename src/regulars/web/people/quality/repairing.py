"""Repairs of records, each written down before and after. What somebody changed since it was shown is left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start
from regulars.web.messages.addresses import home_country
from regulars.web.people.models import Customer, Relation
from regulars.web.people.quality.catalogue import Check
from regulars.web.people.quality.measuring import look_again
from regulars.web.people.quality.mending import repaired
from regulars.web.people.quality.models import Finding, Lot, Repair

ROWS = 500
_LONGEST = {"name": 200, "email": 254, "phone": 40}
Progress = Callable[..., Any]
Change = Mapping[str, Sequence[Any]]  # field -> before, after


def suggestion(check: Check, customer: Any, country: str) -> dict[str, tuple[str, str]]:
    """What the check would change; empty where nothing can be said for certain."""
    found = repaired(check.repair, customer, country)
    if any(len(value) > _LONGEST.get(name, 200) for name, value in found.items()):
        return {}
    return {name: (getattr(customer, name), value) for name, value in found.items()}


def mark_of(change: Change) -> str:
    """What was shown, in short: who presses the button agrees to this and to nothing else."""
    return sha256(repr(sorted((name, *pair) for name, pair in change.items())).encode()).hexdigest()[:16]


@transaction.atomic
def repair_shown(*, check: Check, shown: Mapping[str, str], by: User) -> Lot:
    """The customers (public ids) whose repair was shown, each with the mark of what was shown."""
    rows = Customer.objects.visible_to(by, Permission.EDIT_CUSTOMERS).filter(public_id__in=list(shown))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    lot = Lot.objects.create(about=check.key, by=by)
    done = _repair(check, keys, lot, shown)
    _close(lot, done, len(shown) - done)
    return lot


def repair_all(*, check: Check, by: User, progress: Progress) -> Lot:
    """All that the check found and this person may change; five hundred at a time, for good."""
    rows = Finding.objects.visible_to(by, Permission.EDIT_CUSTOMERS).filter(about=check.key)
    keys = list(rows.order_by("customer_id").values_list("customer_id", flat=True))
    lot, done = Lot.objects.create(about=check.key, by=by), 0
    for begin in range(0, len(keys), ROWS):
        some = keys[begin : begin + ROWS]
        with transaction.atomic():
            done += _repair(check, some, lot, None)
        progress(message("Repairing records"), begin + len(some), len(keys))
    with transaction.atomic():
        _close(lot, done, len(keys) - done)
    return lot


@transaction.atomic
def start_repair(*, check: Check, by: User) -> Job:
    """All of them, by the worker."""
    return start("quality.repair", by=by, check=check.key, whom=by.pk)


@transaction.atomic
def start_measuring(*, by: User) -> Job:
    """Look at all records now."""
    return start("quality.measure", by=by)


def _repair(check: Check, keys: Sequence[int], lot: Lot, shown: Mapping[str, str] | None) -> int:
    """Inside a transaction: how many were repaired."""
    country, made = home_country(), []
    for customer in Customer.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        change = suggestion(check, customer, country)
        if not change or (shown is not None and shown.get(customer.public_id) != mark_of(change)):
            continue
        if "kind" in change and Relation.objects.filter(person=customer).exists():
            continue  # who belongs to an organisation is a person
        put(customer, {name: after for name, (_, after) in change.items()})
        made.append(Repair(lot=lot, customer=customer, fields={name: list(pair) for name, pair in change.items()}))
    Repair.objects.bulk_create(made)
    look_again([one.customer_id for one in made])
    return len(made)


def put(customer: Customer, values: Mapping[str, Any]) -> None:
    """Write these fields alone; the search follows by itself."""
    for name, value in values.items():
        setattr(customer, name, value)
    customer.save(update_fields=[*values])


def _close(lot: Lot, done: int, passed_over: int) -> None:
    Lot.objects.filter(pk=lot.pk).update(passed_over=F("passed_over") + passed_over)
    lot.refresh_from_db()
    record(Event.RECORDS_REPAIRED, target=lot, by=lot.by, check=lot.about, count=done, passed_over=passed_over)
