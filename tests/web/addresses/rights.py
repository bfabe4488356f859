"""Addresses of rights: requests are the administrator's; the pages for customers are for the whole world."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, OTHER, _guest
from tests.web.addresses.shape import EVERYBODY, Address

OWN = ("administrator",)


def _customer(world: Any) -> dict[str, str]:
    guest = _guest(world)
    guest.email = "guest@example.com"
    guest.save()
    return {"customer": guest.public_id}


def _claim(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.people.rights.models import Claim

    claim = Claim.objects.create(
        customer=_guest(world), sort="erase", origin="staff", due=timezone.localdate(), act_at=timezone.now()
    )
    return {"public_id": claim.public_id}


def _certificate(world: Any) -> dict[str, str]:
    return {"public_id": _certified(world).public_id}


def _proof(world: Any) -> dict[str, str]:
    return {"public_id": _certified(world).claim.public_id}


def _certified(world: Any) -> Any:
    from regulars.web.people.rights.models import Certificate, Claim

    claim = Claim.objects.get(public_id=_claim(world)["public_id"])
    report = {
        "tables": {"people.Customer": 1, "people.Contact.customer": 3},
        "facts": {"purchases": 12},
        "files": {"mails": 1},
        "struck": {"audit.Entry": 1},
        "set_aside": 0,
        "responses": 1,
        "search": {"found": [], "tables": 90, "rows": 1234, "facts": 12, "files": 40, "size": 9_000_000, "sealed": 1},
    }
    return Certificate.objects.create(claim=claim, digest="0" * 64, report=report)


def _fresh(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer
    from regulars.web.people.rights.tokens import fresh_token

    return {"token": fresh_token(Customer.objects.get(public_id=_customer(world)["customer"]))}


def _foot(world: Any) -> dict[str, str]:
    from regulars.web.people.rights.foot import foot_token

    return {"token": foot_token(_customer(world)["customer"])}


def _data(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer
    from regulars.web.people.rights.actions import export

    found = _fresh(world)
    export(customer=Customer.objects.get(number="G-1"), origin="customer")
    return {**found, "kind": "json"}


def _policy(world: Any) -> dict[str, Any]:
    from regulars.web.people.rights.keeping import rules

    days = {f"{one.key}-days": one.days for one in rules()}
    return {"grace_days": 7, "within": 15, "counted": "working", "file_days": 3, **days}


WISH = {"sort": "erase", "reason": "asked on the telephone", "number": "G-1"}
ROWS = [
    Address("my:page", EVERYBODY, arguments=_fresh),
    Address("rights:claims", OWN, arguments=lambda world: _claim(world) and {}),
    Address("my:page", EVERYBODY, arguments=_foot, note="from a foot"),
    Address("my:page", EVERYBODY, arguments=lambda world: {"token": "forged"}, good=(404,), note="forged"),
    Address("my:page", EVERYBODY, arguments=_foot, method="post", data=lambda world: {"do": "link"}, good=(302,)),
    Address("my:ask", EVERYBODY),
    Address("my:ask", EVERYBODY, method="post", data=lambda world: {"email": "x@example.com"}, good=(302,)),
    Address("my:data", EVERYBODY, arguments=_data),
    Address("my:certificate", EVERYBODY, arguments=_proof),
    Address("rights:claims", OWN, note="empty"),
    Address("rights:keeping", OWN),
    Address("rights:keeping", OWN, method="post", data=_policy, good=(302,)),
    Address("rights:take_proposed", OWN, method="post", good=(302,)),
    Address("rights:ask", OWN, arguments=_customer),
    Address("rights:ask", OWN, arguments=_customer, method="post", data=lambda world: WISH, good=(302,)),
    Address("rights:send_link", EDIT, OTHER, _customer, method="post", good=(302,)),
    Address("rights:back", OWN, arguments=_claim, method="post", good=(302,)),
    Address("rights:certificate", OWN, arguments=_certificate),
]
