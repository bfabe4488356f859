"""What is done with one customer, or with the list."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.web.audit import Event, record
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit


@transaction.atomic
def note_seen(*, customer: Customer, by: Any) -> None:
    """Somebody looked at a person's record."""
    record(Event.CUSTOMER_SEEN, target=customer, by=by)


@transaction.atomic
def change_customer(*, customer: Customer, fields: dict[str, Any], by: Any) -> list[str]:
    """Change what differs; the trail names the fields and never their values."""
    changed = [name for name, value in fields.items() if getattr(customer, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(customer, name, fields[name])
    customer.save(update_fields=changed)
    if "unit" in changed and customer.unit_id:
        CustomerUnit.objects.get_or_create(customer=customer, unit_id=customer.unit_id)
    CustomerScore.objects.get_or_create(customer=customer)
    record(Event.CUSTOMER_CHANGED, target=customer, by=by, fields=sorted(changed))
    return changed


@transaction.atomic
def note_export(*, by: Any, count: int, purpose: str, filters: list[str], kind: str) -> None:
    """Names left the house."""
    record(Event.CUSTOMERS_EXPORTED, by=by, count=count, purpose=purpose, filters=filters, kind=kind)


@transaction.atomic
def note_record_export(*, customer: Customer, by: Any, purpose: str, kind: str) -> None:
    """Somebody's whole record left the house."""
    record(Event.CUSTOMER_EXPORTED, target=customer, by=by, purpose=purpose, kind=kind)


@transaction.atomic
def score_now(*, by: Any) -> Job:
    """New scores, by the worker."""
    record(Event.SCORING_STARTED, by=by)
    return start("people.score", by=by)
