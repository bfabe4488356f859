"""What the condition of a trigger may ask: what happened, where, and to what kind of customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from regulars.language import Text, message
from regulars.survey.conditions import Kind, Known, Vocabulary
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer
from regulars.web.people.segments.fields import FIELDS, Field, Store
from regulars.web.research.events.models import EventKind, Happening

CUSTOMER = "customer."  # no field of a kind has a dot in its key
_KEPT = {Store.CUSTOMER, Store.SCORE, Store.RATING}
_OF_CUSTOMERS = {CUSTOMER + one.name: one for one in FIELDS.values() if one.store in _KEPT and not one.single}


def vocabulary_of(kind: EventKind) -> Vocabulary:
    """What is known of the customer, the unit, and the fields of the kind, which a form offers first."""
    units = {one.code: one.name or Text.of(one.code) for one in Unit.objects.filter(closed=None)}
    where = Known("unit", Kind.CHOICE, message("Unit"), units, asked=False)
    return Vocabulary({**of_customers(), where.name: where, **kind.plain.vocabulary()})


def values_of(one: Happening, details: Mapping[str, Any]) -> dict[str, Any]:
    """The same of one event. Its unit, customer and score are loaded; ``details``: typed."""
    known = values_of_customer(one.customer) if one.customer else {}
    return {**known, **({"unit": one.unit.code} if one.unit else {}), **details}


def of_customers() -> Vocabulary:
    """What is known of a customer, each name with ``customer.`` before it."""
    return Vocabulary({name: _known(name, one) for name, one in _OF_CUSTOMERS.items()})


def values_of_customer(customer: Customer) -> dict[str, Any]:
    """The same of one; the score is loaded."""
    return dict(_values_of(customer))


def _known(name: str, one: Field) -> Known:
    low, high = one.ends or (None, None)
    label = message("Customer: {field}", field=one.label)
    return Known(name, one.kind, label, one.options or {}, low, high, asked=False)


def _values_of(customer: Customer) -> Iterator[tuple[str, Any]]:
    score = getattr(customer, "score", None)
    for name, one in _OF_CUSTOMERS.items():
        row = customer if one.store is Store.CUSTOMER else score
        value = None if row is None else getattr(row, one.column)
        yield name, _said(one, value)


def _said(one: Field, value: Any) -> Any:
    """As a condition compares it."""
    if one.kind is Kind.FLAG:
        return bool(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    if isinstance(value, Decimal):
        value = float(value)
    return value * one.scale if value is not None and one.kind is Kind.NUMBER else value
