"""The card of promises and expectations on a customer's page."""

from __future__ import annotations

from typing import Any

from django import template

from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.people.promises import queries
from regulars.web.people.promises.models import today

register = template.Library()


@register.inclusion_tag("promises/card.html", takes_context=True)
def promises_of(context: dict[str, Any], customer: Any) -> dict[str, Any]:
    """What was promised to this customer, and what they expect."""
    request = context["request"]
    return {
        "given": queries.of(customer, today()),
        "customer": customer,
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
