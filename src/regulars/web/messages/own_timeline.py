"""What was sent to a customer, for their timeline."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.messages.models import Outgoing
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.words import say


def sent(row: Outgoing, reader: Reader) -> dict[str, Any]:
    """A message and what became of it; whoever may see the outbox finds the way to it."""
    linked = scope_of(reader.user, Permission.MANAGE_STUDIES).whole
    kind = row.kind_words if isinstance(row.kind_words, str) else say(row.kind_words)
    return {
        "what": message("{channel}, {state}: {subject}", channel=_cap(row), state=row.state_words, subject=_about(row)),
        "where": kind,
        "mark": "low" if row.label == "err" else "",
        "url": reverse("messages:message", args=[row.public_id]) if linked else "",
    }


def _cap(row: Outgoing) -> str:
    words = say(row.channel_words)
    return words[:1].upper() + words[1:]


def _about(row: Outgoing) -> str:
    return row.subject or say(message("without a subject"))


table(
    "messages",
    message("Messages"),
    lambda reader: Outgoing.objects.filter(customer=reader.customer).defer("text", "html"),
    "created",
    sent,
)
