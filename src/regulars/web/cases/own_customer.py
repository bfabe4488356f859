"""The card of cases on the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.people.panels import Asked, Tab, panel

SHOWN = 10


def cases(asked: Asked) -> Mapping[str, Any] | None:
    """Open ones first, then the latest."""
    if not asked.may(Permission.SEE_CASES):
        return None
    rows = Case.objects.visible_to(asked.request.user, Permission.SEE_CASES).filter(customer=asked.customer)
    found = sorted(rows.select_related("unit")[:100], key=lambda one: not one.is_open)[:SHOWN]
    return {"cases": found, "may_open": may(asked.request.user, Permission.WORK_CASES)}


panel(Tab.TALKS, "cases", "cases/of_customer.html", cases, rank=5)
