"""What the pages of messages show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q

from regulars.language import Message, message, plural
from regulars.web.messages.addresses import hashed, is_address
from regulars.web.messages.models import Outgoing, Rules, State
from regulars.web.messages.models.outgoing import OutgoingQuerySet

DAY = timedelta(days=1)


def found(*, state: str = "", kind: str = "", search: str = "") -> OutgoingQuerySet:
    """The messages that a filter asks for. A whole address is found by its hash, which has an index."""
    rows = Outgoing.objects.defer("text", "html").select_related("customer")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if is_address(search):
        return rows.filter(to_hash=hashed(search))
    return rows.filter(Q(to__icontains=search) | Q(subject__icontains=search)) if search else rows


def headline(now: datetime) -> Message:
    """What needs somebody first; else what waits; else how it went."""
    counts = dict(Outgoing.objects.order_by().values_list("state").annotate(n=Count("pk")))
    if unsure := counts.get(State.UNSURE, 0):
        return plural(
            "{count} message was perhaps sent: see whether it arrived.",
            "{count} messages were perhaps sent: see whether they arrived.",
            unsure,
        )
    if waiting := counts.get(State.WAITING, 0):
        if Rules.current().is_quiet(now):
            return plural(
                "{count} message waits; invitations go out after the quiet hours.",
                "{count} messages wait; invitations go out after the quiet hours.",
                waiting,
            )
        return plural("{count} message waits.", "{count} messages wait.", waiting)
    sent = Outgoing.objects.filter(state=State.SENT, ended__gt=now - DAY).count()
    if sent:
        return plural(
            "Nothing waits. {count} message went out in the last 24 hours.",
            "Nothing waits. {count} messages went out in the last 24 hours.",
            sent,
        )
    return message("Nothing waits.")
