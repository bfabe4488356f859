"""The catalogue, the budgets and the limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from regulars.language import message
from regulars.web.accounts.roles import Role
from regulars.web.audit import Event, record
from regulars.web.cases.advice.content import ready
from regulars.web.cases.advice.errors import AdviceError
from regulars.web.cases.advice.limits import LIMITED, May, limits
from regulars.web.cases.advice.models import Budget, Gesture, Limit, month_of
from regulars.web.company.models import Company, Unit


@transaction.atomic
def save(*, gesture: Gesture, by: Any, **fields: Any) -> Gesture:
    """A new one, or a changed one; what was chosen before keeps its own amount."""
    for name, value in fields.items():
        setattr(gesture, name, value)
    gesture.save()
    record(Event.GESTURE_CHANGED, target=gesture, by=by)
    return gesture


def take_over(*, key: str, by: Any) -> Gesture:
    """One of the proposals becomes the company's own. Pressed twice, it is there once. Raises ``AdviceError``."""
    one, currency = ready().get(key), Company.current().currency
    if one is None:
        raise AdviceError(message("There is no such proposal."))
    if not one.known_in(currency):
        raise AdviceError(message("Its amounts are not known in your currency. Write a gesture of your own."))
    fields = {
        "ready": key, "sort": one.sort, "name": one.name, "sees": one.sees, "cost": one.cost[currency],
        "worth": one.worth[currency], "stays_low": one.stays[0], "stays_high": one.stays[1],
        "severity_low": one.severity[0], "severity_high": one.severity[1], "kinds": list(one.kinds),
        "groups": list(one.groups),
    }  # fmt: skip
    try:
        with transaction.atomic():
            return save(gesture=Gesture(), by=by, **fields)
    except IntegrityError:
        return Gesture.objects.get(ready=key)


@transaction.atomic
def switch(*, gesture: Gesture, on: bool, by: Any) -> None:
    """Offer it from now on, or no more."""
    if Gesture.objects.filter(pk=gesture.pk, on=not on).update(on=on):
        record(Event.GESTURE_CHANGED, target=gesture, by=by, on=on)


@transaction.atomic
def set_budget(*, unit: Unit | None, since: date, amount: Decimal, by: Any) -> None:
    """So much for each month, from this one on."""
    Budget.objects.update_or_create(unit=unit, since=month_of(since), defaults={"amount": amount})
    record(
        Event.GESTURE_BUDGET_SET, target=unit or Company.current(), by=by, since=f"{since:%Y-%m}", amount=str(amount)
    )


@transaction.atomic
def set_limits(*, wanted: dict[Role, May], by: Any) -> None:
    """What each role may give without asking; what stays as it was is not touched."""
    before = limits()
    for role in LIMITED:
        if role in wanted and wanted[role] != before[role]:
            now = wanted[role]
            Limit.objects.update_or_create(role=role, defaults={"once": now.once, "month": now.month})
            record(
                Event.GESTURE_LIMITS_SET, target=Company.current(), by=by, role=role.value, once=_plain(now.once),
                month=_plain(now.month),
            )  # fmt: skip


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)
