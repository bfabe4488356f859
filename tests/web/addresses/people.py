"""Addresses of customers: whoever is known at Lakeside is seen by its people, and does not exist for others."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

SEE = ("administrator", "analyst", "manager", "agent")
EDIT = ("administrator", "manager", "agent")
EXPORT = ("administrator", "analyst", "manager")
PURPOSE = {"purpose": "call list for the week"}


def _guest(world: Any) -> Any:
    from regulars.web.people.models import Customer, CustomerScore, CustomerUnit

    guest, fresh = Customer.objects.get_or_create(number="G-1", defaults={"key": 11, "words": "g-1"})
    if fresh:
        CustomerScore.objects.create(customer=guest)
        CustomerUnit.objects.create(customer=guest, unit=world.units.lakeside)
    return guest


def _one(world: Any) -> dict[str, str]:
    return {"public_id": _guest(world).public_id}


def _relation(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer, CustomerUnit, Relation

    guest = _guest(world)
    firm = Customer.objects.create(number="F-1", key=12, kind="organisation", words="f-1")
    CustomerUnit.objects.create(customer=firm, unit=world.units.lakeside)
    return {
        "public_id": guest.public_id,
        "relation": Relation.objects.create(person=guest, organisation=firm).public_id,
    }


def _firm(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer, CustomerUnit

    firm = Customer.objects.create(number="F-2", key=13, kind="organisation", words="f-2")
    CustomerUnit.objects.create(customer=firm, unit=world.units.lakeside)
    return {"number": "F-2"}


OTHER = ("colleague",)
ROWS = [
    Address("people:customers", (*SEE, *OTHER)),
    Address("people:export", (*EXPORT, *OTHER), method="post", data=lambda world: {**PURPOSE, "kind": "csv"}),
    Address("people:score", ("administrator", "analyst"), method="post", good=(302,)),
    Address("people:customer", SEE, foreign=OTHER, arguments=_one),
    Address("people:known", SEE, foreign=OTHER, arguments=_one),
    Address("people:talks", SEE, foreign=OTHER, arguments=_one),
    Address("people:data", SEE, foreign=OTHER, arguments=_one),
    Address("people:edit", EDIT, foreign=OTHER, arguments=_one),
    Address("people:relate", EDIT, foreign=OTHER, arguments=_one, method="post", data=_firm, good=(302,)),
    Address("people:end_relation", EDIT, foreign=OTHER, arguments=_relation, method="post", good=(302,)),
    Address(
        "people:record",
        EXPORT,
        foreign=OTHER,
        arguments=_one,
        method="post",
        data=lambda world: {**PURPOSE, "kind": "json"},
    ),
]


def _segment(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Segment

    _guest(world)
    return {"public_id": Segment.objects.create(name="All persons", condition="kind = person").public_id}


RULES = {"name": "Persons", "who.way": "text", "who.text": "kind = person", "do": "save"}
ROWS += [
    Address("segments:segments", (*SEE, *OTHER)),
    Address("segments:segment", (*SEE, *OTHER), arguments=_segment),
    Address("segments:new", (*EXPORT, *OTHER)),
    Address("segments:new", (*EXPORT, *OTHER), method="post", data=lambda world: RULES, good=(302,)),
    Address("segments:edit", ("administrator", "analyst"), arguments=_segment),
    Address(
        "segments:edit",
        ("administrator", "analyst"),
        arguments=_segment,
        method="post",
        data=lambda world: RULES,
        good=(302,),
    ),
    Address("segments:remove", ("administrator", "analyst"), arguments=_segment),
    Address("segments:remove", ("administrator", "analyst"), arguments=_segment, method="post", good=(302,)),
    Address(
        "segments:export",
        (*EXPORT, *OTHER),
        arguments=_segment,
        method="post",
        data=lambda world: {**PURPOSE, "kind": "csv"},
    ),
]


CONSENT = {f"consent-{key}": value for key, value in {
    "given": "no", "purpose": "surveys", "channel": "", "source": "phone", "day": "2026-01-01",
}.items()}  # fmt: skip
ROWS += [
    Address("people:consent", EDIT, OTHER, _one, method="post", data=lambda world: CONSENT, good=(302,)),
    Address(
        "people:contact",
        EDIT,
        OTHER,
        _one,
        method="post",
        data=lambda world: {"contact-way": "phone", "contact-day": "2026-01-01"},
        good=(302,),
    ),
    Address("people:needs", (*SEE, *OTHER)),
    Address("people:quiet", (*SEE, *OTHER)),
    Address("people:cadence", ("administrator",)),
    Address("people:cadence", ("administrator",), method="post", data=lambda world: {"key": "90"}, good=(302,)),
    Address("people:consents_import", ("administrator", "analyst")),
    Address("people:consents_take", ("administrator", "analyst"), method="post", good=(302,)),
]
