"""Addresses of the mail of cases."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, WORK, case_of
from tests.web.addresses.shape import Address


def _case(world: Any) -> dict[str, str]:
    return {"case": case_of(world, email="anna@example.com").public_id}


def _mail(world: Any) -> dict[str, str]:
    from regulars.web.cases.mail.models import Mail

    made = Mail.objects.create(sort="automatic", sender="anna@example.com", unit=world.units.lakeside, text="Away.")
    return {"public_id": made.public_id}


def _address(world: Any) -> dict[str, int]:
    from regulars.web.cases.mail.models import UnitAddress

    return {"number": UnitAddress.objects.create(unit=world.units.lakeside, address="lake@example.com").pk}


def _post(url: str, made: Any, data: dict[str, str], roles: tuple[str, ...] = WORK) -> Address:
    others = OTHER if roles is WORK else ()
    return Address(url, roles, others, made, method="post", data=lambda world: data, good=(302,))


ROWS = [
    Address("casemail:mails", (*WORK, *OTHER)),
    Address("casemail:rules", ("administrator",)),
    _post("casemail:write", _case, {"letter-words": "We called you.", "letter-token": "abcdefgh1234"}),
    _post("casemail:open", _mail, {}),
    _post("casemail:take", _address, {}, roles=("administrator",)),
]
