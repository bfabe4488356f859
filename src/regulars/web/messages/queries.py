"""What the pages of messages show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.web.messages.addresses import hashed, is_address, is_number
from regulars.web.messages.models import Channel, Gateway, Outgoing, Returned, Rules, Sort, State
from regulars.web.messages.models.outgoing import OutgoingQuerySet

DAY = timedelta(days=1)
LATEST = 20


def found(*, state: str = "", kind: str = "", search: str = "", about: str = "") -> OutgoingQuerySet:
    """The messages that a filter asks for; ``about``: what they belong to, such as a study.

    A whole address is found by its hash, which has an index.
    """
    rows = Outgoing.objects.defer("text", "html").select_related("customer", "gateway")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if about:
        rows = rows.filter(about=about)
    if is_address(search) or is_number(search):
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


def way_out() -> Message:
    """Whether short messages can go out, and how many wait because they cannot."""
    working = Gateway.objects.filter(active=True, removed=None, channel=Channel.SMS)
    if first := working.filter(Q(until=None) | Q(until__lte=timezone.now())).first():
        return message("Short messages go out by {name}.", name=first.name)
    if working.exists():
        return message("Short messages wait: no gateway takes any now.")
    return no_way() or message("Short messages have no way out yet.")


def no_way() -> Message | None:
    """How many short messages wait because no gateway takes any."""
    waiting = Outgoing.objects.filter(channel=Channel.SMS, state=State.WAITING).count()
    if not waiting or Gateway.objects.filter(active=True, removed=None, channel=Channel.SMS).exists():
        return None
    return plural(
        "{count} short message waits: there is no gateway for it.",
        "{count} short messages wait: there is no gateway for them.",
        waiting,
    )


def log_of(customer: Any) -> list[Outgoing]:
    """The latest messages to a customer, for a card on their page (``messages/log.html``)."""
    rows = Outgoing.objects.filter(customer=customer).defer("text", "html").select_related("gateway")
    return list(rows.order_by("-created", "-pk")[:LATEST])


def rules_in_words(rules: Rules) -> Message:
    """The rules in one sentence."""
    if rules.quiet_from == rules.quiet_until:
        return plural(
            "One person gets at most {count} invitation in {days} days, at any hour.",
            "One person gets at most {count} invitations in {days} days, at any hour.",
            rules.invitations,
            days=rules.invitation_days,
        )
    return plural(
        "One person gets at most {count} invitation in {days} days, and none between {since} and {until}.",
        "One person gets at most {count} invitations in {days} days, and none between {since} and {until}.",
        rules.invitations,
        days=rules.invitation_days,
        since=f"{rules.quiet_from:%H:%M}",
        until=f"{rules.quiet_until:%H:%M}",
    )


def returned_in_words() -> Message:
    """What a person has to look at; else how much came back lately."""
    if other := Returned.objects.filter(sort=Sort.OTHER).exclude(sender="").count():
        return plural(
            "{count} mail was not understood: look at it in the mailbox.",
            "{count} mails were not understood: look at them in the mailbox.",
            other,
        )
    lost = Returned.objects.filter(sort__in=[Sort.HARD, Sort.SOFT], at__gt=timezone.now() - 30 * DAY).count()
    return plural(
        "{count} message came back in the last 30 days.", "{count} messages came back in the last 30 days.", lost
    )
