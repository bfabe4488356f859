"""Falls in sight of a reader, the most valuable customer first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.worth.falls.models import Fall, FallQuerySet


def seen_by(user: Any) -> FallQuerySet:
    """Where somebody works on cases and sees the customers and what single ones answered."""
    rows = Fall.objects.visible_to(user, Permission.WORK_CASES)
    for also in (Permission.SEE_CUSTOMERS, Permission.SEE_RESPONSES):
        rows = rows.within(scope_of(user, also))
    return rows.order_by(F("customer__score__value").desc(nulls_last=True), "pk")


def waiting_for(user: Any, day: date) -> FallQuerySet:
    """Those that nobody has seen to."""
    return seen_by(user).waiting(day)


def told_of(user: Any, survey: str, unit_ids: Any, day: date) -> FallQuerySet:
    """What a subscription may tell: only how many."""
    rows = Fall.objects.visible_to(user, Permission.SEE_RESULTS).within(scope_of(user, Permission.SEE_CUSTOMERS))
    if unit_ids is not None:
        rows = rows.within(UnitScope(frozenset(unit_ids), None))
    return rows.waiting(day).filter(survey=survey)
