"""What somebody may give without asking, and what is left of the month's budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from regulars.language import Money
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import PERMISSIONS, Permission, Role
from regulars.web.cases.advice.content import limits as proposed
from regulars.web.cases.advice.models import Budget, Choice, Limit, Stand, month_of
from regulars.web.cases.assigning import above, workers
from regulars.web.cases.models import Case
from regulars.web.company.models import Company, Unit

NOTHING = Decimal(0)
# Roles that work on cases; the administrator is held by no limit unless one is set.
LIMITED = tuple(role for role in Role if Permission.WORK_CASES in PERMISSIONS[role])


@dataclass(frozen=True)
class May:
    """What may be given in one case and in one month; None: as much as is right."""

    once: Decimal | None
    month: Decimal | None


@dataclass(frozen=True)
class Left:
    """A budget in one month."""

    budget: Budget
    month: date
    spent: Decimal
    reserved: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be promised; below nothing where more was approved."""
        return self.budget.amount - self.spent - self.reserved

    @property
    def said_left(self) -> Money:
        """For people."""
        return Money(self.left, Company.current().currency)


def limits() -> dict[Role, May]:
    """For each role that works on cases: as set, else as proposed in the company's currency, else nothing."""
    found = {one.role: May(one.once, one.month) for one in Limit.objects.all()}
    currency = Company.current().currency
    for role in LIMITED:
        if role in found:
            continue
        if role is Role.ADMINISTRATOR:
            found[role] = May(None, None)
        else:
            once, month = proposed().get(role, ({}, {}))
            found[role] = May(once.get(currency, NOTHING), month.get(currency, NOTHING))
    return {role: found[role] for role in LIMITED}


def limit_of(user: User, unit: Unit | None) -> May:
    """The highest of the roles that somebody holds at a unit."""
    at = above(unit)
    grants = user.grants.on(timezone.localdate()).filter(Q(unit=None) | Q(unit__in=at)).values_list("role", flat=True)
    known = limits()
    held = [known[Role(role)] for role in grants if role in LIMITED]
    return May(_most(one.once for one in held), _most(one.month for one in held)) if held else May(NOTHING, NOTHING)


def _most(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = list(amounts)
    return None if None in found else max(one for one in found if one is not None)


def enough(limit: Decimal | None, amount: Decimal) -> bool:
    """Whether an amount stays within a limit."""
    return limit is None or amount <= limit


def given_in(case: Case) -> Decimal:
    """What is promised or given in a case so far, by whomever."""
    return _sum(Choice.objects.counted().filter(case=case))


def given_by(user: User, month: date) -> Decimal:
    """What somebody gave in a month without asking."""
    return _sum(Choice.objects.counted().filter(by=user, month=month, empowered=True))


def within_limits(user: User, case: Case, amount: Decimal) -> bool:
    """Whether somebody may give so much more in a case without asking."""
    may = limit_of(user, case.unit)
    month = month_of(timezone.localdate())
    return enough(may.once, given_in(case) + amount) and enough(may.month, given_by(user, month) + amount)


def may_approve(user: Any, case: Case, amount: Decimal) -> bool:
    """Whether somebody's own limit is high enough; that they may approve at all is asked elsewhere."""
    return enough(limit_of(user, case.unit).once, given_in(case) + amount)


def approvers(case: Case, amount: Decimal, *, but: User) -> list[User]:
    """Who can approve so much, and is not the one who asks."""
    rows = workers(case.unit, Permission.APPROVE).exclude(pk=but.pk).order_by("pk")
    return [one for one in rows if may_approve(one, case, amount)]


def budget_of(unit: Unit | None, month: date) -> Budget | None:
    """What a unit draws on in a month."""
    at = above(unit)
    rows = list(Budget.objects.filter(Q(unit=None) | Q(unit__in=at), since__lte=month).order_by("since", "pk"))
    latest = {one.unit_id: one for one in rows}
    return next((latest[key] for key in (*at, None) if key in latest), None)


def left_of(budget: Budget, month: date) -> Left:
    """Spent and reserved in a month: by whichever row of this unit was in force when it was chosen."""
    rows = Choice.objects.filter(budget__isnull=False, budget__unit=budget.unit_id, month=month)
    return Left(budget, month, _sum(rows.filter(stand=Stand.GIVEN)), _sum(rows.filter(stand=Stand.CHOSEN)))


def _sum(rows: Any) -> Decimal:
    return rows.aggregate(sum=Sum("amount"))["sum"] or NOTHING
