"""Further addresses: noted as written, compared as they are read."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.people.details.errors import DetailError
from regulars.web.people.details.models import Identifier
from regulars.web.people.details.owners import canonical_here
from regulars.web.people.models import Customer
from regulars.web.people.search.indexing import index_one


def add_address(*, customer: Customer, kind: str, value: str, source: str = "", by: Any = None) -> Identifier:
    """Note one; what cannot be read as one of its kind is kept as written. Raises ``DetailError`` if it is there."""
    value = value.strip()
    compared = canonical_here(kind, value)
    same = customer.identifiers.filter(kind=kind, canonical=compared)
    if (compared and same.exists()) or _main(customer, kind, value):
        raise DetailError(message("“{value}” is noted already.", value=value))
    try:
        with transaction.atomic():
            made = Identifier.objects.create(
                customer=customer, kind=kind, value=value, canonical=compared, source=source.strip(), by=by
            )
            index_one(customer)
            record(Event.ADDRESS_ADDED, target=customer, by=by, kind=kind)
    except IntegrityError as error:
        raise DetailError(message("“{value}” is noted already.", value=value)) from error
    return made


@transaction.atomic
def check_address(*, address: Identifier, by: Any) -> None:
    """Somebody saw that it is right."""
    Identifier.objects.filter(pk=address.pk).update(checked_at=timezone.now())
    record(Event.ADDRESS_CHANGED, target=address.customer, by=by, kind=address.kind, fields=["checked_at"])


@transaction.atomic
def prefer_address(*, address: Identifier, by: Any) -> None:
    """Before others of its kind: an address or number becomes the main one, and the main one a further one.

    Pressed by two at once, it is done once.
    """
    customer = Customer.objects.select_for_update().get(pk=address.customer_id)
    if not customer.identifiers.filter(pk=address.pk, value=address.value).exists():
        return
    if address.kind in ("email", "phone"):
        _swap(customer, address)
    else:
        customer.identifiers.filter(kind=address.kind, preferred=True).update(preferred=False)
        Identifier.objects.filter(pk=address.pk).update(preferred=True)
    record(Event.ADDRESS_CHANGED, target=customer, by=by, kind=address.kind, fields=["preferred"])


@transaction.atomic
def remove_address(*, address: Identifier, by: Any) -> None:
    """It is not theirs, or not any more."""
    customer = address.customer
    gone, _ = Identifier.objects.filter(pk=address.pk).delete()
    if gone:
        index_one(customer)
        record(Event.ADDRESS_REMOVED, target=customer, by=by, kind=address.kind)


def _main(customer: Customer, kind: str, value: str) -> bool:
    if kind not in ("email", "phone") or not (main := getattr(customer, kind)):
        return False
    return main == value or (bool(compared := canonical_here(kind, value)) and canonical_here(kind, main) == compared)


def _swap(customer: Customer, address: Identifier) -> None:
    longest = Customer._meta.get_field(address.kind).max_length
    if not address.canonical or len(address.value) > longest:
        raise DetailError(message("“{value}” cannot be read; write it anew before it is used.", value=address.value))
    before, now = getattr(customer, address.kind), address.value
    further = customer.identifiers.filter(kind=address.kind)
    if before and not further.exclude(pk=address.pk).filter(value=before).exists():
        # From where the new one is known, and when it was seen to be right, says nothing of the former one.
        compared = canonical_here(address.kind, before)
        further.filter(pk=address.pk).update(value=before, canonical=compared, source="", checked_at=None)
    else:
        further.filter(pk=address.pk).delete()
    setattr(customer, address.kind, now)
    customer.save(update_fields=[address.kind])
