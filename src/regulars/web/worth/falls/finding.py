"""Who fell, by the answers that are news: each fall is written down once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from regulars.facts import Facts
from regulars.insights.loyalty.slipping import Slip, slipped
from regulars.insights.scope import Scope
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer
from regulars.web.worth.falls.models import DAYS, Fall

WHOLE = Scope.whole(purpose="loyal customers who fell")


def look(facts: Facts, day: date) -> int:
    """How many are new. Twice on a day finds nobody twice; older answers are no news, also where the data are new."""
    found = slipped(facts, scope=WHOLE)
    columns = (found.customer, found.slip, found.unit, found.day.astype(object))
    rows = zip(*(column.tolist() for column in columns), strict=True)
    since = day - timedelta(days=DAYS)
    fresh = {
        customer: (unit, answered)
        for customer, slip, unit, answered in rows
        if slip == Slip.LEFT and answered is not None and since < answered <= day
    }
    if not fresh:
        return 0
    return _write(fresh, survey=found.survey, day=day)


@transaction.atomic
def _write(fresh: dict[int, tuple[str, Any]], *, survey: str, day: date) -> int:
    units = dict(Unit.objects.values_list("code", "pk"))
    known = set(Fall.objects.filter(answered__gt=day - timedelta(days=DAYS)).values_list("customer", "answered"))
    people = Customer.objects.filter(key__in=list(fresh)).values_list("pk", "key")
    rows = [
        Fall(customer_id=pk, survey=survey, unit_id=units.get(unit), answered=answered, found=day)
        for pk, key in people
        for unit, answered in [fresh[key]]
        if (pk, answered) not in known
    ]
    Fall.objects.bulk_create(rows, ignore_conflicts=True)  # two who look at once
    if rows:
        record(Event.FALLS_FOUND, customers=len(rows), day=str(day))
    return len(rows)
