"""Customers, as far as a token sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Q

from regulars.facts.keys import canonical_customer
from regulars.language import message
from regulars.web.accounts.access import UnitScope
from regulars.web.api import tokens
from regulars.web.api.models import Token
from regulars.web.api.problems import Fault, ProblemError, Trouble, missing
from regulars.web.api.schemas.values import moment_text
from regulars.web.api.scopes import Scope
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer, Segment
from regulars.web.people.search.finding import find
from regulars.web.people.segments import matching


def customer_of(token: Token, name: str, scope: Scope) -> Customer:
    """By public id or number; by a number that a customer had before two became one. Out of sight is not there."""
    people = Customer.objects.within(tokens.sight(token, scope)).select_related("unit")
    number = canonical_customer(name) or name
    found = sorted(people.filter(Q(public_id=name) | Q(number=number)), key=lambda one: one.public_id != name)
    if not found and (former := _now_called(number)):
        found = list(people.filter(pk=former))
    if not found:
        raise missing()
    return found[0]


def _now_called(number: str) -> int | None:
    """Who has taken over from whoever was called so."""
    if not apps.is_installed("regulars.web.people.duplicates"):
        return None
    from regulars.web.people.duplicates.known_as import former_numbers

    return former_numbers([number]).get(number)


def now_called(numbers: Iterable[str]) -> dict[str, str]:
    """Former numbers among these -> the number of whom they belong to now."""
    if not apps.is_installed("regulars.web.people.duplicates"):
        return {}
    from regulars.web.people.duplicates.known_as import former_numbers

    former = former_numbers(numbers)
    left = dict(Customer.objects.filter(pk__in=set(former.values())).values_list("pk", "number"))
    return {number: left[pk] for number, pk in former.items() if pk in left}


def listed(
    scope: UnitScope,
    *,
    q: str | None,
    number: str | None,
    segment: str | None,
    kind: str | None,
    since: datetime | None,
) -> Any:
    """The customers asked for, not yet in any order."""
    people = Customer.objects.within(scope).select_related("unit")
    if number is not None:
        people = people.filter(number=canonical_customer(number) or "")
    if kind is not None:
        people = people.filter(kind=kind)
    if since is not None:
        people = people.filter(changed__gte=since)
    if q is not None:
        found = find(q, scope)
        people = people.filter(pk__in=found.all) if found is not None else people
    if segment is not None:
        people = matching(segment_of(segment).condition, within=people, scope=scope)
    return people


def segment_of(name: str) -> Segment:
    """One, by its id."""
    found = Segment.objects.filter(public_id=name).first()
    if found is None:
        raise missing()
    return found


def unit_of(code: str, scope: UnitScope, pointer: str = "/unit") -> Unit | None:
    """An open unit in sight; None where none is named."""
    if not code:
        return None
    found = Unit.objects.filter(code=code, closed=None).first()
    if found is None or (scope.unit_ids is not None and found.pk not in scope.unit_ids):
        reason = message("There is no unit with this code that the token may use.")
        way_out = message("The codes stand on the page of the units.")
        raise ProblemError(Trouble.UNFIT, reason, [Fault(pointer, reason, way_out, code)])
    return found


def told(customer: Customer) -> dict[str, Any]:
    """A customer as the document has it."""
    return {
        "id": customer.public_id,
        "number": customer.number,
        "kind": customer.kind,
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "language": customer.language,
        "way": customer.way,
        "unit": customer.unit.code if customer.unit else None,
        "added": moment_text(customer.added),
        "changed": moment_text(customer.changed),
    }


def etag_of(customer: Customer) -> str:
    """Changes with every change."""
    moment = customer.changed.astimezone(UTC).isoformat()
    return f'"{sha256(f"{customer.public_id} {moment}".encode()).hexdigest()[:20]}"'
