"""The card of messages on a customer's page: ``{% load messages_log %}{% messages_of customer %}``."""

from __future__ import annotations

from typing import Any

from django import template

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.messages.queries import log_of

register = template.Library()


@register.inclusion_tag("messages/log.html", takes_context=True)
def messages_of(context: dict[str, Any], customer: Any) -> dict[str, Any]:
    """What was sent to this customer, the latest first. Whoever may see the outbox finds the way to each message."""
    request = context["request"]
    return {"log": log_of(customer), "linked": scope_of(request.user, Permission.MANAGE_STUDIES).whole}
