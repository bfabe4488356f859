"""A case for a customer who fell, or the decision that nothing is to be done."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Day, RegularsError, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.people.models import Customer
from regulars.web.words import say
from regulars.web.worth.falls.models import Fall

KIND = "recovery"


class FallError(RegularsError):
    """Somebody else decided something about this fall."""


@transaction.atomic
def open_for(*, fall: Fall, by: Any) -> tuple[Case, bool]:
    """The case, and whether it is new: whoever sees one of this customer that is open, goes on with that.

    Raises ``FallError`` where this person works on no cases of the unit.
    """
    customer = Customer.objects.select_for_update().get(pk=fall.customer_id)  # two people press the button at once
    seen = Case.objects.visible_to(by, Permission.SEE_CASES).filter(customer=customer)
    if known := seen.open().order_by("-opened", "-pk").first():
        return known, False
    unit, scope = fall.unit or customer.unit, scope_of(by, Permission.WORK_CASES)
    if scope.unit_ids is not None and (unit is None or unit.pk not in scope.unit_ids):
        raise FallError(message("Not known at a unit where you work on cases."))
    words = message("Was loyal, and no longer is by the answers of {day}.", day=Day(fall.answered))
    wish = Wish(
        kind=KIND,
        title=say(message("Was loyal: talk to them")),
        words=say(words),
        channel=Channel.STAFF,
        nonce=f"fall:{fall.public_id}",
        customer=customer,
        unit=unit,
        rule="fall",
    )
    return open_case(wish, by=by)


@transaction.atomic
def set_aside(*, fall: Fall, by: Any) -> None:
    """Nothing is to be done. Raises ``FallError`` where somebody was quicker."""
    if not Fall.objects.filter(pk=fall.pk, aside=None).update(aside=timezone.now(), by=by):
        raise FallError(message("Somebody decided already that nothing is to be done."))
    record(Event.FALL_SET_ASIDE, target=fall, by=by)


@transaction.atomic
def put_back(*, fall: Fall, by: Any) -> None:
    """It is to be looked at after all. Raises ``FallError`` where somebody was quicker."""
    if not Fall.objects.filter(pk=fall.pk, aside__isnull=False).update(aside=None, by=None):
        raise FallError(message("Somebody put it back on the list already."))
    record(Event.FALL_PUT_BACK, target=fall, by=by)
