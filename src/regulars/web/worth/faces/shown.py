"""The familiar contacts as lines of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Missing, Money, message
from regulars.methods import staff_departure_exposure
from regulars.methods.leaving.staff_departure import StaffDeparture
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.worth.faces.counting import Known
from regulars.web.worth.faces.departures import Departures, departures

UNTOLD = message("not told")


@dataclass(frozen=True)
class Tied:
    """The method's result over ``users``, as of the day of the scores."""

    result: StaffDeparture
    users: Mapping[str, User]
    day: date
    currency: str
    departures: Departures

    @property
    def shown_day(self) -> Day:
        """For people."""
        return Day(self.day)


@dataclass(frozen=True)
class Line:
    """One member of staff."""

    user: User
    customers: Count
    tied: Estimate
    share: Estimate
    at_risk: Estimate | Missing


def tied(reader: Any, known: Mapping[int, Known]) -> Tied | None:
    """What hangs on whom; None where nobody who knows somebody has a value."""
    scores = CustomerScore.objects.filter(customer_id__in=list(known), value__isnull=False, day__isnull=False)
    rows = list(scores.values_list("customer_id", "value", "day", "currency"))
    if not rows:
        return None
    users = {str(user.pk): user for user in User.objects.filter(pk__in={known[row[0]].user for row in rows})}
    day = max(row[2] for row in rows)
    what = departures(reader, day, grades_of(Company.current()).stages.inactive_after)
    result = staff_departure_exposure(
        [str(known[row[0]].user) for row in rows],
        [max(0.0, float(row[1])) for row in rows],
        contact_share=[known[row[0]].part for row in rows],
        followed=what.followed if what.followed[1] and what.otherwise[1] else None,
        otherwise=what.otherwise if what.followed[1] and what.otherwise[1] else None,
    )
    return Tied(result, users, day, rows[0][3] or NO_CURRENCY, what)


def lines(found: Tied) -> list[Line]:
    """The most value first."""
    result = found.result
    return [
        Line(
            found.users[name],
            Count(int(result.staff_customers[at])),
            _money(result.tied[at], found.currency),
            Estimate(float(result.tied_share[at]), kind=Kind.SHARE, digits=0),
            _money(result.at_risk[at], found.currency, result.at_risk_low[at], result.at_risk_high[at])
            if result.followed_verdict is not None
            else Missing(UNTOLD),
        )
        for at, name in enumerate(result.staff_names)
    ]


def _money(value: float, currency: str, low: float | None = None, high: float | None = None) -> Estimate:
    limits = {} if low is None or high is None else {"low": float(low), "high": float(high)}
    return Estimate(float(value), **limits, kind=Kind.MONEY, currency=currency)


def customers_of(reader: Any, known: Mapping[int, Known]) -> list[dict[str, Any]]:
    """The customers of one, the most valuable first."""
    seen = (
        Customer.objects.visible_to(reader, Permission.SEE_CUSTOMERS).filter(pk__in=list(known)).select_related("score")
    )
    rows = [
        {
            "customer": one,
            "value": _value(one),
            "contacts": Count(known[one.pk].contacts),
            "of_all": Count(known[one.pk].of_all),
            "last": Day(timezone.localdate(known[one.pk].last)),
            "sort": float(one.score.value or 0) if hasattr(one, "score") else 0.0,
        }
        for one in seen
    ]
    return sorted(rows, key=lambda row: -row["sort"])


def _value(customer: Customer) -> Money | Missing:
    score = getattr(customer, "score", None)
    if score is None or score.value is None:
        return Missing(UNTOLD)
    return Money(Decimal(str(score.value)), score.currency or NO_CURRENCY)
