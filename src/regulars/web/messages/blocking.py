"""Whom not to write to, and taking somebody on and off that list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.messages.addresses import LONGEST, hashed, tidied
from regulars.web.messages.kinds import UNWANTED, Kind
from regulars.web.messages.models import Channel, Outgoing, Reason, State, Suppressed
from regulars.web.people import consents
from regulars.web.people.details.owners import owners
from regulars.web.people.identifiers import Handle
from regulars.web.people.models import Purpose, Source
from regulars.web.words import stored

BLOCKED = {
    Reason.UNSUBSCRIBED: message("Whoever reads there wants no more invitations."),
    Reason.BOUNCED: message("The mailbox does not exist."),
    Reason.COMPLAINED: message("Whoever reads there called a message spam."),
    Reason.RETURNED: message("Messages to this mailbox came back again and again; it rests for a time."),
}


def blocks(hashes: Iterable[str]) -> dict[str, list[Reason]]:
    """Why these addresses are not written to, where there is a reason."""
    found: dict[str, list[Reason]] = {}
    rows = Suppressed.objects.holding().filter(address_hash__in=set(hashes))
    for address_hash, reason in rows.order_by("reason").values_list("address_hash", "reason"):
        found.setdefault(address_hash, []).append(Reason(reason))
    return found


def first_block(reasons: Iterable[Reason], kind: Kind) -> Reason | None:
    """The reason that holds for this kind: who wants no more invitations still hears about their own matters."""
    return next((one for one in reasons if not (kind.wanted and one is Reason.UNSUBSCRIBED)), None)


@transaction.atomic
def suppress(
    *,
    reason: Reason,
    source: str,
    address: str = "",
    address_hash: str = "",
    until: datetime | None = None,
    by: Any = None,
) -> Suppressed | None:
    """Write there no more, also not what waits already. By the address, or by its hash alone; for good, or until."""
    key = address_hash or hashed(address)
    shown = tidied(address)[:LONGEST] if address else _address_of(key)
    row, fresh = Suppressed.objects.get_or_create(
        address_hash=key, reason=reason, defaults={"address": shown, "source": source, "until": until, "by": by}
    )
    if not fresh and row.until != until:
        Suppressed.objects.filter(pk=row.pk).update(until=until, at=timezone.now())
    waiting = Outgoing.objects.filter(to_hash=key, state=State.WAITING)
    if reason == Reason.UNSUBSCRIBED:
        waiting = waiting.filter(kind__in=UNWANTED)
    waiting.update(state=State.SUPPRESSED, problem=stored(BLOCKED[reason]), ended=timezone.now())
    if fresh:
        record(Event.ADDRESS_SUPPRESSED, target=row, by=by, reason=reason.value, method=source)
    if reason == Reason.UNSUBSCRIBED and source == "letter":
        _say_no(row)
    return row


def _say_no(row: Suppressed) -> None:
    """Whoever leaves by the link in a message says no to surveys."""
    known, channel = _known_at(row)
    said = consents.said(known, Purpose.SURVEYS, channel)
    fresh = [one for one in known if said.get(one) is not False]
    consents.withdraw(customers=fresh, purpose=Purpose.SURVEYS, channel=channel, source=Source.LETTER)


def _say_yes(row: Suppressed) -> None:
    """The way back takes back the no that was said by the link, and no other."""
    known, channel = _known_at(row)
    said = [one for one in known if consents.last_source(one, Purpose.SURVEYS, channel) == Source.LETTER]
    consents.give(customers=said, purpose=Purpose.SURVEYS, channel=channel, source=Source.LETTER)


def _known_at(row: Suppressed) -> tuple[set[int], str]:
    """The customers who were written to there, or who have the address now; and by what channel."""
    sent = Outgoing.objects.filter(to_hash=row.address_hash, customer__isnull=False)
    channel = sent.values_list("channel", flat=True).first() or Channel.EMAIL
    known = set(sent.order_by().values_list("customer_id", flat=True).distinct())
    kind = Handle.EMAIL if "@" in row.address else Handle.PHONE
    return known | set(owners(kind, row.address).values_list("pk", flat=True)), channel


def _address_of(address_hash: str) -> str:
    """As it stands on the last message to it, for the page."""
    return Outgoing.objects.filter(to_hash=address_hash).values_list("to", flat=True).first() or ""


@transaction.atomic
def unsuppress(*, suppressed: Suppressed, by: Any = None) -> None:
    """Write there again from now on; what was not sent meanwhile stays unsent. ``by`` None: its reader wants it."""
    if by is None and suppressed.reason == Reason.UNSUBSCRIBED:
        _say_yes(suppressed)
    record(Event.ADDRESS_ALLOWED, target=suppressed, by=by, reason=suppressed.reason)
    Suppressed.objects.filter(pk=suppressed.pk).delete()
