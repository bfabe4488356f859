"""Whether lost customers come back when somebody talks to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Min
from django.utils import timezone

from regulars.language import Estimate, Kind, Message, Missing, message, plural
from regulars.methods import WinBack, win_back
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.customer import among_known_at
from regulars.web.worth.keep.opening import WON

DAYS = 90  # that somebody has to come back in


@dataclass(frozen=True)
class WonBack:
    """``share``: of those approached so long ago, who bought again; ``n``: of how many."""

    n: int
    returned: int
    share: Estimate | Missing
    notes: tuple[Message, ...]


def won_back(scope: UnitScope) -> WonBack:
    """Of the customers of a scope for whom a case was opened from the list of the lost."""
    rows = CustomerScore.objects.all()
    rows = rows if scope.unit_ids is None else rows.filter(among_known_at(scope.unit_ids, "customer_id"))
    last = CustomerScore.objects.aggregate(day=Max("day"))["day"]
    cases = Case.objects.filter(rule__startswith=f"{WON}.", customer__isnull=False).exclude(outcome=Outcome.INVALID)
    cases = cases if scope.unit_ids is None else cases.filter(unit__in=scope.unit_ids)
    first = cases.order_by().values_list("customer").annotate(at=Min("opened"))
    since = {customer: timezone.localtime(at).date() for customer, at in first}
    over = {one: day for one, day in since.items() if last and day <= last - timedelta(days=DAYS)}
    days = dict(rows.filter(customer__in=list(over)).values_list("customer", "last_day"))
    returned = [bool(day and over[one] < day <= over[one] + timedelta(days=DAYS)) for one, day in days.items()]
    alone = message("No hold-out: what they would have done by themselves cannot be told.")
    if not returned:
        none = message("Nobody was approached from here {days} days ago or more.", days=DAYS)
        return WonBack(0, 0, Missing(none), (alone,))
    if len(returned) < WinBack.minimum_n:
        few = plural("too few to judge: {count} approached", "too few to judge: {count} approached", len(returned))
        return WonBack(len(returned), sum(returned), Missing(few), (alone,))
    found = win_back([int(one) for one in returned])
    share = Estimate(found.won_back, found.won_back_low, found.won_back_high, kind=Kind.SHARE, digits=0)
    return WonBack(found.n, found.n_returned_customers, share, (alone,))
