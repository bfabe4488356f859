"""Whose is this address: the one place that knows the main ones and the further ones."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from regulars.language import Message, message
from regulars.web.messages.addresses import home_country
from regulars.web.people.details.models import Identifier
from regulars.web.people.identifiers import Handle, canonical, telephone, within_country
from regulars.web.people.models import Customer
from regulars.web.people.models.customer import CustomerQuerySet
from regulars.web.people.search import table
from regulars.web.people.search.grams import wanted

# So many customers may have a number within theirs; more have none in common but the company's own.
MOST = 1_000


def owners(kind: str, value: str) -> CustomerQuerySet:
    """Customers with this address, however it is written: as the main one or a further one. A family may share one."""
    country = home_country()
    found = canonical(kind, value, country)
    if not found:
        return Customer.objects.none()
    known: QuerySet[Any] = Identifier.objects.filter(kind=kind, canonical=found).order_by().values("customer")
    # One question for both: of two, PostgreSQL asks every customer whether they are in either.
    if kind == Handle.EMAIL:
        known = known.union(Customer.objects.written_at(value).order_by().values("pk"))
    elif kind == Handle.PHONE:
        known = known.union(Customer.objects.filter(pk__in=_reached_at(found, country)).order_by().values("pk"))
    return Customer.objects.filter(pk__in=known)


def canonical_here(kind: str, value: str) -> str:
    """As it is compared in this company."""
    return canonical(kind, value, home_country())


def _reached_at(number: str, country: str) -> list[int]:
    """Whose main number this is: the index of the search finds the digits, the number itself decides."""
    pieces = wanted([within_country(number)])
    rows = Customer.objects.filter(pk__in=table.having(pieces, among="", values=(), most=MOST)).exclude(phone="")
    return [key for key, phone in rows.values_list("pk", "phone") if telephone(phone, country) == number]


def unreadable(kind: str, value: str) -> Message:
    """Why nothing is sent there."""
    if kind == "phone":
        return message(
            "“{value}” cannot be read as a telephone number. It is kept as written; no short message goes there.",
            value=value,
        )
    return message(
        "“{value}” cannot be read as an e-mail address. It is kept as written; no mail goes there.", value=value
    )
