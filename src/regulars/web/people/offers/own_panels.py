"""The card of suggestions on the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.offers.finding import suggested_to
from regulars.web.people.panels import Asked, Tab, panel


def suggestions(asked: Asked) -> Mapping[str, Any]:
    """What they may want next."""
    return {"suggested": suggested_to(asked.customer, scope_of(asked.request.user, Permission.SEE_CUSTOMERS))}


panel(Tab.KNOWN, "suggestions", "offers/suggestions.html", suggestions, rank=15)
