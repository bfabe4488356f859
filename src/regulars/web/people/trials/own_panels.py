"""The card of trials on the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.panels import Asked, Tab, panel
from regulars.web.people.promises.models import today
from regulars.web.people.trials.queries import tried_by


def tried(asked: Asked) -> Mapping[str, Any]:
    """What this customer tries."""
    return {"tried": tried_by(asked.customer, scope_of(asked.request.user, Permission.SEE_CUSTOMERS), today())}


panel(Tab.TALKS, "trials", "trials/tried.html", tried, rank=15)
