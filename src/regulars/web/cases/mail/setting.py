"""What the company decides about the mail of cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from regulars.web.audit import Event, record
from regulars.web.cases.mail.models import Rules, UnitAddress
from regulars.web.company.models import Unit


@transaction.atomic
def change_rules(*, receipts: Iterable[str], by: Any) -> None:
    """For which kinds a letter says at once that the words arrived."""
    rules = Rules.current()
    rules.receipts = sorted(receipts)
    rules.save(update_fields=["receipts"])
    record(Event.CASE_MAIL_CHANGED, target=rules, by=by, receipts=rules.receipts)


@transaction.atomic
def give_address(*, address: str, unit: Unit, by: Any) -> None:
    """Mail to this address is the unit's from now on."""
    UnitAddress.objects.update_or_create(address=address, defaults={"unit": unit})
    record(Event.CASE_MAIL_CHANGED, target=Rules.current(), by=by, address=address, unit=unit.code)


@transaction.atomic
def take_address(*, address: UnitAddress, by: Any) -> None:
    """Mail to this address belongs to nobody in particular from now on."""
    record(Event.CASE_MAIL_CHANGED, target=Rules.current(), by=by, address=address.address, unit="")
    address.delete()
