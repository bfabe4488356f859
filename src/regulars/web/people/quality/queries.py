"""What the pages of the quality of records show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.messages.addresses import home_country
from regulars.web.people.models import Customer
from regulars.web.people.models import Kind as CustomerKind
from regulars.web.people.quality.catalogue import Check
from regulars.web.people.quality.models import Finding, Lot, Origin, Repair
from regulars.web.people.quality.repairing import mark_of, suggestion
from regulars.web.people.quality.report import FIELDS, Line

SORTS = {
    "name": ("customer__name", "customer__number"),
    "-name": ("-customer__name", "-customer__number"),
    "-since": ("-since", "customer"),
    "since": ("since", "customer"),
}
USUAL = "-since"
_PART = 1_000


@dataclass(frozen=True)
class Changed:
    """One field before and after, for people."""

    label: Message
    before: Any
    after: Any

    @classmethod
    def of(cls, name: str, before: Any, after: Any) -> Changed:
        """Values of choices are said in words; an empty one is a word, too."""
        return cls(FIELDS.get(name.removesuffix("_id"), message("Field")), _said(name, before), _said(name, after))


@dataclass(frozen=True)
class FoundLine:
    """One customer of a check. ``now``: what stands in the fields; ``change``: what they would be."""

    customer: Customer
    since: datetime
    now: tuple[str, ...]
    change: tuple[Changed, ...]
    mark: str


@dataclass(frozen=True)
class Undoable:
    """One record of a lot."""

    one: Repair
    changes: tuple[Changed, ...]

    @classmethod
    def of(cls, one: Repair) -> Undoable:
        """For the page."""
        return cls(one, tuple(Changed.of(*change) for change in one.changes))


def order_of(text: str) -> str:
    """The order asked for."""
    return text if text in SORTS else USUAL


def found_by(check: Check, scope: UnitScope, sort: str) -> Any:
    """The findings of a check within a scope, with their customers."""
    rows = Finding.objects.within(scope).filter(about=check.key).select_related("customer")
    return rows.order_by(*SORTS[sort])


def counted(check: Check, scope: UnitScope) -> Line:
    """The check's figure; the same count of the same records as on the overview."""
    people = Customer.objects.within(scope)
    of = people.exclude(**{check.of: ""}) if check.of else people
    return Line(check, Finding.objects.within(scope).filter(about=check.key).count(), of.count())


def lines(check: Check, rows: Iterable[Finding]) -> list[FoundLine]:
    """With what stands there now, and what a repair would make of it."""
    country = home_country()
    return [_line(check, one, country) for one in rows]


def in_parts(rows: Any) -> Iterator[list[Finding]]:
    """All of them, some at a time."""
    some: list[Finding] = []
    for one in rows.iterator(_PART):
        some.append(one)
        if len(some) == _PART:
            yield some
            some = []
    yield some


def _line(check: Check, one: Finding, country: str) -> FoundLine:
    customer = one.customer
    change = suggestion(check, customer, country)
    shown = [name for name in check.fields if name in FIELDS and name not in ("number", "name")]
    return FoundLine(
        customer=customer,
        since=one.since,
        now=tuple(text for name in shown if (text := getattr(customer, name))),
        change=tuple(Changed.of(name, *pair) for name, pair in change.items()),
        mark=f"{customer.public_id}:{mark_of(change)}" if change else "",
    )


def lots_of(user: Any) -> Any:
    """Lots in which this person sees a record, the latest first, with how many."""
    scope = scope_of(user, Permission.SEE_CUSTOMERS)
    mine = Repair.objects.within(scope).filter(lot=OuterRef("pk"))
    of_a_lot = Repair.objects.filter(lot=OuterRef("pk")).order_by().values("lot").annotate(n=Count("pk")).values("n")
    rows = Lot.objects.select_related("by", "undone_by").annotate(records=Coalesce(Subquery(of_a_lot), 0))
    return rows if scope.whole else rows.filter(Exists(mine))


def may_undo(lot: Lot, scope: UnitScope) -> bool:
    """A whole import is undone by who may change every customer; a repair by anybody who may change its records."""
    return not scope.empty and (lot.origin == Origin.REPAIR or scope.whole)


def lot_of_import(upload: str) -> Lot | None:
    """What an import of customers changed, if it was written down."""
    return (
        Lot.objects.filter(origin=Origin.IMPORT, about=upload)
        .filter(Exists(Repair.objects.filter(lot=OuterRef("pk"))))
        .first()
    )


def _said(name: str, value: Any) -> Any:
    if value in (None, ""):
        return message("empty")
    if name == "kind":
        return CustomerKind(value).said
    if name == "unit_id":
        unit = Unit.objects.filter(pk=value).first()
        return unit.name if unit else value
    return value
