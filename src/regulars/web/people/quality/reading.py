"""The records as the checks see them: some thousand at a time, with what must be known of all of them beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Count
from django.db.models.functions import Lower
from django.utils import timezone

from regulars.web.messages.addresses import hashed, home_country
from regulars.web.people.identifiers import Handle
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.quality.catalogue import Check

ROWS = 2_000
TEXTS = ("number", "name", "email", "phone", "language")
_COLUMNS = ("pk", "kind", *TEXTS, "changed")
_LEAST = 20  # of fewer records half may well share a name


class Record(NamedTuple):
    """One customer. ``days``: first and last purchase; ``others``: days in fields of the company's own."""

    pk: int
    kind: str
    number: str
    name: str
    email: str
    phone: str
    language: str
    changed: datetime
    first: date | None = None
    last: date | None = None
    others: tuple[date, ...] = ()
    proved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class World:
    """What is known beyond one record. ``shared``: check -> values that too many have; ``returned``: hashes."""

    country: str
    now: datetime
    today: date
    shared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    returned: frozenset[str] = frozenset()


def world(checks: Mapping[str, Check]) -> World:
    """Ask once for what concerns all."""
    shared = {one.key: _shared(one) for one in checks.values() if one.mechanism == "shared"}
    return World(home_country(), timezone.now(), timezone.localdate(), shared, _returned())


def records() -> Iterator[list[Record]]:
    """All customers, some thousand at a time."""
    after = 0
    while rows := list(Customer.objects.filter(pk__gt=after).order_by("pk").values_list(*_COLUMNS)[:ROWS]):
        yield _with_more(rows)
        after = rows[-1][0]


def records_of(customers: Any) -> dict[int, Record]:
    """These customers, by their keys."""
    rows = list(Customer.objects.filter(pk__in=customers).order_by("pk").values_list(*_COLUMNS))
    return {one.pk: one for one in _with_more(rows)}


def _with_more(rows: list[tuple[Any, ...]]) -> list[Record]:
    keys = [row[0] for row in rows]
    many = len(keys) > _LEAST  # a whole stretch of the table, or some records here and there
    within = {"customer__gte": keys[0], "customer__lte": keys[-1]} if many else {"customer__in": keys}
    bought = {
        one: (first, last)
        for one, first, last in CustomerScore.objects.filter(**within).values_list("customer", "first_day", "last_day")
    }
    others, proved = _own_days(within), _proved(within)
    return [
        Record(*row, *bought.get(row[0], (None, None)), others.get(row[0], ()), proved.get(row[0], frozenset()))
        for row in rows
    ]


def _own_days(within: dict[str, Any]) -> dict[int, tuple[date, ...]]:
    if not apps.is_installed("regulars.web.people.details"):
        return {}
    rows = apps.get_model("details", "OwnValue").objects.filter(day__isnull=False, **within)
    found: dict[int, tuple[date, ...]] = {}
    for customer, day in rows.values_list("customer", "day"):
        found[customer] = (*found.get(customer, ()), day)
    return found


def _proved(within: dict[str, Any]) -> dict[int, frozenset[str]]:
    """Hashes of the addresses at which a message arrived, or that somebody has checked."""
    from regulars.web.messages.models import Outgoing, State

    found: dict[int, set[str]] = {}
    sent = Outgoing.objects.filter(state=State.SENT, **within).order_by()
    for customer, address in sent.values_list("customer", "to_hash").distinct():
        found.setdefault(customer, set()).add(address)
    if apps.is_installed("regulars.web.people.details"):
        rows = apps.get_model("details", "Identifier").objects.filter(
            kind=Handle.EMAIL, checked_at__isnull=False, **within
        )
        for customer, value in rows.values_list("customer", "value"):
            found.setdefault(customer, set()).add(hashed(value))
    return {customer: frozenset(many) for customer, many in found.items()}


def _shared(check: Check) -> frozenset[str]:
    """Values that more customers have than should, in small letters."""
    name = check.fields[0]
    filled = Customer.objects.exclude(**{name: ""}).order_by()
    most = int(check.options.get("more_than", 0))
    if part := check.options.get("part"):
        most = max(_LEAST, filled.count() * int(part) // 100) - 1
    rows = filled.values_list(Lower(name)).annotate(n=Count("pk")).filter(n__gt=most)
    return frozenset(value for value, _ in rows)


def _returned() -> frozenset[str]:
    from regulars.web.messages.models import Reason, Suppressed

    rows = Suppressed.objects.holding().filter(reason__in=[Reason.BOUNCED, Reason.RETURNED])
    return frozenset(rows.values_list("address_hash", flat=True))
