"""The card of messages on the pages of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.messages.queries import log_of
from regulars.web.people.panels import Asked, Tab, panel


def sent(asked: Asked) -> Mapping[str, Any]:
    """What was sent to this customer, the latest first. Whoever may see the outbox finds the way to each message."""
    linked = scope_of(asked.request.user, Permission.MANAGE_STUDIES).whole
    return {"log": log_of(asked.customer), "linked": linked}


panel(Tab.TALKS, "messages", "messages/log.html", sent, rank=40)
