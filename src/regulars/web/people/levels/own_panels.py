"""The level that is due, wherever staff meet a customer: the record, the case, the card of an arrival, a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases import panels as cases
from regulars.web.pages.cards import card
from regulars.web.people.cards.models import Arrival
from regulars.web.people.levels.due import Due, due_to
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.levels.promising import OURS
from regulars.web.people.levels.shown import Shown, of_case
from regulars.web.people.models import CustomerScore
from regulars.web.people.panels import Asked, Tab, panel


def _shown(score: CustomerScore | None, version: Version | None) -> Shown | None:
    if version is None:
        return None
    due = due_to(score)
    return Shown(due, version.level(due.level), version)


def of_customer(asked: Asked) -> Mapping[str, Any] | None:
    """On the overview of a customer."""
    found = _shown(getattr(asked.customer, "score", None), Version.now())
    return None if found is None else {"shown": found}


def of_a_case(asked: cases.Asked) -> Mapping[str, Any] | None:
    """On the page of a case: what was due when it was opened; where nothing was noted then, what is due today."""
    case = asked.case
    if not asked.names or case.kind in OURS:
        return None
    row = Promised.objects.filter(case=case).select_related("version").first()
    if row is not None:
        due = Due(row.tier, row.level, unclear=row.level != row.tier)
        found: Shown | None = Shown(due, row.version.level(row.level), row.version)
    else:
        found = _shown(getattr(case.customer, "score", None), Version.now())
    return {"shown": replace(found, case=of_case(case, found.level)), "promised": row} if found else None


def of_an_arrival(request: HttpRequest, arrival: Arrival) -> Mapping[str, Any] | None:
    """On the card of a guest who arrives: whoever sees the card sees the customer."""
    found = _shown(getattr(arrival.customer, "score", None), Version.now())
    return None if found is None else {"shown": found}


def of_a_call(request: HttpRequest, call: Any) -> Mapping[str, Any] | None:
    """On the list of calls: for those who may see customers where it happened."""
    customer, scope = call.happening.customer, scope_of(request.user, Permission.SEE_CUSTOMERS)
    if customer is None or not (scope.whole or call.unit_id in (scope.unit_ids or ())):
        return None
    if not hasattr(request, "_levels"):
        request._levels = Version.now()  # once for the whole list
    found = _shown(getattr(customer, "score", None), request._levels)
    return None if found is None else {"shown": found}


panel(Tab.OVERVIEW, "level", "levels/of_customer.html", of_customer, rank=3)
cases.panel("level", "levels/of_case.html", of_a_case, side=True, rank=12)
card("arrival", "levels/of_arrival.html", of_an_arrival)
card("call", "levels/of_call.html", of_a_call)
